//! The simulated socket: the server's end of a connection, as it sees it. Owns what has arrived and what was written; how
//! long things travel, and what is lost, is the network's business.
//!
//! What the client has not read yet fills a window; a full one makes the server wait, as a kernel's buffers do.

use super::clock::SimClock;
use super::sabotage::Sabotage;
use super::switch::Switch;
use crate::simulation::plan::Point;
use axum::Error;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use bytes::Bytes;
use futures_util::{Sink, Stream};
use serde_json::Value;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

/// What arrives at the server.
#[derive(Debug, Clone)]
pub enum Up {
    Text(String),
    Pong,
    Close(u16),
    /// The connection was reset.
    Reset,
}

/// One connection, seen from outside of the server.
pub struct Link {
    pub is_visitor: bool,
    window: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    arrived: VecDeque<Up>,
    reader: Option<Waker>,
    written: Vec<(u64, Message)>,
    unread: usize,
    writer: Option<Waker>,
    is_reset: bool,
    is_gone: bool,
    /// Events of conversations that were written so far: only for sabotage.
    events: usize,
}

impl Link {
    pub fn new(is_visitor: bool, window: usize) -> Arc<Self> {
        Arc::new(Self { is_visitor, window, state: Mutex::default() })
    }

    /// Something arrives at the server.
    pub fn arrive(&self, up: Up) {
        let mut state = self.state();
        if let Up::Reset = up {
            state.is_reset = true;
            state.writer.take().into_iter().for_each(Waker::wake);
        }
        state.arrived.push_back(up);
        state.reader.take().into_iter().for_each(Waker::wake);
    }

    /// The client has read so many bytes.
    pub fn read(&self, bytes: usize) {
        let mut state = self.state();
        state.unread = state.unread.saturating_sub(bytes);
        state.writer.take().into_iter().for_each(Waker::wake);
    }

    /// What the server has written since the last look, and when; and whether it has let go of the connection.
    pub fn look(&self) -> (Vec<(u64, Message)>, bool) {
        let mut state = self.state();
        (std::mem::take(&mut state.written), state.is_gone)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("not poisoned")
    }
}

/// Bytes of a message on the wire.
pub fn size(message: &Message) -> usize {
    match message {
        Message::Text(text) => text.len() + 4,
        _ => 4,
    }
}

/// The server's end.
pub struct ServerEnd {
    pub link: Arc<Link>,
    pub clock: Arc<SimClock>,
    pub switch: Arc<Switch>,
    pub sabotage: Sabotage,
}

impl ServerEnd {
    /// Puts a message on the wire.
    pub fn write(&self, message: &Message) {
        if self.switch.is_off() {
            return;
        }
        let kind = kind(message);
        let copies = self.copies(&kind);
        let mut state = self.link.state();
        for _ in 0..copies {
            state.unread += size(message);
            state.written.push((self.clock.ms(), message.clone()));
        }
        if self.sabotage == Sabotage::LeaksScores && self.link.is_visitor && kind == "msg" {
            let leak = r#"{"t":"event","event":{"kind":"scored","scoring":{"anger":0.9}}}"#;
            state.written.push((self.clock.ms(), Message::Text(leak.into())));
        }
        drop(state);
        self.switch.changed.notify_one();
        self.switch.reach(|point| matches!(point, Point::AfterFrame { frame } if *frame == kind));
    }

    /// How often a frame goes out: once, of an honest server.
    fn copies(&self, kind: &str) -> usize {
        if !matches!(kind, "msg" | "state" | "event") {
            return 1;
        }
        let mut state = self.link.state();
        state.events += 1;
        match self.sabotage {
            Sabotage::DropsOne if state.events == 4 => 0,
            Sabotage::DoublesOne if state.events == 4 => 2,
            _ => 1,
        }
    }
}

impl Drop for ServerEnd {
    fn drop(&mut self) {
        let mut state = self.link.state();
        state.is_gone = true;
        drop(state);
        self.switch.changed.notify_one();
    }
}

impl Stream for ServerEnd {
    type Item = Result<Message, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut state = self.link.state();
        Poll::Ready(match state.arrived.pop_front() {
            Some(Up::Text(text)) => Some(Ok(Message::Text(text.into()))),
            Some(Up::Pong) => Some(Ok(Message::Pong(Bytes::new()))),
            Some(Up::Close(code)) => {
                Some(Ok(Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::from_static("") }))))
            }
            Some(Up::Reset) => Some(Err(broken())),
            None if state.is_reset => None,
            None => {
                state.reader = Some(context.waker().clone());
                return Poll::Pending;
            }
        })
    }
}

impl Sink<Message> for ServerEnd {
    type Error = Error;

    fn poll_ready(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let mut state = self.link.state();
        if state.is_reset {
            return Poll::Ready(Err(broken()));
        }
        if state.unread > self.link.window {
            state.writer = Some(context.waker().clone());
            return Poll::Pending;
        }
        Poll::Ready(Ok(()))
    }

    fn start_send(self: Pin<&mut Self>, message: Message) -> Result<(), Error> {
        self.write(&message);
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }
}

fn broken() -> Error {
    Error::new(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
}

/// The type of a frame, as it says itself.
fn kind(message: &Message) -> String {
    let Message::Text(text) = message else { return String::new() };
    let frame: Value = serde_json::from_str(text).unwrap_or_default();
    frame["t"].as_str().unwrap_or_default().to_owned()
}
