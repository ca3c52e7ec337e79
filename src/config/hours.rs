//! `[routing.hours]`: when people answer. Owns how hours are written, and what is wrong with them.

use super::Problem;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// A leap year, to check days that are meant for every year.
const ANY_YEAR: i16 = 2024;

/// When people answer. Without a week: always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hours {
    /// Where, as in the time zone database.
    pub time_zone: String,
    /// Days and hours, such as `mon-fri 09:00-18:00`.
    pub week: Vec<String>,
    /// Days that are different, such as `12-25`, or `2026-12-24 09:00-12:00`.
    pub holidays: Vec<String>,
    /// Outside them too, whoever waits is offered to agents who are there; else only personal distress is.
    pub offer_when_closed: bool,
}

impl Default for Hours {
    fn default() -> Self {
        Self { time_zone: "UTC".to_owned(), week: Vec::new(), holidays: Vec::new(), offer_when_closed: true }
    }
}

/// From and to, in minutes after midnight; past midnight beyond 1440.
pub type Span = (u16, u16);

/// A day that is different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The year; absent: every year.
    pub year: Option<i16>,
    /// Month and day.
    pub day: (i8, i8),
    /// Its hours; none: closed.
    pub spans: Vec<Span>,
}

/// Hours as they were meant.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Where.
    pub zone: TimeZone,
    /// Monday first.
    pub week: [Vec<Span>; 7],
    /// In the order given.
    pub holidays: Vec<Holiday>,
}

impl Hours {
    pub(super) fn check(&self) -> Vec<Problem> {
        self.read().err().unwrap_or_default()
    }

    /// Reads everything.
    ///
    /// # Errors
    /// Every problem.
    pub fn read(&self) -> Result<Calendar, Vec<Problem>> {
        let Self { time_zone, week, holidays, .. } = self;
        Written { key: "routing.hours", time_zone, week, holidays }.read()
    }
}

/// Hours as somebody wrote them.
pub(super) struct Written<'a> {
    /// Where they stand in the file.
    pub(super) key: &'a str,
    pub(super) time_zone: &'a str,
    pub(super) week: &'a [String],
    pub(super) holidays: &'a [String],
}

impl Written<'_> {
    /// Reads everything, or names every problem.
    pub(super) fn read(&self) -> Result<Calendar, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut note = |key: String, value: &str, rule: &str| {
            problems.push(Problem::rule(&format!("{}.{key}", self.key), value, rule));
        };
        let zone = TimeZone::get(self.time_zone).unwrap_or_else(|_| {
            note("time_zone".to_owned(), self.time_zone, "a zone of the time zone database, such as Europe/Berlin");
            TimeZone::UTC
        });
        let mut week: [Vec<Span>; 7] = Default::default();
        for (place, line) in self.week.iter().enumerate() {
            match days_and_span(line) {
                Some((days, span)) => days.into_iter().for_each(|day| week[day].push(span)),
                None => note(format!("week[{place}]"), line, "days and hours, such as mon-fri 09:00-18:00"),
            }
        }
        let mut holidays = Vec::new();
        for (place, line) in self.holidays.iter().enumerate() {
            match holiday(line) {
                Some(holiday) => holidays.push(holiday),
                None => note(format!("holidays[{place}]"), line, "a day, such as 12-25 or 2026-12-24 09:00-12:00"),
            }
        }
        if self.week.is_empty() && !self.holidays.is_empty() {
            note(
                "holidays".to_owned(),
                &self.holidays.join(", "),
                &format!("empty while {}.week is: it is always open", self.key),
            );
        }
        if problems.is_empty() { Ok(Calendar { zone, week, holidays }) } else { Err(problems) }
    }
}

/// `mon-fri 09:00-18:00`: places of days, from 0 for Monday on.
fn days_and_span(line: &str) -> Option<(Vec<usize>, Span)> {
    let (days, hours) = line.trim().split_once(char::is_whitespace)?;
    let place = |name: &str| DAYS.iter().position(|day| name.eq_ignore_ascii_case(day));
    let days = match days.split_once('-') {
        None => vec![place(days)?],
        Some((first, last)) => {
            let (first, last) = (place(first)?, place(last)?);
            (0..=(last + 7 - first) % 7).map(|more| (first + more) % 7).collect()
        }
    };
    Some((days, span(hours)?))
}

/// `09:00-18:00`; an end that is not after the beginning lies on the next day.
fn span(hours: &str) -> Option<Span> {
    let (from, to) = hours.trim().split_once('-')?;
    let (from, to) = (minute(from)?, minute(to)?);
    (from < DAY).then(|| (from, if to > from { to } else { to + DAY }))
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let is_two = |digits: &str| digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !is_two(hour) || !is_two(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= DAY).then_some(hour * 60 + minute)
}

/// `12-25`, `2026-12-25`, each with hours or without.
fn holiday(line: &str) -> Option<Holiday> {
    let mut words = line.split_whitespace();
    let date = words.next()?;
    let spans = words.map(span).collect::<Option<Vec<Span>>>()?;
    let numbers = date.split('-').map(|part| part.parse::<i16>().ok()).collect::<Option<Vec<i16>>>()?;
    let (year, month, day) = match numbers.as_slice() {
        [month, day] => (None, *month, *day),
        [year, month, day] => (Some(*year), *month, *day),
        _ => return None,
    };
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year.unwrap_or(ANY_YEAR), month, day).ok()?;
    Some(Holiday { year, day: (month, day), spans })
}

#[cfg(test)]
#[path = "hours_test.rs"]
mod tests;
