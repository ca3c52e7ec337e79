//! The trajectory: how single scores add up to a belief, a stage and alarms. Pure, deterministic, replayable.
//! Owns the moving averages and the hysteresis (invariant T2). Never reads text and never lowers a belief for
//! what an agent or the bot said: only visitor messages and their silence move it.
//!
//! Belief is an exponentially weighted average of clipped, calibrated log-odds; docs/triage.md compares it with a
//! threshold on single messages.

use super::forecast::forecast;
use super::{Behaviour, Policy, alarm, evidence};
use crate::domain::{Against, AlertKind, Belief, Reason, Score, Stage, Timestamp};

/// Silence counts while the last message lay this far above the base, in logits, or the stage is watch or more.
const STIRRED: f32 = 1.0;

/// What stands before a new score.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// Belief so far.
    pub belief: Option<&'a Belief>,
    /// Alerts raised so far in this conversation.
    pub raised: &'a [(AlertKind, Stage)],
    /// What the message is like beside its words.
    pub behaviour: Behaviour,
}

/// What a new score leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Belief after it.
    pub belief: Belief,
    /// Why it stands where it stands; shown with a stage change.
    pub reasons: Vec<Reason>,
    /// What speaks against it, if anything does.
    pub against: Option<Against>,
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
    let evidence = evidence::of(policy, score, &before.behaviour);
    let mut belief = Belief {
        fast: blend(start.fast, evidence, policy.alpha_fast),
        slow: blend(start.slow, evidence, policy.alpha_slow),
        level: blend(start.level, evidence, if start.turns == 0 { policy.alpha_first } else { policy.alpha }),
        turns: start.turns.saturating_add(1),
        rising: if evidence > start.level { start.rising.saturating_add(1) } else { 0 },
        evidence: Some(evidence),
        ..start
    };
    let lines = policy.lines_of(before.behaviour.language);
    let severity = alarm::severity(policy, score);
    let is_abuse = score.risks.abuse >= policy.abuse;
    let anger = stage_of(lines, belief.level).max(if is_abuse { Stage::Concern } else { Stage::Calm });
    // Distress moves no average; it is worth a look in any case.
    let reached = anger.max(if severity.is_some() { Stage::Watch } else { Stage::Calm });
    (belief.stage, belief.below) = next_stage(policy, lines, &start, (belief.level, reached));
    belief.forecast = forecast(policy, &belief);
    let mut reasons = alarm::reasons(policy, start.stage, &belief, score, &before.behaviour);
    let alarms = alarm::alarms(policy, &before, (anger, &belief), severity, &reasons);
    let handoff = alarm::handoff(policy, &belief, severity, &reasons);
    reasons.extend(severity.map(|severity| Reason::Distress { severity }));
    let against = alarm::against(policy, start.level, &belief, score);
    Step { belief, reasons, against, alarms, handoff }
}

/// Takes into account that the visitor has waited in vain until this moment; `None` where that says nothing. Never
/// lowers a belief: who waits for us does not calm down meanwhile.
#[must_use]
pub fn wait(policy: &Policy, before: Before<'_>, at: Timestamp) -> Option<Step> {
    let start = before.belief.filter(|belief| silence_counts(policy, belief))?;
    let seconds = before.behaviour.waited_s;
    let shift = policy.behaviour.silence + evidence::waiting(&policy.behaviour, seconds);
    let rise = |value: f32, alpha: f32| value.max(blend(value, (value + shift).min(policy.clip), alpha));
    let mut belief = Belief {
        fast: rise(start.fast, policy.alpha_fast),
        slow: rise(start.slow, policy.alpha_slow),
        level: rise(start.level, policy.alpha),
        at,
        ..*start
    };
    let reached = stage_of(policy.lines_of(before.behaviour.language), belief.level);
    if reached > start.stage {
        (belief.stage, belief.below) = (reached, 0);
    }
    belief.forecast = forecast(policy, &belief);
    let reasons = vec![Reason::Waited { seconds }];
    let alarm = Alarm { kind: AlertKind::Anger, stage: reached, reasons: reasons.clone() };
    let is_alarm = reached >= policy.alert_stage;
    let alarms = is_alarm.then(|| alarm::news(&before, alarm)).flatten().into_iter().collect();
    let handoff = if belief.stage >= policy.handoff_stage { reasons.clone() } else { Vec::new() };
    let against = Some(Against::WaitingAlone);
    Some(Step { belief, reasons, against, alarms, handoff })
}

/// Whether waiting in vain says something: only where there is something to watch already.
#[must_use]
pub fn silence_counts(policy: &Policy, belief: &Belief) -> bool {
    belief.stage >= Stage::Watch || belief.evidence.is_some_and(|evidence| evidence >= policy.base + STIRRED)
}

/// Belief after a message that has no score: only time passes.
#[must_use]
pub fn idle(policy: &Policy, before: Option<&Belief>, at: Timestamp) -> Belief {
    let Some(before) = before else {
        let (base, stage) = (policy.base, Stage::Calm);
        return Belief {
            fast: base,
            slow: base,
            level: base,
            stage,
            below: 0,
            turns: 0,
            rising: 0,
            evidence: None,
            forecast: None,
            at,
        };
    };
    let halves = at.since(before.at).as_secs_f32() / policy.half_life_s.max(1.0);
    let kept = 0.5_f32.powf(halves);
    let fade = |value: f32| policy.base + (value - policy.base) * kept;
    Belief { fast: fade(before.fast), slow: fade(before.slow), level: fade(before.level), at, ..*before }
}

fn blend(before: f32, evidence: f32, alpha: f32) -> f32 {
    before + (evidence - before) * alpha
}

/// Up at once; down one stage at a time, after some visitor turns well under the line (T2).
fn next_stage(policy: &Policy, lines: [f32; 3], start: &Belief, (level, reached): (f32, Stage)) -> (Stage, u8) {
    if reached >= start.stage {
        return (reached, 0);
    }
    if level >= line_of(lines, start.stage) - policy.hysteresis {
        return (start.stage, 0);
    }
    let below = start.below.saturating_add(1);
    if below < policy.hysteresis_turns { (start.stage, below) } else { (one_down(start.stage), 0) }
}

fn stage_of([watch, concern, critical]: [f32; 3], level: f32) -> Stage {
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

fn line_of([watch, concern, critical]: [f32; 3], stage: Stage) -> f32 {
    match stage {
        Stage::Calm => f32::NEG_INFINITY,
        Stage::Watch => watch,
        Stage::Concern => concern,
        Stage::Critical => critical,
    }
}

const fn one_down(stage: Stage) -> Stage {
    match stage {
        Stage::Critical => Stage::Concern,
        Stage::Concern => Stage::Watch,
        Stage::Watch | Stage::Calm => Stage::Calm,
    }
}

#[cfg(test)]
#[path = "trajectory_test.rs"]
mod tests;

#[cfg(test)]
#[path = "trajectory_examples_test.rs"]
mod examples;
