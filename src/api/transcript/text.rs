//! The words of a transcript. Pure.
//! Keeps: only lines of ours begin at the margin, so that no message can pass for another's: lines after its first are
//! set in. A file stands there by its name, in brackets.

use crate::domain::{Language, Timestamp};
use crate::protocol::ServerFrame;
use crate::protocol::server::{Speaker, StateChange};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Who will read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// The visitor: they are "you".
    Visitor,
    /// Staff.
    Staff,
}

/// How a conversation is told.
#[derive(Debug, Clone)]
pub(super) struct Telling {
    /// Of the words around what was said.
    pub(super) language: Language,
    /// Of the times.
    pub(super) zone: TimeZone,
    /// Who reads it.
    pub(super) reader: Reader,
}

/// Before the second and later lines of a message.
const INDENT: &str = "\n    ";

impl Telling {
    /// What stands above the talk.
    pub(super) fn head(&self, site: &str, opened: Timestamp) -> String {
        let (day, zone) = (self.day(opened), self.zone.iana_name().unwrap_or("UTC"));
        match self.language {
            Language::En => format!("{site}: chat of {day}\nTimes are those of {zone}.\n\n"),
            Language::Zh => format!("{site}：{day} 的聊天记录\n时间均为 {zone} 时区。\n\n"),
        }
    }

    /// The day, as it also stands in the name of the file.
    pub(super) fn day(&self, at: Timestamp) -> String {
        self.moment(at).strftime("%Y-%m-%d").to_string()
    }

    /// One frame of the visitor's; `None` where there is nothing to tell.
    pub(super) fn line(&self, frame: &ServerFrame) -> Option<String> {
        let (at, words) = match frame {
            ServerFrame::Msg { at, from, name, text, files, .. } => {
                let colon = if self.language == Language::Zh { "：" } else { ": " };
                let names = files.iter().map(|file| format!("[{}]", file.name));
                let said = Some(lines(text)).filter(|said| !said.is_empty()).into_iter().chain(names);
                let said: Vec<String> = said.collect();
                (at, format!("{}{colon}{}", self.speaker(*from, name.as_deref()), said.join(INDENT)))
            }
            ServerFrame::State { at, what, name, .. } => (at, format!("-- {}", self.change(*what, name.as_deref())?)),
            _ => return None,
        };
        Some(format!("{}  {words}\n", self.moment(*at).strftime("%Y-%m-%d %H:%M")))
    }

    fn moment(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(jiff::Timestamp::from_millisecond(at.0).unwrap_or_default())
    }

    fn speaker<'a>(&self, from: Speaker, name: Option<&'a str>) -> &'a str {
        match (from, self.reader, self.language) {
            (Speaker::Visitor, Reader::Visitor, Language::En) => "You",
            (Speaker::Visitor, Reader::Visitor, Language::Zh) => "我",
            (Speaker::Visitor, Reader::Staff, Language::En) => "Customer",
            (Speaker::Visitor, Reader::Staff, Language::Zh) => "顾客",
            (Speaker::Bot, _, Language::En) => "Assistant (automatic)",
            (Speaker::Bot, _, Language::Zh) => "智能助手（自动回复）",
            (Speaker::Agent, _, language) => name.unwrap_or(agent(language)),
        }
    }

    fn change(&self, what: StateChange, name: Option<&str>) -> Option<String> {
        let name = name.unwrap_or(agent(self.language));
        let (en, zh) = match what {
            StateChange::Waiting => ("A person was asked to join.".to_owned(), "已请求人工客服。".to_owned()),
            StateChange::Joined => (format!("{name} joined."), format!("{name} 开始服务。")),
            StateChange::Closed => ("The chat ended.".to_owned(), "聊天结束。".to_owned()),
            StateChange::Reopened => ("The chat went on.".to_owned(), "聊天继续。".to_owned()),
            StateChange::Rated => ("The chat was rated.".to_owned(), "已评价。".to_owned()),
            StateChange::Opened | StateChange::Updated => return None,
        };
        Some(if self.language == Language::Zh { zh } else { en })
    }
}

const fn agent(language: Language) -> &'static str {
    match language {
        Language::En => "Agent",
        Language::Zh => "客服",
    }
}

/// A text whose later lines are set in, whatever its author's browser ends lines with.
fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.replace(['\n', '\r', '\u{2028}', '\u{2029}'], INDENT)
}

#[cfg(test)]
#[path = "text_test.rs"]
mod tests;
