//! Where words stand in a text, for whoever shows it. Pure. Kept: spans are in order, apart, and inside the text.

use super::query::Words;
use super::token::{Kind, Token, tokens};
use serde::Serialize;

/// A stretch of a text, in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// First character.
    pub start: u32,
    /// The character after the last.
    pub end: u32,
}

/// Where the words stand.
#[must_use]
pub fn spans(text: &str, words: &Words) -> Vec<Span> {
    let tokens = tokens(text);
    let mut found: Vec<Span> = words.phrases.iter().flat_map(|phrase| of_phrase(&tokens, phrase)).collect();
    found.sort_unstable_by_key(|span| (span.start, span.end));
    found.dedup_by(|next, before| {
        let touches = next.start <= before.end;
        if touches {
            before.end = before.end.max(next.end);
        }
        touches
    });
    found
}

fn of_phrase(tokens: &[Token], phrase: &[String]) -> Vec<Span> {
    if let [only] = phrase
        && let Some(letter) = only.chars().next().filter(|letter| letter.len_utf8() == only.len())
    {
        return of_letter(tokens, letter);
    }
    let places = tokens.windows(phrase.len()).filter(|window| window.iter().map(|token| &token.text).eq(phrase));
    let ends = places.filter_map(|window| window.first().zip(window.last()));
    ends.map(|(first, last)| Span { start: first.start, end: last.end }).collect()
}

/// One letter is a whole word, or a Han character wherever it stands: each begins one token.
fn of_letter(tokens: &[Token], letter: char) -> Vec<Span> {
    let begins = tokens.iter().filter(|token| match token.kind {
        Kind::Word => token.text.chars().eq([letter]),
        Kind::Pair | Kind::Lone => token.text.starts_with(letter),
    });
    let span = |token: &Token| match token.kind {
        Kind::Word => Span { start: token.start, end: token.end },
        Kind::Pair | Kind::Lone => Span { start: token.start, end: token.start + 1 },
    };
    begins.map(span).collect()
}

#[cfg(test)]
#[path = "spans_test.rs"]
mod tests;
