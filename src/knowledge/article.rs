//! One question with its answer, and what is known about the answer itself.

use super::variables::Template;
use crate::domain::{Language, Timestamp};

/// One question with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Language it is written in.
    pub language: Language,
    /// The question, as most people ask it; its name in handoff packets. Unique within its language.
    pub title: String,
    /// Other ways to ask.
    pub variants: Vec<String>,
    /// What is answered; every way to fill it makes a valid message.
    pub answer: Template,
    /// The shelf it belongs on, such as "Returns".
    pub category: Option<String>,
    /// Counts up as the answer changes; 1 where nobody counts.
    pub version: u32,
    /// The day on which somebody last made sure that it is right, at midnight UTC.
    pub reviewed: Option<Timestamp>,
    /// Where more is written, as an address that is sent with the answer.
    pub source: Option<String>,
}

impl Article {
    /// The heading and the other ways to ask.
    pub fn ways(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.title).chain(&self.variants).map(String::as_str)
    }
}
