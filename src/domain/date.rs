//! Dates as people type them, `2026-11-26` and `2026-11-26T14:30Z`, and as names of files end, `20261126T143005Z`. UTC,
//! on the calendar of today. Pure.

use super::Timestamp;
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
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
    EPOCH.saturating_add(SignedDuration::from_millis(at.0)).strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn moment(text: &str) -> Option<Timestamp> {
    let (day, time) = match text.split_once('T') {
        None => (text, Time::midnight()),
        Some((day, time)) => (day, clock(time.strip_suffix('Z')?)?),
    };
    let [year, month, day] = numbers(day, '-')?;
    let year = Some(year).filter(|year| (1970..=9999).contains(year))?;
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let since = date.to_datetime(time).duration_since(EPOCH);
    i64::try_from(since.as_millis()).ok().map(Timestamp)
}

fn clock(text: &str) -> Option<Time> {
    let [hour, minute, second] = numbers(text, ':').or_else(|| {
        let [hour, minute] = numbers(text, ':')?;
        Some([hour, minute, 0])
    })?;
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()
}

fn numbers<const N: usize>(text: &str, between: char) -> Option<[i16; N]> {
    let parts: Option<Vec<i16>> = text
        .split(between)
        .map(|part| part.parse().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit())))
        .collect();
    parts?.try_into().ok()
}

#[cfg(test)]
#[path = "date_test.rs"]
mod tests;
