//! Frames that the server sends. Owns their shapes. A frame is *sequenced* (counted by both sides, replayed on
//! resume), an answer to one request, or ephemeral (may be dropped); `fanout::frame::Kind` says which.

use super::Code;
use super::board::Board;
use super::files::FileRules;
use super::form::VisitorForm;
use crate::domain::{
    AlertState, AttachedFile, ConversationId, Epoch, Event, HandoffPacket, Language, MessageId, Party, PhaseName, Role,
    Seq, SiteId, StaffId, Summary, Timestamp, VisitorId,
};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

/// One text frame to a client. Clients ignore types they do not know.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum ServerFrame {
    /// Answer to `hello`.
    Welcome(Box<Welcome>),
    /// Answer to `ping`.
    Pong {
        /// Server time.
        now: Timestamp,
    },
    /// Done, and durable.
    Ack {
        /// Of the request.
        id: Uuid,
        /// Conversation it touched.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none")]
        conv: Option<ConversationId>,
        /// Place in the log (the visitor's numbering for visitors).
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none")]
        seq: Option<Seq>,
        /// Server time of the event.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<Timestamp>,
        /// It had been logged before.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
        dup: bool,
    },
    /// Not done.
    Nack {
        /// Of the request, when it could be read.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Uuid>,
        /// Why: one of a closed list.
        code: Code,
        /// The field at fault.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none")]
        field: Option<String>,
        /// The rule it broke, in English, for developers.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
        /// Try again after this long.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_ms: Option<u32>,
    },
    /// Answer to `history`.
    History {
        /// Of the request.
        id: Uuid,
        /// Which conversation.
        conv: ConversationId,
        /// `msg`/`state` frames for visitors, `event` frames for staff; oldest first.
        items: Vec<ServerFrame>,
        /// There is more in the direction asked for.
        more: bool,
        /// Last place in the log.
        head: Seq,
    },
    /// Visitor: somebody spoke. Sequenced.
    Msg {
        /// Where.
        conv: ConversationId,
        /// Visitor's numbering: 1, 2, 3 … without gaps over `msg` and `state`.
        seq: Seq,
        /// When.
        at: Timestamp,
        /// The id its sender made.
        id: MessageId,
        /// Who.
        from: Speaker,
        /// Staff name.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// What; empty where only files were sent.
        text: String,
        /// Buttons.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(test, ts(optional, as = "Option<Vec<String>>"))]
        quick_replies: Vec<String>,
        /// Files beside the words.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(test, ts(optional, as = "Option<Vec<AttachedFile>>"))]
        files: Vec<AttachedFile>,
    },
    /// Visitor: who holds the floor changed, or the conversation was opened, rated or updated. Sequenced.
    State {
        /// Where.
        conv: ConversationId,
        /// Visitor's numbering.
        seq: Seq,
        /// When.
        at: Timestamp,
        /// What changed.
        what: StateChange,
        /// Staff name.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// Visitor: place in the queue. Ephemeral.
    Queue {
        /// Where.
        conv: ConversationId,
        /// 1 is next.
        position: u32,
        /// Most likely at most so many minutes; absent where nothing can be said. It may grow: a message of the bot
        /// says so before what was first said is over.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none")]
        minutes: Option<u32>,
    },
    /// Staff: one event of a followed conversation. Sequenced.
    Event {
        /// Where.
        conv: ConversationId,
        /// 1, 2, 3 … without gaps.
        seq: Seq,
        /// When.
        at: Timestamp,
        /// Whose doing.
        by: Party,
        /// What.
        event: Event,
    },
    /// Staff: a line of the inbox, new or changed. Sequenced.
    Conv {
        /// The line.
        summary: Box<Summary>,
    },
    /// Staff: a packet lies before you; answer with `claim` or `decline`. Sequenced.
    Offer {
        /// Which conversation.
        summary: Box<Summary>,
        /// Everything known.
        packet: Box<HandoffPacket>,
        /// The epoch that accepting starts.
        epoch: Epoch,
        /// Falls back to the queue then.
        expires_at: Timestamp,
    },
    /// Supervisor: something happened to an alert. Sequenced. A supervisor to whom it is escalated hears it without
    /// following the board.
    Alert {
        /// The line of its conversation.
        summary: Box<Summary>,
        /// The alert.
        alert: AlertState,
    },
    /// Supervisor: live counts, at most twice a second. Ephemeral.
    Board(Board),
    /// Somebody types. Ephemeral.
    Typing {
        /// Where.
        conv: ConversationId,
        /// Who.
        who: Speaker,
        /// Staff name.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// On or off.
        on: bool,
    },
    /// Somebody read up to here. Ephemeral.
    Receipt {
        /// Where.
        conv: ConversationId,
        /// Who.
        who: Speaker,
        /// Last place read, in the numbering of the receiver.
        seq: Seq,
    },
    /// The server closes the socket next.
    Bye {
        /// Why.
        code: Code,
        /// Come back after this long.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_ms: Option<u32>,
    },
}

/// Answer to `hello`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Welcome {
    /// For `hello.resume`.
    pub session: Uuid,
    /// The earlier session goes on; missed sequenced frames follow.
    pub resumed: bool,
    /// Your role.
    pub role: Role,
    /// Who you are.
    pub me: Me,
    /// Send `ping` this often, in milliseconds.
    pub heartbeat_ms: u32,
    /// Visitor: the open conversation that changed last, or the last of all.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conv: Option<VisitorConversation>,
    /// Visitor: the other open ones, most recently changed first.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<VisitorConversation>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<VisitorConversation>,
    /// Visitor: what to ask before the first message of a conversation; absent where nothing is. Staff: what visitors are
    /// asked, with the topics in every language.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<VisitorForm>,
    /// Which files may be sent; absent where none may.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<FileRules>,
    /// Changes when the database was restored: drop every cursor and reload.
    pub epoch: String,
    /// Staff: whether messages are being scored; `off` must be shown.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scoring: Option<ScoringStatus>,
    /// Staff: what the operator has set for customers in personal distress; a language without a text has none.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distress_resources: Option<DistressResources>,
    /// Server version.
    pub server: String,
    /// Server time.
    pub now: Timestamp,
}

/// Where help is for somebody in personal distress: in the operator's words, or in the shipped ones.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DistressResources {
    /// In English.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    /// In Chinese.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
    /// Languages whose text is the shipped one, which names no number: the operator has set none of their own.
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Language>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shipped: Vec<Language>,
}

/// A visitor's conversation as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VisitorConversation {
    /// Which.
    pub conv: ConversationId,
    /// Last place in the visitor's numbering.
    pub head: Seq,
    /// Phase.
    pub phase: PhaseName,
    /// Name of the agent who speaks.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_name: Option<String>,
}

/// Who the session belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Me {
    /// A visitor.
    Visitor {
        /// Id.
        visitor: VisitorId,
        /// Site.
        site: SiteId,
    },
    /// A member of the staff.
    Staff {
        /// Id.
        staff: StaffId,
        /// Display name.
        name: String,
        /// E-mail.
        email: String,
        /// Takes new conversations.
        available: bool,
        /// How many conversations at once.
        capacity: u32,
        /// Language of the screens.
        language: Language,
    },
}

/// Whether triage works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "scoring", rename_all = "lowercase")]
pub enum ScoringStatus {
    /// Messages are scored.
    On {
        /// Model, as in `Provenance`.
        model: String,
        /// Engine.
        engine: String,
    },
    /// Messages are marked "not scored".
    Off {
        /// Why, in English, for operators.
        why: String,
    },
}

/// Who a visitor sees speaking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The visitor.
    Visitor,
    /// The bot.
    Bot,
    /// A person.
    Agent,
}

/// What a visitor learns of the phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum StateChange {
    /// Began, with the bot.
    Opened,
    /// Waits for a person.
    Waiting,
    /// A person took over (`name`).
    Joined,
    /// Ended.
    Closed,
    /// Alive again.
    Reopened,
    /// Your rating arrived.
    Rated,
    /// Your profile or page is noted.
    Updated,
}
