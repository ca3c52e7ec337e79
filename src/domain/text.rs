//! Text that people write. Owns its limits; never interprets it. Plain text end to end.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest message, in Unicode scalar values.
pub const MESSAGE_MAX_CHARS: usize = 4_000;

/// What one message says: 1 to 4,000 characters after trimming, no control characters but newline and tab.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
pub struct MessageText(String);

impl MessageText {
    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for MessageText {
    type Error = String;
    fn try_from(raw: String) -> Result<Self, String> {
        let text = raw.trim();
        if text.is_empty() {
            return Err("text is empty".to_owned());
        }
        if text.chars().count() > MESSAGE_MAX_CHARS {
            return Err(format!("text is longer than {MESSAGE_MAX_CHARS} characters"));
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
            return Err("text holds control characters".to_owned());
        }
        if text.len() == raw.len() { Ok(Self(raw)) } else { Ok(Self(text.to_owned())) }
    }
}

impl From<MessageText> for String {
    fn from(text: MessageText) -> Self {
        text.0
    }
}

/// The same words in every language that the product speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    /// In English.
    pub en: MessageText,
    /// In Chinese.
    pub zh: MessageText,
}

impl Translated {
    /// In one of them.
    #[must_use]
    pub const fn to(&self, language: Language) -> &MessageText {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

/// A language the product speaks. Anything else a visitor writes is triaged as `Other` and answered in the site's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese, simplified or traditional.
    Zh,
}
