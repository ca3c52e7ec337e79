//! Files that visitors and agents send: whether, how large, how many.

use super::Problem;
use serde::{Deserialize, Serialize};

const MIB: u64 = 1_024 * 1_024;

/// Files that visitors and agents send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attachments {
    /// Whether any are taken.
    pub enabled: bool,
    /// Largest file, in bytes.
    pub max_bytes: u64,
    /// Most files of one sender in one conversation.
    pub max_conversation_files: u64,
    /// Most bytes of them.
    pub max_conversation_bytes: u64,
    /// Most bytes of one visitor in 24 hours.
    pub max_day_bytes: u64,
    /// Most bytes of all files together.
    pub max_total_bytes: u64,
}

impl Default for Attachments {
    fn default() -> Self {
        Self {
            enabled: true,
            max_bytes: 10 * MIB,
            max_conversation_files: 20,
            max_conversation_bytes: 50 * MIB,
            max_day_bytes: 100 * MIB,
            max_total_bytes: 10 * 1_024 * MIB,
        }
    }
}

impl Attachments {
    pub(super) fn check(&self) -> Vec<Problem> {
        const MOST: u64 = 1 << 50;
        [
            ("attachments.max_bytes", self.max_bytes, 100 * MIB),
            ("attachments.max_conversation_files", self.max_conversation_files, 1_000),
            ("attachments.max_conversation_bytes", self.max_conversation_bytes, MOST),
            ("attachments.max_day_bytes", self.max_day_bytes, MOST),
            ("attachments.max_total_bytes", self.max_total_bytes, MOST),
        ]
        .into_iter()
        .filter(|(_, value, most)| !(1..=*most).contains(value))
        .map(|(key, value, most)| Problem::rule(key, &value.to_string(), &format!("1 to {most}")))
        .collect()
    }
}
