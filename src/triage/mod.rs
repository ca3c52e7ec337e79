//! Triage: from text to score to belief to stage. Never on the delivery path (invariant T1): a request is handed
//! over without waiting and answered later through its reply, always, with a score or with the reason why not (T3).
//!
//! Owns the model, its engines, the queue before them, and the pure trajectory (belief, stages, alarms).
//! Never touches the log: answers travel back as values.

mod alarm;
pub mod batch;
pub mod behaviour;
pub mod budget;
pub mod bundle;
pub mod by_hand;
pub mod challenger;
pub mod encoder;
pub mod engine;
mod evidence;
pub mod feedback;
mod forecast;
pub mod input;
pub mod language;
pub mod manifest;
pub mod normalise;
pub mod policies;
pub mod policy;
pub mod priority;
mod queue;
pub mod reader;
pub mod reading;
pub mod score;
pub mod trajectory;
pub mod waiting;
pub mod word;
pub mod worker;

pub use behaviour::{Behaviour, Habits};
pub use bundle::Settings;
pub use encoder::Encoder;
pub use engine::EngineChoice;
pub use policies::{Policies, Term};
pub use policy::Policy;
pub use trajectory::{Alarm, Before, Step, step};
pub use waiting::Mark;
pub use worker::{Status, Triage};

use crate::domain::{ConversationId, Scoring, Seq, Stage};
use std::sync::Arc;

/// Who spoke a turn of context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// The visitor.
    Visitor,
    /// The bot.
    Bot,
    /// A person of ours.
    Agent,
}

/// One earlier turn, given to the model for context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who.
    pub speaker: Speaker,
    /// What.
    pub text: Arc<str>,
}

/// A message to read.
pub struct Request {
    /// Where.
    pub conv: ConversationId,
    /// Which message.
    pub message: Seq,
    /// Its text.
    pub text: String,
    /// Up to the last two turns before it, oldest first.
    pub context: Vec<Turn>,
    /// Hottest conversations are read first when there is a backlog.
    pub stage: Stage,
    /// Called exactly once, from a triage thread; must not block.
    pub reply: Box<dyn FnOnce(Scoring) + Send>,
}
