//! Which language a message is written in, by its script alone. Pure. English and Chinese may be mixed; anything else
//! makes the model abstain.

use crate::domain::Language;

/// What the letters of a text say.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Script {
    /// Han characters.
    pub han: usize,
    /// Latin letters.
    pub latin: usize,
    /// Letters of any other script.
    pub other: usize,
}

impl Script {
    /// Counts letters by script.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut script = Self { han: 0, latin: 0, other: 0 };
        for letter in text.chars().filter(|c| c.is_alphabetic()) {
            match letter {
                letter if is_han(letter) => script.han += 1,
                // The last range: letters dressed up for mathematics, which the tokenizer reads as plain ones.
                'a'..='z'
                | 'A'..='Z'
                | '\u{c0}'..='\u{24f}'
                | '\u{ff21}'..='\u{ff3a}'
                | '\u{ff41}'..='\u{ff5a}'
                | '\u{1d400}'..='\u{1d6a3}' => script.latin += 1,
                _ => script.other += 1,
            }
        }
        script
    }

    /// Both texts together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            han: self.han.saturating_add(other.han),
            latin: self.latin.saturating_add(other.latin),
            other: self.other.saturating_add(other.other),
        }
    }

    /// The language to read it as; `None` when it is foreign or has no letters.
    /// One Han character says about as much as a word of three letters, so code-switched text counts as Chinese early.
    #[must_use]
    pub fn language(self) -> Option<Language> {
        if self.known() == 0 || self.is_foreign() {
            return None;
        }
        Some(if self.han.saturating_mul(3) >= self.latin { Language::Zh } else { Language::En })
    }

    /// Whether too many letters belong to neither language. A text without letters is not foreign.
    #[must_use]
    pub fn is_foreign(self) -> bool {
        self.other.saturating_mul(2) > self.known()
    }

    fn known(self) -> usize {
        self.han.saturating_mul(3).saturating_add(self.latin)
    }
}

/// Whether it is a Han character.
#[must_use]
pub fn is_han(letter: char) -> bool {
    matches!(letter,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
#[path = "language_test.rs"]
mod tests;
