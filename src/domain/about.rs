//! What a conversation is about, for whoever takes it over. Owns the shapes; `routing::extract` and
//! `routing::likely_intent` read them off the log.

use super::Seq;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One line of the summary: a sentence as it was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SummaryLine {
    /// The message that it stands in.
    pub seq: Seq,
    /// What it is.
    pub kind: LineKind,
    /// The sentence, as written, at most 160 characters.
    pub text: String,
}

/// What a line of the summary is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// What the visitor came with, or asked and got an answer to.
    Asked,
    /// What else they said.
    Told,
    /// What the bot or an agent answered.
    Tried,
    /// Where anger rose most.
    Changed,
    /// What we said we would do, still to be kept.
    Promised,
    /// Asked, and not answered by anybody.
    Open,
}

/// What the visitor most likely came for. It names what the log holds; nothing is read into words here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LikelyIntent {
    /// Of what kind the name is.
    pub kind: IntentKind,
    /// Name of the flow, or the question of the article.
    pub name: String,
    /// How sure that is.
    pub sure: Sureness,
    /// The bot's message that says so.
    pub seq: Seq,
}

/// What a likely intent is named by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum IntentKind {
    /// A flow of the bot.
    Flow,
    /// An article of the knowledge base.
    Article,
}

/// How sure a likely intent is. No figure: the log holds none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Sureness {
    /// The visitor said so: they pressed its button or wrote its very words, or answered a question of the flow.
    Stated,
    /// The bot was sure enough to answer with it, or to begin it.
    Likely,
    /// The bot offered it and was not sure, or had no answer to what came after it.
    Possible,
}
