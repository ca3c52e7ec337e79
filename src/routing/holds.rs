//! Teams that conversations are kept for while their hours are over. Pure: time is an argument.
//!
//! Owns when that is. A topic that the operator marked (`Topic::kept_until_open`) is kept for whoever has its skill from
//! the moment at which the hours of all of them are over, until they have been open for `Rules::patience`: as long as a
//! skill is waited for. Where no opening is known nothing is kept, since nothing would end it. All of it follows from the
//! calendars and the moment, so that a restart changes nothing. Which conversations are kept is the roster's to say, and
//! who is asked meanwhile that of `assign`.

use super::calendars::{Calendars, Closed};
use super::offer_hours::Known;
use super::rules::Rules;
use crate::domain::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// Conversations that were passed to a team are kept for it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// Whose skill, as a place in `Rules::topics`.
    pub skill: u8,
    /// When it opens; absent where it has just opened.
    pub opens_at: Option<Timestamp>,
}

/// Every team that conversations are ever kept for.
#[derive(Debug)]
pub struct Holds {
    calendars: Arc<Calendars>,
    patience: Duration,
    teams: Vec<Team>,
}

#[derive(Debug)]
struct Team {
    skill: u8,
    /// The hours of whoever has the skill.
    places: Vec<u8>,
    /// The closed time that was looked at last.
    known: Option<Known>,
}

impl Holds {
    /// By what the rules say of topics and of who has which skill.
    #[must_use]
    pub fn new(calendars: Arc<Calendars>, rules: &Rules) -> Self {
        let skills = (0..).take(rules.topics.0.len()).filter(|skill| rules.topics.is_kept(*skill));
        let team = |skill: u8| {
            let those = rules.profiles.values().filter(|profile| profile.skills.contains(&skill));
            Team { skill, places: those.map(|profile| profile.calendar).collect(), known: None }
        };
        Self { patience: rules.patience, teams: skills.map(team).collect(), calendars }
    }

    /// Whether anything is ever kept.
    #[must_use]
    pub const fn ever_keep(&self) -> bool {
        !self.teams.is_empty()
    }

    /// Those that conversations are kept for now.
    pub fn at(&mut self, now: Timestamp) -> Vec<Hold> {
        let Self { calendars, patience, teams } = self;
        teams.iter_mut().filter_map(|team| team.look(calendars, *patience, now)).collect()
    }
}

impl Team {
    fn look(&mut self, calendars: &Calendars, patience: Duration, now: Timestamp) -> Option<Hold> {
        let Self { skill, places, known } = self;
        let skill = *skill;
        let hours = || places.iter().map(|place| calendars.at(*place));
        let is_open = |at: Timestamp| hours().any(|hours| hours.is_open(at));
        if is_open(now) {
            *known = None;
            return (!is_open(now.minus(patience))).then_some(Hold { skill, opens_at: None });
        }
        let opens_at = || hours().filter_map(|hours| hours.next_opening(now)).min();
        let read = || Known { from: now, closed: Closed { opens_at: opens_at() } };
        let opens_at = known.insert(known.filter(|known| known.holds_at(now)).unwrap_or_else(read)).closed.opens_at;
        opens_at.map(|_| Hold { skill, opens_at })
    }
}

#[cfg(test)]
#[path = "holds_test.rs"]
mod tests;
