//! What happened in a conversation: the events of its one ordered log, each as it stands in the store.
//! Owns the shapes that stand in the store for good: fields are only ever added, with defaults.

use super::{
    Against, AlertEnd, AlertId, AlertKind, AngerLevel, AttachedFile, Belief, Earlier, Epoch, ExpertQuestion, FlowPlace,
    HandoffPacket, Intervention, InvitationEnd, Judgement, MessageId, MessageText, Party, PromiseStanding, Reading,
    Reason, Scoring, Seq, SiteId, SnoozeReason, StaffId, Stage, Subject, Tag, TeamTransfer, Timestamp, TransferReason,
    VisitorId, handoff::Customer, text::or_nothing,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use super::bot_act::{BotAct, Notice};
pub use super::cause::{CloseCause, WaitCause};

/// An event with its place in the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stamped<E = Event> {
    /// Place in the log: 1, 2, 3 … (invariant C1).
    pub seq: Seq,
    /// Place among the events that the visitor may see: 1, 2, 3 …; absent on hidden ones. It is the
    /// only number a visitor ever gets, so that gaps cannot tell how often they were scored or alerted on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub public: Option<Seq>,
    /// When the server logged it.
    pub at: Timestamp,
    /// Whose doing it is.
    pub by: Party,
    /// What happened.
    pub event: E,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The conversation began; always seq 1.
    Opened {
        /// Where.
        site: SiteId,
        /// By whom.
        visitor: VisitorId,
        /// Language of the widget, page, device, name if known.
        customer: Customer,
        /// Who held the visitor's conversation before this one when it ended, so that they meet the same person.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        before: Option<StaffId>,
        /// What they had come for before, where they had; absent also on what began before this was kept. Hidden from
        /// the visitor.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        earlier: Option<Box<Earlier>>,
    },
    /// Somebody spoke: visitor, bot or staff (see `by`).
    Said {
        /// Made by the client; unique in this conversation for good (invariant C4).
        id: MessageId,
        /// What; empty where only files were sent.
        #[serde(deserialize_with = "or_nothing")]
        #[schemars(with = "MessageText")]
        text: MessageText,
        /// Only on the bot's messages: what kind of act it is.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        bot: Option<BotAct>,
        /// Only on the bot's messages: the visitor message it answers; absent on the greeting.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        answers: Option<Seq>,
        /// Buttons offered with it (bot only), at most 4.
        #[cfg_attr(test, ts(optional, as = "Option<Vec<String>>"))]
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        quick_replies: Vec<String>,
        /// Only on the bot's messages: where its flow stands after this one; absent when no flow said it.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        flow: Option<Box<FlowPlace>>,
        /// Only on messages of staff: banned words with which it was sent knowingly. Hidden from the visitor.
        #[cfg_attr(test, ts(optional, as = "Option<Vec<String>>"))]
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        despite: Vec<String>,
        /// Files beside the words, at most 5.
        #[cfg_attr(test, ts(optional, as = "Option<Vec<AttachedFile>>"))]
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        files: Vec<AttachedFile>,
    },
    /// A note among staff; hidden from the visitor.
    Noted {
        /// Made by the client.
        id: MessageId,
        /// What.
        text: MessageText,
    },
    /// A visitor message was read by the model, or marked as not scored. Hidden.
    Scored {
        /// Which message.
        message: Seq,
        /// What came out.
        scoring: Scoring,
        /// Belief after it.
        belief: Belief,
    },
    /// The visitor has waited in vain, and it counts. Hidden.
    Waited {
        /// The first message without an answer.
        message: Seq,
        /// When it was said.
        since: Timestamp,
        /// For how long by then; belief moves at that moment, even where it is logged later.
        seconds: u32,
        /// Belief after it.
        belief: Belief,
        /// Version of the policy that moved it; absent on waits logged before versions stood here.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        policy: Option<String>,
    },
    /// The stage moved. Hidden.
    StageChanged {
        /// From.
        from: Stage,
        /// To.
        to: Stage,
        /// Why.
        reasons: Vec<Reason>,
        /// What speaks against it.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        against: Option<Against>,
        /// The message that moved it; where it was waiting, the first without an answer.
        message: Seq,
    },
    /// A supervisor is wanted. Hidden.
    AlertRaised {
        /// Which alert.
        alert: AlertId,
        /// What about.
        about: AlertKind,
        /// Stage.
        stage: Stage,
        /// Why.
        reasons: Vec<Reason>,
        /// What speaks against it.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        against: Option<Against>,
        /// The message that raised it; where it was waiting, the first without an answer.
        message: Seq,
    },
    /// Somebody took notice. Hidden.
    AlertAcknowledged {
        /// Which alert.
        alert: AlertId,
    },
    /// Somebody put an alert off. Hidden.
    AlertSnoozed {
        /// Which alert.
        alert: AlertId,
        /// Comes back then.
        until: Timestamp,
        /// Why.
        reason: SnoozeReason,
    },
    /// An alert came back. A snooze is over (by the system): it is open again. Or whoever closed it as a false alarm took
    /// that back: it stands as before. Hidden.
    AlertReturned {
        /// Which alert.
        alert: AlertId,
    },
    /// Nobody took notice in time: the next supervisor on duty is called. Hidden.
    AlertEscalated {
        /// Which alert.
        alert: AlertId,
        /// 1, 2, 3 … for each alert, without gaps.
        step: u32,
        /// Whom.
        to: StaffId,
        /// Their name.
        name: String,
    },
    /// A person did something about an alert for the first time (see `by`). Hidden.
    Intervened {
        /// Which alert.
        alert: AlertId,
        /// What.
        how: Intervention,
        /// This long after the alert, in milliseconds.
        #[cfg_attr(test, ts(type = "number"))]
        after_ms: u64,
    },
    /// An alert is over. Hidden.
    AlertClosed {
        /// Which alert.
        alert: AlertId,
        /// What ended it.
        how: AlertEnd,
    },
    /// A scored message belongs to the random sample that staff are asked about. Hidden.
    Sampled {
        /// Which.
        message: Seq,
        /// The chance it had of being chosen, above 0 to 1.
        p: f32,
        /// What was read in it.
        read: Reading,
    },
    /// A member of the staff says whether a score or an alert is right (see `by`); of one person and one subject the
    /// latest counts. May follow the end. Hidden.
    ///
    /// That an alert is wrong while it is not closed is said by closing it as a false alarm.
    Judged {
        /// What of.
        subject: Subject,
        /// What they say.
        judgement: Judgement,
        /// How angry they find the message.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        level: Option<AngerLevel>,
        /// They were asked about it, since it is in the random sample.
        #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
        #[serde(skip_serializing_if = "std::ops::Not::not", default)]
        asked: bool,
        /// Of a message: what had been read in it.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        read: Option<Reading>,
        /// Alerts about anger of this stage and below are not raised for a while.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        mutes: Option<Stage>,
    },
    /// Something that was said is a promise (see `by` for whose); `seq` names it from then on. Hidden.
    Promised {
        /// The message that holds it.
        message: Seq,
        /// The sentence, as written.
        text: String,
        /// Until when; absent where no time was said.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        due: Option<Timestamp>,
    },
    /// Somebody says what became of a promise; the latest word counts. May follow the end. Hidden.
    PromiseSettled {
        /// Which: the place of its event.
        promise: Seq,
        /// What became of it.
        standing: PromiseStanding,
    },
    /// Somebody says whether a question of the visitor's is answered; the latest word counts. Hidden.
    QuestionSettled {
        /// The message that holds it.
        message: Seq,
        /// Whether it is.
        answered: bool,
    },
    /// Somebody of the staff put a tag on the conversation. Hidden.
    Tagged {
        /// Which.
        tag: Tag,
    },
    /// Somebody of the staff took a tag off. Hidden.
    Untagged {
        /// Which.
        tag: Tag,
    },
    /// Whoever holds the conversation put it aside. A message of the visitor, another holder and the end take it back.
    /// Hidden.
    Snoozed {
        /// Until then.
        until: Timestamp,
    },
    /// Taken back before its time by a person. Hidden.
    Unsnoozed,
    /// A language model wrote what a handoff is about, as nobody's words but its own (decision 23). Hidden.
    Summarised {
        /// The handoff: the place of its `queued`.
        handoff: Seq,
        /// The last event that was read for it.
        up_to: Seq,
        /// What it wrote.
        text: MessageText,
        /// The model, as the operator names it.
        model: String,
    },
    /// The bot stepped back or an agent let go: the conversation waits for a human and holds a queue ticket.
    Queued {
        /// What led here.
        cause: WaitCause,
        /// Why, in codes.
        reasons: Vec<Reason>,
        /// Only where an agent passed it to a team: to which, and why. Hidden from the visitor.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        passed: Option<Box<TeamTransfer>>,
    },
    /// First phase of the handoff: the packet lies before an agent, who has not accepted yet. Hidden.
    Offered {
        /// To whom.
        agent: StaffId,
        /// Their name.
        name: String,
        /// Everything known (invariant H1).
        packet: Box<HandoffPacket>,
        /// The epoch that accepting will start.
        epoch: Epoch,
        /// Falls back to the queue then; where it is passed on, it stays with whoever holds it.
        expires_at: Timestamp,
        /// Only where whoever holds it, or a supervisor, passes it on (see `by`): why. Its agent keeps the floor until
        /// the colleague accepts.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        passed: Option<TransferReason>,
    },
    /// The offer lapsed, was declined, taken back, or its agent vanished: back to waiting, or to whoever passed it on.
    /// Hidden.
    OfferEnded {
        /// Whose.
        agent: StaffId,
        /// `true` when the agent said no; `false` on timeout or loss, and where it was taken back (see `by`).
        declined: bool,
        /// What the agent who said no gave as the reason.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<TransferReason>,
    },
    /// Second phase of the handoff: the floor moved to an agent under a new epoch.
    Accepted {
        /// Who speaks now.
        agent: StaffId,
        /// Display name.
        name: String,
        /// Term of the floor.
        epoch: Epoch,
    },
    /// Whoever holds the conversation asks a colleague privately (see `by`); nothing but notes comes of it. It is over
    /// too once the conversation waits again or ends, and once the colleague takes it over themselves. Hidden.
    ExpertInvited {
        /// Whom.
        expert: StaffId,
        /// Their name.
        name: String,
        /// What.
        question: ExpertQuestion,
        /// They are not asked any longer then.
        expires_at: Timestamp,
    },
    /// The expert reads along from now on. Hidden.
    ExpertJoined {
        /// Who.
        expert: StaffId,
        /// Everything known (invariant H1).
        packet: Box<HandoffPacket>,
    },
    /// An expert is not asked, or does not read along, any more. Hidden.
    InvitationEnded {
        /// Who.
        expert: StaffId,
        /// What ended it.
        how: InvitationEnd,
        /// What an expert who said no gave as the reason.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<TransferReason>,
    },
    /// The visitor rated the conversation.
    Rated {
        /// 1 (bad) to 5 (good).
        score: u8,
        /// Optional words.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        text: Option<MessageText>,
    },
    /// The visitor said who they are (a claim, never proof) or moved to another page.
    CustomerUpdated {
        /// What is known now.
        customer: Customer,
    },
    /// The end; only reopening, judgements and what became of promises may follow (invariant C3).
    Closed {
        /// How.
        cause: CloseCause,
    },
    /// Alive again; the bot holds the floor under a new epoch.
    Reopened {
        /// Term of the floor.
        epoch: Epoch,
    },
}
