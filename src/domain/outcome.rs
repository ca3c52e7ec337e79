//! How a conversation went, known once it has ended: what false-alarm budgets are computed from. Owns the facts,
//! which follow from the log alone; people may judge after the end, and the facts with them. What they amount to is
//! `triage::budget`'s matter.

use super::{ConversationId, Language, SiteId, Stage, Timestamp, budget::Basis};
use serde::{Deserialize, Serialize};

/// A visitor who rates so, or lower, was not content.
pub const RATED_BAD: u8 = 2;
/// A visitor who rates so, or higher, was content.
pub const RATED_GOOD: u8 = 4;

/// Facts about a conversation that has ended and in which at least one message was scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which.
    pub conv: ConversationId,
    /// Where.
    pub site: SiteId,
    /// The language that the visitor has mostly written; absent where there is none to tell.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<Language>,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it ended.
    pub closed_at: Timestamp,
    /// How far anger went.
    pub peak: Peak,
    /// Visitor messages that were scored.
    pub scored: u32,
    /// Visitor messages that were marked as not scored.
    #[serde(default)]
    pub unread: u32,
    /// The visitor's latest rating, 1 (bad) to 5 (good).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rating: Option<u8>,
    /// What became of its alerts about anger.
    #[serde(default)]
    pub alerts: AngerAlerts,
    /// Whether a threat or personal distress was voiced.
    #[serde(default)]
    pub sensitive: bool,
    /// What staff say of what was read in its messages.
    #[serde(default)]
    pub readings: JudgedReadings,
    /// A person acted once anger had reached concern, or triage had called one.
    #[serde(default)]
    pub helped: bool,
    /// What its scores and stages come from.
    pub basis: Basis,
}

/// The highest that anger went before a person intervened after an alert; what came later is their doing as well.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Peak {
    /// The highest level of belief, logit.
    pub level: f32,
    /// The highest stage. It may lie above what the level alone comes to: abuse lifts it too.
    pub stage: Stage,
}

/// What became of a conversation's alerts about anger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AngerAlerts {
    /// How many were raised.
    pub raised: u32,
    /// How many somebody intervened after, whatever they thought of them.
    pub intervened: u32,
    /// How many were closed as dealt with, or judged right.
    pub done: u32,
    /// How many were closed as false alarms, or judged wrong.
    pub false_alarm: u32,
}

/// What staff say of what was read in the visitor's messages: of each the latest word counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JudgedReadings {
    /// A message was taken for angry and is.
    pub right: bool,
    /// A message was taken for angry and is not.
    pub mistaken: bool,
    /// A message was not taken for angry and is.
    pub missed: bool,
}
