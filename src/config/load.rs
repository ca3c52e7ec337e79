//! From file and environment to checked settings. Every key is tried on its own, so that all problems are found.

use super::{ConfigError, Problem, Settings};
use std::path::Path;
use toml::{Table, Value};

/// Environment variables are `ATTUNE__SECTION__KEY`.
pub const ENV_PREFIX: &str = "ATTUNE__";

/// Reads the file (if given) and this process's environment.
///
/// # Errors
/// Every problem found, at once.
pub fn load(file: Option<&Path>) -> Result<Settings, ConfigError> {
    let text = match file {
        None => String::new(),
        Some(path) => std::fs::read_to_string(path).map_err(|error| {
            ConfigError(vec![Problem::value("--config", &path.display().to_string(), &error.to_string())])
        })?,
    };
    from_parts(&text, std::env::vars())
}

/// Merges a file's text and environment variables over the defaults, and checks the result.
///
/// # Errors
/// Every problem found, at once.
pub fn from_parts(
    file: &str,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, ConfigError> {
    let given: Table = file
        .parse()
        .map_err(|error: toml::de::Error| ConfigError(vec![Problem::value("file", "TOML", error.message())]))?;
    let mut merged = Table::try_from(Settings::default()).expect("the defaults are plain tables");
    let mut problems = Vec::new();
    let key = given.get("bot").and_then(|bot| bot.get("model")?.get("key"));
    if key.is_some_and(|key| key.as_str() != Some("")) {
        problems.push(Problem {
            at: "bot.model.key".to_owned(),
            what: "must not stand in a file: give it as ATTUNE__BOT__MODEL__KEY, or name its own file (bot.model.key_file)"
                .to_owned(),
        });
    }
    for (section, value) in given {
        set(&mut merged, &[&section], value, &mut problems);
    }
    for (name, text) in environment {
        if let Some(path) = name.strip_prefix(ENV_PREFIX) {
            from_environment(&mut merged, &name, path, &text, &mut problems);
        }
    }
    let settings: Settings = Value::Table(merged).try_into().unwrap_or_default();
    if problems.is_empty() {
        problems = settings.check();
    } else {
        problems.extend(settings.check());
    }
    if problems.is_empty() { Ok(settings) } else { Err(ConfigError(problems)) }
}

fn from_environment(merged: &mut Table, name: &str, path: &str, text: &str, problems: &mut Vec<Problem>) {
    let lower = path.to_ascii_lowercase();
    let place: Vec<&str> = lower.split("__").collect();
    if place.len() < 2 {
        problems.push(Problem::value(name, text, "expected ATTUNE__SECTION__KEY"));
        return;
    }
    // A bare word is a string; anything that parses as a TOML value is that value.
    let value = format!("v = {text}").parse::<Table>().ok().and_then(|mut table| table.remove("v"));
    let expected_text = known(merged, &place).is_ok_and(|known| known.is_str());
    let value = match value {
        Some(value) if !expected_text || value.is_str() => value,
        _ => Value::String(text.to_owned()),
    };
    set(merged, &place, value, problems);
}

/// Sets a value, of a section each key on its own, if the settings still read with it; otherwise notes why not.
fn set(merged: &mut Table, place: &[&str], value: Value, problems: &mut Vec<Problem>) {
    let at = place.join(".");
    match (known(merged, place), value) {
        (Err(unknown), _) => problems.push(unknown),
        (Ok(Value::Table(_)), Value::Table(keys)) => {
            for (key, value) in keys {
                set(merged, &[place, &[key.as_str()]].concat(), value, problems);
            }
        }
        (Ok(Value::Table(_)), other) => {
            problems.push(Problem::value(&at, &other.to_string(), "expected a [section]"));
        }
        (Ok(before), value) => {
            let shown = value.to_string();
            put(merged, place, value);
            if let Err(error) = Value::Table(merged.clone()).try_into::<Settings>() {
                problems.push(Problem::value(&at, shown.trim_matches('"'), error.message()));
                put(merged, place, before);
            }
        }
    }
}

/// What stands at a place.
fn known(merged: &Table, place: &[&str]) -> Result<Value, Problem> {
    let mut table = merged;
    for (depth, name) in place.iter().enumerate() {
        let at = || place[..=depth].join(".");
        match table.get(*name) {
            None => return Err(Problem::unknown(&at(), table.keys().map(String::as_str))),
            Some(Value::Table(inner)) if depth + 1 < place.len() => table = inner,
            Some(value) if depth + 1 == place.len() => return Ok(value.clone()),
            Some(value) => return Err(Problem::value(&at(), &value.to_string(), "a setting without keys of its own")),
        }
    }
    Ok(Value::Table(merged.clone()))
}

fn put(table: &mut Table, place: &[&str], value: Value) {
    match (place, place.first().and_then(|name| table.get_mut(*name))) {
        ([name], _) => drop(table.insert((*name).to_owned(), value)),
        ([_, rest @ ..], Some(Value::Table(inner))) => put(inner, rest, value),
        _ => {}
    }
}
