//! Evidence: what one visitor message says for itself, in log-odds. Pure.
//!
//! Owns the sum of what the model reads and what behaviour adds. Never averages (see `trajectory`). What is no number
//! counts nothing: it would stay in the averages for good.

use super::Behaviour;
use super::Policy;
use super::alarm::WAITING_FROM_S;
use super::policy::{Weights, Words};
use crate::domain::{Risks, Score};

/// Behaviour that is counted counts this often at most.
const TIMES: u32 = 3;
/// No reading counts as surer than this, in log-odds: 1 in 150.
const SURE: f32 = 5.0;
/// Most minutes of waiting that count.
const MINUTES: f32 = 10.0;

/// Evidence of a scored message, within the clip. What the model is unsure of counts less: it is drawn to the base.
pub(super) fn of(policy: &Policy, score: &Score, behaviour: &Behaviour) -> f32 {
    let confidence = if score.confidence.is_finite() { score.confidence.clamp(0.0, 1.0) } else { 0.0 };
    let words = of_words(&policy.words, score);
    let words = if words.is_finite() { words } else { policy.base };
    let drawn = policy.base + (words - policy.base) * confidence;
    (drawn + of_behaviour(&policy.behaviour, behaviour)).clamp(-policy.clip, policy.clip)
}

fn of_words(weights: &Words, score: &Score) -> f32 {
    let Risks { urgent, legal, publicity, churn, abuse, gratitude, .. } = score.risks;
    let parts = [
        (weights.anger, score.anger),
        (weights.urgent, urgent),
        (weights.legal, legal),
        (weights.publicity, publicity),
        (weights.churn, churn),
        (weights.abuse, abuse),
        (weights.gratitude, gratitude),
    ];
    let weighed = parts.into_iter().filter(|(weight, _)| *weight != 0.0);
    weights.bias + weighed.map(|(weight, p)| weight * logit(p)).sum::<f32>()
}

fn logit(p: f32) -> f32 {
    let p = p.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln().clamp(-SURE, SURE)
}

fn of_behaviour(weights: &Weights, behaviour: &Behaviour) -> f32 {
    let times = |count: u32| count.min(TIMES) as f32;
    weights.repeat * times(behaviour.repeats)
        + weights.bot_loop * times(behaviour.bot_loop)
        + weights.unanswered * times(behaviour.unanswered)
        + weights.shouting * behaviour.shouting
        + weights.curt * times(behaviour.curt)
        + waiting(weights, behaviour.waited_s)
}

/// Of waiting so many seconds.
pub(super) fn waiting(weights: &Weights, seconds: u32) -> f32 {
    let minutes = seconds.saturating_sub(WAITING_FROM_S) as f32 / 60.0;
    weights.waiting * minutes.min(MINUTES)
}
