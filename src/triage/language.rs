//! Which language a message is written in, by its script alone. Pure. English and Chinese may be mixed; anything else
//! makes the model abstain.

use crate::domain::Language;

/// What the letters of a text say.
#[derive(Debug, Clone, Copy, PartialEq)]
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
                '\u{3400}'..='\u{4dbf}'
                | '\u{4e00}'..='\u{9fff}'
                | '\u{f900}'..='\u{faff}'
                | '\u{20000}'..='\u{323af}' => script.han += 1,
                'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
                    script.latin += 1;
                }
                _ => script.other += 1,
            }
        }
        script
    }

    /// The language to read it as; `None` when most letters belong to neither.
    /// One Han character says about as much as a word of three letters, so code-switched text counts as Chinese early.
    #[must_use]
    pub fn language(self) -> Option<Language> {
        let known = self.han * 3 + self.latin;
        if known == 0 || self.other * 2 > known {
            return None;
        }
        Some(if self.han * 3 >= self.latin { Language::Zh } else { Language::En })
    }
}

#[cfg(test)]
#[path = "language_test.rs"]
mod tests;
