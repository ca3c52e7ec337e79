//! Parts of the frames that clients send. Owns their shapes; the frames stand in `client`.

use crate::domain::StaffId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whom a conversation is passed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum TransferTo {
    /// This colleague.
    Agent(StaffId),
    /// Whoever has this skill.
    Team(String),
}

/// Continue after a cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Resume {
    /// From `welcome.session`.
    pub session: Uuid,
    /// Sequenced frames received in it so far.
    #[cfg_attr(test, ts(type = "number"))]
    pub received: u64,
}

/// What staff can follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// Every open conversation as `conv` frames.
    Inbox,
    /// One conversation as `event` frames.
    Conv,
    /// Alerts and live counts; supervisors only.
    Board,
}
