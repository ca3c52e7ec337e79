//! State of a conversation: a fold of its log, nothing else (invariant C2).

use crate::domain::{Epoch, Seq, StaffId, Timestamp};

/// Where the conversation stands, with the facts of that phase.
#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    /// Not begun.
    New,
    /// The bot holds the floor.
    WithBot,
    /// Waits for a human; the bot keeps the floor until one accepts.
    Waiting {
        /// Since when.
        since: Timestamp,
    },
    /// A packet lies before an agent.
    HandingOff {
        /// To whom.
        agent: StaffId,
        /// Their name.
        name: String,
        /// Waiting since.
        since: Timestamp,
        /// Falls back to waiting then.
        expires_at: Timestamp,
    },
    /// An agent holds the floor.
    WithAgent {
        /// Who.
        agent: StaffId,
        /// Their name.
        name: String,
        /// Since when.
        since: Timestamp,
    },
    /// Ended.
    Closed {
        /// When.
        at: Timestamp,
    },
}

/// The fold.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Last event.
    pub last: Seq,
    /// Last public event, in the visitor's numbering.
    pub last_public: Seq,
    /// Phase.
    pub phase: Phase,
    /// Term of the floor.
    pub epoch: Epoch,
}
