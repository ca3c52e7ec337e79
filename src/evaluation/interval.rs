//! A figure and how far it can be trusted: the percentile bootstrap over groups. Pure: the generator is an argument.

use rand::Rng;
use serde::Serialize;

/// Samples drawn for an interval.
const DRAWS: usize = 400;

/// A figure with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// Over everything; NaN where it is not defined.
    pub value: f64,
    /// 2.5 % of the draws lie below; NaN where no draw was defined.
    pub low: f64,
    /// 2.5 % of the draws lie above.
    pub high: f64,
}

/// Measures everything, then samples of as many groups, drawn with replacement. A group is what must stay together: a
/// chat, or one row by itself. A sample in which the measure is not defined is left out.
pub fn estimate<T>(groups: &[Vec<T>], measure: impl Fn(&[&T]) -> f64, dice: &mut impl Rng) -> Estimate {
    let everything: Vec<&T> = groups.iter().flatten().collect();
    let value = measure(&everything);
    let mut drawn: Vec<f64> = Vec::with_capacity(DRAWS);
    for _ in 0..if groups.is_empty() { 0 } else { DRAWS } {
        let sample = (0..groups.len()).flat_map(|_| &groups[dice.random_range(0..groups.len())]);
        let value = measure(&sample.collect::<Vec<_>>());
        if !value.is_nan() {
            drawn.push(value);
        }
    }
    drawn.sort_by(f64::total_cmp);
    let tail = drawn.len() / 40;
    let at = |place: Option<usize>| place.and_then(|place| drawn.get(place)).copied().unwrap_or(f64::NAN);
    Estimate { value, low: at(Some(tail)), high: at(drawn.len().checked_sub(1 + tail)) }
}

#[cfg(test)]
#[path = "interval_test.rs"]
mod tests;
