//! `[bot]`: what the bot goes by beside articles.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What the bot goes by beside articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bot {
    /// File with flows; empty: none, in the demo the bundled ones.
    pub flows: PathBuf,
}
