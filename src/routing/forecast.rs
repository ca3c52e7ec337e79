//! How long each who waits will wait. Pure: time is an argument.
//!
//! Owns the estimate made of who waits, who is there and how fast conversations leave them (`pace`). It goes by the
//! rules of the choice itself (`assign`): who may be asked, who lacks what, whom the limit of hot conversations spares.
//! Never says it to anybody: `notices` does.
//!
//! Two ways lead to an agent, and the sooner one counts: a place with somebody who lacks nothing; or, once patience is
//! over, a place with anybody.

use super::assign::{Agent, Choice, Past};
use super::pace::Pace;
use super::queue::{Ticket, is_urgent};
use super::rules::Rules;
use crate::domain::Timestamp;
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
    let mut before: Vec<Vec<bool>> = Vec::with_capacity(tickets.len());
    let wait = |ticket: &Ticket| {
        let choice = Choice::new(ticket, past, (rules, now));
        let fitting = choice.fitting(agents);
        let rivals = before.iter().filter(|theirs| overlap(theirs, &fitting)).count();
        let kept = if is_urgent(ticket, rules, now) { 0 } else { rules.express_places };
        let way = |rivals: usize, is_in: &dyn Fn(usize) -> bool| {
            let those = agents.iter().enumerate().filter(|(place, _)| is_in(*place));
            let [free, leaving] = those.fold([0, 0], |[free, leaving], (_, agent)| {
                let (room, held) = choice.places(agent);
                [free + room, leaving + held]
            });
            let departures = (u32::try_from(rivals).unwrap_or(u32::MAX)).saturating_add(1 + kept).saturating_sub(free);
            pace.time_for(departures, leaving)
        };
        let fit = way(rivals, &|place| fitting[place]);
        let any = way(before.len(), &|place| choice.is_ever_asked(&agents[place]));
        let any = any.map(|time| time.max(choice.until_anybody(agents)));
        before.push(fitting);
        let soonest = fit.into_iter().chain(any).min()?;
        Some(soonest + pace.answer()).filter(|wait| *wait <= LONGEST)
    };
    tickets.iter().map(wait).collect()
}

fn overlap(a: &[bool], b: &[bool]) -> bool {
    a.iter().zip(b).any(|(a, b)| *a && *b)
}

#[cfg(test)]
#[path = "forecast_test.rs"]
mod tests;
