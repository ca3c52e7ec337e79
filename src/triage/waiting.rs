//! Waiting: since when a visitor has had no answer, and the moments at which that counts. Pure.
//!
//! Owns the moments: they follow from the log alone, so that a clock that is late, a restart, or a replay comes to
//! the same ones. Belief moves at a moment's own time; once it has moved past one, that one is over. So none is
//! counted twice, and none is lost while a score is still missing.

use crate::domain::{Seq, Timestamp};
use std::time::Duration;

/// Seconds of waiting that count, ascending.
pub const MARKS: [u32; 3] = [60, 180, 300];
/// Most waits remembered; the oldest is forgotten first.
const REMEMBERED: usize = 4;

/// A time without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// The first message without an answer.
    pub message: Seq,
    /// When it was said.
    pub since: Timestamp,
    /// When the answer came; absent while there is none.
    pub until: Option<Timestamp>,
}

/// A moment at which waiting counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The first message without an answer.
    pub message: Seq,
    /// When it was said.
    pub since: Timestamp,
    /// How long the visitor has waited by then.
    pub seconds: u32,
    /// The moment.
    pub at: Timestamp,
}

impl Wait {
    fn marks(self) -> impl Iterator<Item = Mark> {
        let Self { message, since, until } = self;
        MARKS
            .into_iter()
            .map(move |seconds| {
                let at = since.plus(Duration::from_secs(u64::from(seconds)));
                Mark { message, since, seconds, at }
            })
            .filter(move |mark| until.is_none_or(|until| mark.at <= until))
    }
}

/// Waits that may still count, oldest first; at most the last one is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waits(Vec<Wait>);

impl Waits {
    /// The visitor spoke; begins a wait unless one is open.
    pub fn begin(&mut self, message: Seq, at: Timestamp) {
        if self.open().is_some() {
            return;
        }
        if self.0.len() == REMEMBERED {
            self.0.remove(0);
        }
        self.0.push(Wait { message, since: at, until: None });
    }

    /// An answer came. A wait that reached no moment is forgotten.
    pub fn end(&mut self, at: Timestamp) {
        if let Some(wait) = self.0.last_mut().filter(|wait| wait.until.is_none()) {
            wait.until = Some(at);
        }
        self.0.retain(|wait| wait.marks().next().is_some());
    }

    /// The open wait.
    #[must_use]
    pub fn open(&self) -> Option<&Wait> {
        self.0.last().filter(|wait| wait.until.is_none())
    }

    /// Forgets the waits that ended up to this moment.
    pub fn forget_until(&mut self, at: Timestamp) {
        self.0.retain(|wait| wait.until.is_none_or(|until| until > at));
    }

    /// The first moment after this one, of all waits.
    #[must_use]
    pub fn next(&self, after: Timestamp) -> Option<Mark> {
        self.0.iter().flat_map(|wait| wait.marks()).find(|mark| mark.at > after)
    }
}

#[cfg(test)]
#[path = "waiting_test.rs"]
mod tests;
