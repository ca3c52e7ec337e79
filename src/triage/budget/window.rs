//! The window: the latest conversations of a scope, and what is read off them. Its size has a bound.

use super::calm::{is_calm, is_for_staff, is_read};
use crate::domain::{ConversationId, Outcome, Stage, Timestamp};
use std::collections::{HashSet, VecDeque};

/// Conversations kept for each site and language; older ones are forgotten.
pub const WINDOW: usize = 5_000;
/// An unjudged alarm counts as one of the judged ones only where at least this share was judged …
const JUDGED_SHARE: f64 = 0.1;
/// … and so many, or all.
const JUDGED: u32 = 5;

/// What is kept of an outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sample {
    pub(super) conv: ConversationId,
    /// The highest level.
    pub(super) peak: f32,
    /// The highest stage.
    pub(super) stage: Stage,
    /// See `is_calm`.
    pub(super) calm: Option<bool>,
    /// There was an alarm that only staff can judge.
    pub(super) for_staff: bool,
    pub(super) opened_at: Timestamp,
    pub(super) closed_at: Timestamp,
}

impl Sample {
    /// `None` where too little was read.
    pub(super) fn of(outcome: &Outcome) -> Option<Self> {
        is_read(outcome).then(|| Self {
            conv: outcome.conv,
            peak: outcome.peak.level,
            stage: outcome.peak.stage,
            calm: is_calm(outcome),
            for_staff: is_for_staff(outcome),
            opened_at: outcome.opened_at,
            closed_at: outcome.closed_at,
        })
    }
}

/// The latest conversations, oldest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Window {
    samples: VecDeque<Sample>,
    known: HashSet<ConversationId>,
}

impl Window {
    /// Takes one in. A conversation that ended again replaces what it was.
    pub(super) fn push(&mut self, sample: Sample) {
        self.forget(sample.conv);
        if self.samples.len() == WINDOW
            && let Some(oldest) = self.samples.pop_front()
        {
            self.known.remove(&oldest.conv);
        }
        self.known.insert(sample.conv);
        self.samples.push_back(sample);
    }

    /// Forgets a conversation, whose outcome does not belong here any more.
    pub(super) fn forget(&mut self, conv: ConversationId) {
        if self.known.remove(&conv) {
            self.samples.retain(|other| other.conv != conv);
        }
    }

    pub(super) fn samples(&self) -> impl Iterator<Item = &Sample> {
        self.samples.iter()
    }
}

/// How many alarms there were that only staff can judge, and how many of them they judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) alarms: u32,
    pub(super) judged: u32,
}

impl Judged {
    pub(super) fn of<'a>(samples: impl IntoIterator<Item = &'a Sample>) -> Self {
        let alarms = samples.into_iter().filter(|sample| sample.for_staff);
        alarms.fold(Self::default(), |sum, sample| Self {
            alarms: sum.alarms + 1,
            judged: sum.judged + u32::from(sample.calm.is_some()),
        })
    }

    /// How many alarms one judged alarm stands for; `None` where too few were judged to say.
    pub(super) fn weight(self) -> Option<f64> {
        let Self { alarms, judged } = self;
        if alarms == 0 {
            return Some(1.0);
        }
        let enough = judged >= JUDGED.min(alarms) && f64::from(judged) >= JUDGED_SHARE * f64::from(alarms);
        enough.then(|| f64::from(alarms) / f64::from(judged))
    }
}

/// Peaks of calm conversations in ascending order, each with how many conversations it stands for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Peaks {
    sorted: Vec<(f32, f64)>,
    total: f64,
    squares: f64,
}

impl Peaks {
    /// Of the calm ones among these; one whose alarm staff judged stands for `weight`.
    pub(super) fn of<'a>(samples: impl IntoIterator<Item = &'a Sample>, weight: f64) -> Self {
        let calm = samples.into_iter().filter(|sample| sample.calm == Some(true));
        calm.map(|sample| (sample.peak, if sample.for_staff { weight } else { 1.0 })).collect()
    }

    /// How many conversations.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// How many conversations they stand for.
    pub(super) const fn total(&self) -> f64 {
        self.total
    }

    /// How many conversations of equal weight would say as much (Kish 1965).
    pub(super) fn effective(&self) -> f64 {
        if self.squares > 0.0 { self.total * self.total / self.squares } else { 0.0 }
    }

    pub(super) fn sorted(&self) -> impl DoubleEndedIterator<Item = (f32, f64)> {
        self.sorted.iter().copied()
    }

    /// The weight of those that reach a line.
    pub(super) fn reaching(&self, line: f32) -> f64 {
        self.sorted().rev().take_while(|(peak, _)| *peak >= line).map(|(_, weight)| weight).sum()
    }
}

impl FromIterator<(f32, f64)> for Peaks {
    fn from_iter<I: IntoIterator<Item = (f32, f64)>>(peaks: I) -> Self {
        let mut sorted: Vec<(f32, f64)> = peaks.into_iter().collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (total, squares) = sorted.iter().fold((0.0, 0.0), |(sum, squares), (_, w)| (sum + w, squares + w * w));
        Self { sorted, total, squares }
    }
}

impl FromIterator<f32> for Peaks {
    fn from_iter<I: IntoIterator<Item = f32>>(peaks: I) -> Self {
        peaks.into_iter().map(|peak| (peak, 1.0)).collect()
    }
}

#[cfg(test)]
#[path = "window_test.rs"]
mod tests;
