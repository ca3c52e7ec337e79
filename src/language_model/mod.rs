//! An optional language model that puts what articles say into an answer (decision 17). Off unless it is configured.
//!
//! Owns what leaves the server for it, and what may come back. Pure: `redact` (personal data stays here), `prompt` (what
//! is asked), `sse` (what is streamed back, in bounds), `verdict` (whether it may be said), `retelling` (the same of a
//! conversation that is handed over, decision 23). IO: `client` alone.
//! Never decides when it is asked, nor says anything to anybody: that is the bot's business (`routing`).
//! Kept: without articles nothing is asked; an answer names articles that were given, holds no number, link or
//! placeholder that was not, and shares its words with what it names. Whatever else comes back is no answer.

mod client;
mod prompt;
mod redact;
mod retelling;
mod sse;
mod verdict;

pub use client::{Endpoint, LanguageModel, Limits};
pub use redact::Private;
pub use retelling::{Talk, Voice};

use crate::domain::Language;

/// What the model is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The language to answer in.
    pub language: Language,
    /// The visitor's words.
    pub question: String,
    /// What is known to be personal in them, beside what is found by its shape.
    pub private: Vec<(Private, String)>,
    /// What it may answer from, the likeliest first.
    pub grounds: Vec<Ground>,
}

/// An article that it may answer from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The question that the article answers.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// What it may be let say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Which article it named first: a place in what it was given.
    pub ground: usize,
    /// Its words, with what was taken out put back in.
    pub text: String,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// It says so itself: what it was given does not answer the question.
    #[error("it does not know")]
    Unknown,
    /// It will not answer, or whoever runs it does not let it.
    #[error("it refuses to answer")]
    Refused,
    /// It named no article, or one that it was not given.
    #[error("it names no article that it was given")]
    Uncited,
    /// Numbers, links or words that stand in no article that it named.
    #[error("it says what stands in no article it names: {0}")]
    Ungrounded(&'static str),
    /// Asked for too much at once.
    #[error("too many questions at once")]
    Busy,
    /// It took too long.
    #[error("no answer in time")]
    Late,
    /// It could not be reached.
    #[error("cannot be reached: {0}")]
    Unreachable(String),
    /// Its server answered with an error.
    #[error("status {0}")]
    Status(u16),
    /// What came back cannot be read, or is too much.
    #[error("what came back cannot be used: {0}")]
    Garbage(&'static str),
    /// The stream ended before the answer did.
    #[error("the answer was cut off")]
    Cut,
}

impl NoAnswer {
    /// Whether it has read the question and gives no answer, of itself: asked again it would give none either.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(self, Self::Unknown | Self::Refused)
    }

    /// Its name among figures.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Uncited => "uncited",
            Self::Ungrounded(_) => "ungrounded",
            Self::Busy => "busy",
            Self::Late => "late",
            Self::Unreachable(_) => "unreachable",
            Self::Status(_) => "status",
            Self::Garbage(_) => "garbage",
            Self::Cut => "cut",
        }
    }
}
