//! How long conversations are kept.

use super::Problem;
use serde::{Deserialize, Serialize};

/// How long conversations are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// Days after which a conversation that has ended is erased; 0: never.
    pub closed_days: u32,
}

impl Retention {
    /// Longest that can be set: a hundred years.
    pub const DAYS_MOST: u32 = 36_500;

    pub(super) fn check(&self) -> Option<Problem> {
        let days = self.closed_days;
        (days > Self::DAYS_MOST)
            .then(|| Problem::rule("retention.closed_days", &days.to_string(), &format!("0 to {}", Self::DAYS_MOST)))
    }
}
