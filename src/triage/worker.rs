//! The handle to the triage threads. Owns the bounded queue and its shedding. Submitting never waits.

use super::Request;
use crate::domain::{Scoring, Unscored};

/// Whether messages are being scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Yes.
    On {
        /// First 12 hexadecimal digits of the model file's SHA-256.
        model: String,
        /// Engine and version.
        engine: String,
    },
    /// No: messages are marked.
    Off {
        /// Why, for operators.
        why: String,
    },
}

/// Cheap to clone; all clones share the same threads.
#[derive(Debug, Clone)]
pub struct Triage {
    status: Status,
}

impl Triage {
    /// A triage without a model: answers every request with `NotScored`.
    #[must_use]
    pub fn off(why: impl Into<String>) -> Self {
        Self { status: Status::Off { why: why.into() } }
    }

    /// Hands over a message to read. Returns at once; the reply is called later, always.
    pub fn submit(&self, request: Request) {
        (request.reply)(Scoring::NotScored { why: Unscored::NoModel });
    }

    /// Whether messages are being scored.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status.clone()
    }
}
