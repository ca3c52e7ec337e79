//! The mood of the floor over the last two hours: open conversations by stage, one sample a minute. Pure.
//!
//! Owns the samples, in memory alone. Keeps: at most [`SPAN`] of them however long the server runs; a minute in which it
//! did not run, or had not yet heard of every open conversation, has no sample, and none is made up for it.

use super::moment::Moment;
use crate::domain::{ConversationId, PhaseName, SiteId, Stage, Summary, Timestamp};
use crate::protocol::board::StageCounts;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Duration;

/// How far back samples reach.
pub const SPAN: Duration = Duration::from_hours(2);
/// From one sample to the next.
pub const EVERY: Duration = Duration::from_mins(1);
/// A start tells of open conversations one after the other; until all are told the counts are too low.
const SETTLED: Duration = Duration::from_mins(1);
/// Sites that a sample tells apart; conversations of others count for all sites together.
const SITES: usize = 100;

/// The counts at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mood {
    /// When, on the minute.
    pub at: Timestamp,
    /// Open conversations by stage.
    pub stages: StageCounts,
}

/// What is known of one site, or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Oldest first; minutes without a sample are missing.
    pub moods: Vec<Mood>,
    /// Sites that had an open conversation within this time, by name.
    pub sites: Vec<SiteId>,
}

#[derive(Debug)]
struct Sample {
    at: Timestamp,
    all: StageCounts,
    sites: Vec<(SiteId, StageCounts)>,
}

/// The samples, and what the next one is made of.
#[derive(Debug, Default)]
pub struct Moods {
    open: HashMap<ConversationId, (SiteId, Stage)>,
    samples: VecDeque<Sample>,
}

impl Moods {
    /// A conversation changed.
    pub fn hear(&mut self, summary: &Summary) {
        if summary.phase == PhaseName::Closed {
            self.open.remove(&summary.conv);
        } else {
            self.open.insert(summary.conv, (summary.site.clone(), summary.stage));
        }
    }

    /// Takes the sample of this minute, unless it stands already; forgets what is too old.
    pub fn note(&mut self, now: Moment) {
        if now.steady < SETTLED {
            return;
        }
        let at = minute(now.wall);
        // A clock that was set back: what lies ahead of it would stand in the way.
        while self.samples.back().is_some_and(|last| last.at > at) {
            self.samples.pop_back();
        }
        if self.samples.back().is_some_and(|last| last.at == at) {
            return;
        }
        self.samples.push_back(self.count(at));
        while self.samples.front().is_some_and(|first| is_old(first.at, now.wall)) {
            self.samples.pop_front();
        }
    }

    /// The samples of one site, or of all.
    #[must_use]
    pub fn history(&self, site: Option<&SiteId>, now: Timestamp) -> History {
        let recent = || self.samples.iter().filter(|sample| !is_old(sample.at, now));
        let mut sites: Vec<SiteId> = recent().flat_map(|sample| &sample.sites).map(|(name, _)| name.clone()).collect();
        sites.sort();
        sites.dedup();
        let moods = recent().map(|sample| Mood { at: sample.at, stages: sample.of(site) }).collect();
        History { moods, sites }
    }

    fn count(&self, at: Timestamp) -> Sample {
        let mut all = StageCounts::default();
        let mut sites = BTreeMap::<&SiteId, StageCounts>::new();
        for (site, stage) in self.open.values() {
            all.add(*stage);
            sites.entry(site).or_default().add(*stage);
        }
        let sites = sites.into_iter().take(SITES).map(|(site, counts)| (site.clone(), counts)).collect();
        Sample { at, all, sites }
    }
}

impl Sample {
    fn of(&self, site: Option<&SiteId>) -> StageCounts {
        let Some(site) = site else { return self.all };
        self.sites.iter().find(|(name, _)| name == site).map(|(_, counts)| *counts).unwrap_or_default()
    }
}

fn minute(at: Timestamp) -> Timestamp {
    let every = i64::try_from(EVERY.as_millis()).unwrap_or(i64::MAX);
    Timestamp(at.0.div_euclid(every).saturating_mul(every))
}

fn is_old(at: Timestamp, now: Timestamp) -> bool {
    now.since(at) >= SPAN
}

#[cfg(test)]
#[path = "moods_test.rs"]
mod tests;
