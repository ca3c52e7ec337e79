//! Canned replies: texts that agents send often, found by a shortcut, in one language or in both.
//!
//! Owns their rules. Places such as `{customer}` are filled by the inbox, which never sends one that is not.

use super::MessageText;
use serde::{Deserialize, Serialize};

/// Places that a text may have; each may name what stands there otherwise: `{customer|there}`.
pub const VARIABLES: [&str; 3] = ["customer", "agent", "order"];
/// Longest shortcut, in bytes, and longest title, in characters.
const SHORTCUT_MAX: usize = 40;
const TITLE_MAX: usize = 80;

/// A text that agents send often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedReply {
    /// The shortcut: `/refund-sent`.
    pub id: String,
    /// In English.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub en: Option<CannedText>,
    /// In Chinese.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub zh: Option<CannedText>,
}

/// It in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedText {
    /// Shown in the list.
    pub title: String,
    /// What is sent.
    pub text: MessageText,
}

/// A field and the rule that it breaks.
pub type Fault = (String, String);

impl CannedReply {
    /// The first rule that it breaks.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if self.id.is_empty() || self.id.len() > SHORTCUT_MAX || !self.id.bytes().all(fits) {
            return Some(("id".to_owned(), format!("1 to {SHORTCUT_MAX} of a-z, 0-9 and -")));
        }
        let texts = [("en", &self.en), ("zh", &self.zh)];
        if texts.iter().all(|(_, text)| text.is_none()) {
            return Some(("en".to_owned(), "a text in one language or in both".to_owned()));
        }
        texts.iter().find_map(|(language, text)| {
            let (field, rule) = text.as_ref()?.fault()?;
            Some((format!("{language}.{field}"), rule))
        })
    }
}

impl CannedText {
    fn fault(&self) -> Option<(&'static str, String)> {
        if self.title.trim().is_empty() || self.title.chars().count() > TITLE_MAX {
            return Some(("title", format!("1 to {TITLE_MAX} characters")));
        }
        let known = VARIABLES.map(|name| format!("{{{name}}}")).join(", ");
        stray(self.text.as_str()).map(|stray| ("text", format!("no `{stray}`: the variables are {known}")))
    }
}

/// A brace that begins or ends no variable that there is.
fn stray(text: &str) -> Option<String> {
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let place = rest[at..].strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let Some((inner, after)) = place else { return Some(rest[at..=at].to_owned()) };
        let name = inner.split_once('|').map_or(inner, |(name, _)| name);
        if !VARIABLES.contains(&name) {
            return Some(format!("{{{}}}", name.chars().take(SHORTCUT_MAX).collect::<String>()));
        }
        rest = after;
    }
    None
}

#[cfg(test)]
#[path = "canned_test.rs"]
mod tests;
