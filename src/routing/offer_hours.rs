//! Whether the hour lets conversations be offered to agents. Pure: time is an argument.
//!
//! Owns what being closed holds back. Where the operator wants it (`Rules::offer_when_closed`), only personal distress
//! is offered outside the business hours: it never waits for a clock. Nothing here outlives a restart, and nothing needs
//! to: the answer follows from the hours and the moment alone. What people take by hand, or pass on, is not its business.

use super::hours::Hours;
use super::queue::Ticket;
use crate::domain::Timestamp;
use std::sync::Arc;

/// What may be offered at a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Offering {
    /// Whoever waits.
    #[default]
    All,
    /// Whoever is in distress; all others are held.
    DistressOnly {
        /// When the others follow; absent where no opening is known.
        until: Option<Timestamp>,
    },
}

impl Offering {
    /// Whether a ticket may be offered.
    #[must_use]
    pub const fn lets(self, ticket: &Ticket) -> bool {
        ticket.in_distress || !self.holds()
    }

    /// Whether anything is held.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::DistressOnly { .. })
    }

    /// When what is held may be offered.
    #[must_use]
    pub const fn resumes_at(self) -> Option<Timestamp> {
        match self {
            Self::All => None,
            Self::DistressOnly { until } => until,
        }
    }
}

/// The hours that offers keep.
#[derive(Debug)]
pub struct OfferHours {
    hours: Arc<Hours>,
    /// Offers are made at any hour.
    at_any_hour: bool,
    /// The closed time that was looked at last: looking for an opening reads a calendar.
    closed: Option<Closed>,
}

/// Closed from a moment on, until the opening if one is known.
#[derive(Debug, Clone, Copy)]
struct Closed {
    from: Timestamp,
    until: Option<Timestamp>,
}

impl Closed {
    /// The machine's clock may have been set: back before `from`, the opening may be another.
    fn holds_at(self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

impl OfferHours {
    /// Offers keep the hours unless they are made `when_closed` too.
    #[must_use]
    pub fn new(hours: Arc<Hours>, when_closed: bool) -> Self {
        let at_any_hour = when_closed || hours.is_always_open();
        Self { hours, at_any_hour, closed: None }
    }

    /// Whether offers are ever held.
    #[must_use]
    pub const fn ever_hold(&self) -> bool {
        !self.at_any_hour
    }

    /// What may be offered now.
    pub fn at(&mut self, now: Timestamp) -> Offering {
        if self.at_any_hour || self.hours.is_open(now) {
            self.closed = None;
            return Offering::All;
        }
        let known = self.closed.filter(|closed| closed.holds_at(now));
        let closed = known.unwrap_or_else(|| Closed { from: now, until: self.hours.next_opening(now) });
        self.closed = Some(closed);
        Offering::DistressOnly { until: closed.until }
    }
}

#[cfg(test)]
#[path = "offer_hours_test.rs"]
mod tests;
