//! Things in a visitor's words that an agent will want to look up: order numbers, amounts, dates. Pure; small scanners
//! for both languages, each in one pass, so that no text takes long.
//!
//! Owns what counts as a fact. Never guesses at words without digits ("yesterday", "three hundred"): they cannot be
//! looked up.

use crate::domain::{Fact, FactKind, Seq};
use std::ops::Range;

/// Digits from which a number by itself is taken for an order's.
const LONE_DIGITS: usize = 6;
/// The same, after a word such as "order", or with letters or `#` before it.
const NAMED_DIGITS: usize = 4;
/// How far before a number its name may stand, in characters.
const NAME_REACH: usize = 16;
/// How far behind it.
const NAME_BEHIND: usize = 4;

const CURRENCY: &[char] = &['$', '€', '£', '¥', '￥', '₹', '₩'];
const MONEY_BEFORE: &[&str] = &["usd", "eur", "gbp", "rmb", "cny", "hkd"];
const MONEY_AFTER: &[&str] = &[
    "元",
    "块",
    "圆",
    "人民币",
    "美元",
    "欧元",
    "dollars",
    "dollar",
    "euros",
    "euro",
    "pounds",
    "usd",
    "eur",
    "gbp",
    "rmb",
    "cny",
    "hkd",
    "$",
    "€",
    "£",
    "¥",
    "￥",
];
const ORDER_WORDS: &[&str] = &[
    "order",
    "parcel",
    "package",
    "ticket",
    "tracking",
    "invoice",
    "reference",
    "订单",
    "訂單",
    "单号",
    "單號",
    "运单",
    "工单",
    "快递",
    "包裹",
    "编号",
];
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept",
    "sep",
    "oct",
    "nov",
    "dec",
];
const ORDINALS: &[&str] = &["st", "nd", "rd", "th"];

/// Facts of one message, in order of place.
#[must_use]
pub fn facts(seq: Seq, text: &str) -> Vec<Fact> {
    // Most messages hold no digit.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let line = Line(text.chars().collect());
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.0.len() {
        if !line.0[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let number = at..line.number_end(at);
        at = number.end;
        let fact = line.amount(&number).map(|place| (FactKind::Amount, place));
        let fact = fact.or_else(|| line.date(&number).map(|place| (FactKind::Date, place)));
        if let Some((kind, place)) = fact.or_else(|| line.order(&number).map(|place| (FactKind::Order, place))) {
            at = at.max(place.end);
            found.push(Fact { kind, text: line.0[place].iter().collect::<String>(), seq });
        }
    }
    found
}

struct Line(Vec<char>);

impl Line {
    /// One past the digits, with separators that stand between digits.
    fn number_end(&self, start: usize) -> usize {
        let is_digit = |place: usize| self.0.get(place).is_some_and(char::is_ascii_digit);
        let is_inner = |place: usize| matches!(self.0.get(place), Some('.' | ',' | '-' | '/')) && is_digit(place + 1);
        (start..self.0.len()).find(|place| !is_digit(*place) && !is_inner(*place)).unwrap_or(self.0.len())
    }

    /// `$12.50`, `US$ 12`, `CNY 269`, `269元`, `12 €`.
    fn amount(&self, number: &Range<usize>) -> Option<Range<usize>> {
        let near = self.past_blank_before(number.start);
        if near.checked_sub(1).is_some_and(|sign| CURRENCY.contains(&self.0[sign])) {
            let country = (0..near - 1).rev().take(2).take_while(|place| self.0[*place].is_ascii_uppercase());
            return Some(country.last().unwrap_or(near - 1)..number.end);
        }
        let start = self.word_before(number.start, MONEY_BEFORE);
        start.map(|start| start..number.end).or_else(|| Some(number.start..self.word_after(number.end, MONEY_AFTER)?))
    }

    /// `12月3日`, `2026年11月25日`, `2026-11-25`, `25/11`, `3 December`, `Dec 3rd`.
    fn date(&self, number: &Range<usize>) -> Option<Range<usize>> {
        let (start, end) = (number.start, number.end);
        match self.0.get(end) {
            Some('年') => return Some(start..self.month_end(end + 1)?),
            Some('月') => return Some(start..self.month_end(start)?),
            _ => {}
        }
        if is_date_in_digits(&self.0[number.clone()]) {
            return Some(number.clone());
        }
        if !self.value(number).is_some_and(|day| (1..=31).contains(&day)) {
            return None;
        }
        let end = self.word_after(end, ORDINALS).unwrap_or(end);
        let of = self.word_after(end, &["of"]).unwrap_or(end);
        let month_after = self.word_after(of, MONTHS).map(|to| start..to);
        month_after.or_else(|| Some(self.word_before(start, MONTHS)?..end))
    }

    /// One past `11月`, `11月25日`, `11月25号` at this place.
    fn month_end(&self, start: usize) -> Option<usize> {
        let end = self.number_end(start);
        let month = self.value(&(start..end)).filter(|month| (1..=12).contains(month));
        if month.is_none() || self.0.get(end) != Some(&'月') {
            return None;
        }
        let day = end + 1..self.number_end(end + 1);
        let has_day = self.value(&day).is_some() && matches!(self.0.get(day.end), Some('日' | '号' | '號'));
        Some(if has_day { day.end + 1 } else { end + 1 })
    }

    /// `订单号88231`, `#88231`, `AB-12345`, `order 4711`, and long numbers by themselves.
    fn order(&self, number: &Range<usize>) -> Option<Range<usize>> {
        let digits = self.0[number.clone()].iter().filter(|letter| letter.is_ascii_digit()).count();
        if digits < NAMED_DIGITS {
            return None;
        }
        let start = self.code_start(number.start);
        let is_enough = digits >= LONE_DIGITS || start < number.start || self.is_named(number);
        is_enough.then_some(start..number.end)
    }

    /// Whether a word such as "order" stands near. A year needs it right before: "ordered in 2024" names none.
    fn is_named(&self, number: &Range<usize>) -> bool {
        let window = |place: Range<usize>| self.0[place].iter().flat_map(|c| c.to_lowercase()).collect::<String>();
        let before = window(number.start.saturating_sub(NAME_REACH)..number.start);
        let behind = window(number.end..self.0.len().min(number.end + NAME_BEHIND));
        let is_named = ORDER_WORDS.iter().any(|word| before.contains(word) || behind.contains(word));
        let is_year = self.value(number).is_some_and(|value| (1990..2100).contains(&value));
        let before = before.trim_end();
        is_named && !(is_year && [" in", " since", " from", "年"].iter().any(|word| before.ends_with(word)))
    }

    /// Capital letters, `#` and dashes that belong to a code.
    fn code_start(&self, start: usize) -> usize {
        let is_code = |place: &usize| self.0[*place].is_ascii_uppercase() || matches!(self.0[*place], '#' | '-');
        let start = (0..start).rev().take(6).take_while(is_code).last().unwrap_or(start);
        // A dash in front belongs to the sentence.
        if self.0.get(start) == Some(&'-') { start + 1 } else { start }
    }

    fn value(&self, number: &Range<usize>) -> Option<u32> {
        value(self.0.get(number.clone())?)
    }

    fn past_blank_before(&self, place: usize) -> usize {
        let has_blank = place.checked_sub(1).is_some_and(|before| self.0[before] == ' ');
        place - usize::from(has_blank)
    }

    /// One past a word of the list that follows after at most a space.
    fn word_after(&self, end: usize, words: &[&str]) -> Option<usize> {
        let start = end + usize::from(self.0.get(end) == Some(&' '));
        let first = self.0.get(start)?.to_lowercase().next()?;
        words.iter().filter(|word| word.starts_with(first)).find_map(|word| {
            let to = start + word.chars().count();
            let ends = !word.is_ascii() || !self.0.get(to).is_some_and(char::is_ascii_alphabetic);
            (ends && self.reads(start..to, word)).then_some(to)
        })
    }

    /// Where a word of the list begins that stands before, after at most a space between.
    fn word_before(&self, place: usize, words: &[&str]) -> Option<usize> {
        let end = self.past_blank_before(place);
        let last = self.0.get(end.checked_sub(1)?)?.to_lowercase().last()?;
        words.iter().filter(|word| word.ends_with(last)).find_map(|word| {
            let from = end.checked_sub(word.chars().count())?;
            let begins = from == 0 || !self.0[from - 1].is_ascii_alphabetic();
            (begins && self.reads(from..end, word)).then_some(from)
        })
    }

    fn reads(&self, place: Range<usize>, word: &str) -> bool {
        self.0.get(place).is_some_and(|letters| letters.iter().flat_map(|c| c.to_lowercase()).eq(word.chars()))
    }
}

/// The number that these letters are, if all are digits and it is no larger than a number of this kind may be.
fn value(letters: &[char]) -> Option<u32> {
    if letters.is_empty() {
        return None;
    }
    letters.iter().try_fold(0, |value: u32, letter| value.checked_mul(10)?.checked_add(letter.to_digit(10)?))
}

fn is_date_in_digits(letters: &[char]) -> bool {
    let parts: Vec<(usize, u32)> = letters
        .split(|letter| matches!(letter, '-' | '/' | '.'))
        .map(|part| (part.len(), value(part).unwrap_or(0)))
        .collect();
    // Day and month in either order.
    let day = |(_, a): (usize, u32), (_, b): (usize, u32)| {
        (1..=31).contains(&a.max(b)) && (1..=12).contains(&a.min(b)) && a.min(b) > 0
    };
    let has_slash = letters.contains(&'/');
    match parts.as_slice() {
        [year, a, b] if year.0 == 4 => day(*a, *b),
        [a, b, year] if year.0 == 4 || (year.0 == 2 && has_slash) => day(*a, *b),
        // Always open is no date.
        [(_, 24), (_, 7)] => false,
        [a, b] => has_slash && day(*a, *b),
        _ => false,
    }
}

#[cfg(test)]
#[path = "facts_test.rs"]
mod tests;
