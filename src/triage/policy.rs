//! The trajectory policy: every number between a score and an alarm, versioned and replaceable.
//! Owns the numbers and their checks; never applies them (see `trajectory`).

use crate::domain::Stage;
use serde::{Deserialize, Serialize};

/// Numbers of the trajectory; logits unless said otherwise. Sources: research behind docs/triage notes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Written into every score's provenance.
    pub version: String,
    /// Evidence is clipped to ±this.
    pub clip: f32,
    /// Weight of the newest evidence in the level.
    pub alpha: f32,
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
    /// P(distress) that raises a distress alert.
    pub distress: f32,
    /// The bot hands over from this stage on.
    pub handoff_stage: Stage,
    /// Alerts about anger are raised from this stage on.
    pub alert_stage: Stage,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            version: "1".to_owned(),
            clip: 5.0,
            alpha: 0.3,
            alpha_fast: 0.6,
            alpha_slow: 0.2,
            base: -2.5,
            half_life_s: 600.0,
            lines: [-1.2, 0.0, 1.2],
            hysteresis: 0.8,
            hysteresis_turns: 2,
            abuse: 0.95,
            threat: 0.9,
            human: 0.8,
            distress: 0.9,
            handoff_stage: Stage::Concern,
            alert_stage: Stage::Concern,
        }
    }
}
