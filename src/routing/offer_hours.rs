//! Whether the hour lets conversations be offered to agents. Pure: time is an argument.
//!
//! Owns what being closed holds back. Where the operator wants it (`Rules::offer_when_closed`), whoever keeps a calendar
//! that is closed is offered personal distress alone: it never waits for a clock. Where every calendar is closed, all
//! others are held. Nothing here outlives a restart, and nothing needs to: the answer follows from the calendars and the
//! moment alone. What people take by hand, or pass on, is not its business.

use super::calendars::{Calendars, Closed};
use super::queue::Ticket;
use crate::domain::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What may be offered to whom at a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Offering {
    /// Calendars that are closed, a bit for each by its place.
    closed: u128,
    /// All of them are.
    holds: bool,
    /// When the first of those that are closed opens; absent where no opening is known.
    opens_at: Option<Timestamp>,
}

impl Offering {
    /// Whoever waits, to whoever is there.
    pub const ALL: Self = Self { closed: 0, holds: false, opens_at: None };

    /// Whether a ticket may be offered to anybody.
    #[must_use]
    pub const fn lets(self, ticket: &Ticket) -> bool {
        ticket.in_distress || !self.holds
    }

    /// Whether whoever keeps the calendar at a place is offered more than personal distress.
    #[must_use]
    pub const fn is_open_to(self, calendar: u8) -> bool {
        match self.closed.checked_shr(calendar as u32) {
            Some(bits) => bits & 1 == 0,
            None => true,
        }
    }

    /// Whether everybody is held who is not in distress.
    #[must_use]
    pub const fn holds(self) -> bool {
        self.holds
    }

    /// When those who are held may be offered.
    #[must_use]
    pub const fn resumes_at(self) -> Option<Timestamp> {
        if self.holds { self.opens_at } else { None }
    }

    /// When more may be offered than now.
    #[must_use]
    pub const fn opens_at(self) -> Option<Timestamp> {
        self.opens_at
    }
}

/// The hours that offers keep.
#[derive(Debug)]
pub struct OfferHours {
    calendars: Arc<Calendars>,
    /// Offers are made at any hour.
    at_any_hour: bool,
    /// The closed time of calendars that was looked at last, by their places: looking for an opening reads a calendar.
    known: BTreeMap<u8, Known>,
}

/// Closed from a moment on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) from: Timestamp,
    pub(super) closed: Closed,
}

impl Known {
    /// The machine's clock may have been set: back before `from`, the opening may be another.
    pub(super) fn holds_at(self, now: Timestamp) -> bool {
        self.from <= now && self.closed.opens_at.is_none_or(|until| now < until)
    }
}

impl OfferHours {
    /// Offers keep the hours unless they are made `when_closed` too.
    #[must_use]
    pub fn new(calendars: Arc<Calendars>, when_closed: bool) -> Self {
        let at_any_hour = when_closed || calendars.all().all(|(_, hours)| hours.is_always_open());
        Self { calendars, at_any_hour, known: BTreeMap::new() }
    }

    /// Whether offers are ever held.
    #[must_use]
    pub const fn ever_hold(&self) -> bool {
        !self.at_any_hour
    }

    /// What may be offered now.
    pub fn at(&mut self, now: Timestamp) -> Offering {
        if self.at_any_hour {
            return Offering::ALL;
        }
        let mut offering = Offering { holds: true, ..Offering::ALL };
        for (place, hours) in self.calendars.all() {
            let known = self.known.remove(&place);
            if hours.is_open(now) {
                offering.holds = false;
                continue;
            }
            let read = || Known { from: now, closed: Closed { opens_at: hours.next_opening(now) } };
            let known = known.filter(|known| known.holds_at(now)).unwrap_or_else(read);
            let Known { closed, .. } = known;
            self.known.insert(place, known);
            offering.closed |= 1 << place;
            offering.opens_at = offering.opens_at.into_iter().chain(closed.opens_at).min();
        }
        offering
    }
}

#[cfg(test)]
#[path = "offer_hours_test.rs"]
mod tests;
