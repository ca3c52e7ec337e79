//! What is to be done about the lines of one scope now. Pure; owns the terms and every condition of a change.
//!
//! Keeps: lines come into force only out of the shadow; lines that fit the budget within chance stay, so that they
//! cannot swing to and fro with the sample; nothing is rolled back to lines that the same conversations show to be over
//! budget.

use super::Budgets;
use super::fit::{fit, is_worse};
use super::ledger::{Candidate, Standing};
use super::lines::lines;
use super::rate::{Rate, Z95};
use super::shift::{percentiles, shifted};
use super::window::{Judged, Peaks, Sample};
use crate::domain::Timestamp;
use crate::domain::budget::{Basis, Fit, Lines, Purpose, Step, Why};
use std::time::Duration;

/// Lines are computed anew after this long …
const TERM: Duration = Duration::from_hours(7 * 24);
/// … or, where they drift, after this long at the earliest.
const DRIFT_TERM: Duration = Duration::from_hours(24);
/// Lines run in shadow for this long at least …
const SHADOW: Duration = Duration::from_hours(24);
/// … and over so many calm conversations; as many tell whether those in force did harm.
const SHADOW_CHATS: usize = 100;
/// Drift is told by conversations of this long before the latest, so that every day of the week is among them: a
/// weekend is no drift.
const RECENT: Duration = Duration::from_hours(7 * 24);
/// For this long after they came into force lines can be rolled back; later it is drift.
const ON_TRIAL: Duration = Duration::from_hours(14 * 24);
/// Lines stay unless they miss the budget by more than this many standard errors …
const Z_STAY: f64 = 3.0;
/// … and lie further than this from where they would be put, logits.
const NEAR: f32 = 0.05;

/// A scope and all that is known of it.
pub(super) struct View<'a> {
    pub(super) budgets: &'a Budgets,
    pub(super) basis: &'a Basis,
    /// The policy's own lines.
    pub(super) shipped: Lines,
    pub(super) standing: &'a Standing,
    /// Oldest first.
    pub(super) samples: &'a [Sample],
}

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub(super) step: Step,
    pub(super) why: Why,
    pub(super) to: Option<Lines>,
    pub(super) chats: usize,
    pub(super) reference: Vec<f32>,
    pub(super) fit: Option<Fit>,
}

impl Plan {
    fn new(step: Step, why: Why, to: Option<Lines>, chats: usize) -> Self {
        Self { step, why, to, chats, reference: Vec::new(), fit: None }
    }
}

impl View<'_> {
    /// The next step, if one is due.
    pub(super) fn plan(&self, now: Timestamp) -> Option<Plan> {
        let is_known = self.standing.computed_at.is_some() || self.standing.lines.is_some();
        if is_known && self.standing.basis != *self.basis {
            return Some(Plan::new(Step::Reset, Why::NewBasis, None, 0));
        }
        if let Some(candidate) = self.standing.candidate {
            return self.end_shadow(candidate, now);
        }
        self.roll_back(now).or_else(|| self.compute(now))
    }

    /// Lines in force, or the policy's own.
    pub(super) fn in_force(&self) -> Lines {
        self.standing.lines.unwrap_or(self.shipped)
    }

    /// Peaks of calm conversations that ended since; `None` where too few alarms were judged to count them.
    fn calm_since(&self, since: Timestamp) -> Option<Peaks> {
        let weight = Judged::of(self.samples).weight()?;
        Some(Peaks::of(self.samples.iter().filter(|sample| sample.closed_at > since), weight))
    }

    /// Those of late; `None` where there are none either.
    pub(super) fn lately(&self) -> Option<Peaks> {
        self.calm_since(self.recently()?)
    }

    /// Whether the lines in force overspend a budget.
    pub(super) fn over_budget(&self, lately: &Peaks) -> bool {
        self.overspends(&self.in_force(), lately)
    }

    /// How far peaks lie from those that lines were computed from, where that is no chance.
    pub(super) fn shift(&self, lately: &Peaks) -> Option<f64> {
        let Standing { reference, chats, .. } = self.standing;
        shifted(reference, *chats, lately)
    }

    fn recently(&self) -> Option<Timestamp> {
        self.samples.last().map(|latest| latest.closed_at.minus(RECENT))
    }

    /// What each line sets off among these peaks, and the share that it may.
    fn rates(&self, lines: &Lines, calm: &Peaks, z: f64) -> [(Rate, f64); 3] {
        Purpose::ALL.map(|purpose| (Rate::of(calm, lines[purpose as usize], z), self.budgets.share(purpose)))
    }

    fn overspends(&self, lines: &Lines, calm: &Peaks) -> bool {
        self.rates(lines, calm, Z95).iter().any(|(rate, budget)| rate.is_over(*budget))
    }

    /// Whether `lines` are over a budget beyond chance, and more so than `others`, on the same conversations.
    fn is_worse(&self, lines: &Lines, others: &Lines, calm: &Peaks) -> bool {
        let mut both = self.rates(lines, calm, Z95).into_iter().zip(self.rates(others, calm, Z95));
        both.any(|((mine, budget), (other, _))| mine.low > budget && mine.share > other.share)
    }

    fn end_shadow(&self, candidate: Candidate, now: Timestamp) -> Option<Plan> {
        if now.since(candidate.since) < SHADOW {
            return None;
        }
        let calm = self.calm_since(candidate.since).filter(|calm| calm.len() >= SHADOW_CHATS)?;
        let is_worse = self.is_worse(&candidate.lines, &self.in_force(), &calm);
        let (step, why) = if is_worse { (Step::Dropped, Why::Worse) } else { (Step::Promoted, Why::NoWorse) };
        Some(Plan::new(step, why, Some(candidate.lines), calm.len()))
    }

    fn roll_back(&self, now: Timestamp) -> Option<Plan> {
        let Standing { before, since, fit: fit_before, .. } = self.standing;
        let (before, since) = ((*before)?, (*since)?);
        if now.since(since) > ON_TRIAL {
            return None;
        }
        let (mine, others) = (self.in_force(), before.unwrap_or(self.shipped));
        let calm = self.calm_since(since).filter(|calm| calm.len() >= SHADOW_CHATS)?;
        if self.overspends(&others, &calm) {
            return None;
        }
        let fit_since = fit(self.samples.iter().filter(|sample| sample.closed_at >= since));
        let is_worse_fit = fit_before.zip(fit_since).is_some_and(|(before, after)| is_worse(&before, &after));
        let why = if self.overspends(&mine, &calm) && self.is_worse(&mine, &others, &calm) {
            Why::Worse
        } else if is_worse_fit {
            Why::WorseFit
        } else {
            return None;
        };
        Some(Plan::new(Step::RolledBack, why, before, calm.len()))
    }

    fn compute(&self, now: Timestamp) -> Option<Plan> {
        let why = self.due(now)?;
        let has_drifted = matches!(why, Why::OverBudget | Why::Shifted);
        let Some(weight) = Judged::of(self.samples).weight() else {
            // Said once a term, as soon as there would be enough.
            let is_news = self.samples.len() >= self.least() && !has_drifted;
            return is_news.then(|| Plan::new(Step::Held, Why::TooFewJudged, self.standing.lines, 0));
        };
        let samples = if has_drifted { self.latest() } else { self.samples };
        let calm = Peaks::of(samples, weight);
        if calm.len() < self.least() {
            return None;
        }
        let found = lines(&calm, self.budgets)?;
        let z = if has_drifted { Z95 } else { Z_STAY };
        let stays = self.standing.lines.is_some_and(|lines| self.fits((&lines, &found), &calm, z));
        let (reference, fit, chats) = (percentiles(&calm), fit(samples), calm.len());
        let plan = if stays {
            Plan::new(Step::Held, Why::WithinNoise, self.standing.lines, chats)
        } else {
            Plan::new(Step::Shadowed, why, Some(found), chats)
        };
        Some(Plan { reference, fit, ..plan })
    }

    /// Why lines are to be computed now, if they are.
    fn due(&self, now: Timestamp) -> Option<Why> {
        let Some(computed_at) = self.standing.computed_at else { return Some(Why::Scheduled) };
        if self.standing.per_100.map(f32::to_bits) != self.budgets.per_100.map(f32::to_bits) {
            return Some(Why::NewBudgets);
        }
        let age = now.since(computed_at);
        if age < DRIFT_TERM {
            return None;
        }
        if let Some(lately) = self.lately() {
            if self.over_budget(&lately) {
                return Some(Why::OverBudget);
            }
            if self.shift(&lately).is_some() && self.is_over(&lately) {
                return Some(Why::Shifted);
            }
        }
        (age >= TERM).then_some(Why::Scheduled)
    }

    /// Whether the lines in force are over a budget beyond chance, by however little: a shift to calmer conversations
    /// can wait for the end of the term.
    fn is_over(&self, lately: &Peaks) -> bool {
        self.rates(&self.in_force(), lately, Z95).iter().any(|(rate, budget)| rate.low > *budget)
    }

    /// Those of late, or as many of the latest as are needed.
    fn latest(&self) -> &[Sample] {
        let since = self.recently().unwrap_or(Timestamp(i64::MIN));
        let first_recent = self.samples.partition_point(|sample| sample.closed_at <= since);
        let mut calm = 0;
        let needed = self.samples.iter().rposition(|sample| {
            calm += usize::from(sample.calm == Some(true));
            calm >= self.least()
        });
        &self.samples[first_recent.min(needed.unwrap_or(0))..]
    }

    /// Whether each line spends its budget but for chance, or lies where it would be put anyway.
    fn fits(&self, (lines, found): (&Lines, &Lines), calm: &Peaks, z: f64) -> bool {
        let rates = self.rates(lines, calm, z);
        rates
            .iter()
            .zip(lines.iter().zip(found))
            .all(|((rate, budget), (line, put))| (rate.low..=rate.high).contains(budget) || (line - put).abs() < NEAR)
    }

    fn least(&self) -> usize {
        self.budgets.min_chats as usize
    }
}
