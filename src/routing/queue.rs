//! Who is next: the order of the queue. Pure.
//!
//! Whoever is in distress goes before all others. Among the rest hotter conversations go first; among equals the one that has waited longest. So that a calm customer is never
//! starved by a stream of angry ones, every full `LIFT` of waiting counts as one stage more, up to the highest: after
//! three of them only those who have waited longer go before.

use crate::domain::{ConversationId, Language, StaffId, Stage, Timestamp};
use std::cmp::Reverse;
use std::time::Duration;

/// This much waiting counts as one stage more.
pub const LIFT: Duration = Duration::from_mins(4);

/// A place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    /// Whose.
    pub conv: ConversationId,
    /// How hot.
    pub stage: Stage,
    /// Language of the visitor's widget.
    pub language: Language,
    /// Waiting since; kept when an offer falls back.
    pub since: Timestamp,
    /// An alert about personal distress is not over.
    pub in_distress: bool,
    /// Who held it last.
    pub last_agent: Option<StaffId>,
}

/// Sorts tickets: first is next.
pub fn sort(tickets: &mut [Ticket], now: Timestamp) {
    let key = |ticket: &Ticket| (Reverse((ticket.in_distress, urgency(ticket, now))), ticket.since, ticket.conv);
    tickets.sort_unstable_by_key(key);
}

fn urgency(ticket: &Ticket, now: Timestamp) -> u64 {
    let lifted = now.since(ticket.since).as_secs() / LIFT.as_secs();
    (ticket.stage as u64).saturating_add(lifted).min(Stage::Critical as u64)
}

#[cfg(test)]
#[path = "queue_test.rs"]
mod tests;
