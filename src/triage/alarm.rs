//! Alarms: what a step of belief means for people. Pure. Owns the reasons that are shown, which alerts are raised, and
//! when a bot must hand over. Never moves belief.

use super::trajectory::{Alarm, Before};
use super::{Behaviour, Policy};
use crate::domain::{Against, AlertKind, Belief, Reason, Score, Severity, Stage};

/// Rising is worth saying when the fast average leads the slow one by this many logits …
const RISING: f32 = 0.5;
/// … after at least this many turns in a row that raised the level: one is not yet a trend.
const RISING_TURNS: u32 = 2;
/// A single message is called angry from this P(anger >= 2) on.
const ANGRY: f32 = 0.7;
/// Waiting is worth saying from here on, in seconds: satisfaction falls sharply past the third minute.
pub(super) const WAITING_FROM_S: u32 = 180;
/// Below this confidence the model is unsure, and says so.
const UNSURE: f32 = 0.7;
/// P(gratitude) from which a message thanks.
const THANKS: f32 = 0.6;
/// P(positive) from which a message is pleasant.
const PLEASANT: f32 = 0.6;
/// So little above the base the belief was that one message alone moved it.
const ONCE: f32 = 0.5;
/// A message is called loud from here on.
const LOUD: f32 = 0.5;

/// How bad personal distress is, if there is any.
pub(super) fn severity(policy: &Policy, score: &Score) -> Option<Severity> {
    let p = score.risks.distress;
    let lines = [
        (policy.distress_imminent, Severity::Imminent),
        (policy.distress, Severity::Risk),
        (policy.distress_mention, Severity::Mention),
    ];
    lines.into_iter().find(|(line, _)| p >= *line).map(|(_, severity)| severity)
}

/// Why belief stands where it stands, but for distress, which is a matter of its own.
pub(super) fn reasons(
    policy: &Policy,
    from: Stage,
    belief: &Belief,
    score: &Score,
    behaviour: &Behaviour,
) -> Vec<Reason> {
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
    reasons.extend(
        listed.into_iter().chain(of_behaviour(policy, behaviour)).filter_map(|(holds, why)| holds.then_some(why)),
    );
    reasons
}

/// The strongest thing that speaks against the belief; people judge better when they hear both sides.
pub(super) fn against(policy: &Policy, before: f32, belief: &Belief, score: &Score) -> Option<Against> {
    let is_quiet = belief.evidence.is_some_and(|evidence| evidence < before);
    let found = [
        (score.confidence < UNSURE, Against::Unsure),
        (score.risks.gratitude >= THANKS, Against::Thanked),
        (score.sentiment.positive >= PLEASANT, Against::Pleasant),
        (is_quiet, Against::Quieter),
        (belief.turns <= 1 || before <= policy.base + ONCE, Against::OneMessage),
    ];
    found.into_iter().find_map(|(holds, against)| holds.then_some(against))
}

/// Only what added to the evidence is a reason.
fn of_behaviour(policy: &Policy, behaviour: &Behaviour) -> [(bool, Reason); 4] {
    let weights = &policy.behaviour;
    let Behaviour { repeats, bot_loop, waited_s, shouting, .. } = *behaviour;
    let has_waited = waited_s >= WAITING_FROM_S;
    [
        (repeats > 0 && weights.repeat > 0.0, Reason::Repeated { times: repeats }),
        (bot_loop > 0 && weights.bot_loop > 0.0, Reason::BotLoop { times: bot_loop }),
        (has_waited && weights.waiting > 0.0, Reason::Waited { seconds: waited_s }),
        (shouting >= LOUD && weights.shouting > 0.0, Reason::Shouting),
    ]
}

/// Anger that crept up has no other reason than that it rose.
fn rising(belief: &Belief) -> Reason {
    Reason::Rising { turns: belief.rising.max(1) }
}

fn or_rising(reasons: &[Reason], belief: &Belief) -> Vec<Reason> {
    if reasons.is_empty() { vec![rising(belief)] } else { reasons.to_vec() }
}

/// Alerts to raise for a message; `reached` is the stage that anger alone comes to now.
pub(super) fn alarms(
    policy: &Policy,
    before: &Before<'_>,
    (reached, belief): (Stage, &Belief),
    severity: Option<Severity>,
    reasons: &[Reason],
) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    let mut raise = |kind, stage, reasons| alarms.extend(news(before, Alarm { kind, stage, reasons }));
    if reached >= policy.alert_stage {
        raise(AlertKind::Anger, reached, or_rising(reasons, belief));
    }
    let threats: Vec<Reason> =
        reasons.iter().filter(|r| matches!(r, Reason::LegalThreat | Reason::PublicityThreat)).cloned().collect();
    if !threats.is_empty() {
        raise(AlertKind::Threat, belief.stage.max(Stage::Concern), threats);
    }
    match severity {
        Some(Severity::Imminent) => raise(AlertKind::Distress, Stage::Critical, distress(Severity::Imminent)),
        Some(Severity::Risk) => raise(AlertKind::Distress, Stage::Concern, distress(Severity::Risk)),
        Some(Severity::Mention) | None => {}
    }
    alarms
}

/// An alert of a lower stage than one raised before is no news.
pub(super) fn news(before: &Before<'_>, alarm: Alarm) -> Option<Alarm> {
    let is_known = before.raised.iter().any(|(kind, stage)| *kind == alarm.kind && *stage >= alarm.stage);
    (!is_known).then_some(alarm)
}

fn distress(severity: Severity) -> Vec<Reason> {
    vec![Reason::Distress { severity }]
}

/// Why a bot must hand over now; empty when it need not.
pub(super) fn handoff(policy: &Policy, belief: &Belief, severity: Option<Severity>, reasons: &[Reason]) -> Vec<Reason> {
    let is_hot = belief.stage >= policy.handoff_stage;
    let mut why = if is_hot {
        or_rising(reasons, belief)
    } else {
        let alone =
            |reason: &&Reason| matches!(reason, Reason::AskedForPerson | Reason::LegalThreat | Reason::PublicityThreat);
        reasons.iter().filter(alone).cloned().collect()
    };
    if let Some(severity @ (Severity::Risk | Severity::Imminent)) = severity {
        why.extend(distress(severity));
    }
    why
}
