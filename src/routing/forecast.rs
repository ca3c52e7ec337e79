//! How long each who waits will wait. Pure: time is an argument.
//!
//! Owns the estimate made of who waits, who is there and how fast conversations leave them (`pace`). It goes by the
//! rules of the choice itself (`assign`): who may be asked, who lacks what, whom the limit of hot conversations spares.
//! Never says it to anybody: `notices` does.
//!
//! Two ways lead to an agent, and the sooner one counts: a place with somebody who lacks nothing; or, once patience is
//! over, a place with anybody.
//!
//! Kept: a long queue costs its length times the kinds of conversations in it, not its square. Those before are counted
//! by who fits them, which differs by topic, language, tier and who let one pass in the last minute.

use super::assign::{Agent, Choice, Past};
use super::pace::Pace;
use super::queue::{Ticket, is_urgent};
use super::rules::Rules;
use crate::domain::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

/// Estimates beyond this say nothing to anybody.
const LONGEST: Duration = Duration::from_hours(2);

/// How long each of `tickets` will most likely wait from now on, at most; `None` when nobody takes conversations or it
/// is too long to be said. `tickets` in order of the queue, without those whose offer is on its way; `agents` are all
/// who are online and available.
#[must_use]
pub fn forecast(
    tickets: &[Ticket],
    agents: &[Agent],
    past: &impl Past,
    (rules, pace, now): (&Rules, &Pace, Timestamp),
) -> Vec<Option<Duration>> {
    forecast_behind(&mut Before::default(), tickets, agents, past, (rules, pace, now))
}

/// The same, behind others.
fn forecast_behind(
    before: &mut Before,
    tickets: &[Ticket],
    agents: &[Agent],
    past: &impl Past,
    (rules, pace, now): (&Rules, &Pace, Timestamp),
) -> Vec<Option<Duration>> {
    let wait = |ticket: &Ticket| {
        let choice = Choice::new(ticket, past, (rules, now));
        let fitting = choice.fitting(agents);
        let kept = if is_urgent(ticket, rules, now) { 0 } else { rules.express_places };
        let way = |rivals: u32, is_in: &dyn Fn(usize) -> bool| {
            let those = agents.iter().enumerate().filter(|(place, _)| is_in(*place));
            let [free, leaving] = those.fold([0, 0], |[free, leaving], (_, agent)| {
                let (room, held) = choice.places(agent);
                [free + room, leaving + held]
            });
            let departures = rivals.saturating_add(1 + kept).saturating_sub(free);
            pace.time_for(departures, leaving)
        };
        // What is kept for a team that is not there goes to nobody whom anybody waits for.
        let is_in_the_way = !ticket.kept || fitting.contains(&true);
        let these = Group::of(&fitting);
        let fit = way(before.rivals(&these), &|place| fitting[place]);
        let any = way(before.all, &|place| choice.is_ever_asked(&agents[place]));
        let any = any.map(|time| time.max(choice.until_anybody(agents)));
        if is_in_the_way {
            before.add(these);
        }
        let soonest = fit.into_iter().chain(any).min()?;
        Some(soonest + pace.answer()).filter(|wait| *wait <= LONGEST)
    };
    tickets.iter().map(wait).collect()
}

/// Agents, by their places among all: a bit for each.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Group(Vec<u64>);

impl Group {
    fn of(is_in: &[bool]) -> Self {
        let word = |places: &[bool]| places.iter().rev().fold(0, |word, is_in| (word << 1) | u64::from(*is_in));
        Self(is_in.chunks(64).map(word).collect())
    }

    fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(these, those)| these & those != 0)
    }
}

/// Those before in the queue, by who fits them.
#[derive(Debug, Default)]
struct Before {
    by_fitting: HashMap<Group, u32>,
    all: u32,
}

impl Before {
    /// How many of them could take a place with one of `these`.
    fn rivals(&self, these: &Group) -> u32 {
        self.by_fitting.iter().filter(|(those, _)| these.meets(those)).map(|(_, count)| count).sum()
    }

    fn add(&mut self, fitting: Group) {
        *self.by_fitting.entry(fitting).or_default() += 1;
        self.all += 1;
    }
}

#[cfg(test)]
#[path = "forecast_test.rs"]
mod tests;
