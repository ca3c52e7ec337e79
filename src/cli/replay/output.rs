//! What came of a conversation as a JSON line: `{"id", "turns", "alerts", "handoff"}`, read off the log.

use crate::conversation::replay::Played;
use crate::domain::{AlertKind, Event, Reason, Scoring, Seq, Stage, WaitCause};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;

#[derive(Serialize)]
struct Outcome<'a> {
    id: &'a Value,
    turns: Vec<Turn>,
    alerts: Vec<Alert<'a>>,
    handoff: Option<Handoff<'a>>,
}

/// One visitor turn after its score.
#[derive(Serialize)]
struct Turn {
    i: usize,
    /// P(anger >= 2); absent when the message was not scored.
    anger: Option<f32>,
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
pub(super) fn write(id: &Value, played: &Played) -> String {
    let places = played.places.iter().enumerate().filter_map(|(turn, place)| place.map(|seq| (seq, turn)));
    let turn_of: HashMap<Seq, usize> = places.collect();
    let mut outcome = Outcome { id, turns: Vec::new(), alerts: Vec::new(), handoff: None };
    let mut latest = None;
    for logged in &played.log {
        latest = turn_of.get(&logged.seq).copied().or(latest);
        match &logged.event {
            Event::Scored { message, scoring, belief } => {
                let Some(i) = turn_of.get(message).copied() else { continue };
                let anger = match scoring {
                    Scoring::Scored(score) => Some(score.anger),
                    Scoring::NotScored { .. } => None,
                };
                outcome.turns.push(Turn { i, anger, belief: belief.probability(), stage: belief.stage });
            }
            Event::AlertRaised { about, stage, reasons, message, .. } => {
                let Some(turn) = turn_of.get(message).copied() else { continue };
                outcome.alerts.push(Alert { turn, kind: *about, stage: *stage, reasons });
            }
            // An agent who joins unasked is the record's doing, not the server's.
            Event::Queued { cause, reasons } if *cause != WaitCause::Claimed && outcome.handoff.is_none() => {
                outcome.handoff = latest.map(|turn| Handoff { turn, reasons });
            }
            _ => {}
        }
    }
    serde_json::to_string(&outcome).expect("an outcome holds only maps with text keys")
}
