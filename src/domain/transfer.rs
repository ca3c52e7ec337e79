//! Transfers: an agent passes a conversation on, to a colleague or to a team, and says why. Owns the shapes, which stand
//! in the log: fields are only ever added.

use super::text::plain;
use super::{Epoch, StaffId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest reason, in Unicode scalar values.
pub const REASON_MAX_CHARS: usize = 500;

/// Why a conversation is passed on, or not taken: 1 to 500 characters after trimming, no control characters but newline
/// and tab. Among staff: never shown to the visitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
pub struct TransferReason(String);

impl TransferReason {
    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for TransferReason {
    type Error = String;
    fn try_from(raw: String) -> Result<Self, String> {
        Ok(Self(plain(&raw, "a reason", REASON_MAX_CHARS)?.to_owned()))
    }
}

impl From<TransferReason> for String {
    fn from(reason: TransferReason) -> Self {
        reason.0
    }
}

/// Whom a conversation is passed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Recipient {
    /// A colleague, who is asked first.
    Agent {
        /// Who.
        id: StaffId,
        /// Their name.
        name: String,
    },
    /// Whoever has this skill, through the queue.
    Team {
        /// The skill.
        name: String,
    },
}

/// What a conversation was queued for when it was passed to a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TeamTransfer {
    /// The skill that is wanted.
    pub team: String,
    /// Why.
    pub reason: TransferReason,
}

/// A transfer to a colleague who has not answered yet; whoever holds the conversation keeps it until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Passing {
    /// To whom.
    pub to: StaffId,
    /// Their name.
    pub to_name: String,
    /// Who passes it on: its agent, or a supervisor.
    pub by: StaffId,
    /// Their name.
    pub by_name: String,
    /// Why.
    pub reason: TransferReason,
    /// The epoch that accepting starts.
    pub epoch: Epoch,
    /// The colleague is not asked any longer then.
    pub expires_at: Timestamp,
}

/// A transfer that took place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Transfer {
    /// Name of whoever passed it on.
    pub by: String,
    /// To whom.
    pub to: Recipient,
    /// Why.
    pub reason: TransferReason,
    /// When it was passed on.
    pub at: Timestamp,
}
