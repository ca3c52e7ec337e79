//! How fast conversations leave agents, and how soon an offer is answered. Pure: time is an argument, counted from the
//! desk's start.
//!
//! Owns the averages of both (the latest count most) and what follows from them for a number of departures. Who waits
//! for how many is `forecast`'s to say.

use crate::domain::{ConversationId, PhaseName, Summary};
use std::collections::HashMap;
use std::time::Duration;

/// Taken for the average stay before anything was measured.
const STAY_AT_FIRST: f64 = 300.0;
/// The same from the first offer to the answer.
const ANSWER_AT_FIRST: f64 = 10.0;
/// The weight of each new conversation.
const WEIGHT: f64 = 0.05;

/// An average that follows what is measured, and how far single values lie from it on average. Seconds.
#[derive(Debug, Clone, Copy)]
struct Average {
    mean: f64,
    spread: f64,
}

impl Average {
    const fn of(mean: f64) -> Self {
        Self { mean, spread: mean / 2.0 }
    }

    fn hear(&mut self, took: Duration) {
        let off = took.as_secs_f64() - self.mean;
        self.spread += WEIGHT * (off.abs() - self.spread);
        self.mean += WEIGHT * off;
    }
}

#[derive(Debug, Clone, Copy)]
enum Since {
    /// It lies before an agent, the first of this wait or another.
    Offered(Duration),
    Held(Duration),
}

/// How fast conversations move on.
#[derive(Debug)]
pub struct Pace {
    stay: Average,
    answer: Average,
    since: HashMap<ConversationId, Since>,
}

impl Default for Pace {
    fn default() -> Self {
        Self { stay: Average::of(STAY_AT_FIRST), answer: Average::of(ANSWER_AT_FIRST), since: HashMap::new() }
    }
}

impl Pace {
    /// A conversation changed.
    pub fn hear(&mut self, summary: &Summary, now: Duration) {
        let conv = summary.conv;
        match (summary.phase, self.since.get(&conv).copied()) {
            (PhaseName::HandingOff, None) => drop(self.since.insert(conv, Since::Offered(now))),
            (PhaseName::WithAgent, Some(Since::Offered(since))) => {
                self.answer.hear(now.saturating_sub(since));
                self.since.insert(conv, Since::Held(now));
            }
            (PhaseName::WithAgent, None) => drop(self.since.insert(conv, Since::Held(now))),
            // Declined or timed out: until somebody answers, it is the same wait for an answer.
            (PhaseName::HandingOff | PhaseName::WithAgent, _) | (PhaseName::Waiting, Some(Since::Offered(_))) => {}
            (_, Some(Since::Held(since))) => {
                self.stay.hear(now.saturating_sub(since));
                self.since.remove(&conv);
            }
            _ => drop(self.since.remove(&conv)),
        }
    }

    /// The time in which so many of `held` conversations leave, most likely, at most; `None` when nothing could leave.
    ///
    /// At a steady rate it is spread like a gamma distribution: its mean and one standard deviation more are kept by
    /// about five of six.
    #[must_use]
    pub fn time_for(&self, departures: u32, held: u32) -> Option<Duration> {
        if departures == 0 {
            return Some(Duration::ZERO);
        }
        let departures = f64::from(departures);
        let seconds = self.stay.mean / f64::from(held) * (departures + departures.sqrt());
        (held > 0).then(|| Duration::from_secs_f64(seconds))
    }

    /// From the first offer to the answer, most likely, at most.
    #[must_use]
    pub fn answer(&self) -> Duration {
        Duration::from_secs_f64(self.answer.mean + self.answer.spread)
    }
}

#[cfg(test)]
#[path = "pace_test.rs"]
mod tests;
