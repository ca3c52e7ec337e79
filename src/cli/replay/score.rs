//! A score that comes with a turn, in the shape that `attune score` prints. Owns its rules; what is left out stands at
//! its default, and what it does not know is an error: a misspelled risk would otherwise count as none.

use super::input::wrong;
use crate::cli::lines::Fault;
use crate::domain::{Language, Provenance, Score, Span};
use crate::triage::score::SPANS;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Everything that stands in a line of `attune score`.
const KNOWN: [&str; 11] =
    ["id", "lang", "anger", "level", "sentiment", "emotions", "risks", "confidence", "spans", "model", "engine"];
/// Where a score came from that does not say so.
const UNNAMED: &str = "recorded";

/// Reads a score, or says what is wrong with it; `at` is its place in the line.
pub(super) fn read(at: &str, given: &Value) -> Result<Score, Fault> {
    let fields = given.as_object().ok_or_else(|| wrong(at, Some(given), "an object as `attune score` prints it"))?;
    if let Some(unknown) = fields.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        return Err(Fault::field(&format!("{at}.{unknown}"), format!("is unknown; known are {}", KNOWN.join(", "))));
    }
    let number = |name: &str, most: f32, default: Option<f32>| {
        let place = format!("{at}.{name}");
        match (fields.get(name), default) {
            (None | Some(Value::Null), Some(default)) => Ok(default),
            (value, _) => within(&place, value, most),
        }
    };
    let text = |name: &str| match fields.get(name) {
        None | Some(Value::Null) => Ok(UNNAMED.to_owned()),
        Some(Value::String(text)) => Ok(text.clone()),
        other => Err(wrong(&format!("{at}.{name}"), other, "text")),
    };
    Ok(Score {
        language: language(&format!("{at}.lang"), fields.get("lang"))?,
        anger: number("anger", 1.0, None)?,
        base: None,
        level: number("level", 3.0, Some(0.0))?,
        sentiment: shares(&format!("{at}.sentiment"), fields.get("sentiment"))?,
        emotions: shares(&format!("{at}.emotions"), fields.get("emotions"))?,
        risks: shares(&format!("{at}.risks"), fields.get("risks"))?,
        confidence: number("confidence", 1.0, Some(1.0))?,
        spans: spans(&format!("{at}.spans"), fields.get("spans"))?,
        by: Provenance { model: text("model")?, engine: text("engine")?, policy: String::new(), calibrator: None },
    })
}

fn within(place: &str, value: Option<&Value>, most: f32) -> Result<f32, Fault> {
    let number = value.and_then(Value::as_f64).map(|number| number as f32);
    let fits = number.filter(|number| (0.0..=most).contains(number));
    fits.ok_or_else(|| wrong(place, value, &format!("a number, 0 to {most}")))
}

fn language(place: &str, value: Option<&Value>) -> Result<Option<Language>, Fault> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let known = serde_json::from_value(value.clone()).map(Some);
            known.map_err(|_| wrong(place, Some(value), "\"en\" or \"zh\""))
        }
    }
}

/// A family of probabilities by name; those that are not named stand at their defaults.
fn shares<T: Default + Serialize + DeserializeOwned>(place: &str, given: Option<&Value>) -> Result<T, Fault> {
    let mut all = match serde_json::to_value(T::default()) {
        Ok(Value::Object(all)) => all,
        _ => Map::new(),
    };
    match given {
        None | Some(Value::Null) => {}
        Some(Value::Object(fields)) => {
            for (name, value) in fields {
                let at = format!("{place}.{name}");
                if !all.contains_key(name) {
                    let known: Vec<&str> = all.keys().map(String::as_str).collect();
                    return Err(Fault::field(&at, format!("is unknown; known are {}", known.join(", "))));
                }
                within(&at, Some(value), 1.0)?;
                all.insert(name.clone(), value.clone());
            }
        }
        other => return Err(wrong(place, other, "an object of probabilities")),
    }
    serde_json::from_value(Value::Object(all)).map_err(|error| Fault::field(place, error))
}

fn spans(place: &str, given: Option<&Value>) -> Result<Vec<Span>, Fault> {
    let Some(value) = given.filter(|value| !value.is_null()) else { return Ok(Vec::new()) };
    let rule = &format!("a list of at most {SPANS} objects with start, end and weight");
    let spans: Vec<Span> = serde_json::from_value(value.clone()).map_err(|_| wrong(place, given, rule))?;
    let fits = spans.len() <= SPANS && spans.iter().all(|span| span.start <= span.end && span.weight.is_finite());
    if fits { Ok(spans) } else { Err(wrong(place, given, rule)) }
}
