//! Tags: short words that staff put on a conversation to find it again. Owns their limits and what counts as the same.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Tags of a conversation, at most.
pub const TAGS_MAX: usize = 12;
/// Longest tag, in characters.
pub const TAG_MAX_CHARS: usize = 40;

/// One tag: 1 to 40 characters in a row, inner space as single spaces, no control characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
#[serde(try_from = "String")]
pub struct Tag(String);

impl Tag {
    /// Its words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it says the same: case does not matter.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

impl TryFrom<String> for Tag {
    type Error = String;

    fn try_from(raw: String) -> Result<Self, String> {
        let words: Vec<&str> = raw.split_whitespace().collect();
        let tag = words.join(" ");
        let fits = (1..=TAG_MAX_CHARS).contains(&tag.chars().count()) && !tag.chars().any(char::is_control);
        if fits { Ok(Self(tag)) } else { Err(format!("1 to {TAG_MAX_CHARS} characters in one line")) }
    }
}
