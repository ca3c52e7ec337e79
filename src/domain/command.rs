//! What somebody wants of a conversation. Owns the shapes; `conversation::decide` answers each with
//! events or a refusal.

use super::{
    Actor, AlertId, AttachedFile, Earlier, Epoch, ExpertQuestion, FlowPlace, HandoffPacket, MessageId, MessageText,
    Opinion, PromiseStanding, Recipient, Scoring, Seq, SiteId, SnoozeMinutes, SnoozeReason, StaffId, Subject, Tag,
    Timestamp, TransferReason, Translated, Verdict, VisitorId, event::BotAct, event::CloseCause, event::Notice,
    handoff::Customer,
};

/// A wish put to one conversation by a proven actor.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Begin; refused with `Conflict` when it began before.
    Open {
        /// Where.
        site: SiteId,
        /// By whom.
        visitor: VisitorId,
        /// What is known of them.
        customer: Customer,
        /// Who held their conversation before this one.
        before: Option<StaffId>,
        /// What else they have come for, where they have.
        earlier: Option<Box<Earlier>>,
    },
    /// Speak as the visitor or as staff.
    Say {
        /// Who.
        by: Actor,
        /// Idempotency key.
        id: MessageId,
        /// What; empty where there are only files.
        text: MessageText,
        /// Banned words in it, which staff send knowingly; the session has found them.
        despite: Vec<String>,
        /// Files beside the words; the session has looked them up.
        files: Vec<AttachedFile>,
    },
    /// Note among staff.
    Note {
        /// Who.
        by: Actor,
        /// Idempotency key.
        id: MessageId,
        /// What.
        text: MessageText,
    },
    /// The visitor wants a person, now.
    AskForPerson {
        /// Who.
        by: Actor,
    },
    /// The bot speaks, if it still holds the floor under `epoch`.
    BotSay {
        /// Term under which the reply was made.
        epoch: Epoch,
        /// Visitor message it answers; 0 for the greeting.
        answers: Seq,
        /// Idempotency key.
        id: MessageId,
        /// What.
        text: MessageText,
        /// Meant as.
        act: BotAct,
        /// Buttons.
        quick_replies: Vec<String>,
        /// Where its flow stands after it.
        flow: Option<Box<FlowPlace>>,
    },
    /// Nobody can answer somebody in distress at once: the bot says where help is.
    ShowHelp {
        /// The alert about them.
        alert: AlertId,
        /// That a person has been called, and the operator's words.
        words: Translated,
    },
    /// Somebody who waits is told what to expect.
    Inform {
        /// Of what.
        notice: Notice,
        /// In these words.
        words: Translated,
    },
    /// A language model has written what a handoff is about.
    Summarise {
        /// The handoff: the place of its `queued`.
        handoff: Seq,
        /// The last event that was read for it.
        up_to: Seq,
        /// What it wrote.
        text: MessageText,
        /// The model.
        model: String,
    },
    /// A score came back from triage.
    Scored {
        /// Which message.
        message: Seq,
        /// What came out.
        scoring: Scoring,
    },
    /// The conversation's clock: the visitor may have waited for long enough that it counts.
    NoteWaiting,
    /// The desk puts the packet before an agent.
    Offer {
        /// Whom.
        agent: StaffId,
        /// Their name.
        name: String,
        /// Everything known; the conversation's writer fills it in before deciding.
        packet: Option<Box<HandoffPacket>>,
    },
    /// The agent takes the floor (after an offer), or claims a waiting conversation outright.
    Accept {
        /// Who.
        by: Actor,
        /// Packet for a claim without an offer, filled in by the conversation's writer; not used after an offer.
        packet: Option<Box<HandoffPacket>>,
    },
    /// The agent says no to an offer.
    Decline {
        /// Who.
        by: Actor,
        /// Why.
        reason: Option<TransferReason>,
    },
    /// The offer's time is up, or its agent is gone.
    EndOffer {
        /// Whose.
        agent: StaffId,
    },
    /// The agent gives the conversation back to the queue.
    Release {
        /// Who.
        by: Actor,
    },
    /// Whoever holds it, or a supervisor, passes it on: to a colleague, who is asked first, or to a team, through the
    /// queue.
    Transfer {
        /// Who.
        by: Actor,
        /// To whom.
        to: Recipient,
        /// Why.
        reason: TransferReason,
        /// What the colleague is shown; the conversation's writer fills it in before deciding.
        packet: Option<Box<HandoffPacket>>,
    },
    /// The colleague need not answer any more.
    CancelTransfer {
        /// Who.
        by: Actor,
    },
    /// Whoever holds it asks a colleague privately.
    Invite {
        /// Who.
        by: Actor,
        /// Who is there to be asked, in the order of preference: the first who is not asked already is.
        among: Vec<(StaffId, String)>,
        /// What.
        question: ExpertQuestion,
    },
    /// The expert reads along.
    JoinAsExpert {
        /// Who.
        by: Actor,
        /// What they are shown; the conversation's writer fills it in before deciding.
        packet: Option<Box<HandoffPacket>>,
    },
    /// The expert says no.
    DeclineInvitation {
        /// Who.
        by: Actor,
        /// Why.
        reason: Option<TransferReason>,
    },
    /// The expert is done.
    LeaveAsExpert {
        /// Who.
        by: Actor,
    },
    /// The expert is not wanted any more.
    WithdrawInvitation {
        /// Who takes it back.
        by: Actor,
        /// Whose it is.
        expert: StaffId,
    },
    /// The expert's time to answer is up.
    LapseInvitation {
        /// Whose it is.
        expert: StaffId,
    },
    /// The agent has been away for longer than the grace.
    LoseAgent {
        /// Who.
        agent: StaffId,
    },
    /// Somebody takes notice of an alert.
    AcknowledgeAlert {
        /// Who.
        by: Actor,
        /// Which.
        alert: AlertId,
    },
    /// Somebody puts an alert off.
    SnoozeAlert {
        /// Who.
        by: Actor,
        /// Which.
        alert: AlertId,
        /// How long.
        minutes: SnoozeMinutes,
        /// Why.
        reason: SnoozeReason,
    },
    /// Somebody closes an alert by hand.
    CloseAlert {
        /// Who.
        by: Actor,
        /// Which.
        alert: AlertId,
        /// What they say of it.
        verdict: Verdict,
    },
    /// A snoozed alert's time is over.
    ReturnAlert {
        /// Which.
        alert: AlertId,
    },
    /// Nobody took notice of an alert in time.
    EscalateAlert {
        /// Which.
        alert: AlertId,
        /// The step that this would be; any other is refused, so that no step is logged twice.
        step: u32,
        /// The supervisor to call.
        to: StaffId,
        /// Their name.
        name: String,
    },
    /// Somebody says whether a score or an alert is right.
    Judge {
        /// Who.
        by: Actor,
        /// What of.
        subject: Subject,
        /// What they say.
        opinion: Opinion,
        /// They were asked about it.
        asked: bool,
    },
    /// Somebody says what became of a promise.
    SettlePromise {
        /// Who.
        by: Actor,
        /// Which.
        promise: Seq,
        /// What became of it.
        standing: PromiseStanding,
    },
    /// Somebody says whether a question of the visitor's is answered.
    SettleQuestion {
        /// Who.
        by: Actor,
        /// The message that holds it.
        message: Seq,
        /// Whether it is.
        answered: bool,
    },
    /// Somebody puts a tag on the conversation, or takes it off.
    Tag {
        /// Who.
        by: Actor,
        /// Which.
        tag: Tag,
        /// On, or off.
        on: bool,
    },
    /// Whoever holds the conversation puts it aside until then, or takes it back.
    Snooze {
        /// Who.
        by: Actor,
        /// Until then; `None` takes it back.
        until: Option<Timestamp>,
    },
    /// The visitor's profile or page.
    UpdateCustomer {
        /// Who.
        by: Actor,
        /// What is known now.
        customer: Customer,
    },
    /// Rate the conversation.
    Rate {
        /// Who.
        by: Actor,
        /// 1 to 5.
        score: u8,
        /// Words.
        text: Option<MessageText>,
    },
    /// End.
    Close {
        /// Who.
        by: Actor,
        /// How.
        cause: CloseCause,
    },
    /// Revive.
    Reopen {
        /// Who.
        by: Actor,
    },
}
