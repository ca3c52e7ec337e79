//! Which words of a visitor are an answer to a question: the rules that a slot can have. Pure; patterns take a time that
//! grows with the length of the words and no faster.

use crate::domain::{FactKind, Seq, Timestamp};
use crate::knowledge::fold;
use crate::routing::facts::facts;
use crate::routing::hours::Hours;
use regex::{Regex, RegexBuilder};
use unicode_normalization::UnicodeNormalization;

/// Longest value that is kept, in characters.
pub(super) const VALUE_MAX: usize = 200;
/// What a compiled pattern may take, in bytes.
const PATTERN_SIZE: usize = 1 << 20;
/// Four digits or more, with letters before them.
const ORDER: &str = "#?[A-Za-z]{0,4}-?[0-9]{4,20}(?:-[0-9]{1,8})?";
const EMAIL: &str = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}";

/// Days that are said in words, and how many days from today they lie.
const DAYS: &[(&str, i64)] = &[
    ("day before yesterday", -2),
    ("yesterday", -1),
    ("today", 0),
    ("tomorrow", 1),
    ("前天", -2),
    ("昨天", -1),
    ("昨日", -1),
    ("今天", 0),
    ("今日", 0),
    ("明天", 1),
];

/// Names of the rules, as `is` takes them.
pub(super) const NAMES: [&str; 4] = ["text", "order", "email", "date"];

/// What an answer must hold.
#[derive(Debug)]
pub(super) enum SlotRule {
    /// Any words.
    Text,
    /// Something that a pattern finds.
    Pattern(Regex),
    /// An order number: no part of a day.
    Order(Regex),
    /// A day.
    Date,
}

impl SlotRule {
    /// The rule of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "order" => standing_alone(ORDER).ok().map(Self::Order),
            "email" => standing_alone(EMAIL).ok().map(Self::Pattern),
            "date" => Some(Self::Date),
            _ => None,
        }
    }

    /// Something that this pattern finds.
    ///
    /// # Errors
    /// Why it is no pattern.
    pub(super) fn pattern(pattern: &str) -> Result<Self, String> {
        let why = |error: regex::Error| {
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default().trim();
            last.strip_prefix("error: ").unwrap_or(last).to_owned()
        };
        // By itself first: a bracket that closes ours would otherwise go unseen.
        build(pattern).and_then(|_| standing_alone(pattern)).map(Self::Pattern).map_err(why)
    }

    /// The value that the words hold.
    pub(super) fn read(&self, words: &str, now: Timestamp, hours: &Hours) -> Option<String> {
        // Digits of full width are digits.
        let words: String = words.nfkc().collect();
        let value = match self {
            Self::Text => words.trim().to_owned(),
            Self::Pattern(pattern) => found(pattern, &words)?,
            Self::Order(pattern) => found(pattern, &without_days(words))?,
            Self::Date => day(&words, now, hours)?,
        };
        let value: String = value.chars().take(VALUE_MAX).collect();
        (!value.is_empty()).then_some(value)
    }
}

/// No Latin letter or digit stands right beside it, so that it is found between Chinese characters too.
fn standing_alone(pattern: &str) -> Result<Regex, regex::Error> {
    build(&format!("(?:^|[^0-9A-Za-z])({pattern})(?:$|[^0-9A-Za-z])"))
}

fn build(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).size_limit(PATTERN_SIZE).build()
}

fn found(pattern: &Regex, words: &str) -> Option<String> {
    Some(pattern.captures(words)?.get(1)?.as_str().trim().to_owned())
}

fn without_days(words: String) -> String {
    let days = facts(Seq(0), &words).into_iter().filter(|fact| fact.kind == FactKind::Date);
    days.fold(words, |words, day| words.replace(&day.text, " "))
}

/// A day in digits as it was written, or one in words as it stands in the calendar of the place.
fn day(words: &str, now: Timestamp, hours: &Hours) -> Option<String> {
    let written = facts(Seq(0), words).into_iter().find(|fact| fact.kind == FactKind::Date);
    if let Some(fact) = written {
        return Some(fact.text);
    }
    let folded = fold(words);
    let (_, days) = DAYS.iter().find(|(name, _)| folded.contains(name))?;
    let today = hours.local(now)?.date();
    today.checked_add(jiff::SignedDuration::from_hours(24 * days)).ok().map(|day| day.to_string())
}
