//! A WebSocket client that may break every rule: bytes out, frames in.

use crate::process::Cut;
use serde_json::Value;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// Longest wait for anything that must happen.
pub const PATIENCE: Duration = Duration::from_mins(1);
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// A frame as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub first: u8,
    pub payload: Vec<u8>,
}

impl Frame {
    pub fn opcode(&self) -> u8 {
        self.first & 0x0f
    }

    /// The JSON of a text frame.
    pub fn json(&self) -> Option<Value> {
        (self.opcode() == 1).then(|| serde_json::from_slice(&self.payload).expect("every text frame is JSON"))
    }

    /// The code of a close frame; 1005 when it has none.
    pub fn close_code(&self) -> Option<u16> {
        let code = self.payload.first_chunk::<2>().map_or(1005, |bytes| u16::from_be_bytes(*bytes));
        (self.opcode() == 8).then_some(code)
    }
}

/// A frame with this first byte (FIN, RSV, opcode), masked as clients must.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mask = [0x37, 0xfa, 0x21, 0x3d];
    let mut bytes = head(first, 0x80, payload.len() as u64);
    bytes.extend(mask);
    bytes.extend(payload.iter().enumerate().map(|(at, byte)| byte ^ mask[at % 4]));
    bytes
}

/// The head of a frame, with the mask bit or without.
pub fn head(first: u8, mask: u8, length: u64) -> Vec<u8> {
    let mut bytes = vec![first];
    match length {
        0..=125 => bytes.push(mask | length as u8),
        126..=0xffff => {
            bytes.push(mask | 0x7e);
            bytes.extend((length as u16).to_be_bytes());
        }
        _ => {
            bytes.push(mask | 0x7f);
            bytes.extend(length.to_be_bytes());
        }
    }
    bytes
}

pub fn text(json: &Value) -> Vec<u8> {
    frame(0x81, json.to_string().as_bytes())
}

/// What came instead of a socket.
#[derive(Debug)]
pub struct Refused {
    pub status: u16,
    pub retry_after: Option<u64>,
}

/// An open connection.
pub struct Raw {
    pub stream: TcpStream,
    buffer: Vec<u8>,
}

impl Raw {
    pub async fn connect(port: u16) -> Result<Self, Cut> {
        Ok(Self { stream: TcpStream::connect(("127.0.0.1", port)).await?, buffer: Vec::new() })
    }

    /// A connection whose kernel takes little while nobody reads.
    pub async fn connect_narrow(port: u16) -> Result<Self, Cut> {
        let socket = TcpSocket::new_v4()?;
        socket.set_recv_buffer_size(4_096)?;
        let stream = socket.connect(([127, 0, 0, 1], port).into()).await?;
        Ok(Self { stream, buffer: Vec::new() })
    }

    /// Asks for a socket. The connection may ask again after a refusal.
    pub async fn upgrade(&mut self, port: u16) -> Result<Result<(), Refused>, Cut> {
        let ask = format!(
            "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nUpgrade: websocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Protocol: attune.v1.json\r\n\r\n"
        );
        self.stream.write_all(ask.as_bytes()).await?;
        let head = self.http_head().await?;
        let header = |name: &str| {
            let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(name))?;
            line.split_once(':').map(|(_, value)| value.trim().to_owned())
        };
        let status: u16 = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or(Cut)?;
        if status == 101 {
            assert_eq!(header("sec-websocket-accept"), Some(derive_accept_key(KEY.as_bytes())));
            return Ok(Ok(()));
        }
        let length: usize = header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        while self.buffer.len() < length {
            self.fill().await?;
        }
        self.buffer.drain(..length);
        Ok(Err(Refused { status, retry_after: header("retry-after").and_then(|text| text.parse().ok()) }))
    }

    /// The head of an HTTP answer.
    pub async fn http_head(&mut self) -> Result<String, Cut> {
        loop {
            if let Some(end) = self.buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let head = self.buffer.drain(..end + 4).collect();
                return Ok(String::from_utf8(head)?);
            }
            self.fill().await?;
        }
    }

    /// A socket that said hello, with its welcome; asks again when told to.
    pub async fn hello(mut self, port: u16, hello: &Value) -> Result<(Self, Value), Cut> {
        while let Err(refused) = self.upgrade(port).await? {
            tokio::time::sleep(Duration::from_secs(refused.retry_after.ok_or(Cut)?)).await;
        }
        self.send(&text(hello)).await?;
        let welcome = self.until(|json| json["t"] == "welcome").await?;
        Ok((self, welcome))
    }

    pub async fn send(&mut self, bytes: &[u8]) -> Result<(), Cut> {
        Ok(self.stream.write_all(bytes).await?)
    }

    /// The next frame; `None` at the end of the connection.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some(frame) = self.parse() {
                assert_eq!(frame.first & 0xf0, 0x80, "whole frames without reserved bits: {frame:?}");
                return Some(frame);
            }
            self.fill().await.ok()?;
        }
    }

    /// The next text frame that fits.
    pub async fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Result<Value, Cut> {
        while let Some(frame) = self.next().await {
            if let Some(json) = frame.json().filter(&fits) {
                return Ok(json);
            }
        }
        Err(Cut)
    }

    /// Reads to the end: the close code, if the server said one.
    pub async fn closed(&mut self) -> Option<u16> {
        let mut code = None;
        while let Some(frame) = self.next().await {
            if let Some(said) = frame.close_code() {
                code = code.or(Some(said));
                let _ = self.send(&super::raw::frame(0x88, &frame.payload)).await;
            }
        }
        code
    }

    /// Gone without a word, and without a trace in the kernel that would keep the port.
    pub fn reset(self) {
        let _ = self.stream.set_zero_linger();
    }

    async fn fill(&mut self) -> Result<(), Cut> {
        let read = timeout(PATIENCE, self.stream.read_buf(&mut self.buffer)).await.expect("something in time")?;
        if read == 0 { Err(Cut) } else { Ok(()) }
    }

    fn parse(&mut self) -> Option<Frame> {
        let (&first, &second) = (self.buffer.first()?, self.buffer.get(1)?);
        assert_eq!(second & 0x80, 0, "servers do not mask");
        let (start, length) = match second {
            126 => (4, usize::from(u16::from_be_bytes(self.buffer.get(2..4)?.try_into().ok()?))),
            127 => (10, usize::try_from(u64::from_be_bytes(self.buffer.get(2..10)?.try_into().ok()?)).ok()?),
            short => (2, usize::from(short)),
        };
        let payload = self.buffer.get(start..start + length)?.to_vec();
        self.buffer.drain(..start + length);
        Some(Frame { first, payload })
    }
}
