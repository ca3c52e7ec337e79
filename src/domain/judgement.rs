//! What staff say of a score or an alert: right or wrong, in one tap. Owns the shapes and what a score says in one word;
//! `conversation::decide` owns who may say what. Never seen by visitors (invariant C6).

use super::{AlertId, Language, Party, Scoring, Seq, StaffId, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// From this P(anger >= 2) on, a score says "angry".
pub const SAYS_ANGRY: f32 = 0.5;

/// Alerts about anger are kept back for this long after somebody said that a message is not angry.
pub const MUTED_FOR: Duration = Duration::from_mins(10);

/// What is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Subject {
    /// What triage read in a visitor's message.
    Message {
        /// Which.
        message: Seq,
    },
    /// An alert.
    Alert {
        /// Which.
        alert: AlertId,
    },
}

/// What somebody thinks of it. Of one person and one subject the latest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// It is as the score or the alert says.
    Right,
    /// It is not.
    Wrong,
    /// Taken back: as if nothing had been said.
    Withdrawn,
}

impl Judgement {
    /// Whether it says that the score or the alert is right; `None` where it is taken back.
    #[must_use]
    pub const fn is_right(self) -> Option<bool> {
        match self {
            Self::Right => Some(true),
            Self::Wrong => Some(false),
            Self::Withdrawn => None,
        }
    }

    /// Whether whoever says so finds the message angry: by the level they named, else by what was read in it.
    #[must_use]
    pub fn finds_angry(self, level: Option<AngerLevel>, read: Option<&Reading>) -> Option<bool> {
        let is_right = self.is_right()?;
        level.map(AngerLevel::is_angry).or_else(|| Some(read?.says_angry() == is_right))
    }
}

/// How angry a person finds a message: 0 not at all, 1 displeased, 2 annoyed at us, 3 furious.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "0 | 1 | 2 | 3"))]
#[schemars(with = "u8")]
#[serde(try_from = "u8", into = "u8")]
pub struct AngerLevel(u8);

impl AngerLevel {
    /// The highest.
    pub const MOST: u8 = 3;

    /// Annoyed at us, or worse.
    #[must_use]
    pub const fn is_angry(self) -> bool {
        self.0 >= 2
    }
}

impl TryFrom<u8> for AngerLevel {
    type Error = &'static str;
    fn try_from(level: u8) -> Result<Self, Self::Error> {
        if level <= Self::MOST { Ok(Self(level)) } else { Err("a whole number, 0 to 3") }
    }
}

impl From<AngerLevel> for u8 {
    fn from(level: AngerLevel) -> Self {
        level.0
    }
}

/// What somebody wants to say; a level says right or wrong by what the score says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opinion {
    /// Right, wrong, or taken back.
    Plain(Judgement),
    /// How angry the message is; of messages only.
    Level(AngerLevel),
}

/// What triage had read in a message when it was sampled or judged, so that a label stands by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reading {
    /// As what it was read.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<Language>,
    /// P(anger >= 2), as it was shown.
    pub anger: f32,
    /// The same before this site's recalibration.
    pub base: f32,
    /// Stage of the conversation after it.
    pub stage: Stage,
    /// Model, as in `Provenance`.
    pub model: String,
}

impl Reading {
    /// Of a scored message; `None` where there is no score.
    #[must_use]
    pub fn of(scoring: &Scoring, stage: Stage) -> Option<Self> {
        let Scoring::Scored(score) = scoring else { return None };
        Some(Self {
            language: score.language,
            anger: score.anger,
            base: score.own_anger(),
            stage,
            model: score.by.model.clone(),
        })
    }

    /// What the score says in one word.
    #[must_use]
    pub fn says_angry(&self) -> bool {
        self.anger >= SAYS_ANGRY
    }

    /// Whether staff were shown that something is wrong: the conversation stood at watch or higher after it.
    #[must_use]
    pub fn is_flagged(&self) -> bool {
        self.stage >= Stage::Watch
    }
}

/// What people say of subjects, each person for themselves: of one person and one subject the latest counts, and taking
/// back takes back one's own word alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Voices<S, T>(BTreeMap<S, Vec<(StaffId, T)>>);

impl<S, T> Default for Voices<S, T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<S: Ord, T> Voices<S, T> {
    /// Somebody speaks, or takes back what they said (`None`). Only people do.
    pub fn say(&mut self, of: S, by: &Party, word: Option<T>) {
        let Party::Staff { id, .. } = by else { return };
        let voices = self.0.entry(of).or_default();
        voices.retain(|(person, _)| person != id);
        voices.extend(word.map(|word| (*id, word)));
    }

    /// Every subject that somebody still says something of, with the words on it, the latest last.
    pub fn all(&self) -> impl Iterator<Item = (&S, impl DoubleEndedIterator<Item = &T>)> {
        let spoken = self.0.iter().filter(|(_, voices)| !voices.is_empty());
        spoken.map(|(of, voices)| (of, voices.iter().map(|(_, word)| word)))
    }

    /// The words that stand on a subject, the latest last.
    pub fn of(&self, subject: &S) -> impl Iterator<Item = &T> {
        self.0.get(subject).into_iter().flatten().map(|(_, word)| word)
    }

    /// Forgets all other subjects.
    pub fn retain(&mut self, mut keeps: impl FnMut(&S) -> bool) {
        self.0.retain(|subject, _| keeps(subject));
    }

    /// Every word that stands.
    pub fn words(&self) -> impl Iterator<Item = &T> {
        self.all().flat_map(|(_, words)| words)
    }

    /// The latest word on each subject.
    pub fn latest(&self) -> impl Iterator<Item = (&S, &T)> {
        self.all().filter_map(|(of, mut words)| Some((of, words.next_back()?)))
    }
}

#[cfg(test)]
#[path = "judgement_test.rs"]
mod tests;
