//! The registry of awake conversations: finds or wakes the one writer of each. `dashmap` may be named only here.

use crate::clock::SharedClock;
use crate::domain::{Command, ConversationId, Refusal, Seq, Timestamp};
use crate::fanout::Fanout;
use crate::routing::{Bot, Conversations, Desk};
use crate::store::{Store, StoreError};
use crate::triage::{Policy, Triage};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio_util::task::TaskTracker;

/// Outcome of a command that was done: durable by the time anybody sees this (invariant D2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Place of the (first) event it led to; the last event's when it led to none.
    pub seq: Seq,
    /// The same in the visitor's numbering, when the event is public.
    pub public: Option<Seq>,
    /// Server time of that event.
    pub at: Timestamp,
    /// It had been done before: the same message id was logged earlier.
    pub dup: bool,
}

/// Why a command was not done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The expected no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed; nothing was logged.
    #[error(transparent)]
    Store(#[from] Arc<StoreError>),
    /// Too much is waiting for this conversation, or the server is stopping.
    #[error("the conversation is busy")]
    Busy,
}

/// What conversations work with.
pub struct Parts {
    /// Truth.
    pub store: Arc<dyn Store>,
    /// Delivery.
    pub fanout: Arc<Fanout>,
    /// Scores.
    pub triage: Triage,
    /// Replies.
    pub bot: Arc<Bot>,
    /// Time.
    pub clock: SharedClock,
    /// Trajectory policy.
    pub policy: Arc<Policy>,
    /// How long an offer stands.
    pub offer_time: Duration,
    /// An actor sleeps after this long without work.
    pub idle_after: Duration,
    /// Where actors run.
    pub tasks: TaskTracker,
}

/// Finds or wakes the one writer of each conversation.
pub struct Registry {
    parts: Parts,
    desk: OnceLock<Desk>,
}

impl Registry {
    /// A registry with nobody awake.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        Arc::new(Self { parts, desk: OnceLock::new() })
    }

    /// Introduces the desk, which needs the registry itself to exist first.
    pub fn set_desk(&self, desk: Desk) {
        let _ = self.desk.set(desk);
    }

    /// Puts a command to a conversation and waits for its outcome.
    ///
    /// # Errors
    /// `Failure` as its variants say; nothing was logged then.
    pub async fn send(&self, conv: ConversationId, command: Command) -> Result<Done, Failure> {
        let _ = (conv, command, self.parts.idle_after);
        Err(Failure::Busy)
    }

    /// Wakes every open conversation that has unfinished work: unscored messages, unanswered visitors,
    /// expired offers. Called once after start (invariant T3), and tells the desk of all open conversations.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn rescue(self: &Arc<Self>) -> Result<usize, StoreError> {
        Ok(0)
    }
}

impl Conversations for Registry {
    fn post(&self, conv: ConversationId, command: Command) {
        let _ = (conv, command);
    }
}
