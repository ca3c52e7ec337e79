//! The ladder of those who wait long while angry or in distress: seniors first, then supervisors too. Pure.
//!
//! Owns which rung a ticket stands on. That follows from its stage and from when its wait began, both in the log, so
//! that a restart of the desk changes nothing; whoever stands on any rung keeps their place in the queue.

use super::queue::Ticket;
use super::rules::{HOT, Rules};
use crate::domain::Timestamp;

/// Who is asked. Ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// Whoever fits.
    Queue,
    /// Seniors first, whatever spares them; then whoever is free.
    Senior,
    /// Supervisors who are there too, though they take no conversations otherwise.
    Supervisor,
}

/// Whether nothing more follows from waiting: everybody whom the rules know is asked again and again, before every limit
/// that spares them. What is left is that supervisors see it, whether they have room or not.
#[must_use]
pub fn is_at_the_top(ticket: &Ticket, rules: &Rules, now: Timestamp) -> bool {
    rung(ticket, rules, now) == Rung::Supervisor || now.since(ticket.since) >= rules.bound()
}

/// The rung that a ticket stands on.
#[must_use]
pub fn rung(ticket: &Ticket, rules: &Rules, now: Timestamp) -> Rung {
    let climbs = ticket.stage >= HOT || ticket.in_distress;
    let Some(ladder) = rules.ladder.filter(|_| climbs) else { return Rung::Queue };
    let waited = now.since(ticket.since);
    if waited < ladder.senior {
        Rung::Queue
    } else if waited < ladder.senior.saturating_add(ladder.supervisor) {
        Rung::Senior
    } else {
        Rung::Supervisor
    }
}

#[cfg(test)]
#[path = "ladder_test.rs"]
mod tests;
