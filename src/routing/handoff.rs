//! The handoff packet as a pure reading of the log (invariant H1).

use crate::domain::{Event, HandoffPacket, Language, Seq, Stage, Stamped, handoff::Customer};

/// Reads everything an agent should know out of a conversation's whole log.
#[must_use]
pub fn build_packet(log: &[Stamped<Event>]) -> HandoffPacket {
    HandoffPacket {
        hash: String::new(),
        up_to: log.last().map_or(Seq(0), |e| e.seq),
        why: Vec::new(),
        customer: Customer { language: Language::En, ..Customer::default() },
        wants: Vec::new(),
        facts: Vec::new(),
        tried: Vec::new(),
        curve: Vec::new(),
        turning_point: None,
        stage: Stage::Calm,
    }
}
