//! Decide: what a command leads to. Pure: time, policy and limits are arguments.

use super::State;
use crate::domain::{Command, ConversationId, Event, Party, Refusal, Seq, Stage, Timestamp};
use crate::triage::Policy;
use std::time::Duration;

/// What a decision depends on besides state and command.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Which conversation.
    pub conv: ConversationId,
    /// Now.
    pub now: Timestamp,
    /// Trajectory policy.
    pub policy: &'a Policy,
    /// How long an offer stands.
    pub offer_time: Duration,
}

/// Events to log, in order, each with its author, and what to do once they are durable.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decision {
    /// To log.
    pub events: Vec<(Party, Event)>,
    /// To do after the commit.
    pub effects: Vec<Effect>,
}

/// Work for others, started only after the commit.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read this visitor message.
    Score {
        /// Which.
        message: Seq,
        /// Priority.
        stage: Stage,
    },
    /// Ask the bot for a reply to this visitor message (0: the greeting).
    AskBot {
        /// Which.
        message: Seq,
    },
    /// Come back at this time (an offer expires).
    WakeAt(Timestamp),
}

/// Answers a command with events and effects, or refuses it.
///
/// # Errors
/// A `Refusal` when the command is not possible; nothing changes then.
pub fn decide(state: &State, command: &Command, around: Surroundings<'_>) -> Result<Decision, Refusal> {
    let _ = (state, command, around);
    Err(Refusal::WrongPhase)
}
