//! Who is next: the order of the queue. Pure.
//!
//! Whoever is in distress goes before all others. Among the rest hotter conversations go first, and those about a
//! topic, or of a segment of customers, that counts more; among equals the one that has waited longest. So that a calm customer is never starved by a
//! stream of angry ones, every full `Rules::lift` of waiting counts as one stage more, up to the highest: after
//! `Rules::bound` only those who have waited longer go before. What somebody had waited before they were passed to a team
//! counts too.

use super::rules::Rules;
use crate::domain::{ConversationId, Language, StaffId, Stage, Timestamp};
use std::cmp::Reverse;
use std::time::Duration;

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
    /// What earlier waits add, where it was passed to a team.
    pub waited: Duration,
    /// An alert about personal distress is not over.
    pub in_distress: bool,
    /// Who held it last, or the visitor's conversation before.
    pub last_agent: Option<StaffId>,
    /// What it is about, as a place in `Rules::topics`.
    pub topic: Option<u8>,
    /// Of what kind the customer is by the word of their shop, as a place in `Rules::segments`.
    pub segment: Option<u8>,
    /// It was passed to whoever has the skill of its topic, and is kept for them.
    pub kept: bool,
}

impl Ticket {
    /// Its place is that of somebody who has waited since then.
    fn counts_from(&self) -> Timestamp {
        let waited = i64::try_from(self.waited.as_millis()).unwrap_or(i64::MAX);
        Timestamp(self.since.0.saturating_sub(waited))
    }
}

/// Sorts tickets: first is next.
pub fn sort(tickets: &mut [Ticket], rules: &Rules, now: Timestamp) {
    let key = |ticket: &Ticket| {
        let urgency = Reverse((ticket.in_distress, urgency(ticket, rules, now)));
        (urgency, ticket.counts_from(), ticket.conv)
    };
    tickets.sort_by_cached_key(key);
}

/// Stage, topic, segment and waiting together, as a stage: 0 to 3.
#[must_use]
pub fn urgency(ticket: &Ticket, rules: &Rules, now: Timestamp) -> u64 {
    let lifted = now.since(ticket.counts_from()).as_millis() / rules.lift.as_millis().max(1);
    let lifted = u64::try_from(lifted).unwrap_or(u64::MAX);
    let more = u64::from(rules.topics.lift(ticket.topic)) + u64::from(rules.segments.lift(ticket.segment));
    (ticket.stage as u64).saturating_add(more).saturating_add(lifted).min(Stage::Critical as u64)
}

/// Whether a ticket may take the places that are kept free.
#[must_use]
pub fn is_urgent(ticket: &Ticket, rules: &Rules, now: Timestamp) -> bool {
    ticket.in_distress || urgency(ticket, rules, now) >= Stage::Critical as u64
}

#[cfg(test)]
#[path = "queue_test.rs"]
mod tests;
