//! Of the angry messages, how many were flagged? Pure.
//!
//! Staff answer for a random sample of flagged messages and one of all others, each drawn with a known chance. Each
//! angry answer stands for `1 / chance` angry messages (Horvitz and Thompson 1952), where the chance is that of being
//! drawn times the share of the drawn that was answered. The two counts of angry answers are thinned by those chances,
//! so, given their sum, the unflagged one is binomial, and Wilson's interval (1927) for its share carries over to the
//! recall. Only answers to questions count: what people tap of their own accord is not a random sample.

use crate::domain::Language;
use crate::triage::budget::Rate;
use std::collections::BTreeMap;

/// Fewer angry answers say nothing.
pub const LEAST_ANGRY: usize = 5;
/// Fewer answers about unflagged messages say nothing of what was missed.
pub const LEAST_UNFLAGGED: usize = 10;
/// 95 % of a normal distribution lie within this many standard deviations.
const Z: f64 = 1.959_964;

/// One message of the random sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    /// The chance it had of being drawn, above 0 to 1.
    pub p: f32,
    /// The conversation stood at watch or higher after it.
    pub is_flagged: bool,
    /// As what it was read.
    pub language: Option<Language>,
    /// What staff answered; `None` while nobody did.
    pub is_angry: Option<bool>,
}

/// Share of the angry messages that were flagged, 0 to 1, with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recall {
    /// Best guess.
    pub value: f64,
    /// 95 % of such intervals hold the truth.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What the sample holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    /// Messages drawn.
    pub drawn: usize,
    /// Of those, answered.
    pub answered: usize,
    /// Of those, angry.
    pub angry: usize,
}

impl Answers {
    /// Of the flagged or of the unflagged messages.
    #[must_use]
    pub fn of(sample: &[Drawn], is_flagged: bool) -> Self {
        let stratum = || sample.iter().filter(|one| one.is_flagged == is_flagged);
        Self {
            drawn: stratum().count(),
            answered: stratum().filter(|one| one.is_angry.is_some()).count(),
            angry: stratum().filter(|one| one.is_angry == Some(true)).count(),
        }
    }
}

/// The estimate; `None` until there are enough answers.
#[must_use]
pub fn recall(sample: &[Drawn]) -> Option<Recall> {
    let (flagged, missed) = (Stratum::of(sample, true), Stratum::of(sample, false));
    let enough = flagged.angry + missed.angry >= LEAST_ANGRY && missed.answered >= LEAST_UNFLAGGED;
    // Without one answer about a flagged message nothing is known of how many of those are angry.
    if !enough || flagged.answered == 0 {
        return None;
    }
    let n = flagged.effective + missed.effective;
    let Rate { low, high, .. } = Rate::wilson(missed.effective / n, n, Z, 0);
    let odds = flagged.chance / missed.chance;
    let recall = |share: f64| if share >= 1.0 { 0.0 } else { 1.0 / (1.0 + share / (1.0 - share) * odds) };
    Some(Recall { value: recall(missed.effective / n), low: recall(high), high: recall(low) })
}

/// Flagged or unflagged messages.
struct Stratum {
    answered: usize,
    angry: usize,
    /// As many equally weighted angry answers would be as sure (Kish 1965).
    effective: f64,
    /// Chance of an angry message to be drawn and answered.
    chance: f64,
}

impl Stratum {
    fn of(sample: &[Drawn], is_flagged: bool) -> Self {
        let mut cells: BTreeMap<u32, Answers> = BTreeMap::new();
        for one in sample.iter().filter(|one| one.is_flagged == is_flagged && one.p > 0.0 && one.p <= 1.0) {
            let cell = cells.entry(one.p.to_bits()).or_default();
            cell.drawn += 1;
            cell.answered += usize::from(one.is_angry.is_some());
            cell.angry += usize::from(one.is_angry == Some(true));
        }
        let (mut weight, mut squares, mut population, mut answered, mut angry) = (0.0, 0.0, 0.0, 0, 0);
        for (p, cell) in &cells {
            let p = f64::from(f32::from_bits(*p));
            population += cell.drawn as f64 / p;
            answered += cell.answered;
            angry += cell.angry;
            if cell.answered > 0 {
                let each = cell.drawn as f64 / cell.answered as f64 / p;
                weight += each * cell.angry as f64;
                squares += each * each * cell.angry as f64;
            }
        }
        let effective = if angry == 0 { 0.0 } else { weight * weight / squares };
        let chance = if angry == 0 { answered as f64 / population } else { effective / weight };
        Self { answered, angry, effective, chance }
    }
}

#[cfg(test)]
#[path = "recall_test.rs"]
mod tests;
