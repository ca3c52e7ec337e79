//! The trajectory policy: every number between a score and an alarm, versioned and replaceable.
//! Owns the numbers and their checks; never applies them (see `trajectory`).

mod check;
mod weights;

use crate::domain::{Language, Stage};
use serde::{Deserialize, Serialize};

pub use weights::{Forecast, Weights, Words};

/// Numbers of the trajectory; logits unless said otherwise. The built-in policy (`Policy::shipped`) is fitted to the
/// model it comes with. The default is a plain one that hears anger alone: what a policy file does not fit falls back to it
/// only where the shipped policy says nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Written into every score's provenance.
    pub version: String,
    /// Evidence is clipped to ±this.
    pub clip: f32,
    /// Weight of the newest evidence in the level.
    pub alpha: f32,
    /// The same of a conversation's first message: nothing stands before it but the base.
    pub alpha_first: f32,
    /// Weight in the fast average.
    pub alpha_fast: f32,
    /// Weight in the slow average.
    pub alpha_slow: f32,
    /// Where belief starts and decays to.
    pub base: f32,
    /// Half-life of the decay towards the base over idle time, in seconds.
    pub half_life_s: f32,
    /// Lines of watch, concern and critical.
    pub lines: [f32; 3],
    /// The same for visitors who mostly write one language, where it differs.
    pub lines_by_language: LinesByLanguage,
    /// A stage is left only this far under its line …
    pub hysteresis: f32,
    /// … for this many visitor turns in a row.
    pub hysteresis_turns: u8,
    /// P(abuse) that alone lifts to concern.
    pub abuse: f32,
    /// P(legal) or P(publicity) that alone raises a threat alert.
    pub threat: f32,
    /// P(human) that counts as asking for a person.
    pub human: f32,
    /// P(distress) from which distress is a mention: the conversation is watched, nobody is paged.
    pub distress_mention: f32,
    /// P(distress) from which it is a risk: raises a distress alert.
    pub distress: f32,
    /// P(distress) from which it is imminent: raises the highest alert.
    pub distress_imminent: f32,
    /// The bot hands over from this stage on.
    pub handoff_stage: Stage,
    /// Alerts about anger are raised from this stage on.
    pub alert_stage: Stage,
    /// What the model reads, as evidence.
    pub words: Words,
    /// What behaviour adds to the evidence of words.
    pub behaviour: Weights,
    /// What is likely to come.
    pub forecast: Forecast,
}

/// Lines of watch, concern and critical per language; absent: `Policy::lines`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LinesByLanguage {
    /// For visitors who mostly write English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<[f32; 3]>,
    /// For visitors who mostly write Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<[f32; 3]>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            version: "2".to_owned(),
            clip: 5.0,
            alpha: 0.4,
            alpha_first: 0.4,
            alpha_fast: 0.6,
            alpha_slow: 0.2,
            base: -2.5,
            half_life_s: 600.0,
            lines: [-1.2, -0.3, 0.9],
            lines_by_language: LinesByLanguage::default(),
            hysteresis: 0.8,
            hysteresis_turns: 2,
            abuse: 0.95,
            threat: 0.6,
            human: 0.8,
            distress_mention: 0.15,
            distress: 0.4,
            distress_imminent: 0.85,
            handoff_stage: Stage::Concern,
            alert_stage: Stage::Concern,
            words: Words::default(),
            behaviour: Weights::default(),
            forecast: Forecast::default(),
        }
    }
}

/// The policy that comes with the model; `python -m train policy` writes it.
const SHIPPED: &str = include_str!("../../models/policy.toml");

impl Policy {
    /// The built-in policy.
    #[must_use]
    pub fn shipped() -> Self {
        Self::parse_over(&Self::default(), SHIPPED).expect("a test reads the shipped policy")
    }

    /// Lines of watch, concern and critical for a visitor who mostly writes this language.
    #[must_use]
    pub fn lines_of(&self, language: Option<Language>) -> [f32; 3] {
        let own = match language {
            Some(Language::En) => self.lines_by_language.en,
            Some(Language::Zh) => self.lines_by_language.zh,
            None => None,
        };
        own.unwrap_or(self.lines)
    }
}

#[cfg(test)]
#[path = "policy_test.rs"]
mod tests;
