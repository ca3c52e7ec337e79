//! What visitors who wait are told, in both languages. Owns the sentences and how a day and an hour are said in them.

use crate::domain::Language;
use jiff::civil::{Date, DateTime};

const DAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const DAYS_ZH: [&str; 7] = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// That an agent's connection is lost.
pub(super) fn agent_lost(language: Language, name: &str) -> String {
    match language {
        Language::En => {
            format!(
                "{name} lost the connection. I'm bringing in somebody else, who will read everything you wrote here."
            )
        }
        Language::Zh => format!("{name} 的连接中断了，正在为您转接其他客服，您之前写的内容客服都会看到。"),
    }
}

/// That it will take longer than was said.
pub(super) fn delayed(language: Language, minutes: u32) -> String {
    match language {
        Language::En => format!(
            "It is taking longer than expected, sorry: about {minutes} more minutes. You keep your place, and you can keep writing."
        ),
        Language::Zh => {
            format!("抱歉，等待时间比预计的长，大约还需要 {minutes} 分钟。您的排队位置会保留，可以继续留言。")
        }
    }
}

/// Who is away at an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Away {
    /// Everybody.
    Everybody,
    /// The team that a conversation was passed to and is kept for.
    Team,
}

/// That nobody is there at this hour, and when people are back: the clock there then, and the day it is there now.
pub(super) fn closed(language: Language, who: Away, opens: Option<(DateTime, Date)>, zone: &str) -> String {
    let when = opens.map(|(opens, today)| (day(language, opens.date(), today), opens.strftime("%H:%M"), zone));
    match (language, when) {
        (Language::En, Some((day, hour, zone))) => {
            let who = match who {
                Away::Everybody => "Our team is",
                Away::Team => "The colleagues who look after this are",
            };
            format!(
                "{who} away at this hour and back {day} at {hour} ({zone}). You keep your place, and you can keep writing: they will read it all."
            )
        }
        (Language::En, None) => {
            "Our team is away at this hour. You can keep writing: they will read it all when they are back.".to_owned()
        }
        (Language::Zh, Some((day, hour, zone))) => {
            let who = match who {
                Away::Everybody => "人工客服",
                Away::Team => "负责此事的同事",
            };
            format!(
                "{who}现在不在线，将于{day} {hour}（{zone}）恢复服务。您的排队位置会保留，可以继续留言，客服都会看到。"
            )
        }
        (Language::Zh, None) => "人工客服现在不在线，您可以继续留言，客服上线后都会看到。".to_owned(),
    }
}

/// That people are back, to whoever was told that nobody is there.
pub(super) fn opened(language: Language) -> String {
    match language {
        Language::En => {
            "Our team is back. You have kept your place, and somebody will be with you as soon as they can."
        }
        Language::Zh => "人工客服已恢复服务，您的排队位置已保留，我们会尽快为您接入。",
    }
    .to_owned()
}

fn day(language: Language, day: Date, today: Date) -> String {
    let is_tomorrow = today.tomorrow().is_ok_and(|tomorrow| tomorrow == day);
    let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default() % 7;
    match language {
        Language::En if day == today => "today".to_owned(),
        Language::Zh if day == today => "今天".to_owned(),
        Language::En if is_tomorrow => "tomorrow".to_owned(),
        Language::Zh if is_tomorrow => "明天".to_owned(),
        Language::En => {
            let month = usize::try_from(day.month() - 1).unwrap_or_default() % 12;
            format!("on {}, {} {}", DAYS_EN[weekday], day.day(), MONTHS_EN[month])
        }
        Language::Zh => format!("{}月{}日（{}）", day.month(), day.day(), DAYS_ZH[weekday]),
    }
}

#[cfg(test)]
#[path = "notice_words_test.rs"]
mod tests;
