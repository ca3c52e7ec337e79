//! The calendars in force, shared by whoever goes by them: conversations, the bot, and the API. The desk has its own and
//! hears of every change in the order of all its news.
//!
//! Owns which teams' hours count: those of a team that nobody belongs to open for nobody. A reader holds the calendars
//! that were there when it began, and no lock while it reads.

use super::calendars::Calendars;
use super::hours::Hours;
use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{Mutex, MutexGuard};

/// The calendars in force.
#[derive(Debug, Default)]
pub struct CalendarBook {
    /// Teams with hours of their own; the first one's calendar has the place 1.
    names: Vec<String>,
    in_force: RwLock<Arc<Calendars>>,
    changing: Mutex<()>,
}

impl From<Calendars> for CalendarBook {
    fn from(calendars: Calendars) -> Self {
        Self { in_force: RwLock::new(Arc::new(calendars)), ..Self::default() }
    }
}

impl CalendarBook {
    /// The shop's, and those of teams with hours of their own; all of them count.
    #[must_use]
    pub fn new(shop: Hours, teams: Vec<(String, Hours)>) -> Self {
        let (names, hours) = teams.into_iter().unzip();
        Self { names, ..Calendars::new(Arc::new(shop), hours).into() }
    }

    /// As they are now.
    #[must_use]
    pub fn now(&self) -> Arc<Calendars> {
        Arc::clone(&self.in_force.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The place of a team's calendar; the shop's where it has none.
    #[must_use]
    pub fn place(&self, team: &str) -> u8 {
        let named = self.names.iter().zip(1..).find(|(name, _)| *name == team);
        named.map_or(0, |(_, place)| place)
    }

    /// Until it is dropped nobody else changes them: the desk hears of changes in the order in which they were made.
    pub async fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().await
    }

    /// These hours hold from now on; the teams' are in the order of their names.
    pub fn put(&self, shop: Hours, teams: Vec<Hours>) -> Arc<Calendars> {
        let mut in_force = self.in_force.write().unwrap_or_else(PoisonError::into_inner);
        let counted = in_force.counted();
        let calendars = Calendars::new(Arc::new(shop), teams).counting(|place| (counted >> place) & 1 == 1);
        *in_force = Arc::new(calendars);
        Arc::clone(&in_force)
    }

    /// From now on the hours of these teams count, and no others; the calendars, if that changed them.
    pub fn keep(&self, teams: &BTreeSet<String>) -> Option<Arc<Calendars>> {
        let mut in_force = self.in_force.write().unwrap_or_else(PoisonError::into_inner);
        let kept = |place: u8| {
            let name = usize::from(place).checked_sub(1).and_then(|team| self.names.get(team));
            name.is_none_or(|name| teams.contains(name))
        };
        let calendars = in_force.counting(kept);
        (calendars.counted() != in_force.counted()).then(|| {
            *in_force = Arc::new(calendars);
            Arc::clone(&in_force)
        })
    }
}

#[cfg(test)]
#[path = "calendar_book_test.rs"]
mod tests;
