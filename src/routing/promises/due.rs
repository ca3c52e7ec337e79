//! Until when: moments in a sentence, as the clock on our wall shows them. Pure.
//!
//! Owns what "within 3 working days", "by Friday", "今天内" and "明天下午3点前" come to. Of a range the later end counts. A
//! day without an hour is over when we close, or at midnight. Where a sentence names a length of time and a day, the
//! length counts.

use super::pattern;
use crate::domain::Timestamp;
use crate::routing::hours::Hours;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::{SignedDuration, ToSpan};
use regex::{Captures, Regex};
use std::sync::LazyLock;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WEEKDAYS_ZH: &str = "一二三四五六日";
/// A time further away than this is not meant.
const FURTHEST_DAYS: i64 = 400;

/// When a (folded) sentence, said at a moment, falls due.
pub(super) fn due(sentence: &str, at: Timestamp, hours: &Hours) -> Option<Timestamp> {
    let now = hours.local(at)?;
    let due = length(sentence, now, hours).or_else(|| day(sentence, now, hours))?;
    let due = hours.moment(due)?;
    (due > at && due.since(at).as_secs() <= FURTHEST_DAYS.unsigned_abs() * 86_400).then_some(due)
}

/// "within two hours", "3-5个工作日内".
fn length(sentence: &str, now: DateTime, hours: &Hours) -> Option<DateTime> {
    let english = LENGTH.captures_iter(sentence).find(|found| found.name("past").is_none());
    let found = english.or_else(|| {
        LENGTH_ZH.captures_iter(sentence).find(|found| {
            let suffix = found.name("suffix").map(|suffix| suffix.as_str());
            suffix.is_some_and(|suffix| suffix != "前") || (suffix.is_none() && found.name("lead").is_some())
        })
    })?;
    let half = found.name("half").map_or(0.0, |_| 0.5);
    let count = number(&found["most"])? + half;
    let works = found.name("working").is_some();
    match &found["unit"] {
        "minute" | "min" | "分钟" => after(now, count * 60.0),
        "hour" | "hr" | "h" | "小时" | "钟头" => after(now, count * 3_600.0),
        "工作日" => working(now, count, hours),
        "day" if works => working(now, count, hours),
        "day" | "天" | "日" => after(now, count * 86_400.0),
        _ => after(now, count * 7.0 * 86_400.0),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most 999 weeks, in whole seconds")]
fn after(now: DateTime, seconds: f64) -> Option<DateTime> {
    now.checked_add(SignedDuration::from_secs(seconds as i64)).ok()
}

/// The end of the last of so many working days, the first of which is tomorrow at the earliest.
fn working(now: DateTime, count: f64, hours: &Hours) -> Option<DateTime> {
    let mut left = count;
    for days in 1..=i32::try_from(FURTHEST_DAYS).unwrap_or(i32::MAX) {
        let date = now.date().checked_add(days.days()).ok()?;
        if hours.is_workday(date) {
            left -= 1.0;
            if left <= 0.0 {
                return hours.end_of(date);
            }
        }
    }
    None
}

/// "by tomorrow 5 pm", "周五下班前", "11月30日前".
fn day(sentence: &str, now: DateTime, hours: &Hours) -> Option<DateTime> {
    let clock = CLOCK.captures(sentence).and_then(|found| minutes(&found));
    let clock = clock.or_else(|| CLOCK_ZH.captures(sentence).and_then(|found| minutes_zh(&found)));
    let part = PARTS.iter().find(|(words, _)| words.iter().any(|word| sentence.contains(word)));
    let clock = clock.or(part.map(|(_, minutes)| *minutes));
    let named = named_day(sentence, now.date(), hours);
    if named.is_none() && clock.is_none() {
        return None;
    }
    let date = named.unwrap_or_else(|| now.date());
    match clock {
        Some(minutes) => DateTime::from(date).checked_add(SignedDuration::from_mins(minutes)).ok(),
        None => hours.end_of(date),
    }
}

/// Parts of a day by their end, in minutes.
const PARTS: [(&[&str], i64); 3] = [
    (&["tomorrow morning", "this morning", "明早", "今早", "上午"], 12 * 60),
    (&["this afternoon", "tomorrow afternoon", "下午"], 18 * 60),
    (&["tonight", "this evening", "tomorrow evening", "今晚", "明晚"], 24 * 60),
];

fn named_day(sentence: &str, today: Date, hours: &Hours) -> Option<Date> {
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let ahead = |days: i32| today.checked_add(days.days()).ok();
    if has(&["the day after tomorrow", "后天"]) {
        return ahead(2);
    }
    if has(&["tomorrow", "明天", "明日", "明早", "明晚"]) {
        return ahead(1);
    }
    let named = date(sentence, today).or_else(|| weekday(sentence, today));
    if named.is_some() {
        return named;
    }
    if has(&["end of the week", "end of this week", "this week", "本周", "这周"]) {
        let friday = ahead(days_to(today, Weekday::Friday))?;
        return Some(if hours.is_workday(friday) { friday } else { today });
    }
    if has(&["end of the month", "end of this month", "月底"]) {
        return Some(today.last_of_month());
    }
    has(&[
        "today",
        "tonight",
        "this afternoon",
        "this evening",
        "end of day",
        "end of the day",
        "今天",
        "今日",
        "今晚",
        "下班前",
    ])
    .then_some(today)
}

fn date(sentence: &str, today: Date) -> Option<Date> {
    let (month, day) = if let Some(found) = DATE_ZH.captures(sentence) {
        (
            found.name("month").map_or(Some(today.month()), |month| month.as_str().parse().ok())?,
            found["day"].parse().ok()?,
        )
    } else {
        let found = DATE.captures(sentence)?;
        let month = found.name("m1").or_else(|| found.name("m2"))?.as_str();
        let place = MONTHS.iter().position(|known| month.starts_with(known))?;
        (i8::try_from(place + 1).ok()?, found.name("d1").or_else(|| found.name("d2"))?.as_str().parse().ok()?)
    };
    let this_year = Date::new(today.year(), month, day).ok()?;
    if this_year >= today { Some(this_year) } else { Date::new(today.year() + 1, month, day).ok() }
}

fn weekday(sentence: &str, today: Date) -> Option<Date> {
    if let Some(found) = WEEKDAY.captures(sentence) {
        let place = WEEKDAYS.iter().position(|known| found["day"].starts_with(known))?;
        return today.checked_add(days_to(today, of_week(place)?).days()).ok();
    }
    let found = WEEKDAY_ZH.captures(sentence)?;
    let letter = found["day"].chars().next().map(|letter| if letter == '天' { '日' } else { letter })?;
    let place = WEEKDAYS_ZH.chars().position(|known| known == letter)?;
    let to_monday = 7 - i32::from(today.weekday().to_monday_zero_offset());
    let days = if found.name("next").is_some() {
        to_monday + i32::try_from(place).ok()?
    } else {
        days_to(today, of_week(place)?)
    };
    today.checked_add(days.days()).ok()
}

fn of_week(place: usize) -> Option<Weekday> {
    Weekday::from_monday_zero_offset(i8::try_from(place).ok()?).ok()
}

/// Days until the next such day of the week; today is one.
fn days_to(today: Date, day: Weekday) -> i32 {
    i32::from(day.since(today.weekday()).rem_euclid(7))
}

fn minutes(found: &Captures<'_>) -> Option<i64> {
    let (hour, minute) = (found["hour"].parse::<i64>().ok()?, optional(found, "minute")?);
    let half = found.name("half").map(|half| half.as_str());
    if half.is_none() && found.name("minute").is_none() {
        return None;
    }
    let hour = if half == Some("pm") && hour < 12 { hour + 12 } else { hour };
    (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
}

fn minutes_zh(found: &Captures<'_>) -> Option<i64> {
    let part = found.name("part").map_or("", |part| part.as_str());
    let hour = number(&found["hour"]).filter(|hour| (0.0..=24.0).contains(hour))?;
    let late = matches!(part, "下午" | "晚上" | "今晚" | "明晚") && hour < 12.0;
    let half = if found.name("half").is_some() { 30.0 } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, reason = "at most 24 hours")]
    let minutes = (hour * 60.0 + half) as i64 + if late { 720 } else { 0 };
    Some(minutes)
}

fn optional(found: &Captures<'_>, name: &str) -> Option<i64> {
    found.name(name).map_or(Some(0), |text| text.as_str().parse().ok())
}

/// "3", "three", "a couple of", "三", "十二", "半".
fn number(text: &str) -> Option<f64> {
    if let Ok(number) = text.parse::<u16>() {
        return Some(f64::from(number));
    }
    let words: [(&[&str], f64); 13] = [
        (&["half an", "half a", "半"], 0.5),
        (&["a", "an", "one", "一"], 1.0),
        (&["two", "a couple of", "二", "两"], 2.0),
        (&["three", "a few", "三", "几"], 3.0),
        (&["four", "四"], 4.0),
        (&["five", "五"], 5.0),
        (&["six", "六"], 6.0),
        (&["seven", "七"], 7.0),
        (&["eight", "八"], 8.0),
        (&["nine", "九"], 9.0),
        (&["ten", "十"], 10.0),
        (&["eleven", "十一"], 11.0),
        (&["twelve", "十二"], 12.0),
    ];
    words.iter().find(|(words, _)| words.contains(&text)).map(|(_, number)| *number)
}

static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
    let number =
        r"\d{1,3}|half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a couple of|a few";
    pattern(&format!(
        r"\b(?:within|in|under|after|inside|less than|at most|up to|takes?)\s+(?:the\s+)?(?:next\s+)?(?:about\s+|around\s+|at most\s+|up to\s+)?(?:(?:{number})\s*(?:-|–|to|or)\s*)?(?P<most>{number})[\s-]*(?:(?P<working>business|working)\s+)?(?P<unit>minute|min|hour|hr|h|day|week)s?\b(?P<past>\s+(?:ago|late))?"
    ))
});
static LENGTH_ZH: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"\d{1,3}|十[一二]?|[一二两三四五六七八九半几]";
    pattern(&format!(
        r"(?P<lead>预计|大概|大约|最多|最晚|最迟|需要|约|在)?(?:(?:{number})\s*(?:-|~|–|—|至|到)\s*)?(?P<most>{number})\s*个?(?P<half>半)?\s*(?P<unit>分钟|小时|钟头|工作日|天|日|周|星期|礼拜)(?P<suffix>内|之内|以内|左右|后|之后|到账|送达|前)?"
    ))
});
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:by|before|at|until|around)\s+(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?\s*(?P<half>am|pm|o'clock)?")
});
static CLOCK_ZH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<part>上午|早上|中午|下午|晚上|今晚|明晚|明早)?\s*(?P<hour>\d{1,2}|十[一二]?|[一二两三四五六七八九])点(?P<half>半)?",
    )
});
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let month =
        "jan[a-z]*|feb[a-z]*|mar(?:ch)?|apr[a-z]*|may|june?|july?|aug[a-z]*|sept?[a-z]*|oct[a-z]*|nov[a-z]*|dec[a-z]*";
    pattern(&format!(
        r"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{month})|(?P<m2>{month})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)\b"
    ))
});
static DATE_ZH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})(?:日|号)(?:前|之前|内|会|给|为|帮|$)"));
static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:on|by|before|until|this|next)\s+(?P<day>mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b",
    )
});
static WEEKDAY_ZH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?P<next>下)?(?:个)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])"));
