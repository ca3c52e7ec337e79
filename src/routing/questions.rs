//! The visitor's questions that nobody has answered. Pure, and folded from the log.
//!
//! Owns what counts as a question and as an answer. A reply answers the latest question, and an earlier one where both
//! speak of the same thing; the bot answers the message that it names; "one moment", a courtesy and a question back
//! answer nothing. Questions end with the conversation. Its memory has a bound.

use super::intent::{Intent, intent};
use crate::domain::{BotAct, Event, Party, Seq, Stamped};
use crate::knowledge::{fold, words};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Most questions remembered: an answered one is forgotten first, then the earliest.
const MOST: usize = 6;
/// A reply up to this long that asks for patience is nothing else, in characters.
const HOLDING_CHARS: usize = 60;

/// A question that was put, answered or not.
#[derive(Debug, Clone, PartialEq)]
struct Question {
    message: Seq,
    is_open: bool,
    /// Hashes of its words, in order: all that is asked of them is whether two texts have one in common.
    words: Arc<[u64]>,
}

/// Questions of one conversation, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Questions(Vec<Question>);

impl Questions {
    /// Takes in the next event of the log.
    pub fn hear(&mut self, logged: &Stamped<Event>) {
        match (&logged.event, &logged.by) {
            (Event::Said { text, .. }, Party::Visitor) => self.asked(logged.seq, text.as_str()),
            (Event::Said { text, .. }, Party::Staff { .. }) => self.replied(text.as_str()),
            (Event::Said { bot: Some(BotAct::Answered { .. }), answers: Some(message), .. }, _) => {
                self.settle(*message, true);
            }
            (Event::QuestionSettled { message, answered }, _) => self.settle(*message, *answered),
            (Event::Closed { .. }, _) => self.0.clear(),
            _ => {}
        }
    }

    /// The visitor spoke.
    fn asked(&mut self, message: Seq, text: &str) {
        if !is_question(text) {
            return;
        }
        if self.0.len() == MOST {
            let first = self.0.iter().position(|question| !question.is_open);
            self.0.remove(first.unwrap_or(0));
        }
        self.0.push(Question { message, is_open: true, words: hashes(text).into() });
    }

    /// A person of ours spoke.
    fn replied(&mut self, text: &str) {
        if self.open().next().is_none() || says_nothing(text) {
            return;
        }
        let said = hashes(text);
        let latest = self.open().last();
        for question in &mut self.0 {
            question.is_open &=
                Some(question.message) != latest && !question.words.iter().any(|word| said.binary_search(word).is_ok());
        }
    }

    /// One was answered by the bot or in somebody's judgement, or is open in somebody's judgement.
    fn settle(&mut self, message: Seq, is_answered: bool) {
        if let Some(question) = self.0.iter_mut().find(|question| question.message == message) {
            question.is_open = !is_answered;
        }
    }

    /// Whether one is open; `None` where there is no such question, or none any more.
    #[must_use]
    pub fn is_open(&self, message: Seq) -> Option<bool> {
        self.0.iter().find(|question| question.message == message).map(|question| question.is_open)
    }

    /// Messages that hold open questions, in order.
    pub fn open(&self) -> impl Iterator<Item = Seq> {
        self.0.iter().filter(|question| question.is_open).map(|question| question.message)
    }
}

/// Its words as numbers, in order, the same at every start.
fn hashes(text: &str) -> Vec<u64> {
    let hash = |word: String| {
        let mut hasher = DefaultHasher::new();
        word.hash(&mut hasher);
        hasher.finish()
    };
    let mut hashes: Vec<u64> = words(text).into_iter().map(hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Whether somebody wants to know something. What calls for a person, or is a courtesy, is dealt with elsewhere.
#[must_use]
pub fn is_question(text: &str) -> bool {
    let folded = fold(text);
    let asks = folded.contains('?') || asks_in_chinese(&folded) || clauses(&folded).any(asks);
    asks && text.contains(char::is_alphanumeric) && intent(text).is_none()
}

fn asks_in_chinese(folded: &str) -> bool {
    !folded.is_ascii() && ASKING_ZH.iter().any(|word| folded.contains(word))
}

/// Clauses of a folded text.
fn clauses(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(['.', ',', ';', '!', '\n', '。']).map(str::trim)
}

/// "where is …", "can i …": an interrogative in front, or a verb with its subject behind it.
fn asks(clause: &str) -> bool {
    let mut words = clause.split_whitespace().skip_while(|word| LEADS.contains(word));
    let (Some(first), second) = (words.next(), words.next()) else { return false };
    let first = first.split('\'').next().unwrap_or(first);
    (ASKING.contains(&first) && second.is_some())
        || (VERBS.contains(&first) && second.is_some_and(|word| SUBJECTS.contains(&word)))
}

/// A reply that leaves every question as it was.
fn says_nothing(text: &str) -> bool {
    let courtesy =
        matches!(intent(text), Some(Intent::Hello | Intent::Thanks | Intent::Goodbye | Intent::Yes | Intent::No));
    let folded = fold(text);
    let holds = text.chars().count() <= HOLDING_CHARS && HOLDING.iter().any(|phrase| folded.contains(phrase));
    courtesy || holds || folded.trim_end().ends_with(['?', '吗', '呢'])
}

const LEADS: &[&str] = &["so", "and", "but", "ok", "okay", "hi", "hello", "hey", "well", "then", "also", "please"];
const ASKING: &[&str] = &["what", "when", "where", "why", "how", "who", "which", "whats", "wheres"];
const VERBS: &[&str] = &[
    "can", "could", "will", "would", "is", "are", "am", "was", "were", "do", "does", "did", "has", "have", "should",
    "may",
];
const SUBJECTS: &[&str] =
    &["i", "you", "we", "it", "they", "he", "she", "there", "this", "that", "these", "my", "your", "the", "anyone"];
const ASKING_ZH: &[&str] = &[
    "吗",
    "什么",
    "怎么",
    "为什么",
    "为啥",
    "咋",
    "哪里",
    "哪个",
    "哪天",
    "在哪",
    "到哪",
    "几时",
    "多久",
    "多少",
    "是否",
    "能不能",
    "可不可以",
    "有没有",
    "是不是",
    "会不会",
    "什么时候",
    "何时",
    "如何",
    "几天",
];
const HOLDING: &[&str] = &[
    "one moment",
    "a moment",
    "just a sec",
    "one sec",
    "hold on",
    "bear with me",
    "let me check",
    "let me look",
    "let me see",
    "i'll check",
    "i'll take a look",
    "looking into",
    "please wait",
    "稍等",
    "请稍候",
    "等一下",
    "等下",
    "等我",
    "我看一下",
    "我看看",
    "我查一下",
    "查一下",
    "帮您查",
    "帮您看",
    "核实一下",
];

#[cfg(test)]
#[path = "questions_test.rs"]
mod tests;
