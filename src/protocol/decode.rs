//! From bytes to a frame, or to the reason why not. Owns the order of the checks: size, nesting, shape, then what
//! types cannot hold. What leaves here is valid; what does not is answered from the closed list of codes, with the
//! request's `id` whenever it could be read. Never panics, whatever the bytes.

use super::limits::{FRAME_MAX_BYTES, FRAME_MAX_DEPTH, HISTORY_MAX, OPEN_MAX, SAFE_INTEGER};
use super::shape::{BESIDE, FILES, SHAPES};
use super::{ClientFrame, Code, Topic};
use crate::domain::{FILES_PER_MESSAGE, Seq};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Why bytes are no frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The request's id, when it could be read.
    pub id: Option<Uuid>,
    /// `bad_frame`, `unknown_type`, `invalid_field` or `too_large`.
    pub code: Code,
    /// The field at fault, such as `text` or `customer.name`.
    pub field: Option<String>,
    /// The rule it broke, in English, for developers.
    pub rule: Option<String>,
}

/// Decodes one text frame of a client.
///
/// # Errors
/// `Rejected` names the first fault found.
pub fn decode(bytes: &[u8]) -> Result<ClientFrame, Rejected> {
    if is_too_deep(bytes) {
        return Err(rejected(None, Code::BadFrame, None, "nested too deeply"));
    }
    if bytes.len() > FRAME_MAX_BYTES {
        let id = object(bytes).as_ref().and_then(id_of);
        return Err(rejected(id, Code::TooLarge, None, "a frame has at most 65536 bytes"));
    }
    match serde_json::from_slice::<ClientFrame>(bytes) {
        Ok(frame) => check(&frame).map(|()| frame),
        Err(_) => Err(explain(bytes)),
    }
}

fn rejected(id: Option<Uuid>, code: Code, field: Option<String>, rule: impl Into<String>) -> Rejected {
    Rejected { id, code, field, rule: Some(rule.into()) }
}

fn object(bytes: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(bytes).ok()
}

fn id_of(object: &Map<String, Value>) -> Option<Uuid> {
    object.get("id").and_then(Value::as_str).and_then(|text| Uuid::parse_str(text).ok())
}

/// What is wrong with bytes that are no frame. Slow, and only for those.
fn explain(bytes: &[u8]) -> Rejected {
    let Some(object) = object(bytes) else {
        return rejected(None, Code::BadFrame, None, "a frame is one JSON object");
    };
    let id = id_of(&object);
    let Some(t) = object.get("t").and_then(Value::as_str) else {
        return rejected(id, Code::BadFrame, Some("t".to_owned()), "names the type of the frame");
    };
    let Some(shape) = SHAPES.iter().find(|shape| shape.t == t) else {
        return Rejected { id, code: Code::UnknownType, field: None, rule: None };
    };
    match shape.fault(&object) {
        Some((field, rule)) => rejected(id, Code::InvalidField, Some(field), rule),
        None => rejected(id, Code::BadFrame, None, "each field stands at most once"),
    }
}

/// Rules that types cannot hold.
fn check(frame: &ClientFrame) -> Result<(), Rejected> {
    let (id, fault) = match frame {
        ClientFrame::Hello { token, ticket, resume, .. } => {
            let both = token.is_some() && ticket.is_some();
            let counted = resume.as_ref().is_none_or(|resume| resume.received <= SAFE_INTEGER);
            (None, broken(!both, "ticket", "not together with `token`").or(broken(counted, "resume", SAFE)))
        }
        ClientFrame::Msg { id, text, files, .. } => {
            let files = files.as_deref().unwrap_or_default();
            let once = files.len() <= FILES_PER_MESSAGE && files.iter().collect::<BTreeSet<_>>().len() == files.len();
            let fault =
                broken(!text.is_empty() || !files.is_empty(), "text", "text is empty, and there are no `files`");
            (Some(id.0), fault.or(broken(once, "files", FILES)))
        }
        ClientFrame::Open { id, beside, .. } => {
            let fits = beside.as_ref().is_none_or(|beside| beside.len() <= OPEN_MAX);
            (Some(*id), broken(fits, "beside", BESIDE))
        }
        ClientFrame::Ping { received } => (None, broken(*received <= SAFE_INTEGER, "received", SAFE)),
        ClientFrame::Read { seq, .. } => (None, broken(is_safe(*seq), "seq", SAFE)),
        ClientFrame::History { id, after, before, limit, .. } => {
            let limit = limit.is_none_or(|limit| (1..=HISTORY_MAX).contains(&limit));
            let fault = broken(after.is_none() || before.is_none(), "before", "not together with `after`")
                .or(broken(after.is_none_or(is_safe), "after", SAFE))
                .or(broken(before.is_none_or(is_safe), "before", SAFE))
                .or(broken(limit, "limit", "a whole number, 1 to 200"));
            (Some(*id), fault)
        }
        ClientFrame::Rate { id, score, .. } => {
            (Some(*id), broken((1..=5).contains(score), "score", "a whole number, 1 to 5"))
        }
        ClientFrame::Judge { id, message, alert, judgement, level, .. } => {
            let fault = broken(message.is_some() != alert.is_some(), "message", "either `message` or `alert`")
                .or(broken(message.is_none_or(is_safe), "message", SAFE))
                .or(broken(judgement.is_some() != level.is_some(), "judgement", "either `judgement` or `level`"))
                .or(broken(level.is_none() || message.is_some(), "level", "of a `message`, not of an `alert`"));
            (Some(*id), fault)
        }
        ClientFrame::Promise { id, promise, .. } => (Some(*id), broken(is_safe(*promise), "promise", SAFE)),
        ClientFrame::Question { id, message, .. } => (Some(*id), broken(is_safe(*message), "message", SAFE)),
        ClientFrame::Snooze { id, until, .. } => {
            let fits = u64::try_from(until.0).is_ok_and(|until| until <= SAFE_INTEGER);
            (Some(*id), broken(fits, "until", "a time in milliseconds since 1970"))
        }
        ClientFrame::Sub { id, topic, conv } | ClientFrame::Unsub { id, topic, conv } => {
            let fits = conv.is_some() == (*topic == Topic::Conv);
            (Some(*id), broken(fits, "conv", "given with topic `conv`, and only then"))
        }
        _ => (None, None),
    };
    match fault {
        None => Ok(()),
        Some((field, rule)) => Err(rejected(id, Code::InvalidField, Some(field.to_owned()), rule)),
    }
}

const SAFE: &str = "a whole number, 0 to 2^53 - 1";

fn is_safe(seq: Seq) -> bool {
    seq.0 <= SAFE_INTEGER
}

fn broken(fits: bool, field: &'static str, rule: &'static str) -> Option<(&'static str, &'static str)> {
    (!fits).then_some((field, rule))
}

/// Counts brackets outside of strings. Cheap, and before any parser recurses.
fn is_too_deep(bytes: &[u8]) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match (in_text, escaped, byte) {
            (true, true, _) => escaped = false,
            (true, false, b'\\') => escaped = true,
            (_, _, b'"') => in_text = !in_text,
            (false, _, b'{' | b'[') => depth += 1,
            (false, _, b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > FRAME_MAX_DEPTH {
            return true;
        }
    }
    false
}

#[cfg(test)]
#[path = "decode_test.rs"]
mod tests;
