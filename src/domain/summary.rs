//! One line of an inbox: what a list shows of a conversation. A projection of the log, written in the
//! same commit as the events it follows from, so that lists never need to fold logs.

use super::{
    AlertState, ConversationId, Expert, Language, Party, Passing, Promise, Seq, SiteId, StaffId, Stage, Tag, Timestamp,
    VisitorId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest preview of the last message, in characters.
pub const PREVIEW_CHARS: usize = 140;

/// What a list shows of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Summary {
    /// Which.
    pub conv: ConversationId,
    /// Where.
    pub site: SiteId,
    /// By whom.
    pub visitor: VisitorId,
    /// Name, if given.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub visitor_name: Option<String>,
    /// The kind of customer, by what the shop has signed of them.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub segment: Option<String>,
    /// Language of the widget.
    pub language: Language,
    /// Phase.
    pub phase: PhaseName,
    /// Agent who holds it or is offered it.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub agent: Option<StaffId>,
    /// Their name.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub agent_name: Option<String>,
    /// Agent who held it last, or the visitor's conversation before, past its end too; absent once they have given it
    /// back.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_agent: Option<StaffId>,
    /// Stage of anger.
    pub stage: Stage,
    /// Belief as a probability; absent before the first score.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub belief: Option<f32>,
    /// Fast minus slow average, logit: above 0 anger is rising.
    pub trend: f32,
    /// Last event.
    pub last_seq: Seq,
    /// Last event that the visitor may see, in their numbering.
    pub last_public: Seq,
    /// First characters of the last message; empty where it was only files.
    pub preview: String,
    /// How many files stand beside it.
    #[cfg_attr(test, ts(optional, as = "Option<u32>"))]
    #[serde(skip_serializing_if = "is_zero", default)]
    pub files: u32,
    /// Who wrote it.
    pub last_by: Party,
    /// When.
    pub last_at: Timestamp,
    /// When it began.
    pub opened_at: Timestamp,
    /// Since when it waits for a human.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub waiting_since: Option<Timestamp>,
    /// How long it had waited before it was passed to a team, in milliseconds: that counts for its place too.
    #[cfg_attr(test, ts(optional, type = "number"))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub waited_ms: Option<u64>,
    /// The team it waits for.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub team: Option<String>,
    /// A colleague is asked to take it over from its agent.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub passing: Option<Passing>,
    /// Whom its agent has asked privately, at most 8, in the order in which they were asked; those who are done too.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Expert>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub experts: Vec<Expert>,
    /// Since when the visitor has had no answer.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unanswered_since: Option<Timestamp>,
    /// The latest alert that is open: neither acknowledged, nor snoozed, nor closed.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alert: Option<AlertState>,
    /// Every alert of the conversation, closed ones too, oldest first; at most one for each kind and stage.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<AlertState>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub alerts: Vec<AlertState>,
    /// Promises still to be kept, at most three: those with a time first, by their time. They outlive the end.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Promise>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub promises: Vec<Promise>,
    /// Messages of the visitor that hold a question which nobody has answered.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Seq>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub questions: Vec<Seq>,
    /// What staff have put on it, in the order in which they did, at most 12.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Tag>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub tags: Vec<Tag>,
    /// Until then whoever holds it does not want to see it in their list; a message of the visitor ends it at once.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub snoozed_until: Option<Timestamp>,
    /// Visitor messages without score or mark; above 0 after a crash until rescued (invariant T3).
    pub unscored: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Phase without its facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PhaseName {
    /// The bot holds the floor.
    WithBot,
    /// Waits for a human.
    Waiting,
    /// A packet lies before an agent.
    HandingOff,
    /// An agent holds the floor.
    WithAgent,
    /// Ended.
    Closed,
}

impl PhaseName {
    /// Whether a queue ticket exists in this phase (invariant C5).
    #[must_use]
    pub const fn has_ticket(self) -> bool {
        matches!(self, Self::Waiting | Self::HandingOff)
    }
}
