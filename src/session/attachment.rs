//! A session with its socket: takes the client's frames one after the other, and hands out what is to be sent.
//!
//! Owns the way of a frame: decode, count, right, act, answer. Never waits for the model, never blocks the way out.

use super::access::{act_of, allowed};
use super::limit::{Limits, Verdict};
use super::live::{Ending, Link, Session, Who};
use super::reply::{No, nack};
use super::sessions::Sessions;
use crate::conversation::Done;
use crate::domain::ConversationId;
use crate::fanout::{Frame, Outbox};
use crate::protocol::{ClientFrame, CloseCode, Code, ServerFrame, decode};
use std::sync::{Arc, PoisonError};
use uuid::Uuid;

/// Most frames handed out at once.
const BATCH_FRAMES: usize = 32;
/// About as many bytes at once.
const BATCH_BYTES: usize = 16 * 1024;

/// What a socket does after a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Goes on reading.
    Go,
    /// Closes.
    End(Ending),
}

/// A session tied to one socket. When dropped, the session waits for another.
pub struct Attachment {
    pub(super) sessions: Arc<Sessions>,
    pub(super) session: Arc<Session>,
    link: Arc<Link>,
    ending: Ending,
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.sessions.detach(&self.session, &self.link, &self.ending);
    }
}

impl Attachment {
    pub(super) fn new(sessions: Arc<Sessions>, session: Arc<Session>, link: Arc<Link>) -> Self {
        Self { sessions, session, link, ending: Ending::GONE }
    }

    /// Takes frames for sending into an empty batch; waits until there are some.
    pub async fn take(&self, batch: &mut Vec<Frame>) {
        self.session.take(&self.link, BATCH_FRAMES, BATCH_BYTES, batch).await;
    }

    /// Waits until the server wants the socket closed.
    pub async fn over(&self) -> Ending {
        self.link.over().await
    }

    /// Gives the session back, ended in this way.
    pub fn end(mut self, ending: Ending) {
        self.ending = ending;
    }

    /// Counts a WebSocket ping.
    pub fn pinged(&self) -> Flow {
        match self.count(Limits::ping) {
            Verdict::Stop => banned(),
            // The WebSocket layer has answered already; refusing it has no meaning.
            Verdict::Go | Verdict::Wait(_) => Flow::Go,
        }
    }

    /// Takes one text frame of the client.
    pub async fn hear(&self, text: &str) -> Flow {
        let frame = match decode(text.as_bytes()) {
            Ok(frame) => frame,
            Err(rejected) => {
                let verdict = self.count(Limits::fault);
                let id = rejected.id;
                self.session.say(&nack(id, rejected.into()));
                let is_nonsense = verdict == Verdict::Stop;
                return if is_nonsense { bad_protocol() } else { Flow::Go };
            }
        };
        let id = frame.request_id();
        match self.count(|limits, now| limits.frame(&frame, now)) {
            Verdict::Go => {}
            Verdict::Stop => return banned(),
            Verdict::Wait(wait) => {
                self.session.say(&nack(id, No::after(Code::RateLimited, wait)));
                return Flow::Go;
            }
        }
        if self.session.who.expires_at() <= self.sessions.parts.clock.now() {
            return Flow::End(Ending::because(CloseCode::Unauthorized, Code::Unauthorized));
        }
        match self.answer(frame).await {
            // Pages are large: whoever asks for many and reads slowly waits for them, instead of being cut.
            Some(page @ ServerFrame::History { .. }) => {
                let frame = Frame::of(&page);
                drop(page);
                self.session.push_patiently(frame).await;
            }
            Some(answer) => self.session.say(&answer),
            None => {}
        }
        Flow::Go
    }

    async fn answer(&self, frame: ClientFrame) -> Option<ServerFrame> {
        let id = frame.request_id();
        if !allowed(act_of(&frame), self.session.who.role()) {
            return Some(nack(id, No::new(Code::Forbidden)));
        }
        match self.act(frame).await {
            Ok(answer) => answer,
            Err(no) => Some(nack(id, no)),
        }
    }

    async fn act(&self, frame: ClientFrame) -> Result<Option<ServerFrame>, No> {
        match frame {
            ClientFrame::Hello { .. } => Err(No::new(Code::BadFrame)),
            ClientFrame::Ping { received } => {
                self.session.confirm(received);
                Ok(Some(ServerFrame::Pong { now: self.sessions.parts.clock.now() }))
            }
            ClientFrame::History { id, conv, after, before, limit } => {
                self.history(id, conv, (after, before), limit).await.map(Some)
            }
            ClientFrame::Typing { conv, on } => self.typing(conv, on).await,
            ClientFrame::Read { conv, seq } => self.read(conv, seq).await,
            ClientFrame::Sub { id, topic, conv } => self.subscribe(id, topic, conv).await.map(Some),
            ClientFrame::Unsub { id, topic, conv } => Ok(Some(self.unsubscribe(id, topic, conv))),
            ClientFrame::Me { id, available } => Ok(Some(self.set_available(id, available).await)),
            ClientFrame::Open { id, beside, customer } => {
                self.open(id, &beside.unwrap_or_default(), customer).await.map(Some)
            }
            frame => self.command(frame).await.map(Some),
        }
    }

    /// Answered once the desk knows: a colleague may pass them something on the strength of it.
    async fn set_available(&self, id: Uuid, available: bool) -> ServerFrame {
        if let Who::Staff(staff) = &self.session.who {
            self.sessions.presence.set_available(staff.member.id, available);
            self.sessions.presence.known().await;
        }
        done(id)
    }

    fn count(&self, rule: impl FnOnce(&mut Limits, crate::domain::Timestamp) -> Verdict) -> Verdict {
        let now = self.sessions.parts.clock.now();
        // Buckets are changed in single steps.
        rule(&mut self.session.limits.lock().unwrap_or_else(PoisonError::into_inner), now)
    }

    pub(super) fn is_visitor(&self) -> bool {
        self.session.staff().is_none()
    }

    /// The acknowledgement of a command, in the numbering of whoever sent it.
    pub(super) fn acknowledge(&self, id: Uuid, conv: ConversationId, what: Done) -> ServerFrame {
        let seq = if self.is_visitor() { what.public } else { Some(what.seq) };
        ServerFrame::Ack { id, conv: Some(conv), seq, at: Some(what.at), dup: what.dup }
    }
}

/// The acknowledgement of something that stands in no log.
pub(super) fn done(id: Uuid) -> ServerFrame {
    ServerFrame::Ack { id, conv: None, seq: None, at: None, dup: false }
}

fn banned() -> Flow {
    Flow::End(Ending::because(CloseCode::Banned, Code::RateLimited))
}

fn bad_protocol() -> Flow {
    Flow::End(Ending::because(CloseCode::BadProtocol, Code::BadFrame))
}
