//! What kind of sign a token stands for, read from the original text. Pure. Owns what counts as part of a word, so
//! that spans never cut one, and what counts as informative.

use super::language::is_han;

/// One token of the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its place among the model's tokens.
    pub place: usize,
    /// First character of it in the text, in Unicode scalar values.
    pub start: u32,
    /// One past its last.
    pub end: u32,
    /// Kind of sign.
    pub kind: Kind,
}

/// Kind of sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters and digits; touching pieces are one word.
    Letters,
    /// Han characters; the tokenizer's pieces are words already.
    Han,
    /// Emoji and the like.
    Symbol,
    /// Punctuation and the like.
    Other,
}

impl Kind {
    /// The kind of what starts at `at`.
    #[must_use]
    pub fn at(text: &[char], at: usize) -> Self {
        let Some(sign) = text.get(at).copied() else { return Self::Other };
        let is_letter = |place: Option<usize>| {
            place.and_then(|place| text.get(place)).is_some_and(|c| c.is_alphanumeric() && !is_han(*c))
        };
        match sign {
            sign if is_han(sign) => Self::Han,
            sign if sign.is_alphanumeric() => Self::Letters,
            // As in "don't": inside a word.
            '\'' | '\u{2019}' if is_letter(at.checked_sub(1)) && is_letter(Some(at + 1)) => Self::Letters,
            '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' => Self::Symbol,
            _ => Self::Other,
        }
    }

    /// Whether it tells the model anything.
    #[must_use]
    pub const fn is_informative(self) -> bool {
        matches!(self, Self::Letters | Self::Han | Self::Symbol)
    }

    /// Whether it explains anything to a reader. Marks and emoji weigh in the score too, but are no words.
    #[must_use]
    pub const fn explains(self) -> bool {
        matches!(self, Self::Letters | Self::Han)
    }
}

#[cfg(test)]
#[path = "word_test.rs"]
mod tests;
