//! How long a wait will be. Pure: time is an argument, counted from the desk's start.
//!
//! Owns the average time that a conversation stays with an agent (the latest count most), and the estimate made of it.
//! Nobody gives up in it, which makes it longer; it knows of no skills, languages or limits, which makes it shorter. In
//! the drawn weeks of `benches/week` 37 to 64 of 100 waits keep what was told first (docs/routing.md).

use crate::domain::{ConversationId, PhaseName, Summary};
use std::collections::HashMap;
use std::time::Duration;

/// Taken for the average before anything was measured.
const AT_FIRST: Duration = Duration::from_mins(5);
/// The weight of each new conversation.
const WEIGHT: f64 = 0.05;
/// Estimates beyond this say nothing to anybody.
const LONGEST: Duration = Duration::from_hours(2);

/// Places that agents have, over all who take conversations now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Places {
    /// All of them.
    pub all: u32,
    /// Those that nobody has.
    pub free: u32,
}

/// How fast conversations leave agents.
#[derive(Debug)]
pub struct Pace {
    average: f64,
    held_since: HashMap<ConversationId, Duration>,
}

impl Default for Pace {
    fn default() -> Self {
        Self { average: AT_FIRST.as_secs_f64(), held_since: HashMap::new() }
    }
}

impl Pace {
    /// A conversation changed.
    pub fn hear(&mut self, summary: &Summary, now: Duration) {
        if summary.phase == PhaseName::WithAgent {
            self.held_since.entry(summary.conv).or_insert(now);
        } else if let Some(since) = self.held_since.remove(&summary.conv) {
            let took = now.saturating_sub(since).as_secs_f64();
            self.average += WEIGHT * (took - self.average);
        }
    }

    /// How long whoever stands at `position` (1 is next) will most likely wait, at most; `None` when nobody takes
    /// conversations or it is too long to be said.
    ///
    /// `all` places that are left at the average's rate give `position` departures after a time that is spread like a
    /// gamma distribution: its mean and one standard deviation more would be kept by about five waits of six if every
    /// place were open to everybody.
    #[must_use]
    pub fn wait(&self, position: u32, places: Places) -> Option<Duration> {
        if places.all == 0 {
            return None;
        }
        let departures = f64::from(position.saturating_sub(places.free));
        let seconds = self.average / f64::from(places.all) * (departures + departures.sqrt());
        Some(Duration::from_secs_f64(seconds)).filter(|wait| *wait <= LONGEST)
    }
}

#[cfg(test)]
#[path = "pace_test.rs"]
mod tests;
