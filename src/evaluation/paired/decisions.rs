//! The decisions that hang on a reading, and which of them would flip. Owns which lines there are; the policy owns
//! where they lie, and the trajectory what a score is worth as evidence.

use super::Row;
use crate::domain::paired::Reading;
use crate::domain::{AlertKind, Language, Provenance, Score, Timestamp};
use crate::triage::{Before, Behaviour, Policy, step};
use serde::Serialize;

/// From here on a message is called angry.
pub(super) const ANGRY: f32 = 0.5;
const NAMES: [&str; 7] =
    ["anger .5", "watch", "concern", "critical", "threat alert", "distress alert", "handoff at once"];

/// How often a decision would be another with the challenger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Flip {
    /// `anger .5`: P(anger) of the message; `watch`, `concern`, `critical`: the evidence of its words alone against
    /// the policy's line; `threat alert`, `distress alert`, `handoff at once`: what it leads to as a chat's first.
    pub line: &'static str,
    /// The champion decides so.
    pub champion: usize,
    /// The challenger would.
    pub challenger: usize,
    /// The challenger would and the champion does not.
    pub up: usize,
    /// The champion does and the challenger would not.
    pub down: usize,
}

pub(super) fn flips(rows: &[Row], policy: &Policy) -> Vec<Flip> {
    let mut flips = NAMES.map(|line| Flip { line, champion: 0, challenger: 0, up: 0, down: 0 });
    for row in rows {
        let [champion, challenger] =
            [&row.champion, &row.challenger].map(|reading| decide(policy, row.language, reading));
        for (flip, (one, other)) in flips.iter_mut().zip(champion.into_iter().zip(challenger)) {
            flip.champion += usize::from(one);
            flip.challenger += usize::from(other);
            flip.up += usize::from(other && !one);
            flip.down += usize::from(one && !other);
        }
    }
    flips.to_vec()
}

/// In the order of the names.
fn decide(policy: &Policy, language: Option<Language>, reading: &Reading) -> [bool; NAMES.len()] {
    let behaviour = Behaviour { language, ..Behaviour::default() };
    let before = Before { belief: None, raised: &[], behaviour };
    let step = step(policy, before, &score(language, reading), Timestamp(0));
    let reaches = |line: f32| step.belief.evidence.is_some_and(|evidence| evidence >= line);
    let [watch, concern, critical] = policy.lines_of(language).map(reaches);
    let alerts = |kind: AlertKind| step.alarms.iter().any(|alarm| alarm.kind == kind);
    let [threat, distress] = [AlertKind::Threat, AlertKind::Distress].map(alerts);
    [reading.anger >= ANGRY, watch, concern, critical, threat, distress, !step.handoff.is_empty()]
}

/// As much of the score as was kept; the rest moves no decision.
fn score(language: Option<Language>, reading: &Reading) -> Score {
    let Reading { anger, level, confidence, risks, .. } = *reading;
    let (sentiment, emotions, spans) = Default::default();
    let by = Provenance { model: String::new(), engine: String::new(), policy: String::new(), calibrator: None };
    Score { language, anger, base: None, level, sentiment, emotions, risks, confidence, spans, by }
}
