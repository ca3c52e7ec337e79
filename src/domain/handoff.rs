//! The handoff packet: everything known, passed from bot to human. Owns its shape; built by
//! `routing::handoff` as a pure reading of the log, so that packet = log up to `up_to` (invariant H1).

use super::identity::{Attributes, Identity};
use super::{
    AttachedFile, Earlier, ExpertAsked, Language, LikelyIntent, Promise, Reason, Seq, Slot, Stage, SummaryLine,
    Timestamp, Transfer,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an agent reads before speaking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HandoffPacket {
    /// SHA-256 over the canonical JSON of the log up to `up_to`, hexadecimal.
    pub hash: String,
    /// Last event it covers.
    pub up_to: Seq,
    /// What it is about, in the words that were said: at most five lines, in the order of the log.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<SummaryLine>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub summary: Vec<SummaryLine>,
    /// What the visitor came for, as far as the log holds it.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent: Option<LikelyIntent>,
    /// What the visitor had come for before this conversation began; absent where they had not.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub earlier: Option<Earlier>,
    /// Every transfer that took place before, oldest first.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Transfer>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub passed: Vec<Transfer>,
    /// Whom its agents asked privately, what, and what they answered: the latest ten, oldest first.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<ExpertAsked>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub experts: Vec<ExpertAsked>,
    /// Why a human was called.
    pub why: Vec<Reason>,
    /// Who they are and where they stand.
    pub customer: Customer,
    /// The visitor's own words that say what they want: first and latest question, at most 5 lines.
    pub wants: Vec<Quote>,
    /// Order numbers, amounts and dates found in the visitor's words.
    pub facts: Vec<Fact>,
    /// What they have sent, the latest 20.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<SentFile>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub files: Vec<SentFile>,
    /// What the bot asked for and was told.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Slot>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub slots: Vec<Slot>,
    /// What the bot tried, in order.
    pub tried: Vec<Tried>,
    /// What they wanted to know that nobody has answered.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Quote>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub questions: Vec<Quote>,
    /// What was promised to them and is still to be kept.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Promise>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub promises: Vec<Promise>,
    /// Anger over the visitor's messages.
    pub curve: Vec<CurvePoint>,
    /// The message where anger turned upwards most.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub turning_point: Option<Seq>,
    /// Stage at the time.
    pub stage: Stage,
}

/// Who the visitor is: as far as they said, and as far as the shop vouches for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Customer {
    /// Name, if given: a claim, unless `identity` says the same.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// E-mail, if given: a claim, unless `identity` says the same.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email: Option<String>,
    /// Language of the widget.
    pub language: Language,
    /// Address of the page the chat was opened on.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page: Option<String>,
    /// Title of that page.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page_title: Option<String>,
    /// Browser and system, as the browser says.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub device: Option<String>,
    /// What the page told of them, if anything: claims, since any browser can say them.
    #[cfg_attr(test, ts(optional, as = "Option<Attributes>"))]
    #[serde(skip_serializing_if = "Attributes::is_empty", default)]
    pub attributes: Attributes,
    /// Who they are by the shop's signed word; absent where nobody vouches for them.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub identity: Option<Identity>,
    /// The kind of customer that they are by what the shop has signed, as the operator names it: it counts in the
    /// queue. Absent where nothing signed says so; what a page claims puts nobody here.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub segment: Option<String>,
}

impl Customer {
    /// The same with what a shop vouches for: its name and address stand before what was claimed.
    #[must_use]
    pub fn vouched_for(self, identity: Option<&Identity>) -> Self {
        let (name, email) = identity.map(|known| (known.name.clone(), known.email.clone())).unwrap_or_default();
        Self { name: name.or(self.name), email: email.or(self.email), identity: identity.cloned(), ..self }
    }
}

/// A message quoted by its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Quote {
    /// Where.
    pub seq: Seq,
    /// What.
    pub text: String,
}

/// A file by the place of its message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SentFile {
    /// Where.
    pub seq: Seq,
    /// What.
    pub file: AttachedFile,
}

/// Something checkable the visitor mentioned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Fact {
    /// `order`, `amount` or `date`.
    pub kind: FactKind,
    /// As written.
    pub text: String,
    /// Where.
    pub seq: Seq,
}

/// Kind of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum FactKind {
    /// Order, parcel or ticket number.
    Order,
    /// Sum of money.
    Amount,
    /// Day or time.
    Date,
}

/// One attempt of the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Tried {
    /// The bot's message.
    pub seq: Seq,
    /// Article it answered from; absent when it had no answer.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub article: Option<String>,
}

/// One point of the anger curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CurvePoint {
    /// Visitor message.
    pub seq: Seq,
    /// When it was sent.
    pub at: Timestamp,
    /// P(anger >= 2) of the message; absent when not scored.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub anger: Option<f32>,
    /// Belief after it, as a probability.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub belief: Option<f32>,
}
