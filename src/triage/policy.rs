//! The trajectory policy: every number between a score and an alarm, versioned and replaceable.
//! Owns the numbers and their checks; never applies them (see `trajectory`).

use crate::domain::Stage;
use serde::{Deserialize, Serialize};
use toml::Table;

/// Numbers of the trajectory; logits unless said otherwise. The defaults were chosen on the development part of the
/// labelled support chats (`models/alarms.py`), for few alerts on calm chats rather than for the most alerts.
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
            alpha: 0.4,
            alpha_fast: 0.6,
            alpha_slow: 0.2,
            base: -2.5,
            half_life_s: 600.0,
            lines: [-1.2, -0.3, 0.9],
            hysteresis: 0.8,
            hysteresis_turns: 2,
            abuse: 0.95,
            threat: 0.6,
            human: 0.8,
            distress: 0.6,
            handoff_stage: Stage::Concern,
            alert_stage: Stage::Concern,
        }
    }
}

impl Policy {
    /// Reads a policy file: TOML, the fields of this struct, each with its default. Pure: takes the file's text.
    ///
    /// # Errors
    /// Everything that is wrong, one line each: unknown names with the nearest known one, wrong types, broken rules.
    pub fn parse(text: &str) -> Result<Self, String> {
        let given: Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
        let mut merged = Table::try_from(Self::default()).expect("the default policy is a plain table");
        let mut problems = Vec::new();
        for (name, value) in given {
            if !merged.contains_key(&name) {
                problems.push(unknown(&name, merged.keys()));
                continue;
            }
            // Tried on its own, so that one bad value hides no other.
            let alone = Table::from_iter([(name.clone(), value.clone())]);
            match alone.try_into::<Self>() {
                Ok(_) => drop(merged.insert(name, value)),
                Err(error) => problems.push(format!("{name} is {value}; {}", error.message().trim())),
            }
        }
        let policy: Self = merged.try_into().map_err(|error: toml::de::Error| error.to_string())?;
        problems.extend(policy.problems());
        if problems.is_empty() { Ok(policy) } else { Err(problems.join("\n")) }
    }

    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut rule = |holds: bool, name: &str, value: &dyn std::fmt::Debug, rule: &str| {
            if !holds {
                problems.push(format!("{name} is {value:?}; must be {rule}"));
            }
        };
        rule((1..=32).contains(&self.version.chars().count()), "version", &self.version, "1 to 32 characters");
        rule(self.clip > 0.0 && self.clip <= 20.0, "clip", &self.clip, "above 0 and at most 20");
        for (name, value) in [("alpha", self.alpha), ("alpha_fast", self.alpha_fast), ("alpha_slow", self.alpha_slow)] {
            rule(value > 0.0 && value <= 1.0, name, &value, "above 0 and at most 1");
        }
        rule(self.base.abs() <= self.clip, "base", &self.base, "within the clip");
        rule(self.half_life_s >= 1.0 && self.half_life_s.is_finite(), "half_life_s", &self.half_life_s, "at least 1");
        let ascends = self.lines.windows(2).all(|pair| pair[0] < pair[1]);
        rule(ascends && self.lines.iter().all(|line| line.is_finite()), "lines", &self.lines, "ascending");
        rule(self.hysteresis >= 0.0 && self.hysteresis.is_finite(), "hysteresis", &self.hysteresis, "at least 0");
        rule((1..=20).contains(&self.hysteresis_turns), "hysteresis_turns", &self.hysteresis_turns, "1 to 20");
        let risks =
            [("abuse", self.abuse), ("threat", self.threat), ("human", self.human), ("distress", self.distress)];
        for (name, value) in risks {
            rule((0.0..=1.0).contains(&value), name, &value, "a probability, 0 to 1");
        }
        problems
    }
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a String>) -> String {
    let likeness = |known: &String| strsim::jaro_winkler(name, known);
    let nearest = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|known| likeness(known) > 0.7);
    match nearest {
        Some(nearest) => format!("{name} is no setting of a policy; did you mean {nearest}?"),
        None => format!("{name} is no setting of a policy"),
    }
}

#[cfg(test)]
#[path = "policy_test.rs"]
mod tests;
