//! A text as tokens: English words by their stems, numbers and order numbers whole, and each Han character with the one
//! after it, so that words of two characters are found without knowing where words end. Pure.
//!
//! Kept: tokens stand in the order of the text, and hold nothing but letters and digits that the index's own tokenizer
//! leaves alone (no space, no capital, no sign of ASCII).

use super::letters::fold;
use super::stem::stem;
use crate::triage::language::is_han;

/// Longest word, in characters; the rest of a longer one tells nothing more.
const WORD_MAX_CHARS: usize = 64;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters and digits.
    Word,
    /// A Han character and the next.
    Pair,
    /// A Han character that no other follows.
    Lone,
}

/// A token and where it stands, in Unicode scalar values of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// The tokens of a text, in its order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut splitter = Splitter::default();
    for (at, letter) in text.chars().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        fold(letter, |plain| splitter.put(plain, at));
    }
    splitter.end_run();
    splitter.end_word();
    splitter.tokens
}

/// A text as the index takes it: its tokens, and after them each Han character once, for whoever looks for one alone.
pub(super) fn document(text: &str) -> String {
    let tokens = tokens(text);
    let mut document = String::with_capacity(text.len() * 2);
    let mut heads: Vec<char> = Vec::new();
    for token in &tokens {
        append(&mut document, &token.text);
        if token.kind == Kind::Pair {
            heads.extend(token.text.chars().next());
        }
    }
    heads.sort_unstable();
    heads.dedup();
    for head in heads {
        append(&mut document, head.encode_utf8(&mut [0; 4]));
    }
    document
}

/// Adds a token to those that a space parts.
pub(super) fn append(document: &mut String, token: &str) {
    if !document.is_empty() {
        document.push(' ');
    }
    document.push_str(token);
}

#[derive(Default)]
struct Splitter {
    tokens: Vec<Token>,
    word: String,
    /// Characters of the word.
    length: usize,
    start: u32,
    end: u32,
    /// The Han character before, and its place.
    before: Option<(char, u32)>,
}

impl Splitter {
    fn put(&mut self, letter: char, at: u32) {
        if is_han(letter) {
            self.end_word();
            if let Some((before, start)) = self.before.replace((letter, at)) {
                let text = String::from_iter([before, letter]);
                self.tokens.push(Token { text, kind: Kind::Pair, start, end: at + 1 });
            }
        } else if letter.is_alphanumeric() {
            self.end_run();
            self.spell(letter, at);
        } else if !matches!(letter, '\'' | '’' | '‘') || self.word.is_empty() {
            self.end_run();
            self.end_word();
        }
    }

    fn spell(&mut self, letter: char, at: u32) {
        if self.word.is_empty() {
            (self.start, self.length) = (at, 0);
        }
        if self.length < WORD_MAX_CHARS {
            self.word.push(letter);
            self.length += 1;
        }
        self.end = at + 1;
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            // The room for the next word stays.
            let text = stem(self.word.clone());
            self.word.clear();
            self.tokens.push(Token { text, kind: Kind::Word, start: self.start, end: self.end });
        }
    }

    fn end_run(&mut self) {
        if let Some((letter, start)) = self.before.take() {
            self.tokens.push(Token { text: letter.to_string(), kind: Kind::Lone, start, end: start + 1 });
        }
    }
}

#[cfg(test)]
#[path = "token_test.rs"]
mod tests;
