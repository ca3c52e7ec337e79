//! The forecast: how likely it is that a conversation comes to the highest stage soon. Pure.
//! Owns the formula; its weights are the policy's, and so is whether it is shown at all.

use super::Policy;
use crate::domain::{Belief, Stage};

/// Turns that count at most.
const TURNS: u32 = 8;

/// P(critical within the next three visitor turns), 0..=1. `None` where it is not shown, or where it is
/// no forecast: before the first score, and once the conversation is critical.
#[must_use]
pub fn forecast(policy: &Policy, belief: &Belief) -> Option<f32> {
    let weights = &policy.forecast;
    let evidence = belief.evidence.filter(|_| weights.shown && belief.stage < Stage::Critical)?;
    let odds = weights.bias
        + weights.level * belief.level
        + weights.rise * (belief.fast - belief.slow)
        + weights.evidence * evidence
        + weights.turns * belief.turns.min(TURNS) as f32;
    Some(1.0 / (1.0 + (-odds).exp()))
}

#[cfg(test)]
#[path = "forecast_test.rs"]
mod tests;
