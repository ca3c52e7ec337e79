//! What the agents' inbox checks before a reply is sent.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The agents' inbox.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Inbox {
    /// Words that staff are warned of, or may not send.
    pub check: Check,
}

/// Words that staff are warned of, or may not send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Check {
    /// Begin with the shipped list.
    pub shipped: bool,
    /// Names of rules that are left out.
    pub off: Vec<String>,
    /// A file with more rules, or with others of the same names; empty: none.
    pub rules: PathBuf,
}

impl Default for Check {
    fn default() -> Self {
        Self { shipped: true, off: Vec::new(), rules: PathBuf::new() }
    }
}
