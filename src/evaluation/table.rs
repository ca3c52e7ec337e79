//! The table's words: limits, figures, and one Markdown line per entry. Pure.

use super::Entry;
use super::interval::Estimate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// So little over a limit is rounding: 0 stays reachable.
const ROUNDING: f64 = 1e-9;
/// What stands where there is nothing to show.
const NOTHING: &str = "–";

/// What a figure must reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// Shown, not judged.
    None,
    /// At least so much.
    AtLeast {
        /// Below it the evaluation fails.
        floor: f64,
        /// Aimed at.
        goal: Option<f64>,
    },
    /// At most so much.
    AtMost {
        /// Above it the evaluation fails.
        floor: f64,
        /// Aimed at.
        goal: Option<f64>,
    },
}

impl Limit {
    /// A floor and a goal above it.
    #[must_use]
    pub const fn at_least(floor: f64, goal: f64) -> Self {
        Self::AtLeast { floor, goal: Some(goal) }
    }

    /// A limit from above, without a goal.
    #[must_use]
    pub const fn at_most(floor: f64) -> Self {
        Self::AtMost { floor, goal: None }
    }

    /// Whether a figure misses it. What is not defined reaches nothing.
    #[must_use]
    pub fn is_missed(self, value: f64) -> bool {
        match self {
            Self::None => false,
            Self::AtLeast { floor, .. } => value.is_nan() || value < floor - ROUNDING,
            Self::AtMost { floor, .. } => value.is_nan() || value > floor + ROUNDING,
        }
    }

    fn shown(self) -> [String; 2] {
        let all = |sign: &str, floor: f64, goal: Option<f64>| {
            let mark = |value| format!("{sign} {}", figure(value));
            [mark(floor), goal.map_or_else(|| NOTHING.to_owned(), mark)]
        };
        match self {
            Self::None => [NOTHING.to_owned(), NOTHING.to_owned()],
            Self::AtLeast { floor, goal } => all(">=", floor, goal),
            Self::AtMost { floor, goal } => all("<=", floor, goal),
        }
    }
}

/// What simpler readers reach on the same rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// A linear model trained for that set.
    #[serde(default)]
    pub linear: Option<f64>,
    /// A list of words: VADER in English, `SnowNLP` in Chinese.
    #[serde(default)]
    pub lexicon: Option<f64>,
}

/// Baselines by `set | measure`, the texts of the table's two first columns.
pub type Baselines = BTreeMap<String, Baseline>;

/// The lines over the first entry.
pub const HEAD: &str = "| set | measure | n | value | 95 % interval | floor | goal | linear | VADER or SnowNLP |\n\
                        |---|---|---|---|---|---|---|---|---|";

/// An entry as a line.
#[must_use]
pub fn line(entry: &Entry, baselines: &Baselines) -> String {
    let Entry { set, measure, n, estimate: Estimate { value, low, high }, limit } = entry;
    let mark = if limit.is_missed(*value) { " **missed**" } else { "" };
    let interval = if low.is_nan() { NOTHING.to_owned() } else { format!("{} to {}", figure(*low), figure(*high)) };
    let [floor, goal] = limit.shown();
    let baseline = baselines.get(&format!("{set} | {measure}")).copied().unwrap_or_default();
    let [linear, lexicon] = [baseline.linear, baseline.lexicon].map(|value| figure(value.unwrap_or(f64::NAN)));
    let value = figure(*value);
    format!("| {set} | {measure} | {n} | {value}{mark} | {interval} | {floor} | {goal} | {linear} | {lexicon} |")
}

/// Three decimals; without the sign that rounding may leave on nought.
fn figure(value: f64) -> String {
    if value.is_nan() {
        return NOTHING.to_owned();
    }
    let text = format!("{value:.3}");
    if text == "-0.000" { "0.000".to_owned() } else { text }
}

#[cfg(test)]
#[path = "table_test.rs"]
mod tests;
