//! What a visitor came to us for before: the short memory that a conversation begins with. Owns the shapes, which stand
//! in the log: fields are only ever added, with defaults. `routing::earlier` reads one off an old log.
//!
//! It stands in the first event and nowhere else, so that a packet that tells it equals the log (H1) and a replay tells
//! the same, whatever became of the old conversations since. Visitors are never shown it (C6).

use super::{CloseCause, ConversationId, Stage, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Conversations of the same visitor that had ended when this one began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Earlier {
    /// How many; 50 stands for 50 and more.
    pub count: u32,
    /// The latest of them, newest first, at most three.
    pub latest: Vec<EarlierConversation>,
}

/// One of them in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EarlierConversation {
    /// Which.
    pub conv: ConversationId,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
    /// How it ended.
    pub cause: CloseCause,
    /// Name of the agent who spoke for us last; absent where none ever did.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub agent: Option<String>,
    /// The visitor's rating, 1 (bad) to 5 (good); absent where they gave none.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rating: Option<u8>,
    /// The worst stage it reached.
    pub stage: Stage,
    /// What it was about: the first of the visitor's lines in its summary, else its likely intent; at most 160
    /// characters. Absent where nothing was said.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub about: Option<String>,
}
