//! One session: a proven person, what goes out to them, and the socket they have at the moment, if any.
//!
//! Owns the hand-over from one socket to the next. Never does anything by itself: commits come in through `Outbox`,
//! sockets take frames through their `Link`. Kept: one session has one socket; a frame is in exactly one place.

use super::limit::Limits;
use super::outgoing::{Outgoing, Reader};
use crate::auth::StaffSession;
use crate::domain::{Actor, Language, Role, StaffId, Timestamp, VisitorId};
use crate::fanout::{Delivery, Follow, Frame, Outbox};
use crate::protocol::form::VisitorForm;
use crate::protocol::{CloseCode, Code, ServerFrame};
use crate::store::Visitor;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Whom a session belongs to, as proven in `hello`.
#[derive(Debug, Clone)]
pub enum Who {
    /// A visitor of a site.
    Visitor(Visitor),
    /// A member of the staff, with the login that proves it.
    Staff(StaffSession),
}

/// A person, whatever proves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Person {
    /// A visitor.
    Visitor(VisitorId),
    /// A member of the staff.
    Staff(StaffId),
}

impl Who {
    /// The person.
    #[must_use]
    pub fn person(&self) -> Person {
        match self {
            Self::Visitor(visitor) => Person::Visitor(visitor.id),
            Self::Staff(staff) => Person::Staff(staff.member.id),
        }
    }

    /// The role.
    #[must_use]
    pub fn role(&self) -> Role {
        match self {
            Self::Visitor(_) => Role::Visitor,
            Self::Staff(staff) => staff.member.role,
        }
    }

    /// The actor of commands.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match self {
            Self::Visitor(visitor) => Actor::Visitor(visitor.id),
            Self::Staff(staff) => staff.member.actor(),
        }
    }

    /// The proof holds until then.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        match self {
            Self::Visitor(visitor) => visitor.expires_at,
            Self::Staff(staff) => staff.expires_at,
        }
    }
}

/// About what a session takes without a frame, with what the fan-out and the tables know of it, in bytes.
const BARE: usize = 2 * 1024;

/// How a socket ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// Close code; `None`: the other side is gone or has closed already.
    pub close: Option<CloseCode>,
    /// What `bye` says before it.
    pub bye: Option<Code>,
    /// When to come back.
    pub retry: Option<Duration>,
    /// The session waits for another socket.
    pub resumable: bool,
}

impl Ending {
    /// The other side is gone without a word.
    pub const GONE: Self = Self { close: None, bye: None, retry: None, resumable: true };
    /// The other side said that it is done.
    pub const DONE: Self = Self { resumable: false, ..Self::GONE };

    /// Closed by us, for a reason.
    #[must_use]
    pub const fn because(close: CloseCode, bye: Code) -> Self {
        let resumable = (close as u16) < CloseCode::BadProtocol as u16;
        Self { close: Some(close), bye: Some(bye), retry: None, resumable }
    }

    /// The same, with the time after which to come back.
    #[must_use]
    pub const fn retry_after(self, retry: Duration) -> Self {
        Self { retry: Some(retry), ..self }
    }

    /// The last frame before the close.
    #[must_use]
    pub fn last_frame(&self) -> Option<Frame> {
        let retry_ms = self.retry.map(|retry| u32::try_from(retry.as_millis()).unwrap_or(u32::MAX));
        self.bye.map(|code| Frame::of(&ServerFrame::Bye { code, retry_ms }))
    }
}

/// The tie between a session and one socket.
#[derive(Debug, Default)]
pub struct Link {
    frames: Notify,
    over: CancellationToken,
    ending: OnceLock<Ending>,
}

impl Link {
    fn end(&self, ending: Ending) {
        // The first reason counts.
        let _ = self.ending.set(ending);
        self.over.cancel();
    }

    /// Waits until the server wants the socket closed.
    pub async fn over(&self) -> Ending {
        self.over.cancelled().await;
        self.ending.get().copied().unwrap_or(Ending::GONE)
    }
}

/// One session.
pub struct Session {
    /// Names it; only its own person can resume it.
    pub id: Uuid,
    /// Whose.
    pub who: Who,
    /// Language of the client's screen, if it said.
    pub language: Option<Language>,
    pub(super) limits: Mutex<Limits>,
    state: Mutex<State>,
    room: Notify,
}

struct State {
    outgoing: Outgoing,
    link: Option<Arc<Link>>,
    cut_at: Instant,
    asked: Option<Arc<VisitorForm>>,
}

impl Session {
    pub(super) fn new(id: Uuid, who: Who, language: Option<Language>, now: Timestamp) -> Arc<Self> {
        let limits = Mutex::new(Limits::new(who.role(), now));
        let state = State { outgoing: Outgoing::default(), link: None, cut_at: Instant::now(), asked: None };
        Arc::new(Self { id, who, language, limits, state: Mutex::new(state), room: Notify::new() })
    }

    /// The visitor is told that this is asked before a conversation begins.
    pub(super) fn asks(&self, form: Option<Arc<VisitorForm>>) {
        self.state().asked = form;
    }

    /// What the visitor was last told is asked, whatever an admin has changed since.
    pub(super) fn asked(&self) -> Option<Arc<VisitorForm>> {
        self.state().asked.clone()
    }

    /// Ties a socket to the session: it hears `welcome`, then everything after the `received` frames that it has.
    /// A socket that is still tied is closed. `None`: that much cannot be gone back.
    pub(super) fn connect(&self, received: u64, welcome: &ServerFrame) -> Option<Arc<Link>> {
        let mut state = self.state();
        if let Some(before) = state.link.take() {
            before.end(Ending::because(CloseCode::SessionEnded, Code::SessionEnded));
        }
        state.cut_at = Instant::now();
        let link = Arc::new(Link::default());
        let fits = state.outgoing.resume(received, Frame::of(welcome));
        self.room.notify_waiters();
        fits.then(|| {
            state.link = Some(Arc::clone(&link));
            link.frames.notify_one();
            link
        })
    }

    /// The socket is gone. `false` when another has taken its place.
    pub(super) fn disconnect(&self, link: &Arc<Link>) -> bool {
        let mut state = self.state();
        if state.link.as_ref().is_some_and(|tied| !Arc::ptr_eq(tied, link)) {
            return false;
        }
        state.link = None;
        state.outgoing.cut();
        state.cut_at = Instant::now();
        self.room.notify_waiters();
        true
    }

    /// Closes the socket, if there is one.
    pub(super) fn end(&self, ending: Ending) {
        if let Some(link) = &self.state().link {
            link.end(ending);
        }
    }

    /// Since when there is no socket; `None` while there is one.
    pub(super) fn cut_since(&self) -> Option<Instant> {
        let state = self.state();
        state.link.is_none().then_some(state.cut_at)
    }

    /// About how much memory it keeps, in bytes. Frames that others keep too are counted with each.
    pub(super) fn keeps(&self) -> usize {
        BARE + self.state().outgoing.keeps()
    }

    /// Takes a batch for sending; waits until there is something.
    pub(super) async fn take(&self, link: &Arc<Link>, frames: usize, bytes: usize, into: &mut Vec<Frame>) {
        loop {
            {
                let mut state = self.state();
                // Not a frame for a socket that was replaced.
                if state.link.as_ref().is_some_and(|tied| Arc::ptr_eq(tied, link)) {
                    state.outgoing.take(frames, bytes, into);
                }
            }
            if !into.is_empty() {
                self.room.notify_waiters();
                return;
            }
            link.frames.notified().await;
        }
    }

    /// Queues one frame of a long answer as soon as there is room. `false`: nobody reads any more.
    pub(super) async fn push_patiently(&self, frame: Frame) -> bool {
        loop {
            let room = self.room.notified();
            let mut room = std::pin::pin!(room);
            room.as_mut().enable();
            {
                let mut state = self.state();
                if state.outgoing.reader() != Reader::Connected {
                    return false;
                }
                if state.outgoing.has_room() {
                    self.queue(&mut state, frame);
                    return true;
                }
            }
            room.await;
        }
    }

    /// The reader has this many sequenced frames.
    pub(super) fn confirm(&self, received: u64) {
        self.state().outgoing.confirm(received);
    }

    /// Queues an answer of the server's own.
    pub(super) fn say(&self, frame: &ServerFrame) {
        self.push(Frame::of(frame));
    }

    fn queue(&self, state: &mut State, frame: Frame) {
        let overflown = state.outgoing.push(frame).is_err();
        if overflown {
            metrics::counter!("slow_consumers_total").increment(1);
            self.room.notify_waiters();
        }
        match &state.link {
            Some(link) if overflown => {
                link.end(Ending::because(CloseCode::SlowConsumer, Code::SlowConsumer));
            }
            Some(link) => link.frames.notify_one(),
            None => {}
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic between two steps may lose a frame; the reader's own numbering finds the gap.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Outbox for Session {
    fn deliver(&self, delivery: &Arc<Delivery>, follow: Follow) {
        let mut state = self.state();
        for frame in delivery.frames(follow.audience()) {
            self.queue(&mut state, frame.clone());
        }
    }

    fn push(&self, frame: Frame) {
        self.queue(&mut self.state(), frame);
    }

    fn staff(&self) -> Option<StaffId> {
        match &self.who {
            Who::Staff(staff) => Some(staff.member.id),
            Who::Visitor(_) => None,
        }
    }
}
