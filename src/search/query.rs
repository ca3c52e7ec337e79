//! What is looked for. Pure.
//!
//! Every word must be there; words inside quotation marks, and whatever is written without a space ("AB-1234",
//! "退货运费"), must stand together. There are no operators: whatever else is typed is text.

use super::facet::{self, Speaker};
use super::token::{Kind, Token, tokens};
use crate::domain::{Language, SiteId, Timestamp};
use thiserror::Error;

/// Longest query, in characters.
pub const QUERY_MAX_CHARS: usize = 200;
/// Most words and phrases of one query.
pub const PHRASES_MAX: usize = 16;

/// Why words cannot be looked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadWords {
    /// Nothing but signs.
    #[error("at least one word, number or Chinese character")]
    Nothing,
    /// Too much text.
    #[error("at most {QUERY_MAX_CHARS} characters, not {0}")]
    TooLong(usize),
    /// Too many words.
    #[error("at most {PHRASES_MAX} words or phrases, not {0}")]
    TooMany(usize),
}

/// Words and phrases, all of which must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Tokens of each, which stand together.
    pub(super) phrases: Vec<Vec<String>>,
}

impl Words {
    /// No words, to begin a query with.
    #[must_use]
    pub const fn none() -> Self {
        Self { phrases: Vec::new() }
    }

    /// Reads what somebody typed. A quotation mark that nothing closes reaches to the end.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn parse(typed: &str) -> Result<Self, BadWords> {
        let length = typed.chars().count();
        if length > QUERY_MAX_CHARS {
            return Err(BadWords::TooLong(length));
        }
        let mut phrases: Vec<Vec<String>> = Vec::new();
        for chunk in chunks(typed) {
            for phrase in together(tokens(chunk)) {
                if !phrases.contains(&phrase) {
                    phrases.push(phrase);
                }
            }
        }
        match phrases.len() {
            0 => Err(BadWords::Nothing),
            1..=PHRASES_MAX => Ok(Self { phrases }),
            count => Err(BadWords::TooMany(count)),
        }
    }
}

/// What is written between spaces, or between quotation marks.
fn chunks(typed: &str) -> Vec<&str> {
    const MARKS: &[char] = &['"', '“', '”', '„', '「', '」', '『', '』'];
    let quoted = typed.split(MARKS).enumerate();
    quoted.flat_map(|(at, part)| if at % 2 == 1 { vec![part] } else { part.split_whitespace().collect() }).collect()
}

/// The phrases that a chunk's tokens make: one, except where its last Han character stands alone after something else.
/// More may follow that character in a message, so that it must not be the end of a run there.
fn together(mut tokens: Vec<Token>) -> Vec<Vec<String>> {
    let mut apart = None;
    if let [.., before, last] = tokens.as_slice()
        && last.kind == Kind::Lone
    {
        let is_in_pair = before.kind == Kind::Pair && before.end == last.end;
        let last = tokens.pop();
        apart = last.filter(|_| !is_in_pair).map(|last| vec![last.text]);
    }
    let whole = Some(tokens.into_iter().map(|token| token.text).collect::<Vec<_>>()).filter(|whole| !whole.is_empty());
    whole.into_iter().chain(apart).collect()
}

/// One search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Words.
    pub words: Words,
    /// In messages of this language alone, told by their letters.
    pub language: Option<Language>,
    /// On this site alone.
    pub site: Option<SiteId>,
    /// Said by these alone.
    pub speaker: Option<Speaker>,
    /// Said at this moment or later.
    pub from: Option<Timestamp>,
    /// Said before this moment.
    pub to: Option<Timestamp>,
    /// Older than this place of an earlier answer.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

impl Query {
    /// Words alone, newest 20.
    #[must_use]
    pub const fn of(words: Words) -> Self {
        Self { words, language: None, site: None, speaker: None, from: None, to: None, before: None, limit: 20 }
    }

    /// As the index's own language has it: phrases in quotation marks, all of them wanted.
    pub(super) fn expression(&self) -> String {
        let words = self.words.phrases.iter().map(|phrase| phrase.join(" "));
        let site = self.site.as_ref().map(facet::of_site);
        let speaker = self.speaker.map(facet::of_speaker);
        let facets = site.into_iter().chain(speaker).chain(self.language.map(facet::of_language));
        words.chain(facets).map(|phrase| format!("\"{phrase}\"")).collect::<Vec<_>>().join(" AND ")
    }
}

#[cfg(test)]
#[path = "query_test.rs"]
mod tests;
