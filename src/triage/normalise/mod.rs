//! The normaliser: what people write to be misread, or misspell on purpose, becomes what a reader would read. Pure.
//!
//! Owns the order of its passes and the way back from a sign of the result to the characters it came from. Training
//! reads through the same code (`attune normalise`), so that the model meets in service what it met when it learned.
//! Never touches what is shown or stored; never changes a number; keeps capitals and punctuation.
//!
//! Invariant: normalising a result again changes nothing.

mod chinese;
mod fold;
mod lookalike;
mod sign;
mod spelling;

pub use fold::{pairs, traditional};
use sign::Sign;
use std::borrow::Cow;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Changes when the same text may come out differently: a model says which version it was trained on.
pub const VERSION: u32 = 3;
/// Passes feed one another (a letter put right may complete a spaced word); they settle well within this.
const ROUNDS: usize = 4;

/// So many words tell which language it is.
const WORDS_WEIGHED: usize = 64;

/// Makes text readable. One per model: what counts as a word is the model's vocabulary.
pub struct Normaliser {
    words: Words,
    keywords: chinese::Keywords,
}

/// The words that a model knows whole, in lower case, each with its number in the vocabulary: commoner words come first.
/// Words of customer service that a vocabulary may break into pieces stand beside them.
#[derive(Debug, Default)]
pub struct Words {
    ranks: HashMap<Box<str>, u32>,
    /// From this rank on a word is not common.
    common: u32,
    /// Words that customers write, with how many are written more often.
    spoken: HashMap<&'static str, u32>,
}

/// So many words count as common.
const COMMON: usize = 2_500;
/// Words of customer service, of anger and of haste.
const SERVICE: &str = include_str!("service_words.txt");
/// Words that customers write, commonest first (`python -m train spoken`).
const SPOKEN: &str = include_str!("spoken_words.txt");
/// A word of customer service is taken for as common as this place in the list at least.
const SERVICE_PLACE: u32 = 1_000;

impl Words {
    /// The word's number; `None` when it is none. In any case of letters.
    fn rank(&self, word: &str) -> Option<u32> {
        self.ranks.get(&*small(word)).copied()
    }

    /// Whether this is a word, to the model or to those who write.
    fn has(&self, word: &str) -> bool {
        let word = small(word);
        self.ranks.contains_key(&*word) || self.spoken.contains_key(&*word)
    }

    /// Whether it is a word that everybody uses, or the letter that is one.
    fn is_common(&self, word: &str) -> bool {
        matches!(word, "i" | "I" | "a" | "A") || self.rank(word).is_some_and(|rank| rank < self.common)
    }

    /// How rare a word is that a slip may have been meant for: what customers write before what the model knows.
    fn target(&self, word: &str) -> Option<u32> {
        let behind = |rank: u32| rank.saturating_add(u32::try_from(self.spoken.len()).unwrap_or(u32::MAX));
        self.spoken.get(word).copied().or_else(|| self.rank(word).map(behind))
    }
}

/// In small letters; copied only where there are capitals.
fn small(word: &str) -> Cow<'_, str> {
    let has_capitals = word.bytes().any(|b| b.is_ascii_uppercase());
    if has_capitals { Cow::Owned(word.to_ascii_lowercase()) } else { Cow::Borrowed(word) }
}

impl FromIterator<(String, u32)> for Words {
    /// Keeps what is a word: letters only, two or more.
    fn from_iter<I: IntoIterator<Item = (String, u32)>>(pieces: I) -> Self {
        let is_word =
            |(piece, _): &(String, u32)| piece.chars().all(char::is_alphabetic) && piece.chars().nth(1).is_some();
        let mut ranks: HashMap<Box<str>, u32> =
            pieces.into_iter().filter(is_word).map(|(piece, rank)| (piece.into_boxed_str(), rank)).collect();
        let latin = ranks.iter().filter(|(word, _)| word.is_ascii());
        let mut latin: Vec<u32> = latin.map(|(_, rank)| *rank).collect();
        latin.sort_unstable();
        let common = latin.get(COMMON).copied().unwrap_or(u32::MAX);
        let mut spoken: HashMap<&str, u32> = SPOKEN.split_whitespace().zip(0..).collect();
        // Behind the common ones, but before everything else.
        for word in SERVICE.split_whitespace().filter(|word| word.bytes().all(|b| b.is_ascii_alphabetic())) {
            let rank = ranks.entry(word.into()).or_insert(u32::MAX);
            *rank = (*rank).min(common.saturating_sub(1));
            let place = spoken.entry(word).or_insert(SERVICE_PLACE);
            *place = (*place).min(SERVICE_PLACE);
        }
        Self { ranks, common, spoken }
    }
}

/// Normalised text, and where each of its characters came from.
#[derive(Debug, PartialEq, Eq)]
pub struct Normalised {
    /// What the model reads.
    pub text: String,
    origins: Vec<(u32, u32)>,
}

impl Normalised {
    /// The range of characters of the original text that the characters `start..end` of the result came from, in
    /// Unicode scalar values. An empty range at the end for what lies beyond it.
    #[must_use]
    pub fn origin(&self, start: usize, end: usize) -> (u32, u32) {
        let past = self.origins.last().map_or(0, |(_, end)| *end);
        let begin = self.origins.get(start).map_or(past, |(start, _)| *start);
        let finish = end.checked_sub(1).and_then(|last| self.origins.get(last)).map_or(begin, |(_, end)| *end);
        (begin, finish.max(begin))
    }
}

impl Normaliser {
    /// A normaliser that takes `words` for words.
    #[must_use]
    pub fn new(words: Words) -> Self {
        Self { words, keywords: chinese::Keywords::new() }
    }

    /// Normalises a text.
    #[must_use]
    pub fn normalise(&self, text: &str) -> Normalised {
        let mut signs = fold::signs(text);
        for _ in 0..ROUNDS {
            let next = self.pass(signs.clone());
            let is_settled = sign::same(&next, &signs);
            signs = next;
            if is_settled {
                break;
            }
        }
        Normalised {
            text: signs.iter().map(|sign| sign.letter).collect(),
            origins: signs.iter().map(|sign| (sign.start, sign.end)).collect(),
        }
    }

    /// Whether a text in Latin letters is no English: three words or more, and for five known ones four unknown ones or
    /// more. Single letters do not count, and a slip of the keys speaks neither for nor against.
    #[must_use]
    pub fn is_foreign(&self, text: &str) -> bool {
        let is_latin = |letter: char| letter.is_alphabetic() && !super::language::is_han(letter);
        let words = text.split(|letter| !is_latin(letter)).filter(|word| word.chars().nth(1).is_some());
        let (mut known, mut unknown, mut slips) = (0, 0, 0);
        for word in words.take(WORDS_WEIGHED) {
            // As the tokenizer reads it: "naïve" is "naive".
            let word: String = word.nfd().filter(|letter| letter.is_alphabetic()).collect();
            if self.words.has(&word) {
                known += 1;
            } else if spelling::is_slip(&word, &self.words) {
                slips += 1;
            } else {
                unknown += 1;
            }
        }
        known + unknown + slips >= 3 && unknown > 0 && unknown * 5 >= known * 4
    }

    fn pass(&self, signs: Vec<Sign>) -> Vec<Sign> {
        let is_ascii = signs.iter().all(|sign| sign.letter.is_ascii());
        let signs = if is_ascii { signs } else { lookalike::plain_letters(signs, &self.words) };
        let signs = spelling::read_leet(signs, &self.words);
        let signs = spelling::shorten_runs(signs, &self.words);
        let signs = spelling::join_spaced(signs, &self.words);
        // Another language's words are no slips of ours.
        let signs = if self.is_foreign(&sign::text(&signs)) { signs } else { spelling::mend(signs, &self.words) };
        chinese::read_evasions(signs, &self.words, &self.keywords)
    }
}

#[cfg(test)]
#[path = "../normalise_test.rs"]
mod tests;
