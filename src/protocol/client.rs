//! Frames that clients send. Owns their shapes: every field is typed and unknown fields are refused, so that nothing
//! unexpected travels further. How bytes become a frame is in `decode`.

pub use super::client_parts::{Resume, Topic, TransferTo};

use super::customer;
use crate::domain::{
    AlertId, AngerLevel, ConversationId, ExpertQuestion, FileId, Judgement, Language, MessageId, MessageText,
    PromiseStanding, Seq, SnoozeMinutes, SnoozeReason, StaffId, Tag, Timestamp, TransferReason, Verdict,
    handoff::Customer, text::or_nothing,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One text frame from a client: a flat JSON object whose field `t` names its type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "t", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientFrame {
    /// Must come first, within 5 s. Visitors give a `token`, staff a one-time `ticket`.
    Hello {
        /// Visitor token from `POST /v1/sites/{site}/session`.
        #[cfg_attr(test, ts(optional = nullable))]
        token: Option<String>,
        /// One-time ticket from `POST /v1/ticket`.
        #[cfg_attr(test, ts(optional = nullable))]
        ticket: Option<String>,
        /// Continue an earlier session whose socket was cut.
        #[cfg_attr(test, ts(optional = nullable))]
        resume: Option<Resume>,
        /// Language of the client's screen.
        #[cfg_attr(test, ts(optional = nullable))]
        language: Option<Language>,
    },
    /// Sent every `heartbeat_ms`; confirms how many sequenced frames arrived.
    Ping {
        /// Sequenced frames received in this session so far.
        #[serde(default)]
        #[cfg_attr(test, ts(type = "number"))]
        received: u64,
    },
    /// Ask for a stretch of a conversation's log.
    History {
        /// Answered in `history.id`.
        id: Uuid,
        /// Which conversation.
        conv: ConversationId,
        /// Events after this place, oldest first.
        #[cfg_attr(test, ts(optional = nullable))]
        after: Option<Seq>,
        /// Events before this place (the newest of them). Not together with `after`.
        #[cfg_attr(test, ts(optional = nullable))]
        before: Option<Seq>,
        /// 1 to 200, default 50.
        #[cfg_attr(test, ts(optional = nullable))]
        limit: Option<u16>,
    },
    /// Typing or not; may be dropped.
    Typing {
        /// Where.
        conv: ConversationId,
        /// On or off.
        on: bool,
    },
    /// Read up to here; may be dropped.
    Read {
        /// Where.
        conv: ConversationId,
        /// Last event seen.
        seq: Seq,
    },
    /// Visitor: begin a conversation, or get one that is open.
    Open {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Neither of these: the open conversations beside which another is wanted, at most 20.
        #[cfg_attr(test, ts(optional = nullable))]
        beside: Option<Vec<ConversationId>>,
        /// What is known of the visitor.
        #[serde(default, deserialize_with = "customer::strict_option")]
        #[schemars(with = "Option<Customer>")]
        #[cfg_attr(test, ts(optional = nullable))]
        customer: Option<Customer>,
    },
    /// Say something. Resend with the same `id` until acknowledged: it is logged once.
    Msg {
        /// UUIDv7 made by the client.
        id: MessageId,
        /// Where.
        conv: ConversationId,
        /// What, 1 to 4,000 characters; with `files` it may be empty.
        #[serde(deserialize_with = "or_nothing")]
        #[schemars(with = "MessageText")]
        text: MessageText,
        /// Staff: sent knowingly, whatever banned words it holds (`banned_words`); they are logged with it.
        #[cfg_attr(test, ts(optional = nullable))]
        anyway: Option<bool>,
        /// Files beside it, at most 5, each from `POST /v1/files` for this conversation and beside no other message.
        #[cfg_attr(test, ts(optional = nullable))]
        files: Option<Vec<FileId>>,
    },
    /// Visitor: wants a person.
    Human {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
    },
    /// Visitor: profile or page.
    Customer {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// What is known now.
        #[serde(deserialize_with = "customer::strict")]
        #[schemars(with = "Customer")]
        customer: Customer,
    },
    /// Visitor: rate.
    Rate {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// 1 to 5.
        score: u8,
        /// Words.
        #[cfg_attr(test, ts(optional = nullable))]
        text: Option<MessageText>,
    },
    /// Visitor: end the conversation.
    End {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
    },
    /// Staff: note among staff.
    Note {
        /// Idempotency key.
        id: MessageId,
        /// Where.
        conv: ConversationId,
        /// What.
        text: MessageText,
    },
    /// Staff: take the floor (accepts an offer, or claims a waiting conversation).
    Claim {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
    },
    /// Staff: say no to an offer.
    Decline {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// Why, 1 to 500 characters; whoever passed it on reads it.
        #[cfg_attr(test, ts(optional = nullable))]
        reason: Option<TransferReason>,
    },
    /// Staff: give back to the queue.
    Release {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
    },
    /// Staff: pass on what you hold (supervisors: what anybody holds). A colleague is asked, and the conversation stays
    /// where it is until they accept; for a team it is queued.
    Transfer {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// To whom: see `GET /v1/colleagues`.
        to: TransferTo,
        /// Why, 1 to 500 characters, for colleagues alone.
        reason: TransferReason,
    },
    /// Staff: the colleague who was asked need not answer any more.
    TransferCancel {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
    },
    /// Staff who hold a conversation: ask a colleague privately, or the first of a team who is free. They read along and
    /// answer in notes; the conversation stays where it is, and the visitor hears nothing of it.
    Invite {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// Whom: see `GET /v1/colleagues`.
        to: TransferTo,
        /// What, 1 to 500 characters, for colleagues alone.
        question: ExpertQuestion,
    },
    /// Staff who hold a conversation, and supervisors: the expert is not wanted any more.
    InviteWithdraw {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// Who.
        expert: StaffId,
    },
    /// Staff who are invited: read along.
    InviteAccept {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
    },
    /// Staff who are invited: say no.
    InviteDecline {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// Why, 1 to 500 characters; whoever asked reads it.
        #[cfg_attr(test, ts(optional = nullable))]
        reason: Option<TransferReason>,
    },
    /// Staff who read along as an expert: done.
    InviteLeave {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
    },
    /// Staff: resolved.
    Resolve {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
    },
    /// Staff: revive a closed conversation.
    Reopen {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
    },
    /// Supervisor: took notice of an alert.
    AlertAck {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// Which.
        alert: AlertId,
    },
    /// Supervisor: puts an alert off; it comes back when its time is over.
    AlertSnooze {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// Which.
        alert: AlertId,
        /// 5, 15 or 60.
        minutes: SnoozeMinutes,
        /// Why.
        reason: SnoozeReason,
    },
    /// Supervisor: closes an alert by hand.
    AlertClose {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// Which.
        alert: AlertId,
        /// Dealt with, or nothing to it.
        verdict: Verdict,
    },
    /// Staff: says whether a score or an alert is right. Exactly one of `message` and `alert`, and exactly one of
    /// `judgement` and `level`; a level is of a message only. Of one person and one subject the latest counts. Possible
    /// after the end too.
    Judge {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// The visitor's message whose score it is.
        #[cfg_attr(test, ts(optional = nullable))]
        message: Option<Seq>,
        /// The alert.
        #[cfg_attr(test, ts(optional = nullable))]
        alert: Option<AlertId>,
        /// Right, wrong, or taken back.
        #[cfg_attr(test, ts(optional = nullable))]
        judgement: Option<Judgement>,
        /// How angry the message is, 0 to 3.
        #[cfg_attr(test, ts(optional = nullable))]
        level: Option<AngerLevel>,
        /// They were asked about it: the message is marked `sampled`.
        #[cfg_attr(test, ts(optional = nullable))]
        asked: Option<bool>,
    },
    /// Staff: says what became of a promise; the latest word counts. Possible after the end too.
    Promise {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// Which: its `seq`.
        promise: Seq,
        /// What became of it.
        standing: PromiseStanding,
    },
    /// Staff: says whether a question of the visitor's is answered; the latest word counts.
    Question {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// The message that holds it.
        message: Seq,
        /// Whether it is.
        answered: bool,
    },
    /// Staff: puts a tag on a conversation.
    Tag {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// 1 to 40 characters; case does not matter.
        tag: Tag,
    },
    /// Staff: takes a tag off.
    Untag {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// Which.
        tag: Tag,
    },
    /// Staff who hold a conversation: puts it aside until then, or until the visitor writes.
    Snooze {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
        /// At most 30 days ahead.
        until: Timestamp,
    },
    /// Staff: takes back what was put aside.
    Unsnooze {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Where.
        conv: ConversationId,
    },
    /// Staff: available for chats or not.
    Me {
        /// Answered in `ack.id`.
        id: Uuid,
        /// Takes new conversations.
        available: bool,
    },
    /// Staff: follow a topic; a snapshot comes first.
    Sub {
        /// Answered in `ack.id`, after the snapshot.
        id: Uuid,
        /// What.
        topic: Topic,
        /// For `conv`.
        #[cfg_attr(test, ts(optional = nullable))]
        conv: Option<ConversationId>,
    },
    /// Staff: stop following.
    Unsub {
        /// Answered in `ack.id`.
        id: Uuid,
        /// What.
        topic: Topic,
        /// For `conv`.
        #[cfg_attr(test, ts(optional = nullable))]
        conv: Option<ConversationId>,
    },
}
