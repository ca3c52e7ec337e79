//! Weights of evidence and of the forecast: log-odds, fitted by `models/train/policy.py` on chats that no model trained on.
//! Owns the numbers; never applies them (see `evidence` and `forecast`).

use serde::{Deserialize, Serialize};

/// What the model reads, as evidence: `bias` and each weight times the logit of its probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Words {
    /// Added in any case.
    pub bias: f32,
    /// Of P(anger >= 2).
    pub anger: f32,
    /// Of P(urgent).
    pub urgent: f32,
    /// Of P(legal).
    pub legal: f32,
    /// Of P(publicity).
    pub publicity: f32,
    /// Of P(churn).
    pub churn: f32,
    /// Of P(abuse).
    pub abuse: f32,
    /// Of P(gratitude); below 0, since thanks speak against anger.
    pub gratitude: f32,
}

impl Default for Words {
    fn default() -> Self {
        Self { bias: 0.0, anger: 1.0, urgent: 0.0, legal: 0.0, publicity: 0.0, churn: 0.0, abuse: 0.0, gratitude: 0.0 }
    }
}

/// What behaviour adds to the evidence of words.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// Each time the visitor had said the same before, three at most.
    pub repeat: f32,
    /// Each time the bot had given the same answer again, three at most.
    pub bot_loop: f32,
    /// Each message before it without an answer, three at most.
    pub unanswered: f32,
    /// Each minute of waiting beyond the third, ten at most.
    pub waiting: f32,
    /// A message that could not be louder.
    pub shouting: f32,
    /// Each curt reply in a row after longer messages, three at most.
    pub curt: f32,
    /// Each moment of silence (after 1, 3 and 5 minutes without an answer) while there is something to watch; above
    /// the level that stands.
    pub silence: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self { repeat: 0.3, bot_loop: 0.3, unanswered: 0.1, waiting: 0.1, shouting: 0.3, curt: 0.1, silence: 0.5 }
    }
}

/// The forecast: log-odds that the highest stage is reached within the next three visitor turns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Forecast {
    /// Whether it is shown: only where its calibration was proven.
    pub shown: bool,
    /// Added in any case.
    pub bias: f32,
    /// Of the level.
    pub level: f32,
    /// Of the lead of the fast average over the slow one.
    pub rise: f32,
    /// Of the latest evidence.
    pub evidence: f32,
    /// Of each visitor turn so far, eight at most.
    pub turns: f32,
}

impl Default for Forecast {
    fn default() -> Self {
        Self { shown: false, bias: 0.0, level: 1.0, rise: 0.0, evidence: 0.0, turns: 0.0 }
    }
}
