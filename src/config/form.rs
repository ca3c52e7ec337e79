//! What a site asks before the first message of a chat. Owns the rules of what may be asked.

use super::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most topics.
const TOPICS: usize = 12;
/// Longest topic, in characters.
const LONGEST: usize = 60;

/// What is asked; nothing unless it is set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    /// The visitor's name.
    pub name: Asked,
    /// Their e-mail address.
    pub email: Asked,
    /// What the chat is about, of `topics`.
    pub topic: Asked,
    /// What it can be about.
    pub topics: Vec<FormTopic>,
}

/// Whether something is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Asked {
    /// Not asked.
    #[default]
    Off,
    /// Asked, and may be left out.
    Optional,
    /// Asked, and needed to begin.
    Required,
}

/// Something that a chat can be about, as visitors read it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormTopic {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Form {
    pub(super) fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let count = self.topics.len();
        if self.topic != Asked::Off && self.topics.is_empty() {
            let rule = "at least one topic, or site.form.topic = \"off\"";
            problems.push(Problem::rule("site.form.topics", "[]", rule));
        }
        if count > TOPICS {
            problems.push(Problem::rule("site.form.topics", &format!("{count} long"), &format!("at most {TOPICS}")));
        }
        let mut seen = [BTreeSet::new(), BTreeSet::new()];
        for (place, topic) in self.topics.iter().enumerate() {
            for ((key, text), seen) in [("en", &topic.en), ("zh", &topic.zh)].into_iter().zip(&mut seen) {
                let at = format!("site.form.topics[{place}].{key}");
                let fits = (1..=LONGEST).contains(&text.trim().chars().count()) && !text.chars().any(char::is_control);
                if !fits {
                    let rule = format!("1 to {LONGEST} characters on one line");
                    problems.push(Problem::rule(&at, &text.escape_debug().to_string(), &rule));
                } else if !seen.insert(text.trim()) {
                    problems.push(Problem::rule(&at, text, "a text of its own"));
                }
            }
        }
        problems
    }
}
