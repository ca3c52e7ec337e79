//! `[bot]`: what the bot goes by beside articles.

use super::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::PathBuf;

/// What the bot goes by beside articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bot {
    /// File with flows; empty: none, in the demo the bundled ones.
    pub flows: PathBuf,
    /// A language model that words answers; off unless it has an address.
    pub model: Model,
}

/// A language model behind `/v1/chat/completions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Model {
    /// Base of its address, such as `https://models.example/v1`; empty: none.
    pub url: String,
    /// Its name there.
    pub model: String,
    /// Its key, from the environment alone.
    pub key: Secret,
    /// File that holds its key.
    pub key_file: PathBuf,
    /// Longest time for one answer, in seconds.
    pub timeout_seconds: u32,
    /// Most tokens of one answer.
    pub max_tokens: u32,
    /// Asked too where the search is sure.
    pub rephrase: bool,
    /// Asked too for a summary of what is handed over to a person.
    pub summarise: bool,
}

impl Default for Model {
    fn default() -> Self {
        let (url, model, key, key_file) = Default::default();
        Self { url, model, key, key_file, timeout_seconds: 8, max_tokens: 400, rephrase: false, summarise: false }
    }
}

impl Model {
    /// Whether there is one.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.url.is_empty()
    }

    pub(super) fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut must = |holds: bool, key: &str, value: &str, rule: &str| {
            if !holds {
                problems.push(Problem::rule(&format!("bot.model.{key}"), value, rule));
            }
        };
        let is_address = !self.is_on() || is_address(&self.url);
        must(is_address, "url", &self.url, "an address such as https://models.example/v1, without `?`, `#` or a user");
        must(
            !self.is_on() || !self.model.is_empty(),
            "model",
            &self.model,
            "the model's name where bot.model.url is set",
        );
        let asks_somebody = self.is_on() || !self.summarise;
        must(asks_somebody, "summarise", "true", "false where bot.model.url is empty");
        let has_one = self.key.0.is_empty() || self.key_file.as_os_str().is_empty();
        must(has_one, "key_file", &self.key_file.display().to_string(), "empty where the environment has the key");
        let is_plain = self.key.0.bytes().all(|byte| byte.is_ascii_graphic());
        must(is_plain, "key", "…", "letters, digits and signs without spaces");
        let seconds = self.timeout_seconds;
        must((1..=60).contains(&seconds), "timeout_seconds", &seconds.to_string(), "1 to 60");
        must((16..=4_096).contains(&self.max_tokens), "max_tokens", &self.max_tokens.to_string(), "16 to 4096");
        problems
    }
}

fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(['?', '#', '@', ' ']))
}

/// A text that no log may hold.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}
