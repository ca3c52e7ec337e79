//! From JSON to drafts: a list of objects, or an object whose `articles` is one. Pure.

use super::draft::{ABOUT, Draft, FIELDS, Written, unknown};
use super::place::{Parsed, Place, Problem};
use serde_json::{Map, Value};

/// Reads one file.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let items = match serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        Ok(Value::Array(items)) => items,
        Ok(Value::Object(mut object)) => match object.remove("articles") {
            Some(Value::Array(items)) => items,
            _ => return refused(Place::Line(1), "a list of articles, or an object with the list `articles`"),
        },
        Ok(_) => return refused(Place::Line(1), "a list of articles, or an object with the list `articles`"),
        Err(error) => return refused(Place::Line(error.line()), &format!("cannot be read as JSON: {error}")),
    };
    for (place, item) in items.into_iter().enumerate() {
        let at = Place::Item(place + 1);
        match item {
            Value::Object(fields) => parsed.drafts.push(draft(at, fields, &mut parsed.problems)),
            _ => parsed.problems.push(Problem::new(at, "must be an object")),
        }
    }
    parsed
}

fn refused(at: Place, rule: &str) -> Parsed {
    Parsed { drafts: Vec::new(), problems: vec![Problem::new(at, rule)] }
}

fn draft(at: Place, fields: Map<String, Value>, problems: &mut Vec<Problem>) -> Draft {
    let mut draft = Draft::at(at);
    for (name, value) in fields {
        let Some(field) = FIELDS.iter().find(|known| **known == name).copied() else {
            problems.push(Problem::new(at, unknown(&name, &FIELDS)));
            continue;
        };
        let mut wrong = |rule: &str| problems.push(Problem { at, field: Some(field), rule: rule.to_owned() });
        match (field, value) {
            (_, Value::Null) => {}
            ("variants", Value::Array(ways)) => {
                for way in ways {
                    match way {
                        Value::String(text) => draft.variants.push(Written { text, at }),
                        _ => wrong("must be a list of texts"),
                    }
                }
            }
            ("variants", _) => wrong("must be a list of texts"),
            ("version", Value::Number(number)) => set(&mut draft, field, number.to_string(), at),
            (_, Value::String(text)) => set(&mut draft, field, text, at),
            _ => wrong("must be a text"),
        }
    }
    draft
}

fn set(draft: &mut Draft, field: &str, text: String, at: Place) {
    match field {
        "question" => draft.question = text,
        "answer" => draft.answer = text,
        "language" => draft.language = Some(Written { text, at }),
        about => {
            if let Some(place) = ABOUT.iter().position(|known| *known == about) {
                draft.about[place] = Some(Written { text, at });
            }
        }
    }
}
