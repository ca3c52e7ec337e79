//! The shapes of client frames as a table: which fields a type has, and the rule each field keeps. Used only to say
//! what is wrong with a frame that the typed decoding refused; a test holds the table to the generated schema.

use super::customer;
use super::limits::{HISTORY_MAX, OPEN_MAX, SAFE_INTEGER};
use crate::domain::{ExpertQuestion, FILES_PER_MESSAGE, MessageText, SnoozeMinutes, Tag, TransferReason};
use serde_json::{Map, Value};
use uuid::Uuid;

/// The fields of one type.
pub(super) struct Shape {
    pub(super) t: &'static str,
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
}

const fn shape(t: &'static str, required: &'static [&'static str], optional: &'static [&'static str]) -> Shape {
    Shape { t, required, optional }
}

pub(super) const SHAPES: &[Shape] = &[
    shape("hello", &[], &["token", "ticket", "resume", "language"]),
    shape("ping", &[], &["received"]),
    shape("history", &["id", "conv"], &["after", "before", "limit"]),
    shape("typing", &["conv", "on"], &[]),
    shape("read", &["conv", "seq"], &[]),
    shape("open", &["id"], &["beside", "customer"]),
    shape("msg", &["id", "conv", "text"], &["anyway", "files"]),
    shape("human", &["id", "conv"], &[]),
    shape("customer", &["id", "conv", "customer"], &[]),
    shape("rate", &["id", "conv", "score"], &["text"]),
    shape("end", &["id", "conv"], &[]),
    shape("note", &["id", "conv", "text"], &[]),
    shape("claim", &["id", "conv"], &[]),
    shape("decline", &["id", "conv"], &["reason"]),
    shape("release", &["id", "conv"], &[]),
    shape("transfer", &["id", "conv", "to", "reason"], &[]),
    shape("transfer_cancel", &["id", "conv"], &[]),
    shape("invite", &["id", "conv", "to", "question"], &[]),
    shape("invite_withdraw", &["id", "conv", "expert"], &[]),
    shape("invite_accept", &["id", "conv"], &[]),
    shape("invite_decline", &["id", "conv"], &["reason"]),
    shape("invite_leave", &["id", "conv"], &[]),
    shape("resolve", &["id", "conv"], &[]),
    shape("reopen", &["id", "conv"], &[]),
    shape("alert_ack", &["id", "conv", "alert"], &[]),
    shape("alert_snooze", &["id", "conv", "alert", "minutes", "reason"], &[]),
    shape("alert_close", &["id", "conv", "alert", "verdict"], &[]),
    shape("judge", &["id", "conv"], &["message", "alert", "judgement", "level", "asked"]),
    shape("promise", &["id", "conv", "promise", "standing"], &[]),
    shape("question", &["id", "conv", "message", "answered"], &[]),
    shape("tag", &["id", "conv", "tag"], &[]),
    shape("untag", &["id", "conv", "tag"], &[]),
    shape("snooze", &["id", "conv", "until"], &[]),
    shape("unsnooze", &["id", "conv"], &[]),
    shape("me", &["id", "available"], &[]),
    shape("sub", &["id", "topic"], &["conv"]),
    shape("unsub", &["id", "topic"], &["conv"]),
];

/// A field at fault and the rule it breaks.
pub(super) type Fault = (String, String);

/// Longest field name that is sent back to whoever made it up.
const NAME_SHOWN: usize = 40;

impl Shape {
    /// The first fault of an object of this type, if the table sees one.
    pub(super) fn fault(&self, object: &Map<String, Value>) -> Option<Fault> {
        if let Some(stray) = object.keys().find(|key| *key != "t" && !self.has(key)) {
            return Some((stray.chars().take(NAME_SHOWN).collect(), "no field of this frame".to_owned()));
        }
        let missing = self.required.iter().find(|name| object.get(**name).is_none_or(Value::is_null));
        if let Some(missing) = missing {
            return Some(((*missing).to_owned(), "is required".to_owned()));
        }
        object.iter().filter(|(name, value)| *name != "t" && !value.is_null()).find_map(|(name, value)| {
            if name == "customer" {
                return customer::fault(value);
            }
            let rule = match (name.as_str(), self.t) {
                ("text", "msg") if value.as_str().is_some_and(|text| text.trim().is_empty()) => None,
                ("reason", "transfer" | "decline" | "invite_decline") => fault_of::<TransferReason>(value),
                _ => broken_rule(name, value),
            };
            rule.map(|rule| (name.clone(), rule))
        })
    }

    fn has(&self, name: &str) -> bool {
        self.required.contains(&name) || self.optional.contains(&name)
    }
}

/// The rule that a value breaks. A name means the same in every frame, but for `reason`: here it is that of a snooze.
fn broken_rule(name: &str, value: &Value) -> Option<String> {
    let (fits, rule) = match name {
        "text" => return fault_of::<MessageText>(value),
        "tag" => return fault_of::<Tag>(value),
        "question" => return fault_of::<ExpertQuestion>(value),
        "files" => (is_list(value, FILES_PER_MESSAGE), FILES),
        "beside" => (is_list(value, OPEN_MAX), BESIDE),
        "until" => (is_within(value, 0, SAFE_INTEGER), "a time in milliseconds since 1970"),
        "id" | "conv" | "alert" | "expert" => (is_uuid(value), "a UUID"),
        "token" | "ticket" => (value.is_string(), "a text"),
        "on" | "available" | "asked" | "anyway" | "answered" => (value.is_boolean(), "true or false"),
        "after" | "before" | "seq" | "message" | "promise" | "received" => {
            (is_within(value, 0, SAFE_INTEGER), "a whole number, 0 to 2^53 - 1")
        }
        "limit" => (is_within(value, 1, u64::from(HISTORY_MAX)), "a whole number, 1 to 200"),
        "score" => (is_within(value, 1, 5), "a whole number, 1 to 5"),
        "topic" => (is_one_of(value, &["inbox", "conv", "board"]), "inbox, conv or board"),
        "to" => (is_recipient(value), "{\"agent\": a UUID} or {\"team\": a text}"),
        "minutes" => (is_snooze(value), "5, 15 or 60"),
        "reason" => (
            is_one_of(value, &["being_handled", "awaiting_customer", "awaiting_colleague", "less_urgent"]),
            "being_handled, awaiting_customer, awaiting_colleague or less_urgent",
        ),
        "verdict" => (is_one_of(value, &["done", "false_alarm"]), "done or false_alarm"),
        "judgement" => (is_one_of(value, &["right", "wrong", "withdrawn"]), "right, wrong or withdrawn"),
        "standing" => (is_one_of(value, &["open", "kept", "dropped"]), "open, kept or dropped"),
        "level" => (is_within(value, 0, 3), "a whole number, 0 to 3"),
        "language" => (is_one_of(value, &["en", "zh"]), "en or zh"),
        "resume" => (is_resume(value), "an object with `session`, a UUID, and `received`, a whole number"),
        _ => return None,
    };
    (!fits).then(|| rule.to_owned())
}

/// What a text breaks of the rule of its kind.
fn fault_of<T: TryFrom<String, Error = String>>(value: &Value) -> Option<String> {
    let Some(text) = value.as_str() else { return Some("a text".to_owned()) };
    T::try_from(text.to_owned()).err()
}

fn is_recipient(value: &Value) -> bool {
    let Some(object) = value.as_object().filter(|object| object.len() == 1) else { return false };
    object.get("agent").is_some_and(is_uuid) || object.get("team").is_some_and(Value::is_string)
}

fn is_snooze(value: &Value) -> bool {
    value.as_u64().is_some_and(|minutes| SnoozeMinutes::CHOICES.iter().any(|choice| u64::from(*choice) == minutes))
}

/// What `files` of a message are.
pub(super) const FILES: &str = "at most 5 UUIDs, each once";

/// What `beside` of an `open` are.
pub(super) const BESIDE: &str = "at most 20 UUIDs";

fn is_list(value: &Value, most: usize) -> bool {
    value.as_array().is_some_and(|ids| ids.len() <= most && ids.iter().all(is_uuid))
}

fn is_uuid(value: &Value) -> bool {
    value.as_str().is_some_and(|text| Uuid::parse_str(text).is_ok())
}

fn is_within(value: &Value, least: u64, most: u64) -> bool {
    value.as_u64().is_some_and(|number| (least..=most).contains(&number))
}

pub(super) fn is_one_of(value: &Value, names: &[&str]) -> bool {
    value.as_str().is_some_and(|text| names.contains(&text))
}

fn is_resume(value: &Value) -> bool {
    value.as_object().is_some_and(|object| {
        object.len() == 2
            && object.get("session").is_some_and(is_uuid)
            && object.get("received").is_some_and(|value| is_within(value, 0, SAFE_INTEGER))
    })
}
