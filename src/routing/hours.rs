//! Business hours: when people answer, in the time zone of the place. Pure: a moment comes in, an answer goes out.
//!
//! Owns what the clock on the wall there means: hours past midnight belong to the day they began on; an hour that the
//! clock skips is not missed, and one that it repeats is open twice. Without any hours it is always open. Days with
//! hours of their own stand for the days of the week.

use crate::domain::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Minutes of a day.
pub const DAY: u16 = 24 * 60;
/// An opening further away than this is none.
const HORIZON_DAYS: i32 = 370;

/// From and to, in minutes after midnight; `to` lies past 1440 where it is past midnight.
pub type Span = (u16, u16);

/// A calendar.
#[derive(Debug, Clone)]
pub struct Hours {
    zone: TimeZone,
    /// Monday first.
    week: [Vec<Span>; 7],
    /// Days of one year.
    dates: BTreeMap<Date, Vec<Span>>,
    /// Month and day of every year.
    yearly: BTreeMap<(i8, i8), Vec<Span>>,
}

impl Default for Hours {
    /// Always open.
    fn default() -> Self {
        Self { zone: TimeZone::UTC, week: Default::default(), dates: BTreeMap::new(), yearly: BTreeMap::new() }
    }
}

impl Hours {
    /// Always open, everywhere: where it does not matter what the clock shows.
    #[must_use]
    pub fn always() -> &'static Self {
        static ALWAYS: LazyLock<Hours> = LazyLock::new(Hours::default);
        &ALWAYS
    }

    /// The hours of a week (Monday first) in a zone, always open when there are none.
    #[must_use]
    pub fn new(zone: TimeZone, week: [Vec<Span>; 7]) -> Self {
        Self { zone, week, ..Self::default() }
    }

    /// A day with hours of its own, of one year or of every year; without hours it is closed. That of one year goes
    /// before.
    #[must_use]
    pub fn except(mut self, year: Option<i16>, (month, day): (i8, i8), spans: Vec<Span>) -> Self {
        match year.and_then(|year| Date::new(year, month, day).ok()) {
            Some(date) => drop(self.dates.insert(date, spans)),
            None => drop(self.yearly.insert((month, day), spans)),
        }
        self
    }

    /// Whether there are any hours to keep.
    #[must_use]
    pub fn is_always_open(&self) -> bool {
        self.week.iter().all(Vec::is_empty)
    }

    /// Whether somebody answers at this moment.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        if self.is_always_open() {
            return true;
        }
        let Some(local) = self.local(at) else { return false };
        let minute = minute_of(local);
        let holds = |date: Date, minute: u16| self.spans(date).iter().any(|(from, to)| (*from..*to).contains(&minute));
        holds(local.date(), minute) || local.date().yesterday().is_ok_and(|before| holds(before, minute + DAY))
    }

    /// The first open moment from now on; `None` when there is none within a year.
    #[must_use]
    pub fn next_opening(&self, at: Timestamp) -> Option<Timestamp> {
        if self.is_open(at) {
            return Some(at);
        }
        let from = self.local(at)?.date().yesterday().ok()?;
        // By the week: what lies behind the first one found is of no interest.
        (0..HORIZON_DAYS).step_by(7).find_map(|days| {
            let dates = (days..days + 7).filter_map(|days| from.checked_add(days.days()).ok());
            let starts = dates.flat_map(|date| self.edges(date, |(from, _)| from));
            starts.filter(|start| *start > at && self.is_open(*start)).min()
        })
    }

    /// The first moment from now on at which nobody answers; `None` where there is none within a year.
    #[must_use]
    pub fn next_closing(&self, at: Timestamp) -> Option<Timestamp> {
        if !self.is_open(at) {
            return Some(at);
        }
        if self.is_always_open() {
            return None;
        }
        let from = self.local(at)?.date().yesterday().ok()?;
        let dates = (0..HORIZON_DAYS).filter_map(|days| from.checked_add(days.days()).ok());
        // Hours that begin on a day may end two days later.
        let ends = dates.flat_map(|date| self.edges(date, |(_, to)| to));
        ends.filter(|end| *end > at && !self.is_open(*end)).min()
    }

    /// The clock on the wall at this moment.
    #[must_use]
    pub fn local(&self, at: Timestamp) -> Option<DateTime> {
        let at = jiff::Timestamp::from_millisecond(at.0).ok()?;
        Some(self.zone.to_datetime(at))
    }

    /// The moment at which the clock on the wall shows this; the earlier one where it shows it twice.
    #[must_use]
    pub fn moment(&self, local: DateTime) -> Option<Timestamp> {
        let at = self.zone.to_ambiguous_timestamp(local).compatible().ok()?;
        Some(Timestamp(at.as_millisecond()))
    }

    /// Whether people work on a day; without any hours, from Monday to Friday.
    #[must_use]
    pub fn is_workday(&self, date: Date) -> bool {
        if self.is_always_open() { date.weekday().to_monday_zero_offset() < 5 } else { !self.spans(date).is_empty() }
    }

    /// When a day is over: at closing time, and at midnight where there is none.
    #[must_use]
    pub fn end_of(&self, date: Date) -> Option<DateTime> {
        let close = self.spans(date).iter().map(|(_, to)| *to).max().unwrap_or(DAY);
        DateTime::from(date).checked_add(SignedDuration::from_mins(i64::from(close))).ok()
    }

    /// The zone's name, such as Europe/Berlin.
    #[must_use]
    pub fn zone(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    fn spans(&self, date: Date) -> &[Span] {
        let of_week = &self.week[usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default() % 7];
        let of_year = || self.yearly.get(&(date.month(), date.day()));
        self.dates.get(&date).or_else(of_year).unwrap_or(of_week)
    }

    /// Moments at which it may open or close because of a day: one side of its hours, each twice where the clock repeats
    /// it, and whenever the clock is put forward or back.
    fn edges(&self, date: Date, side: impl Fn(Span) -> u16) -> Vec<Timestamp> {
        let midnight = DateTime::from(date);
        let mut edges = Vec::new();
        for span in self.spans(date) {
            let minutes = SignedDuration::from_mins(i64::from(side(*span)));
            let Ok(local) = midnight.checked_add(minutes) else { continue };
            let ambiguous = self.zone.to_ambiguous_timestamp(local);
            edges.extend([ambiguous.earlier(), ambiguous.later()].into_iter().flatten());
        }
        if let Ok(begin) = self.zone.to_timestamp(midnight) {
            let end = begin + SignedDuration::from_hours(26);
            let changes = self.zone.following(begin - SignedDuration::from_hours(2)).map(|change| change.timestamp());
            edges.extend(changes.take_while(|change| *change <= end));
        }
        edges.into_iter().map(|edge| Timestamp(edge.as_millisecond())).collect()
    }
}

fn minute_of(local: DateTime) -> u16 {
    u16::try_from(local.hour()).unwrap_or_default() * 60 + u16::try_from(local.minute()).unwrap_or_default()
}

#[cfg(test)]
#[path = "hours_test.rs"]
mod tests;
