//! What a policy makes of a period: how many alerts, how much of that each supervisor gets, how early they come, what
//! is missed and what was for nothing; and what changes between two policies. Pure.
//!
//! Owns the counting. Conversations are taken one after the other and not kept: what grows with their number is a few
//! numbers for each that alerted. Lists end at `LISTED`, and say how many more there are.

pub mod facts;
mod judging;
mod markdown;
mod shapes;

pub use markdown::markdown;
pub use shapes::{Change, Changed, Comparison, Count, Lead, Load, Report, Target};

use self::facts::{Facts, Point, Raised};
use crate::domain::{AlertKind, ConversationId, Stage, Timestamp};
use std::collections::BTreeMap;

/// Longest list of changes.
pub const LISTED: usize = 200;
const HOUR_MS: i64 = 3_600_000;

/// Counts one policy.
#[derive(Debug, Default)]
pub struct Tally {
    conversations: u32,
    by: BTreeMap<(AlertKind, Stage), u32>,
    hours: BTreeMap<i64, u32>,
    leads: BTreeMap<Target, Vec<(i64, i64)>>,
    span: Option<(Timestamp, Timestamp)>,
    bad: u32,
    missed: u32,
    false_alarms: u32,
}

impl Tally {
    /// Takes a conversation into account.
    pub fn take(&mut self, facts: &Facts, alerts: &[Raised]) {
        self.conversations += 1;
        let (first, last) = self.span.unwrap_or((facts.opened_at, facts.last_at));
        self.span = Some((first.min(facts.opened_at), last.max(facts.last_at)));
        for alert in alerts {
            *self.by.entry((alert.kind, alert.stage)).or_default() += 1;
            *self.hours.entry(alert.point.at.0.div_euclid(HOUR_MS)).or_default() += 1;
            self.false_alarms += u32::from(facts.is_false(alert));
        }
        if facts.is_bad() {
            self.bad += 1;
            self.missed += u32::from(alerts.is_empty());
        }
        let Some(first) = alerts.first() else { return };
        let targets =
            [(Target::Worst, facts.worst), (Target::Human, facts.human), (Target::BadRating, facts.bad_rating)];
        for (target, point) in targets {
            self.leads.entry(target).or_default().extend(point.map(|point| moved(point, first.point)));
        }
    }

    /// What it came to, divided over so many supervisors.
    #[must_use]
    pub fn report(&self, supervisors: u32) -> Report {
        let alerts: u32 = self.by.values().sum();
        let lead = [Target::Worst, Target::Human, Target::BadRating].map(|against| self.lead(against));
        let by = self.by.iter().map(|((kind, stage), alerts)| Count { kind: *kind, stage: *stage, alerts: *alerts });
        Report {
            conversations: self.conversations,
            alerts,
            per_100: 100.0 * share(alerts, self.conversations),
            by: by.collect(),
            load: self.load(supervisors.max(1), alerts),
            lead: lead.to_vec(),
            bad: self.bad,
            missed: self.missed,
            false_alarms: self.false_alarms,
        }
    }

    fn load(&self, supervisors: u32, alerts: u32) -> Load {
        let (first, last) = self.span.unwrap_or_default();
        let hours = (last.since(first).as_secs_f32() / 3_600.0).max(1.0);
        let busiest = self.hours.iter().rev().max_by_key(|(_, alerts)| **alerts);
        let each = supervisors as f32;
        Load {
            supervisors,
            hours,
            per_hour: alerts as f32 / hours / each,
            busiest: busiest.map_or(0.0, |(_, alerts)| *alerts as f32 / each),
            busiest_hour: busiest.map(|(hour, _)| Timestamp(hour.saturating_mul(HOUR_MS))),
        }
    }

    fn lead(&self, against: Target) -> Lead {
        let leads = self.leads.get(&against).map_or(&[][..], Vec::as_slice);
        let turns = median(leads.iter().map(|(turns, _)| *turns).collect());
        let seconds = median(leads.iter().map(|(_, seconds)| *seconds).collect());
        Lead { against, conversations: u32::try_from(leads.len()).unwrap_or(u32::MAX), turns, seconds }
    }
}

/// Counts two policies beside each other.
#[derive(Debug, Default)]
pub struct Comparing {
    old: Tally,
    new: Tally,
    counts: BTreeMap<&'static str, u32>,
    changes: Vec<Changed>,
    left_out: u32,
}

impl Comparing {
    /// Takes a conversation into account.
    pub fn take(&mut self, facts: &Facts, old: &[Raised], new: &[Raised]) {
        self.old.take(facts, old);
        self.new.take(facts, new);
        let same = |a: &Raised, b: &Raised| (a.kind, a.stage) == (b.kind, b.stage);
        for alert in new {
            match old.iter().find(|other| same(alert, other)) {
                None => self.note(facts.conv, Change::Gained, alert, (0, 0)),
                Some(before) => match moved(alert.point, before.point) {
                    (0, 0) => {}
                    by if alert.point.at < before.point.at => self.note(facts.conv, Change::Earlier, alert, by),
                    by => self.note(facts.conv, Change::Later, alert, by),
                },
            }
        }
        for alert in old.iter().filter(|alert| !new.iter().any(|other| same(alert, other))) {
            self.note(facts.conv, Change::Lost, alert, (0, 0));
        }
    }

    /// What it came to.
    #[must_use]
    pub fn report(self, supervisors: u32) -> Comparison {
        let count = |change: Change| self.counts.get(name(change)).copied().unwrap_or(0);
        Comparison {
            old: self.old.report(supervisors),
            new: self.new.report(supervisors),
            gained: count(Change::Gained),
            lost: count(Change::Lost),
            earlier: count(Change::Earlier),
            later: count(Change::Later),
            changes: self.changes,
            left_out: self.left_out,
        }
    }

    fn note(&mut self, conv: ConversationId, change: Change, alert: &Raised, (turns, seconds): (i64, i64)) {
        *self.counts.entry(name(change)).or_default() += 1;
        if self.changes.len() == LISTED {
            self.left_out += 1;
            return;
        }
        let Raised { kind, stage, point } = *alert;
        self.changes.push(Changed { conv, change, kind, stage, at: point.at, turns, seconds });
    }
}

const fn name(change: Change) -> &'static str {
    match change {
        Change::Gained => "gained",
        Change::Lost => "lost",
        Change::Earlier => "earlier",
        Change::Later => "later",
    }
}

/// How far one moment lies after another, in messages of the visitor and in seconds.
fn moved(of: Point, from: Point) -> (i64, i64) {
    (i64::from(of.turn) - i64::from(from.turn), (of.at.0 - from.at.0) / 1_000)
}

fn share(of: u32, all: u32) -> f32 {
    if all == 0 { 0.0 } else { of as f32 / all as f32 }
}

fn median(mut values: Vec<i64>) -> Option<f32> {
    values.sort_unstable();
    let middle = values.len() / 2;
    let high = *values.get(middle)?;
    let low = if values.len().is_multiple_of(2) { values[middle - 1] } else { high };
    Some((low + high) as f32 / 2.0)
}

#[cfg(test)]
#[path = "report_test.rs"]
mod tests;
