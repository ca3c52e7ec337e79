//! Which article is the best answer, and how sure that is. Pure.
//!
//! Owns the features of a candidate, the sum that ranks candidates, and the logistic that turns the best one's features
//! into a probability of being right. The numbers are fitted by `attune knowledge fit` on development questions alone
//! and stand in `judge.toml`.

use crate::domain::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Features that rank: cosine, coverage, matching, coverage times matching.
pub const RANK: usize = 4;
/// Features that say how sure the best is: those of the rank, its lead, whether both sides put it first, one over the
/// question's words.
pub const SURE: usize = 7;

/// The bot answers where it is at least so sure. Chosen on development questions: `attune knowledge fit` prints what
/// other lines would do.
pub const ANSWER_AT: f32 = 0.5;

/// Articles that the bot looks at for one question, and most that it offers instead of an answer.
pub const OFFERED: usize = 3;

/// Offered as a button are articles that are at least so likely to be meant.
pub const OFFER_AT: f32 = 0.15;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Words and meanings.
    Hybrid,
    /// Words alone: where no model reads, or the meanings are still being read.
    Words,
    /// Meanings alone: only for comparison.
    Meanings,
}

impl Mode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Hybrid, Self::Words, Self::Meanings];
}

/// An article that may answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Its place on the shelf.
    pub article: u32,
    /// Cosine, coverage, matching, coverage times matching; nought where the mode does not look.
    pub features: [f32; RANK],
}

impl Candidate {
    pub(super) fn new(article: u32, mode: Mode, cosine: f32, (coverage, matching): (f32, f32)) -> Self {
        let features = match mode {
            Mode::Hybrid => [cosine, coverage, matching, coverage * matching],
            Mode::Words => [0.0, coverage, matching, coverage * matching],
            Mode::Meanings => [cosine, 0.0, 0.0, 0.0],
        };
        Self { article, features }
    }
}

/// The fitted numbers of one language and mode.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Of the features that rank.
    pub rank: [f32; RANK],
    /// Of the features that say how sure.
    pub sure: [f32; SURE],
    /// Added to them.
    pub bias: f32,
}

impl Weights {
    /// What a candidate ranks by.
    #[must_use]
    pub fn score(&self, candidate: &Candidate) -> f32 {
        product(&self.rank, &candidate.features)
    }

    /// The probability that the first of these, best first, is the right answer.
    #[must_use]
    pub fn sure(&self, ranked: &[Candidate], asked: usize) -> f32 {
        let Some(features) = self.features(ranked, asked) else { return 0.0 };
        1.0 / (1.0 + (-(product(&self.sure, &features) + self.bias)).exp())
    }

    /// How sure each of the first ones is, best first: a later one is judged as if those before it were not there, and
    /// shares what they have left.
    #[must_use]
    pub fn shares(&self, ranked: &[Candidate], asked: usize, most: usize) -> Vec<f32> {
        let mut left = 1.0;
        let share = |place: usize| {
            let sure = self.sure(&ranked[place..], asked).min(left);
            left -= sure;
            sure
        };
        (0..ranked.len().min(most)).map(share).collect()
    }

    /// What that probability is made of; none where there is no candidate.
    #[must_use]
    pub fn features(&self, ranked: &[Candidate], asked: usize) -> Option<[f32; SURE]> {
        let best = ranked.first()?;
        let lead = self.score(best) - ranked.get(1).map_or(0.0, |second| self.score(second));
        let is_first = |feature: usize| ranked.iter().all(|other| other.features[feature] <= best.features[feature]);
        let agrees = f32::from(u8::from(is_first(0) && is_first(3)));
        let [cosine, coverage, matching, both] = best.features;
        Some([cosine, coverage, matching, both, lead.min(LEAD_MAX), agrees, 1.0 / (1.0 + asked as f32)])
    }
}

/// A lead beyond this says nothing more.
const LEAD_MAX: f32 = 5.0;

fn product<const N: usize>(weights: &[f32; N], features: &[f32; N]) -> f32 {
    weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum()
}

/// All fitted numbers, by language and mode.
pub type AllWeights = BTreeMap<String, BTreeMap<Mode, Weights>>;

/// The shipped numbers.
#[must_use]
pub fn weights(language: Language, mode: Mode) -> &'static Weights {
    static ALL: LazyLock<AllWeights> =
        LazyLock::new(|| toml::from_str(include_str!("judge.toml")).expect("a test reads the shipped numbers"));
    &ALL[name(language)][&mode]
}

/// A language's name in the file.
#[must_use]
pub const fn name(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Zh => "zh",
    }
}
