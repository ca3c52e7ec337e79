//! What the triage model says of one visitor message, and the belief it adds up to.
//! Owns the shapes; never computes them (see `triage`).

use super::{Language, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Calibrated reading of one visitor message. All probabilities lie in 0..=1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Score {
    /// Language the text was read as; absent when it is neither English nor Chinese.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<Language>,
    /// P(anger level >= 2): annoyed or worse, at us.
    pub anger: f32,
    /// The same before this site's recalibration; absent where none is in force.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub base: Option<f32>,
    /// Expected anger level, 0 to 3.
    pub level: f32,
    /// Three-way sentiment, sums to 1.
    pub sentiment: Sentiment,
    /// Eight emotions, sum to 1.
    pub emotions: Emotions,
    /// Independent risks.
    pub risks: Risks,
    /// How much the score can be trusted; near 0 the model abstains.
    pub confidence: f32,
    /// Words that carried the anger score, largest weight first, at most 8.
    pub spans: Vec<Span>,
    /// Which model and engine said so.
    pub by: Provenance,
}

impl Score {
    /// P(anger >= 2) as the model itself gives it, before a site's recalibration.
    #[must_use]
    pub const fn own_anger(&self) -> f32 {
        match self.base {
            Some(own) => own,
            None => self.anger,
        }
    }
}

/// Sentiment probabilities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Sentiment {
    /// P(negative).
    pub negative: f32,
    /// P(neutral).
    pub neutral: f32,
    /// P(positive).
    pub positive: f32,
}

/// Emotion probabilities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[expect(missing_docs, reason = "each field is the emotion it names")]
pub struct Emotions {
    pub anger: f32,
    pub disgust: f32,
    pub fear: f32,
    pub joy: f32,
    pub sadness: f32,
    pub surprise: f32,
    pub optimism: f32,
    pub neutral: f32,
}

/// Risk probabilities, each on its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Risks {
    /// Insults or abuse aimed at us.
    pub abuse: f32,
    /// Asks for a human.
    pub human: f32,
    /// Threatens to leave.
    pub churn: f32,
    /// Threatens with law or a regulator.
    pub legal: f32,
    /// Threatens with publicity.
    pub publicity: f32,
    /// Personal distress or self-harm; never mixed into anger.
    pub distress: f32,
    /// Voices a complaint.
    pub complaint: f32,
    /// Thanks.
    pub gratitude: f32,
    /// Sarcasm.
    pub sarcasm: f32,
    /// A good supervisor would want to know by now, for whatever reason; read with the turns before.
    #[serde(default)]
    pub urgent: f32,
}

/// A stretch of the message, in Unicode scalar values, with its share in the anger score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Span {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// Contribution to the anger logit; positive raises it.
    pub weight: f32,
}

/// Where a score comes from, so that it can be repeated.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Provenance {
    /// First 12 hexadecimal digits of the model file's SHA-256.
    pub model: String,
    /// `ort 1.31.1`, `rten 0.27` or `lexicon`.
    pub engine: String,
    /// Version of the trajectory policy.
    pub policy: String,
    /// Version of this site's recalibration; absent where none is in force.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub calibrator: Option<u32>,
}

/// Outcome of scoring one message: every visitor message gets one (invariant T3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every message is scored: a box would be one more allocation for each"
)]
pub enum Scoring {
    /// Scored.
    Scored(Score),
    /// Not scored, and why; shown as such, never as calm.
    NotScored {
        /// Why.
        why: Unscored,
    },
}

impl Scoring {
    /// The score, where there is one.
    #[must_use]
    pub const fn score(&self) -> Option<&Score> {
        match self {
            Self::Scored(score) => Some(score),
            Self::NotScored { .. } => None,
        }
    }
}

/// Why a message has no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Unscored {
    /// No usable model is loaded.
    NoModel,
    /// The queue was full.
    Overload,
    /// The engine failed on this text.
    Failed,
    /// The conversation was closed before the score came.
    Ended,
    /// It holds no words, only files.
    NoText,
}

/// How worried we are about a conversation. Ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Nothing to see.
    #[default]
    Calm,
    /// Worth a look.
    Watch,
    /// A person should act.
    Concern,
    /// A supervisor should act now.
    Critical,
}

/// Running belief that the visitor is angry: two moving averages of clipped logits, and the stage they led to.
/// Folded from `Scored` and `Waited` events alone, so that replaying the log gives it back exactly.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Belief {
    /// Fast average, logit.
    pub fast: f32,
    /// Slow average, logit.
    pub slow: f32,
    /// The level that stages are cut from, logit.
    pub level: f32,
    /// Current stage.
    pub stage: Stage,
    /// Visitor turns in a row spent under the line of the current stage.
    pub below: u8,
    /// Visitor turns scored so far.
    pub turns: u32,
    /// Visitor turns in a row that raised the level; 0 after one that did not.
    #[serde(default)]
    pub rising: u32,
    /// Evidence of the latest scored message, logit; absent before the first.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub evidence: Option<f32>,
    /// P(critical within the next three visitor turns), 0..=1; absent where the policy shows none.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub forecast: Option<f32>,
    /// When it last moved.
    pub at: Timestamp,
}

impl Belief {
    /// The level as a probability, 0..=1.
    #[must_use]
    pub fn probability(&self) -> f32 {
        1.0 / (1.0 + (-self.level).exp())
    }
}
