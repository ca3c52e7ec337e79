//! Of what was judged, how much was right: by what it is about and by language, each share with its interval. Pure.
//!
//! What people tap of their own accord is no random sample: they speak up where something is wrong. So these shares say
//! what was judged, not what there was; `recall` says what the random sample says.

use crate::domain::{AlertKind, Language, Stage};
use crate::triage::budget::Rate;
use std::collections::BTreeMap;

/// 95 % of a normal distribution lie within this many standard deviations.
const Z: f64 = 1.959_964;

/// What a judgement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A message that was taken for angry.
    Angry,
    /// A message that was not.
    Calm,
    /// An alert, with the stage that raised it.
    Alert(AlertKind, Stage),
}

/// One message or alert that somebody judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// What about.
    pub about: About,
    /// In which language; `None` where there is none to tell.
    pub language: Option<Language>,
    /// What most people say; a tie counts as angry, and of an alert as right.
    pub is_right: bool,
}

/// All that is about the same, in one language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// What about.
    pub about: About,
    /// In which language.
    pub language: Option<Language>,
    /// Messages or alerts judged right.
    pub right: u32,
    /// Judged wrong.
    pub wrong: u32,
    /// Share of the right, with Wilson's 95 % interval.
    pub precision: Rate,
}

/// The rows, in the order of what they are about, then of languages.
#[must_use]
pub fn rows(verdicts: impl IntoIterator<Item = Verdict>) -> Vec<Row> {
    let mut counts: BTreeMap<(About, Option<Language>), (u32, u32)> = BTreeMap::new();
    for Verdict { about, language, is_right } in verdicts {
        let (right, wrong) = counts.entry((about, language)).or_default();
        *(if is_right { right } else { wrong }) += 1;
    }
    let row = |((about, language), (right, wrong)): ((About, Option<Language>), (u32, u32))| {
        let all = right + wrong;
        let precision = Rate::wilson(f64::from(right) / f64::from(all), f64::from(all), Z, all);
        Row { about, language, right, wrong, precision }
    };
    counts.into_iter().map(row).collect()
}

#[cfg(test)]
#[path = "precision_test.rs"]
mod tests;
