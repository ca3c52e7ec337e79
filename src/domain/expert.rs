//! Experts: colleagues whom whoever holds a conversation asks privately. They read along and answer in notes among
//! staff; the floor, the queue and their capacity know nothing of it. Owns the shapes, which stand in the log: fields
//! are only ever added.

use super::handoff::Quote;
use super::text::plain;
use super::{StaffId, Timestamp, TransferReason};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest question, in Unicode scalar values.
pub const QUESTION_MAX_CHARS: usize = 500;
/// Most experts that a conversation remembers at once, those who have left too.
pub const EXPERTS_MAX: usize = 8;

/// What an expert is asked: 1 to 500 characters after trimming, no control characters but newline and tab. Among staff:
/// never shown to the visitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
pub struct ExpertQuestion(String);

impl ExpertQuestion {
    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ExpertQuestion {
    type Error = String;
    fn try_from(raw: String) -> Result<Self, String> {
        Ok(Self(plain(&raw, "a question", QUESTION_MAX_CHARS)?.to_owned()))
    }
}

impl From<ExpertQuestion> for String {
    fn from(question: ExpertQuestion) -> Self {
        question.0
    }
}

/// What ended an invitation before the conversation itself did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum InvitationEnd {
    /// The expert said no.
    Declined,
    /// Nobody answered in time.
    Unanswered,
    /// Whoever holds the conversation, or a supervisor, took it back.
    Withdrawn,
    /// The expert has read and is done.
    Left,
}

/// Where an expert stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ExpertStanding {
    /// Has not answered yet.
    Asked,
    /// Reads along.
    Reading,
    /// Said no.
    Declined,
    /// Did not answer in time.
    Unanswered,
    /// Need not answer any more.
    Withdrawn,
    /// Has read, and is done.
    Left,
}

impl ExpertStanding {
    /// Whether the expert is asked or reads along.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Reading)
    }
}

impl From<InvitationEnd> for ExpertStanding {
    fn from(end: InvitationEnd) -> Self {
        match end {
            InvitationEnd::Declined => Self::Declined,
            InvitationEnd::Unanswered => Self::Unanswered,
            InvitationEnd::Withdrawn => Self::Withdrawn,
            InvitationEnd::Left => Self::Left,
        }
    }
}

/// An expert of a conversation, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Expert {
    /// Who.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// Who asks.
    pub by: StaffId,
    /// Their name.
    pub by_name: String,
    /// What.
    pub question: ExpertQuestion,
    /// Where they stand.
    pub standing: ExpertStanding,
    /// Whoever has not answered by then is not asked any longer.
    pub expires_at: Timestamp,
    /// What somebody who said no gave as the reason.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<TransferReason>,
}

/// An expert as a packet tells of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ExpertAsked {
    /// Their name.
    pub name: String,
    /// Name of whoever asked.
    pub by: String,
    /// What.
    pub question: ExpertQuestion,
    /// When.
    pub at: Timestamp,
    /// What became of it by then.
    pub standing: ExpertStanding,
    /// What somebody who said no gave as the reason.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<TransferReason>,
    /// Their notes while they read along, the latest five.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Quote>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub answers: Vec<Quote>,
}
