//! What the knowledge base lacks: questions that were asked and missed, and articles after which people wanted a
//! person all the same. Pure; read from logs.
//!
//! Owns what counts as a miss and as an escalation, and which missed questions are about the same. Memory is bounded:
//! of one conversation and of one group only so much is kept.

use super::words::words;
use crate::domain::{BotAct, Event, Language, Party, Seq, Stamped, Timestamp, WaitCause};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Misses, and answers, kept of one conversation: the latest.
const OF_ONE: usize = 20;
/// Longest question that is shown, in characters.
const SHOWN: usize = 200;
/// Groups at most in each language; what is like none of them is counted apart.
const GROUPS: usize = 200;
/// Examples of one group.
const EXAMPLES: usize = 5;
/// Two questions are about the same when they share this part of their telling words.
const ALIKE: f32 = 0.4;

/// A question without an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// What was asked, cut short.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// An answer from an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The article's title.
    pub article: String,
    /// A person was wanted before anything else was answered.
    pub escalated: bool,
}

/// What one log says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lacks {
    /// Questions that were missed.
    pub misses: Vec<Miss>,
    /// Articles that were given.
    pub given: Vec<Given>,
}

/// Reads a log.
#[must_use]
pub fn lacks(log: &[Stamped<Event>]) -> Lacks {
    let mut said: HashMap<Seq, &str> = HashMap::new();
    let mut found = Lacks::default();
    for event in log {
        match &event.event {
            Event::Said { text, .. } if event.by == Party::Visitor => {
                said.insert(event.seq, text.as_str());
            }
            Event::Said { bot: Some(BotAct::Answered { article }), .. } => {
                found.given.push(Given { article: article.clone(), escalated: false });
            }
            // Words that do not fit the question of a flow ask nothing.
            Event::Said { bot: Some(act), answers: Some(question), flow: None, .. } if is_miss(act) => {
                let text: Option<String> = said.get(question).map(|text| text.chars().take(SHOWN).collect());
                found.misses.extend(text.map(|text| Miss { text, at: event.at }));
            }
            Event::Queued { cause, .. } if is_wish(*cause) => {
                if let Some(last) = found.given.last_mut() {
                    last.escalated = true;
                }
            }
            _ => {}
        }
    }
    found.misses.drain(..found.misses.len().saturating_sub(OF_ONE));
    found.given.drain(..found.given.len().saturating_sub(OF_ONE));
    found
}

const fn is_miss(act: &BotAct) -> bool {
    matches!(act, BotAct::Missed | BotAct::HandedOver { cause: WaitCause::BotMissed })
}

/// A person took over since the bot was not enough; that staff stepped in by themselves says nothing of it.
const fn is_wish(cause: WaitCause) -> bool {
    matches!(cause, WaitCause::Asked | WaitCause::BotMissed | WaitCause::Flow | WaitCause::Triage)
}

/// Missed questions about the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Of its questions.
    pub language: Language,
    /// How often it was asked.
    pub times: u32,
    /// When last.
    pub last: Timestamp,
    /// The latest of its questions, each once, newest first.
    pub examples: Vec<String>,
    /// Telling words of the question that began the group.
    words: BTreeSet<String>,
}

/// Groups misses, the most frequent group first. The first question of a group stands for it, so that a group cannot
/// drift from one matter to another.
#[must_use]
pub fn gaps(misses: impl IntoIterator<Item = (Language, Miss)>) -> Vec<Gap> {
    let mut misses: Vec<(Language, Miss)> = misses.into_iter().collect();
    misses.sort_by(|(_, one), (_, other)| one.at.cmp(&other.at).then_with(|| one.text.cmp(&other.text)));
    let mut groups: Vec<Gap> = Vec::new();
    for (language, Miss { text, at }) in misses {
        let words: BTreeSet<String> = words(&text).into_iter().collect();
        let near = groups.iter().enumerate().filter(|(_, group)| group.language == language);
        let near = near.map(|(place, group)| (likeness(&group.words, &words), place));
        let nearest = near.max_by(|one, other| one.0.total_cmp(&other.0)).filter(|(likeness, _)| *likeness >= ALIKE);
        match nearest {
            Some((_, place)) => groups[place].take(text, at),
            None if groups.iter().filter(|group| group.language == language).count() < GROUPS => {
                groups.push(Gap { language, times: 1, last: at, examples: vec![text], words });
            }
            None => {}
        }
    }
    groups.sort_by(|one, other| other.times.cmp(&one.times).then_with(|| other.last.cmp(&one.last)));
    groups
}

impl Gap {
    fn take(&mut self, text: String, at: Timestamp) {
        (self.times, self.last) = (self.times + 1, at);
        self.examples.retain(|known| *known != text);
        self.examples.insert(0, text);
        self.examples.truncate(EXAMPLES);
    }
}

/// Share of all their words that both have; questions without telling words are alike.
fn likeness(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f32 {
    let all = one.union(other).count();
    if all == 0 { 1.0 } else { one.intersection(other).count() as f32 / all as f32 }
}

/// How often an article was given, and how often a person was wanted after it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Use {
    /// Given.
    pub given: u32,
    /// A person was wanted before anything else was answered.
    pub escalated: u32,
}

/// Counts by article.
#[must_use]
pub fn uses<'a>(given: impl IntoIterator<Item = &'a Given>) -> BTreeMap<String, Use> {
    let mut uses: BTreeMap<String, Use> = BTreeMap::new();
    for Given { article, escalated } in given {
        let counted = uses.entry(article.clone()).or_default();
        counted.given += 1;
        counted.escalated += u32::from(*escalated);
    }
    uses
}

#[cfg(test)]
#[path = "gaps_test.rs"]
mod tests;
