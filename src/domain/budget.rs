//! Words of the false-alarm budgets: purposes, where lines hold, and the audited record of every change of lines.
//! Owns the shapes that stand in the store for good: fields are only ever added, with defaults. Computes nothing.

use super::{Language, Provenance, SiteId, Stage, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Lines of watch, concern and critical, logits, ascending.
pub type Lines = [f32; 3];

/// What a stage sets off, and so what one false alarm costs. In the order of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// Watch: a badge on the agent's list.
    Badge,
    /// Concern: the bot hands over to a person.
    Handoff,
    /// Critical: a supervisor is paged.
    Page,
}

impl Purpose {
    /// All, in the order of the lines.
    pub const ALL: [Self; 3] = [Self::Badge, Self::Handoff, Self::Page];

    /// The stage that serves it.
    #[must_use]
    pub const fn stage(self) -> Stage {
        match self {
            Self::Badge => Stage::Watch,
            Self::Handoff => Stage::Concern,
            Self::Page => Stage::Critical,
        }
    }
}

/// Where lines hold: for visitors who mostly write one language, on one site or in the whole workspace.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Scope {
    /// On which site; absent: everywhere that has no lines of its own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site: Option<SiteId>,
    /// For which language.
    pub language: Language,
}

/// What levels of belief depend on: levels of another basis cannot be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Basis {
    /// First 12 hexadecimal digits of the model file's SHA-256.
    pub model: String,
    /// Version of the trajectory policy, without the version of the budgets.
    pub policy: String,
}

impl Basis {
    /// The basis of a score.
    #[must_use]
    pub fn of(by: &Provenance) -> Self {
        Self { model: by.model.clone(), policy: parted(&by.policy).0.to_owned() }
    }
}

/// A policy's version with the number of the record whose lines were in force: `3+b7`; without one, `3`.
#[must_use]
pub fn versioned(policy: &str, lines: Option<u32>) -> String {
    lines.map_or_else(|| policy.to_owned(), |version| format!("{policy}+b{version}"))
}

/// The two parts of such a version.
#[must_use]
pub fn parted(version: &str) -> (&str, Option<u32>) {
    let parts = version.rsplit_once("+b").and_then(|(policy, lines)| Some((policy, lines.parse().ok()?)));
    parts.map_or((version, None), |(policy, lines)| (policy, Some(lines)))
}

/// What was done about the lines of one scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// They were computed anew, and those in force stay.
    Held,
    /// They were computed anew and run in shadow: what they would have raised is compared, nothing else changes.
    Shadowed,
    /// Those in shadow came into force.
    Promoted,
    /// Those in shadow were given up.
    Dropped,
    /// Those in force gave way to the ones before them.
    RolledBack,
    /// The policy's own lines hold again.
    Reset,
}

impl Step {
    /// Whether other lines are in force after it.
    #[must_use]
    pub const fn changes_lines(self) -> bool {
        matches!(self, Self::Promoted | Self::RolledBack | Self::Reset)
    }
}

/// Why it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A week has passed, or there are enough conversations for the first time.
    Scheduled,
    /// More false alarms than the budget allows.
    OverBudget,
    /// The peaks of calm conversations are no longer spread as they were.
    Shifted,
    /// Somebody set other budgets.
    NewBudgets,
    /// The difference is no more than chance makes.
    WithinNoise,
    /// Too few alarms were judged to tell how many of them were false.
    TooFewJudged,
    /// On the same conversations they did no worse.
    NoWorse,
    /// On the same conversations they did worse.
    Worse,
    /// Belief fits what became of conversations worse than before.
    WorseFit,
    /// Another model, or another policy.
    NewBasis,
}

/// How well belief fitted what became of conversations: the mean of the squared errors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fit {
    /// Brier score: 0 is perfect.
    pub mean: f32,
    /// Standard deviation of the single squared errors.
    pub sd: f32,
    /// Conversations.
    pub chats: u32,
}

/// One audited record. Their sequence is the history: which lines were in force when follows from it alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinesChange {
    /// 1, 2, 3 … over all scopes.
    pub version: u32,
    /// When.
    pub at: Timestamp,
    /// Whose lines.
    pub scope: Scope,
    /// What was done.
    pub step: Step,
    /// Why.
    pub why: Why,
    /// In force before; absent: the policy's own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<Lines>,
    /// In force after it, or in shadow; absent: the policy's own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<Lines>,
    /// Calm conversations that it rests on.
    pub chats: u32,
    /// False alarms allowed per 100 calm conversations, in the order of the lines.
    pub per_100: Lines,
    /// What belief came from.
    pub basis: Basis,
    /// Percentiles 0 to 100 of the peaks that the lines were computed from; empty where none were.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub reference: Vec<f32>,
    /// How well belief fitted the same conversations.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fit: Option<Fit>,
}
