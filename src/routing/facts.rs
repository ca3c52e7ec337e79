//! Things in a visitor's words that an agent will want to look up: order numbers, amounts, dates. Pure; small scanners
//! for both languages, no patterns that could run away on hostile text.

use crate::domain::{Fact, FactKind, Seq};

/// Shortest run of digits that can be an order number by itself.
const ORDER_DIGITS: usize = 5;
const CURRENCY: &[char] = &['$', '€', '£', '¥', '￥'];
const MONEY_WORDS: &[&str] = &["元", "块", "dollars", "euros", "pounds", "usd", "eur", "rmb", "cny"];
const ORDER_WORDS: &[&str] =
    &["order", "parcel", "ticket", "tracking", "invoice", "订单", "单号", "运单", "工单", "快递", "包裹"];
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
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

/// Facts of one message, in order of place.
#[must_use]
pub fn facts(seq: Seq, text: &str) -> Vec<Fact> {
    let letters: Vec<char> = text.chars().collect();
    let lower: String = text.to_lowercase();
    let speaks_of_orders = ORDER_WORDS.iter().any(|word| lower.contains(word));
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if !letters[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = number_end(&letters, at);
        if let Some((kind, from, to)) = classify(&letters, at, end, speaks_of_orders) {
            let text = letters[from..to].iter().collect::<String>().trim().to_owned();
            found.push(Fact { kind, text, seq });
        }
        at = end;
    }
    found
}

/// One past the digits, with separators that stand between digits.
fn number_end(letters: &[char], start: usize) -> usize {
    let mut end = start;
    while end < letters.len() {
        let is_inner =
            matches!(letters[end], '.' | ',' | '-' | '/') && letters.get(end + 1).is_some_and(char::is_ascii_digit);
        if !letters[end].is_ascii_digit() && !is_inner {
            break;
        }
        end += 1;
    }
    end
}

fn classify(letters: &[char], start: usize, end: usize, speaks_of_orders: bool) -> Option<(FactKind, usize, usize)> {
    let before = start.checked_sub(1).map(|place| letters[place]);
    if before.is_some_and(|letter| CURRENCY.contains(&letter)) {
        return Some((FactKind::Amount, start - 1, end));
    }
    if let Some(to) = followed_by(letters, end, MONEY_WORDS) {
        return Some((FactKind::Amount, start, to));
    }
    if let Some(to) = date_end(letters, start, end) {
        return Some((FactKind::Date, start, to));
    }
    if let Some(from) = month_before(letters, start) {
        return Some((FactKind::Date, from, end));
    }
    let digits = letters[start..end].iter().filter(|letter| letter.is_ascii_digit()).count();
    let from = code_start(letters, start);
    let long_enough = digits >= ORDER_DIGITS || (speaks_of_orders && digits >= 4) || from < start && digits >= 4;
    long_enough.then_some((FactKind::Order, from, end))
}

/// `12月3日`, `2026-11-25`, `25/11`, `3 December`.
fn date_end(letters: &[char], start: usize, end: usize) -> Option<usize> {
    if letters.get(end) == Some(&'月') {
        let day = number_end(letters, end + 1);
        let to = if matches!(letters.get(day), Some('日' | '号')) { day + 1 } else { day };
        return Some(to);
    }
    let parts: Vec<&[char]> = letters[start..end].split(|letter| matches!(letter, '-' | '/')).collect();
    let short = |part: &&[char]| part.len() <= 2;
    let is_date = match parts.as_slice() {
        [year, month, day] => year.len() == 4 && short(month) && short(day) || short(year) && short(month),
        [day, month] => short(day) && short(month) && letters[start..end].contains(&'/'),
        _ => false,
    };
    if is_date { Some(end) } else { followed_by(letters, end, MONTHS) }
}

/// One past a word of the list that follows after at most a space.
fn followed_by(letters: &[char], end: usize, words: &[&str]) -> Option<usize> {
    let start = end + usize::from(letters.get(end) == Some(&' '));
    words.iter().find_map(|word| {
        let to = start + word.chars().count();
        let same = letters.get(start..to)?.iter().flat_map(|c| c.to_lowercase()).eq(word.chars());
        let ends = !word.is_ascii() || !letters.get(to).is_some_and(char::is_ascii_alphabetic);
        (same && ends).then_some(to)
    })
}

fn month_before(letters: &[char], start: usize) -> Option<usize> {
    let end = start.checked_sub(1).filter(|place| letters[*place] == ' ')?;
    MONTHS.iter().find_map(|word| {
        let from = end.checked_sub(word.len())?;
        let same = letters[from..end].iter().flat_map(|c| c.to_lowercase()).eq(word.chars());
        let begins = from == 0 || !letters[from - 1].is_ascii_alphabetic();
        (same && begins).then_some(from)
    })
}

/// Letters, `#` and dashes that belong to a code: `AB-12345`, `#88231`.
fn code_start(letters: &[char], start: usize) -> usize {
    let mut from = start;
    while from > 0 && start - from < 6 {
        let letter = letters[from - 1];
        let is_code = letter.is_ascii_uppercase() || matches!(letter, '#' | '-');
        if !is_code {
            break;
        }
        from -= 1;
    }
    from
}
