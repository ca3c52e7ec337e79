//! What a conversation is about, by the words that the visitor uses. Pure.
//!
//! Owns the reading of words into one topic; the first topic in the operator's order wins. A word in Latin letters is
//! a whole word, one in Chinese stands anywhere.

use crate::knowledge::fold;

/// Most topics.
pub const MOST: usize = 64;

/// One topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its name, which agents' skills refer to.
    pub name: String,
    /// Words that tell it, folded.
    words: Vec<String>,
    /// Stages that it counts more in the queue.
    pub lift: u8,
    /// What was passed to whoever has its skill is kept for them while their hours are over.
    kept: bool,
}

impl Topic {
    /// A topic told by these words.
    #[must_use]
    pub fn new(name: String, words: &[String], lift: u8) -> Self {
        Self { name, words: words.iter().map(|word| fold(word)).collect(), lift, kept: false }
    }

    /// The same, but what is passed to whoever has its skill is kept for them until they open.
    #[must_use]
    pub fn kept_until_open(self) -> Self {
        Self { kept: true, ..self }
    }
}

/// Every topic, in the operator's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topics(pub Vec<Topic>);

impl Topics {
    /// The place of the first topic that the text tells of.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<u8> {
        if self.0.is_empty() {
            return None;
        }
        let text = fold(text);
        let found = self.0.iter().take(MOST).position(|topic| topic.words.iter().any(|word| says(&text, word)));
        found.and_then(|place| u8::try_from(place).ok())
    }

    /// The name of the topic at a place.
    #[must_use]
    pub fn name(&self, place: u8) -> Option<String> {
        self.0.get(usize::from(place)).map(|topic| topic.name.clone())
    }

    /// Every name, in the operator's order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.0.iter().take(MOST).map(|topic| topic.name.clone()).collect()
    }

    /// The place of the topic of this name.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<u8> {
        let found = self.0.iter().take(MOST).position(|topic| topic.name == name);
        found.and_then(|place| u8::try_from(place).ok())
    }

    /// Whether what was passed to whoever has the skill at a place is kept for them while their hours are over.
    #[must_use]
    pub fn is_kept(&self, place: u8) -> bool {
        self.0.get(usize::from(place)).is_some_and(|topic| topic.kept)
    }

    /// Stages that a topic counts more in the queue.
    #[must_use]
    pub fn lift(&self, topic: Option<u8>) -> u8 {
        topic.and_then(|place| self.0.get(usize::from(place))).map_or(0, |topic| topic.lift)
    }
}

fn says(text: &str, word: &str) -> bool {
    let is_inner = |letter: Option<char>, edge: Option<char>| {
        letter.is_some_and(|c| c.is_ascii_alphanumeric()) && edge.is_some_and(|c| c.is_ascii_alphanumeric())
    };
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
            !is_inner(before, word.chars().next()) && !is_inner(after, word.chars().next_back())
        })
}

#[cfg(test)]
#[path = "topics_test.rs"]
mod tests;
