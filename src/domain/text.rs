//! Text that people write. Owns its limits; never interprets it. Plain text end to end.

use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;

/// Longest message, in Unicode scalar values.
pub const MESSAGE_MAX_CHARS: usize = 4_000;

/// What one message says: 1 to 4,000 characters after trimming, no control characters but newline and tab; by default
/// nothing, as in a message that is only files. Cloning copies a handle: the log, the model's context and open work hold
/// the same words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
#[serde(try_from = "String")]
pub struct MessageText(Arc<str>);

impl MessageText {
    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it says nothing: the message is only files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text itself, to be held on to.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }
}

impl Serialize for MessageText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl TryFrom<String> for MessageText {
    type Error = String;
    fn try_from(raw: String) -> Result<Self, String> {
        Ok(Self(plain(&raw, "text", MESSAGE_MAX_CHARS)?.into()))
    }
}

/// Reads words that may be none, since files may stand beside them.
pub fn or_nothing<'de, D: Deserializer<'de>>(from: D) -> Result<MessageText, D::Error> {
    let raw = String::deserialize(from)?;
    if raw.trim().is_empty() { Ok(MessageText::default()) } else { raw.try_into().map_err(D::Error::custom) }
}

/// What people may write: 1 to `most` characters after trimming, no control characters but newline and tab. `what` names
/// it in the rule that it breaks.
pub(super) fn plain<'a>(raw: &'a str, what: &str, most: usize) -> Result<&'a str, String> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(format!("{what} is empty"));
    }
    if text.chars().count() > most {
        return Err(format!("{what} is longer than {most} characters"));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
        return Err(format!("{what} holds control characters"));
    }
    Ok(text)
}

impl From<MessageText> for String {
    fn from(text: MessageText) -> Self {
        text.as_str().to_owned()
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
