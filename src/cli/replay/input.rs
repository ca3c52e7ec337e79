//! One recorded conversation as a JSON line: `{"id", "lang"?, "turns": [{"role", "text", "at"?, "score"?}]}`.
//! Owns the words in which a bad line is named: field, value, rule. Fields it does not know are left alone, so that
//! labelled data sets can be played as they are.

use super::score;
use crate::cli::lines::{self, Fault};
use crate::conversation::replay::Recorded;
use crate::domain::{ConversationId, Language, MessageText, Timestamp};
use crate::triage::Speaker;
use serde_json::Value;
use std::time::Duration;
use uuid::Uuid;

/// Time between turns that say none.
const APART: Duration = Duration::from_secs(20);
/// Longest piece of a bad value that is shown.
const SHOWN: usize = 40;

/// What a line holds.
#[derive(Debug)]
pub(super) struct Chat {
    /// As given: text or number.
    pub(super) id: Value,
    pub(super) conv: ConversationId,
    pub(super) language: Language,
    pub(super) turns: Vec<Recorded>,
}

/// Reads a line, or says what is wrong with it.
pub(super) fn read(line: &str) -> Result<Chat, Fault> {
    let value: Value = lines::parse(line)?;
    let Value::Object(fields) = &value else { return Err(wrong("(line)", Some(&value), "a JSON object")) };
    let id = match fields.get("id") {
        Some(id @ (Value::String(_) | Value::Number(_))) => id.clone(),
        other => return Err(wrong("id", other, "text or a number")),
    };
    let language = match fields.get("lang") {
        None | Some(Value::Null) => Language::default(),
        Some(Value::String(lang)) if lang.to_ascii_lowercase().starts_with("zh") => Language::Zh,
        Some(Value::String(_)) => Language::En,
        other => return Err(wrong("lang", other, "text, such as \"en\" or \"zh\"")),
    };
    let Some(Value::Array(given)) = fields.get("turns") else {
        return Err(wrong("turns", fields.get("turns"), "a list of turns"));
    };
    let mut turns = Vec::with_capacity(given.len());
    let mut due = Timestamp(0);
    for (index, turn) in given.iter().enumerate() {
        let turn = read_turn(index, turn, due)?;
        due = turn.at.plus(APART);
        turns.push(turn);
    }
    let conv = ConversationId(Uuid::new_v5(&Uuid::NAMESPACE_OID, id.to_string().as_bytes()));
    Ok(Chat { id, conv, language, turns })
}

fn read_turn(index: usize, turn: &Value, due: Timestamp) -> Result<Recorded, Fault> {
    let field = |name: &str| format!("turns[{index}].{name}");
    let fields = turn.as_object().ok_or_else(|| wrong(&format!("turns[{index}]"), Some(turn), "an object"))?;
    let role = fields.get("role");
    let by = match role.and_then(Value::as_str) {
        Some("visitor") => Speaker::Visitor,
        Some("bot") => Speaker::Bot,
        Some("agent") => Speaker::Agent,
        _ => return Err(wrong(&field("role"), role, "visitor, bot or agent")),
    };
    let text = fields.get("text");
    let Some(Value::String(words)) = text else { return Err(wrong(&field("text"), text, "text")) };
    let text = MessageText::try_from(words.clone()).map_err(|rule| Fault::field(&field("text"), rule))?;
    let at = match fields.get("at") {
        None | Some(Value::Null) => due,
        Some(at) => {
            let whole = "a whole number of milliseconds since 1970";
            Timestamp(at.as_i64().ok_or_else(|| wrong(&field("at"), Some(at), whole))?)
        }
    };
    let score = match fields.get("score") {
        None | Some(Value::Null) => None,
        Some(_) if by != Speaker::Visitor => return Err(Fault::field(&field("score"), "only visitor turns have one")),
        Some(given) => Some(Box::new(score::read(&field("score"), given)?)),
    };
    Ok(Recorded { by, text, at, score })
}

impl Chat {
    /// Whether anything is left for the model to read.
    pub(super) fn is_unread(&self) -> bool {
        self.turns.iter().any(|turn| turn.by == Speaker::Visitor && turn.score.is_none())
    }
}

pub(super) fn wrong(field: &str, value: Option<&Value>, rule: &str) -> Fault {
    match value {
        None => Fault::field(field, format!("is missing; must be {rule}")),
        Some(value) => Fault::field(field, format!("is {}; must be {rule}", shown(value))),
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= SHOWN { text } else { text.chars().take(SHOWN).chain("…".chars()).collect() }
}
