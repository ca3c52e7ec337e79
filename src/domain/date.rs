//! Dates as people type them, `2026-11-26` and `2026-11-26T14:30Z`, and as names of files end, `20261126T143005Z`. UTC,
//! on the calendar of today. Pure.

use super::Timestamp;

const DAY_MS: i64 = 86_400_000;
const RULE: &str = "must be a day such as 2026-11-26, or a moment such as 2026-11-26T14:30Z (UTC)";

/// Reads a date.
///
/// # Errors
/// The rule it breaks.
pub fn parse(text: &str) -> Result<Timestamp, String> {
    moment(text).ok_or_else(|| RULE.to_owned())
}

/// A moment to the second, fit for the name of a file.
#[must_use]
pub fn compact(at: Timestamp) -> String {
    let (mut left, seconds) = (at.0.div_euclid(DAY_MS), at.0.rem_euclid(DAY_MS) / 1_000);
    let mut year = 1970;
    while left >= days(year + 1, 1) - days(year, 1) {
        left -= days(year + 1, 1) - days(year, 1);
        year += 1;
    }
    let mut month = 1;
    while left >= length(year, month) {
        left -= length(year, month);
        month += 1;
    }
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}{month:02}{:02}T{hour:02}{minute:02}{second:02}Z", left + 1)
}

fn moment(text: &str) -> Option<Timestamp> {
    let (day, time) = match text.split_once('T') {
        None => (text, 0),
        Some((day, time)) => (day, clock(time.strip_suffix('Z')?)?),
    };
    let [year, month, day] = numbers(day, '-')?;
    let is_date =
        (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=length(year, month)).contains(&day);
    is_date.then(|| Timestamp((days(year, month) + day - 1) * DAY_MS + time))
}

fn clock(text: &str) -> Option<i64> {
    let [hour, minute, second] = numbers(text, ':').or_else(|| {
        let [hour, minute] = numbers(text, ':')?;
        Some([hour, minute, 0])
    })?;
    let is_time = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
    is_time.then_some(((hour * 60 + minute) * 60 + second) * 1_000)
}

fn numbers<const N: usize>(text: &str, between: char) -> Option<[i64; N]> {
    let parts: Option<Vec<i64>> = text
        .split(between)
        .map(|part| part.parse().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit())))
        .collect();
    parts?.try_into().ok()
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn length(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970 to the first of a month.
fn days(year: i64, month: i64) -> i64 {
    let years: i64 = (1970..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
    years + (1..month).map(|month| length(year, month)).sum::<i64>()
}

#[cfg(test)]
#[path = "date_test.rs"]
mod tests;
