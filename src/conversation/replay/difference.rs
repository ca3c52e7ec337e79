//! Where a log that was decided again differs from the record. Pure.
//!
//! Owns the words for it. The places are the record's where it has one, so that they can be looked up.

use super::logged::Redecided;
use crate::domain::{AlertKind, Belief, ConversationId, Event, Party, Seq, Stage, Stamped};
use std::collections::BTreeMap;
use std::fmt;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Which conversation.
    pub conv: ConversationId,
    /// Place in the record; of the message where the record has nothing.
    pub seq: Seq,
    /// What differs.
    pub what: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "conversation {} seq {}: {}", self.conv, self.seq, self.what)
    }
}

/// Everything that differs: empty exactly when both logs are the same, event by event and bit by bit.
#[must_use]
pub fn differences(conv: ConversationId, record: &[Stamped<Event>], again: &Redecided) -> Vec<Mismatch> {
    if record == again.log {
        return Vec::new();
    }
    let (live, new) = (outcomes(record, |seq| seq), outcomes(&again.log, |seq| again.there(seq)));
    let mut found = Vec::new();
    let one = |seq: Seq, what: String| Mismatch { conv, seq, what };
    for (what, (seq, was)) in &live {
        match new.get(what) {
            None => found.push(one(*seq, format!("{what} is only in the record: {was}"))),
            Some((_, is)) if is != was => found.push(one(*seq, format!("{what} was {was}, is {is}"))),
            Some(_) => {}
        }
    }
    for (what, (seq, is)) in new.iter().filter(|(what, _)| !live.contains_key(*what)) {
        found.push(one(*seq, format!("{what} is only in the replay: {is}")));
    }
    if found.is_empty() {
        let first = record.iter().zip(&again.log).find(|(was, is)| was != is).map(|(was, _)| was.seq);
        let seq = first.unwrap_or(Seq(record.len().min(again.log.len()) as u64 + 1));
        found.push(one(seq, "the same in another order, or at another time".to_owned()));
    }
    found.sort_by_key(|one| one.seq);
    found
}

/// What was decided, by name, with its place and in words.
type Outcomes = BTreeMap<String, (Seq, String)>;

fn outcomes(log: &[Stamped<Event>], place: impl Fn(Seq) -> Seq) -> Outcomes {
    let mut outcomes = Outcomes::new();
    let mut stages = 0;
    for logged in log {
        let (what, shown) = match &logged.event {
            Event::Scored { message, belief, .. } => {
                (format!("belief after message {}", place(*message)), bits(belief))
            }
            Event::Waited { message, seconds, belief, .. } => {
                (format!("belief after {seconds} s of waiting since message {}", place(*message)), bits(belief))
            }
            Event::StageChanged { from, to, reasons, against, message } => {
                stages += 1;
                let at = place(*message);
                (format!("stage change {stages}"), format!("{from:?} to {to:?} at {at} {reasons:?} but {against:?}"))
            }
            Event::AlertRaised { about, stage, reasons, against, message, .. } => {
                (alert(*about, *stage), format!("at message {} {reasons:?} but {against:?}", place(*message)))
            }
            Event::Queued { cause, reasons, .. } if logged.by == Party::System => {
                (format!("call for a person, {cause:?}"), format!("{reasons:?}"))
            }
            _ => continue,
        };
        outcomes.entry(what).or_insert((logged.seq, shown));
    }
    outcomes
}

fn alert(kind: AlertKind, stage: Stage) -> String {
    format!("alert {kind:?} {stage:?}")
}

/// With the bits of the numbers: two that look alike may differ.
fn bits(belief: &Belief) -> String {
    let Belief { level, fast, slow, stage, below, rising, turns, .. } = *belief;
    let [l, f, s] = [level, fast, slow].map(f32::to_bits);
    format!("{stage:?} level {level} ({l:08x}) fast {f:08x} slow {s:08x} below {below} rising {rising} turns {turns}")
}

#[cfg(test)]
#[path = "difference_test.rs"]
mod tests;
