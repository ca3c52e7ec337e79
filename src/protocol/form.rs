//! What a visitor is asked before their first message, as their client is told.

use schemars::JsonSchema;
use serde::Serialize;

/// What to ask; a field that is absent is not asked, or known from the shop's signed word. The answers go into
/// `customer` as what the visitor says: `name`, `email`, and the attribute `topic`. Without what is required no
/// conversation opens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VisitorForm {
    /// Their name.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<FormField>,
    /// Their e-mail address.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<FormField>,
    /// What the chat is about: one of `topics`.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<FormField>,
    /// What it can be about.
    pub topics: Vec<FormTopic>,
}

impl VisitorForm {
    /// Whether there is nothing to ask.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.name.is_none() && self.email.is_none() && self.topic.is_none()
    }
}

/// How much it is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum FormField {
    /// May be left out.
    Optional,
    /// Needed to begin.
    Required,
}

/// Something that a chat can be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FormTopic {
    /// Shown in English.
    pub en: String,
    /// Shown in Chinese.
    pub zh: String,
    /// What staff see, whatever the visitor's language: the text in the site's own.
    pub value: String,
}
