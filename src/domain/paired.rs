//! Two models' readings of one message, side by side: what a comparison is made of.
//! Owns the shape; never holds a word of the message, and never travels to a client or into a conversation's log.
//! Anger stands as the model itself gives it: a site's recalibration is fitted to one model, and would favour it.

use super::{ConversationId, Language, Risks, Score, Seq, Timestamp};
use serde::{Deserialize, Serialize};

/// What the champion and the challenger made of one visitor message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paired {
    /// When the challenger had read it.
    pub at: Timestamp,
    /// Where it was said.
    pub conv: ConversationId,
    /// Which message.
    pub message: Seq,
    /// The language that the champion read it as.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<Language>,
    /// Who read.
    pub models: Models,
    /// The reading that counted.
    pub champion: Reading,
    /// The reading that changed nothing; absent when the challenger failed on the message.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub challenger: Option<Reading>,
}

/// The two models of a comparison, each by the first 12 hexadecimal digits of its file's SHA-256.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Models {
    /// Whose scores count.
    pub champion: String,
    /// Whose do not.
    pub challenger: String,
}

/// What is kept of a score for a comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// P(anger level >= 2), before any recalibration by the site.
    pub anger: f32,
    /// Expected anger level, 0 to 3; the champion's as the site has recalibrated it.
    pub level: f32,
    /// How much the score can be trusted.
    pub confidence: f32,
    /// Independent risks.
    pub risks: Risks,
    /// Time in the network, in microseconds; of a batch, this message's even share.
    pub micros: u32,
}

impl Reading {
    /// The part of a score that is compared.
    #[must_use]
    pub const fn of(score: &Score, micros: u32) -> Self {
        let Score { level, confidence, risks, .. } = *score;
        Self { anger: score.own_anger(), level, confidence, risks, micros }
    }
}
