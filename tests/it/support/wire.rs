//! One socket as a client holds it. Counts sequenced frames as docs/protocol.md says.

use super::TestServer;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// Longer than anything takes here, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
const SEQUENCED: [&str; 6] = ["msg", "state", "event", "conv", "offer", "alert"];

/// How the server ended a socket.
#[derive(Debug, Clone, PartialEq)]
pub struct Closed {
    /// Close code; 1006 when there was none.
    pub code: u16,
    /// `bye.code`.
    pub bye: Option<String>,
    /// `bye.retry_ms`.
    pub retry_ms: Option<u64>,
}

pub struct Wire {
    socket: WebSocketStream<TcpStream>,
    /// Frames that came while another was waited for.
    early: VecDeque<Value>,
    /// Sequenced frames received.
    pub received: u64,
    /// All bytes of text that the server ever sent here.
    pub heard: String,
}

impl Wire {
    /// Opens a socket from a page of the server itself.
    pub async fn dial(server: &TestServer) -> Self {
        Self::try_dial(server, &[("origin", &server.origin()), ("sec-websocket-protocol", "attune.v1.json")])
            .await
            .expect("the handshake succeeds")
    }

    /// Opens a socket with these headers; the error holds the HTTP answer.
    pub async fn try_dial(server: &TestServer, headers: &[(&'static str, &str)]) -> Result<Self, Error> {
        let stream = TcpStream::connect(server.addr).await.map_err(Error::Io)?;
        Self::over(stream, server, headers).await
    }

    /// Opens a socket whose kernel takes little while nobody reads.
    pub async fn dial_slow(server: &TestServer) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4_096).expect("a small window");
        let stream = socket.connect(server.addr).await.expect("connected");
        let headers = [("origin", server.origin()), ("sec-websocket-protocol", "attune.v1.json".to_owned())];
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        Self::over(stream, server, &headers).await.expect("the handshake succeeds")
    }

    async fn over(stream: TcpStream, server: &TestServer, headers: &[(&'static str, &str)]) -> Result<Self, Error> {
        let mut request = format!("ws://{}/ws", server.addr).into_client_request()?;
        for (name, value) in headers {
            request.headers_mut().append(*name, value.parse().expect("a header"));
        }
        let (socket, _) = client_async(request, stream).await?;
        Ok(Self { socket, early: VecDeque::new(), received: 0, heard: String::new() })
    }

    pub async fn say(&mut self, frame: &Value) {
        self.raw(Message::text(frame.to_string())).await;
    }

    pub async fn raw(&mut self, message: Message) {
        self.socket.send(message).await.expect("the socket takes it");
    }

    /// Like `raw`, for sockets that the server may have closed.
    pub async fn try_raw(&mut self, message: Message) -> Result<(), Error> {
        self.socket.send(message).await
    }

    /// Says hello and takes the welcome.
    pub async fn hello(&mut self, hello: Value) -> Value {
        self.say(&hello).await;
        let welcome = self.next().await;
        assert_eq!(welcome["t"], "welcome", "{welcome}");
        if welcome["resumed"] == json!(false) {
            self.received = 0;
        }
        welcome
    }

    /// The next frame, in the order of the wire.
    pub async fn next(&mut self) -> Value {
        match self.early.pop_front() {
            Some(frame) => frame,
            None => self.read().await.unwrap_or_else(|closed| panic!("closed instead: {closed:?}")),
        }
    }

    /// The next frame that fits; others are kept for later.
    pub async fn find(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.early.iter().position(&fits) {
            return self.early.remove(at).expect("in range");
        }
        loop {
            let frame = self
                .read()
                .await
                .unwrap_or_else(|closed| panic!("closed ({closed:?}) while waiting for {what}; had {:?}", self.early));
            if fits(&frame) {
                return frame;
            }
            self.early.push_back(frame);
        }
    }

    /// Waits for a frame and leaves it, like all others, where it is.
    pub async fn wait_for(&mut self, what: &str, fits: impl Fn(&Value) -> bool) {
        while !self.early.iter().any(&fits) {
            match self.read().await {
                Ok(frame) => self.early.push_back(frame),
                Err(closed) => panic!("closed ({closed:?}) while waiting for {what}"),
            }
        }
    }

    /// The next frame of a type.
    pub async fn find_type(&mut self, t: &str) -> Value {
        self.find(t, |frame| frame["t"] == t).await
    }

    /// Sends a request and waits for its answer, of whatever kind; slows down when told to, as clients do.
    pub async fn ask(&mut self, request: Value) -> Value {
        loop {
            let answer = self.ask_once(request.clone()).await;
            if answer["code"] != "rate_limited" {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(answer["retry_ms"].as_u64().expect("a wait"))).await;
        }
    }

    /// Sends a request once, however fast.
    pub async fn ask_once(&mut self, request: Value) -> Value {
        self.say(&request).await;
        self.find(&request.to_string(), |frame| {
            frame["id"] == request["id"] && ["ack", "nack", "history"].iter().any(|t| frame["t"] == *t)
        })
        .await
    }

    /// Sends a request that must be done.
    pub async fn ask_ok(&mut self, request: Value) -> Value {
        let answer = self.ask(request.clone()).await;
        assert_ne!(answer["t"], "nack", "{request} was refused: {answer}");
        answer
    }

    /// Sends a request that must be refused, and gives the code.
    pub async fn ask_refused(&mut self, request: Value) -> String {
        let answer = self.ask(request.clone()).await;
        assert_eq!(answer["t"], "nack", "{request} was not refused: {answer}");
        answer["code"].as_str().expect("a code").to_owned()
    }

    /// Whatever has arrived when an answer to a ping is here: nothing that was sent before it is missing. The ping
    /// confirms nothing, so that a test may still say that it received less.
    pub async fn settled(&mut self) -> Vec<Value> {
        self.say(&json!({"t": "ping", "received": 0})).await;
        loop {
            let frame = self.read().await.unwrap_or_else(|closed| panic!("closed instead: {closed:?}"));
            if frame["t"] == "pong" {
                return self.early.drain(..).collect();
            }
            self.early.push_back(frame);
        }
    }

    /// Reads to the end of the socket.
    pub async fn closed(&mut self) -> Closed {
        loop {
            match self.read().await {
                Ok(frame) => self.early.push_back(frame),
                Err(closed) => return closed,
            }
        }
    }

    /// Cuts the connection without a word.
    pub fn cut(self) {
        drop(self);
    }

    /// Closes in good manners, with a code.
    pub async fn close(mut self, code: u16) {
        let frame = tungstenite::protocol::CloseFrame { code: code.into(), reason: "".into() };
        let _ = self.socket.close(Some(frame)).await;
        while let Some(Ok(_)) = self.socket.next().await {}
    }

    async fn read(&mut self) -> Result<Value, Closed> {
        let gone = |code, early: &VecDeque<Value>| {
            let bye = early.iter().rfind(|frame| frame["t"] == "bye");
            let text = bye.and_then(|bye| bye["code"].as_str()).map(str::to_owned);
            Closed { code, bye: text, retry_ms: bye.and_then(|bye| bye["retry_ms"].as_u64()) }
        };
        loop {
            let message = timeout(PATIENCE, self.socket.next()).await.expect("something within the patience");
            match message {
                None | Some(Err(_)) => return Err(gone(1006, &self.early)),
                Some(Ok(Message::Close(frame))) => {
                    let code = frame.map_or(1005, |frame| frame.code.into());
                    // Lets the answer to the close out.
                    let _ = timeout(PATIENCE, self.socket.next()).await;
                    return Err(gone(code, &self.early));
                }
                Some(Ok(Message::Text(text))) => {
                    self.heard.push_str(&text);
                    let frame: Value = serde_json::from_str(&text).expect("every frame is JSON");
                    self.received += u64::from(SEQUENCED.iter().any(|t| frame["t"] == *t));
                    return Ok(frame);
                }
                Some(Ok(_)) => {}
            }
        }
    }
}
