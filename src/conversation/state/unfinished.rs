//! Visitor messages with open work: the score to come (invariant T3) and the bot's answer.
//! Owns what the work needs, so that it can be started again after a crash without reading back.

use crate::domain::{MessageText, Timestamp};
use crate::triage::{Behaviour, Turn};

/// A visitor message that waits for its score, for the bot, or for both.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfinished {
    /// When it was logged; belief moves at this time, whenever the score comes.
    pub at: Timestamp,
    /// The words.
    pub text: MessageText,
    /// The turns before it, oldest first.
    pub context: Vec<Turn>,
    /// What it was like beside its words when it was said.
    pub behaviour: Behaviour,
    /// No score or mark yet.
    pub to_score: bool,
    /// The bot has not answered and still has the word.
    pub to_answer: bool,
}

impl Unfinished {
    /// Nothing is left to do.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        !self.to_score && !self.to_answer
    }
}
