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
    for (section, value) in given {
        match value {
            Value::Table(keys) => {
                keys.into_iter().for_each(|(key, value)| set(&mut merged, &section, &key, value, &mut problems));
            }
            other => problems.push(Problem::value(&section, &other.to_string(), "expected a [section]")),
        }
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
    let Some((section, key)) = lower.split_once("__") else {
        problems.push(Problem::value(name, text, "expected ATTUNE__SECTION__KEY"));
        return;
    };
    // A bare word is a string; anything that parses as a TOML value is that value.
    let value = format!("v = {text}").parse::<Table>().ok().and_then(|mut table| table.remove("v"));
    let expected_text = merged.get(section).and_then(|s| s.get(key)).is_some_and(Value::is_str);
    let value = match value {
        Some(value) if !expected_text || value.is_str() => value,
        _ => Value::String(text.to_owned()),
    };
    set(merged, section, key, value, problems);
}

/// Sets one key if the settings still read with it; otherwise notes why not.
fn set(merged: &mut Table, section: &str, key: &str, value: Value, problems: &mut Vec<Problem>) {
    let sections: Vec<String> = merged.keys().cloned().collect();
    let Some(Value::Table(known)) = merged.get_mut(section) else {
        problems.push(Problem::unknown(section, sections.iter().map(String::as_str)));
        return;
    };
    let at = format!("{section}.{key}");
    let Some(before) = known.get(key).cloned() else {
        problems.push(Problem::unknown(&at, known.keys().map(String::as_str)));
        return;
    };
    let shown = value.to_string();
    known.insert(key.to_owned(), value);
    if let Err(error) = Value::Table(merged.clone()).try_into::<Settings>() {
        problems.push(Problem::value(&at, shown.trim_matches('"'), error.message()));
        if let Some(Value::Table(known)) = merged.get_mut(section) {
            known.insert(key.to_owned(), before);
        }
    }
}
