//! Every calendar of the house: the shop's own, and those of teams with hours of their own. Pure.
//!
//! Owns whose hours count for what. A person keeps the calendar of their team, and the shop's where it has none. Skills,
//! languages and tiers are waited for and then do without (`assign`), so that any team may take any conversation: for
//! whoever waits the house is open while one calendar is, and opens with the first that does.

use super::hours::Hours;
use crate::domain::Timestamp;
use std::iter::once;
use std::sync::Arc;

/// Most teams with hours of their own.
pub const TEAMS: usize = 64;

/// The shop's calendar and its teams'. A person's is named by its place: 0 is the shop's.
#[derive(Debug, Clone)]
pub struct Calendars {
    shop: Arc<Hours>,
    teams: Vec<Hours>,
    /// Those that open the house, a bit for each by its place.
    counted: u128,
}

// A bit for the shop and for each of its teams.
const _: () = assert!(TEAMS < u128::BITS as usize);

impl Default for Calendars {
    /// Always open.
    fn default() -> Self {
        Self::new(Arc::default(), Vec::new())
    }
}

impl From<Hours> for Calendars {
    /// One for everybody.
    fn from(shop: Hours) -> Self {
        Self::new(Arc::new(shop), Vec::new())
    }
}

impl Calendars {
    /// The shop's, and those of teams, which have the places 1 and on; beyond `TEAMS` a team keeps the shop's.
    #[must_use]
    pub fn new(shop: Arc<Hours>, mut teams: Vec<Hours>) -> Self {
        teams.truncate(TEAMS);
        Self { shop, teams, counted: u128::MAX }
    }

    /// The same, of which only those at these places open the house; the shop's always does.
    #[must_use]
    pub fn counting(&self, counts: impl Fn(u8) -> bool) -> Self {
        let bits = (0..).take(self.teams.len() + 1).filter(|place| *place == 0 || counts(*place));
        Self { counted: bits.fold(0, |counted, place| counted | (1_u128 << place)), ..self.clone() }
    }

    /// Those that open the house, a bit for each by its place.
    #[must_use]
    pub const fn counted(&self) -> u128 {
        self.counted
    }

    /// The shop's own: its zone is the one that visitors are told times in.
    #[must_use]
    pub const fn shop(&self) -> &Arc<Hours> {
        &self.shop
    }

    /// The one at a place; the shop's where there is none.
    #[must_use]
    pub fn at(&self, place: u8) -> &Hours {
        usize::from(place).checked_sub(1).and_then(|team| self.teams.get(team)).unwrap_or(&self.shop)
    }

    /// All that open the house, with their places.
    pub fn all(&self) -> impl Iterator<Item = (u8, &Hours)> {
        let all = (0..).zip(once(self.shop.as_ref()).chain(&self.teams));
        all.filter(|(place, _)| (self.counted >> place) & 1 == 1)
    }

    /// Whether somebody answers at this moment.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.all().any(|(_, hours)| hours.is_open(at))
    }

    /// The first moment from now on at which somebody answers.
    #[must_use]
    pub fn next_opening(&self, at: Timestamp) -> Option<Timestamp> {
        self.all().filter_map(|(_, hours)| hours.next_opening(at)).min()
    }

    /// When the first of those at `places` opens, if all of them are closed now; `None` while one is open, and for
    /// nobody.
    #[must_use]
    pub fn closed_until(&self, places: impl Iterator<Item = u8> + Clone, now: Timestamp) -> Option<Closed> {
        let mut those = places.map(|place| self.at(place)).peekable();
        those.peek()?;
        let opens_at = those.try_fold(None, |soonest: Option<Timestamp>, hours| {
            (!hours.is_open(now)).then(|| soonest.into_iter().chain(hours.next_opening(now)).min())
        });
        opens_at.map(|opens_at| Closed { opens_at })
    }
}

/// Nobody answers now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// Until then; absent where no opening is known.
    pub opens_at: Option<Timestamp>,
}

#[cfg(test)]
#[path = "calendars_test.rs"]
mod tests;
