//! Where a flow of the bot stands, and what visitors have told it. Owns the shapes, which stand in the log with each of
//! its messages: the latest one says everything, so that a flow goes on after a restart where it was.

use super::{Language, Seq};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a flow stands after a message of the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FlowPlace {
    /// Name of the flow.
    pub flow: String,
    /// The step that waits for the visitor's words; absent when the flow is over.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<String>,
    /// The language that it speaks.
    pub language: Language,
    /// How often in a row the visitor's words did not fit the question.
    #[serde(default)]
    pub misfits: u32,
    /// Messages of the bot in this flow.
    #[serde(default)]
    pub turns: u32,
    /// What was told in this conversation, in any flow; each name once.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Slot>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub slots: Vec<Slot>,
}

impl FlowPlace {
    /// What was told under this name.
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<&str> {
        self.slots.iter().find(|slot| slot.name == name).map(|slot| slot.value.as_str())
    }

    /// Keeps what was told last.
    pub fn keep(&mut self, slot: Slot) {
        self.slots.retain(|known| known.name != slot.name);
        self.slots.push(slot);
    }
}

/// Something that the bot asked for and was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Slot {
    /// Its name in the flow.
    pub name: String,
    /// What people call it.
    pub label: Label,
    /// As the visitor said it, at most 200 characters.
    pub value: String,
    /// The visitor's message.
    pub seq: Seq,
}

/// A few words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Label {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Label {
    /// In one of them.
    #[must_use]
    pub fn to(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}
