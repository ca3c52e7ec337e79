//! What a visitor wants of the bot beside an answer: a person, or a courtesy returned. Pure; by words and the order they
//! stand in, in any language that we could find words for.
//!
//! Keeps: a call for a person is heard wherever it stands, and comes before everything else; "are you human?" and "I
//! don't need an agent" are none.

use super::{courtesies, lexicon, lexicon_elsewhere, lexicon_zh};
use crate::knowledge::fold;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

// Each finds all of its phrases in one pass: there are hundreds, and every question is read.
static PHRASES: LazyLock<AhoCorasick> = LazyLock::new(|| any_of(lexicon::PHRASES));
static ANYWHERE: LazyLock<AhoCorasick> = LazyLock::new(|| any_of(lexicon_elsewhere::ANYWHERE));
static ARE_YOU: LazyLock<AhoCorasick> = LazyLock::new(|| any_of(courtesies::ARE_YOU));

/// What was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// A person, now.
    Person,
    /// Asks whether it talks with a machine.
    AreYouHuman,
    /// Says goodbye and nothing else.
    Goodbye,
    /// Thanks and nothing else.
    Thanks,
    /// Says hello and nothing else.
    Hello,
    /// Wants nothing more.
    No,
    /// Agrees and says nothing else.
    Yes,
}

/// Reads a message.
#[must_use]
pub fn intent(text: &str) -> Option<Intent> {
    let folded = fold(text);
    let bare = bare(&folded);
    if let Some(courtesy) = courtesy(&bare) {
        return Some(courtesy);
    }
    if folded.split(ends_clause).any(calls_for_a_person) || ANYWHERE.is_match(&folded) || names_a_person(&bare) {
        return Some(Intent::Person);
    }
    ARE_YOU.is_match(&bare).then_some(Intent::AreYouHuman)
}

fn any_of(phrases: &[&str]) -> AhoCorasick {
    AhoCorasick::new(phrases).expect("some hundred short phrases make an automaton")
}

fn ends_clause(letter: char) -> bool {
    matches!(letter, '.' | ',' | ';' | ':' | '!' | '?' | '\n' | '(' | ')' | '…' | '—' | '。' | '、' | '~')
}

fn calls_for_a_person(clause: &str) -> bool {
    let bare = bare(clause);
    let words: Vec<&str> = bare.split(' ').collect();
    let in_english = words.split(|word| *word == "but").any(lexicon::calls);
    in_english
        || lexicon::asks_for_a_person(&words)
        || PHRASES.is_match(&bare)
        || (!bare.is_ascii() && lexicon_zh::calls(&bare.replace(' ', "")))
}

fn names_a_person(bare: &str) -> bool {
    let words: Vec<&str> = bare.split(' ').collect();
    lexicon::names_a_person(&words)
        || lexicon_elsewhere::ALONE.contains(&bare)
        || (!bare.is_ascii() && lexicon_zh::names_a_person(&bare.replace(' ', "")))
}

/// Letters and digits, with one space between words; apostrophes vanish: "don't" is "dont".
fn bare(folded: &str) -> String {
    let mut bare = String::with_capacity(folded.len());
    let mut is_parted = false;
    for letter in folded.chars().filter(|letter| *letter != '\'') {
        if !letter.is_alphanumeric() {
            is_parted = true;
            continue;
        }
        if is_parted && !bare.is_empty() {
            bare.push(' ');
        }
        is_parted = false;
        bare.push(letter);
    }
    bare
}

/// What a message says that is made of nothing but courtesies.
fn courtesy(bare: &str) -> Option<Intent> {
    let kinds = [
        (courtesies::GOODBYE, Some(Intent::Goodbye)),
        (courtesies::NO, Some(Intent::No)),
        (courtesies::THANKS, Some(Intent::Thanks)),
        (courtesies::HELLO, Some(Intent::Hello)),
        (courtesies::YES, Some(Intent::Yes)),
        (courtesies::AROUND, None),
    ];
    let (mut rest, mut said) = (bare, Vec::new());
    while !rest.is_empty() {
        let found = kinds.iter().flat_map(|(phrases, kind)| phrases.iter().map(move |phrase| (*phrase, *kind)));
        let fits = found.filter(|(phrase, _)| begins(rest, phrase)).max_by_key(|(phrase, _)| phrase.len());
        let (phrase, kind) = fits?;
        said.extend(kind);
        rest = rest[phrase.len()..].trim_start();
    }
    // The one listed first tells most: "ok, thanks, bye" is a goodbye, "no thanks" is a no.
    kinds.iter().filter_map(|(_, kind)| *kind).find(|kind| said.contains(kind))
}

/// Whole words, where there are any.
fn begins(text: &str, phrase: &str) -> bool {
    text.strip_prefix(phrase).is_some_and(|rest| {
        let inside = phrase.ends_with(|c: char| c.is_ascii_alphanumeric())
            && rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        !inside
    })
}

#[cfg(test)]
#[path = "intent_test.rs"]
mod tests;
