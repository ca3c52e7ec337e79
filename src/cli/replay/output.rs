//! What came of a conversation as a JSON line: `{"id", "turns", "alerts", "handoff"}`, read off the log; explained, each
//! turn with what it was made of, and `"waits"`: the moments of silence that counted.

use crate::conversation::replay::Played;
use crate::domain::{AlertKind, Belief, Event, Reason, Risks, Score, Seq, Stage, WaitCause};
use crate::triage::Behaviour;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;

#[derive(Serialize)]
struct Outcome<'a> {
    id: &'a Value,
    turns: Vec<Turn>,
    alerts: Vec<Alert<'a>>,
    handoff: Option<Handoff<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waits: Option<Vec<Wait>>,
}

/// One visitor turn after its score.
#[derive(Serialize)]
struct Turn {
    i: usize,
    /// P(anger >= 2); absent when the message was not scored.
    anger: Option<f32>,
    belief: f32,
    stage: Stage,
    #[serde(flatten)]
    why: Option<Why>,
}

/// What a turn's belief was made of; logits but for confidence and risks.
#[derive(Serialize)]
struct Why {
    /// Of words and behaviour together; of the last scored message where this one was not.
    evidence: Option<f32>,
    confidence: Option<f32>,
    behaviour: Behaviour,
    level: f32,
    fast: f32,
    slow: f32,
    risks: Option<Risks>,
}

/// A moment of silence that counted.
#[derive(Serialize)]
struct Wait {
    /// The visitor's last turn by then.
    turn: usize,
    seconds: u32,
    level: f32,
    belief: f32,
    stage: Stage,
}

#[derive(Serialize)]
struct Alert<'a> {
    turn: usize,
    kind: AlertKind,
    stage: Stage,
    reasons: &'a [Reason],
}

#[derive(Serialize)]
struct Handoff<'a> {
    turn: usize,
    reasons: &'a [Reason],
}

/// Reads turns, alerts and the first call for a person off the log.
pub(super) fn write(id: &Value, played: &Played, explain: bool) -> String {
    let places = played.places.iter().enumerate().filter_map(|(turn, place)| place.map(|seq| (seq, turn)));
    let turn_of: HashMap<Seq, usize> = places.collect();
    let waits = explain.then(Vec::new);
    let mut outcome = Outcome { id, turns: Vec::new(), alerts: Vec::new(), handoff: None, waits };
    let mut latest = None;
    for logged in &played.log {
        latest = turn_of.get(&logged.seq).copied().or(latest);
        match &logged.event {
            Event::Scored { message, scoring, belief } => {
                let Some(i) = turn_of.get(message).copied() else { continue };
                let score = scoring.score();
                let why = explain.then(|| why(played, *message, score, belief));
                let anger = score.map(|score| score.anger);
                outcome.turns.push(Turn { i, anger, belief: belief.probability(), stage: belief.stage, why });
            }
            Event::Waited { seconds, belief, .. } => {
                let (Some(waits), Some(turn)) = (&mut outcome.waits, latest) else { continue };
                let Belief { level, stage, .. } = *belief;
                waits.push(Wait { turn, seconds: *seconds, level, belief: belief.probability(), stage });
            }
            Event::AlertRaised { about, stage, reasons, .. } => {
                // An alert by waiting is about the first message without an answer, but no earlier than the last one.
                let Some(turn) = latest else { continue };
                outcome.alerts.push(Alert { turn, kind: *about, stage: *stage, reasons });
            }
            // An agent who joins unasked is the record's doing, not the server's.
            Event::Queued { cause, reasons, .. } if *cause != WaitCause::Claimed && outcome.handoff.is_none() => {
                outcome.handoff = latest.map(|turn| Handoff { turn, reasons });
            }
            _ => {}
        }
    }
    serde_json::to_string(&outcome).expect("an outcome holds only maps with text keys")
}

fn why(played: &Played, message: Seq, score: Option<&Score>, belief: &Belief) -> Why {
    let known = played.behaviours.iter().find(|(of, _)| *of == message);
    Why {
        evidence: belief.evidence,
        confidence: score.map(|score| score.confidence),
        behaviour: known.map(|(_, behaviour)| *behaviour).unwrap_or_default(),
        level: belief.level,
        fast: belief.fast,
        slow: belief.slow,
        risks: score.map(|score| score.risks),
    }
}
