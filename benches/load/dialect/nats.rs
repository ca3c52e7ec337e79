//! NATS over a WebSocket: a subject for each conversation, nothing stored and nothing acknowledged.

use super::{Door, Heard, Mark, PATIENCE, Seat, say};
use anyhow::Context;
use futures_util::StreamExt;
use std::fmt::Write;
use tokio_tungstenite::tungstenite::Message;

/// What has come and is not a whole message yet.
#[derive(Default)]
pub struct Speech(Vec<u8>);

/// Subscribes to conversations; the answer to a ping says that the server has them.
pub async fn join(door: &Door, conversations: &[u32]) -> anyhow::Result<Seat> {
    let mut socket = door.connect("/", |_| Ok(())).await?;
    let mut hello = "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n".to_owned();
    for conversation in conversations {
        write!(hello, "SUB c.{conversation} {conversation}\r\n")?;
    }
    say(&mut socket, hello + "PING\r\n").await?;
    let known = async {
        let mut known = Vec::new();
        while !known.windows(4).any(|part| part == b"PONG") {
            known.extend(socket.next().await.context("the server closed the socket")??.into_data());
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(PATIENCE, known).await.context("no answer in 60 s")??;
    Ok(Seat { socket, speech: super::Speech::Nats(Speech::default()) })
}

pub fn write(mark: &Mark) -> Message {
    let text = mark.text();
    Message::text(format!("PUB c.{} {}\r\n{text}\r\n", mark.conversation, text.len()))
}

impl Speech {
    pub fn read(&mut self, frame: &Message, heard: &mut Vec<Heard>) {
        if let Message::Text(_) | Message::Binary(_) = frame {
            self.0.extend(frame.clone().into_data());
        }
        while let Some(used) = self.step(heard) {
            self.0.drain(..used);
        }
    }

    /// Reads one line, and the payload that it announces; the bytes that were used.
    fn step(&self, heard: &mut Vec<Heard>) -> Option<usize> {
        let end = self.0.windows(2).position(|two| two == b"\r\n")? + 2;
        let line = std::str::from_utf8(&self.0[..end]).ok()?;
        if line.starts_with("PING") {
            heard.push(Heard::Answer(Message::text("PONG\r\n")));
            return Some(end);
        }
        let Some(rest) = line.strip_prefix("MSG ") else { return Some(end) };
        let size: usize = rest.trim_end().rsplit(' ').next()?.parse().ok()?;
        let payload = self.0.get(end..end + size + 2)?;
        heard.extend(std::str::from_utf8(&payload[..size]).ok().and_then(Mark::find).map(Heard::Said));
        Some(end + size + 2)
    }
}
