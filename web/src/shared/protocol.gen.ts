// Generated from src/protocol and src/domain; do not edit.
// Anew: ATTUNE_WRITE_GENERATED=1 cargo test --lib protocol

export const SUBPROTOCOL = "attune.v1.json";
export const FRAME_MAX_BYTES = 65536;
export const HISTORY_MAX = 200;
export const MESSAGE_MAX_CHARS = 4000;

/** Who took notice of an alert. */
export type Acknowledged = {
/** Who. */
by: Party,
/** When. */
at: Timestamp, };

/** What speaks against a belief. A closed list; shown beside the reasons. */
export type Against = "unsure" | "thanked" | "pleasant" | "quieter" | "one_message" | "waiting_alone";

/** The share of one agent. */
export type AgentInTime = {
/** Who. */
staff: StaffId,
/** Display name. */
name: string,
/** Alerts that somebody intervened after in time. */
in_time: number,
/** Alerts. */
alerts: number, };

/** One agent's load. */
export type AgentLoad = {
/** Who. */
staff: StaffId,
/** Display name. */
name: string,
/** Connected. */
online: boolean,
/** Takes new conversations. */
available: boolean,
/** Their hours are over: they are offered personal distress alone. */
off_hours: boolean,
/** Conversations held or offered. */
load: number,
/** At most. */
capacity: number,
/** Of those, at concern or above. */
hot: number,
/** Highest stage among them. */
hottest: Stage, };

/** What ended an alert. */
export type AlertEnd = "ended" | "calmed" | "done" | "false_alarm";

/** One alert raised in a conversation. */
export type AlertId = string;

/** What an alert is about. Distress is its own path and never mixed into anger. */
export type AlertKind = "anger" | "threat" | "distress";

/** An alert as it stands. */
export type AlertState = {
/** Which. */
id: AlertId,
/** What about. */
kind: AlertKind,
/** Stage that raised it. */
stage: Stage,
/** Why. */
reasons: Array<Reason>,
/** What speaks against it. */
against?: Against,
/** The visitor message that raised it. */
message: Seq,
/** When. */
raised_at: Timestamp,
/** When somebody was last called to it: when it was raised, escalated, or came back. */
called_at: Timestamp,
/** The agent who held the conversation when it was raised. */
holder?: Holder,
/** Who acknowledged it and when. */
acknowledged?: Acknowledged,
/** It is put off. */
snoozed?: Snoozed,
/** The latest supervisor called because nobody took notice. */
escalated?: Escalated,
/** The first thing a person did about it. */
intervened?: Intervened,
/** Of distress: when the bot said where help is, since nobody could answer at once. */
told?: Timestamp,
/** Of distress: so long after it a person first wrote to the visitor, in milliseconds. */
replied_after_ms?: number,
/** How it ended; nothing more happens to it, but that somebody judges it. */
closed?: ClosedAlert,
/** The latest judgement of it that stands. */
judged?: JudgedAlert, };

/** How angry a person finds a message: 0 not at all, 1 displeased, 2 annoyed at us, 3 furious. */
export type AngerLevel = 0 | 1 | 2 | 3;

/** A file beside a message. What it is was read from its bytes, whatever its sender said. */
export type AttachedFile = {
/** Names it in `GET /v1/files/{id}`. */
id: FileId,
/** Its name, cleaned; its ending fits its type. */
name: string,
/** What it is. */
type: FileKind,
/** How large. */
bytes: number,
/** Of images: how wide, in pixels, as they are shown. */
width?: number,
/** And how high. */
height?: number, };

/** Somebody waits for a person. */
export type AwaitedReply = {
/** Where. */
conv: ConversationId,
/** Since they have waited, or their first alert about distress. */
since: Timestamp, };

/**
 * Running belief that the visitor is angry: two moving averages of clipped logits, and the stage they led to.
 * Folded from `Scored` and `Waited` events alone, so that replaying the log gives it back exactly.
 */
export type Belief = {
/** Fast average, logit. */
fast: number,
/** Slow average, logit. */
slow: number,
/** The level that stages are cut from, logit. */
level: number,
/** Current stage. */
stage: Stage,
/** Visitor turns in a row spent under the line of the current stage. */
below: number,
/** Visitor turns scored so far. */
turns: number,
/** Visitor turns in a row that raised the level; 0 after one that did not. */
rising: number,
/** Evidence of the latest scored message, logit; absent before the first. */
evidence?: number,
/** P(critical within the next three visitor turns), 0..=1; absent where the policy shows none. */
forecast?: number,
/** When it last moved. */
at: Timestamp, };

/** Live counts for supervisors. */
export type Board = {
/** Server time of the counts. */
now: Timestamp,
/** Open conversations held by the bot. */
with_bot: number,
/** Waiting for a human (queue tickets). */
waiting: number,
/** Wait of the longest, in milliseconds. */
longest_wait_ms: number,
/** It is outside the business hours, and only personal distress is offered to agents until then. */
offers_resume_at?: Timestamp,
/** Teams that are closed and that conversations are kept for until they open. */
kept: Array<KeptForTeam>,
/** Who has waited so long that no rule calls for anybody more. */
unanswered: Unanswered,
/** Held by agents. */
with_agent: number,
/** Open conversations by stage. */
stages: StageCounts,
/** Agents. */
agents: Array<AgentLoad>,
/** Whether messages are being scored. */
scoring: ScoringStatus,
/** How often somebody intervened in time, over the last 24 hours. */
interventions: Interventions,
/** How soon a person wrote after an alert about personal distress. */
distress: DistressReplies, };

/** What the bot meant by a message. */
export type BotAct = { "act": "greeted" } | { "act": "guided" } | { "act": "answered",
/** Which article. */
article: string, } | { "act": "missed" } | { "act": "handed_over",
/** What led here. */
cause: WaitCause, } | { "act": "help_shown",
/** The alert about them; at most one such message for each. */
alert: AlertId, } | { "act": "informed",
/** Of what; each at most once in a wait. */
notice: Notice, };

/** One text frame from a client: a flat JSON object whose field `t` names its type. */
export type ClientFrame = { "t": "hello",
/** Visitor token from `POST /v1/sites/{site}/session`. */
token?: string | null,
/** One-time ticket from `POST /v1/ticket`. */
ticket?: string | null,
/** Continue an earlier session whose socket was cut. */
resume?: Resume | null,
/** Language of the client's screen. */
language?: Language | null, } | { "t": "ping",
/** Sequenced frames received in this session so far. */
received: number, } | { "t": "history",
/** Answered in `history.id`. */
id: string,
/** Which conversation. */
conv: ConversationId,
/** Events after this place, oldest first. */
after?: Seq | null,
/** Events before this place (the newest of them). Not together with `after`. */
before?: Seq | null,
/** 1 to 200, default 50. */
limit?: number | null, } | { "t": "typing",
/** Where. */
conv: ConversationId,
/** On or off. */
on: boolean, } | { "t": "read",
/** Where. */
conv: ConversationId,
/** Last event seen. */
seq: Seq, } | { "t": "open",
/** Answered in `ack.id`. */
id: string,
/** Neither of these: the open conversations beside which another is wanted, at most 20. */
beside?: Array<ConversationId> | null,
/** What is known of the visitor. */
customer?: Customer | null, } | { "t": "msg",
/** UUIDv7 made by the client. */
id: MessageId,
/** Where. */
conv: ConversationId,
/** What, 1 to 4,000 characters; with `files` it may be empty. */
text: MessageText,
/** Staff: sent knowingly, whatever banned words it holds (`banned_words`); they are logged with it. */
anyway?: boolean | null,
/** Files beside it, at most 5, each from `POST /v1/files` for this conversation and beside no other message. */
files?: Array<FileId> | null, } | { "t": "human",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId, } | { "t": "customer",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** What is known now. */
customer: Customer, } | { "t": "rate",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** 1 to 5. */
score: number,
/** Words. */
text?: MessageText | null, } | { "t": "end",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId, } | { "t": "note",
/** Idempotency key. */
id: MessageId,
/** Where. */
conv: ConversationId,
/** What. */
text: MessageText, } | { "t": "claim",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId, } | { "t": "decline",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** Why, 1 to 500 characters; whoever passed it on reads it. */
reason?: TransferReason | null, } | { "t": "release",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId, } | { "t": "transfer",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** To whom: see `GET /v1/colleagues`. */
to: TransferTo,
/** Why, 1 to 500 characters, for colleagues alone. */
reason: TransferReason, } | { "t": "transfer_cancel",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId, } | { "t": "invite",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** Whom: see `GET /v1/colleagues`. */
to: TransferTo,
/** What, 1 to 500 characters, for colleagues alone. */
question: ExpertQuestion, } | { "t": "invite_withdraw",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** Who. */
expert: StaffId, } | { "t": "invite_accept",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId, } | { "t": "invite_decline",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** Why, 1 to 500 characters; whoever asked reads it. */
reason?: TransferReason | null, } | { "t": "invite_leave",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId, } | { "t": "resolve",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId, } | { "t": "reopen",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId, } | { "t": "alert_ack",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** Which. */
alert: AlertId, } | { "t": "alert_snooze",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** Which. */
alert: AlertId,
/** 5, 15 or 60. */
minutes: SnoozeMinutes,
/** Why. */
reason: SnoozeReason, } | { "t": "alert_close",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** Which. */
alert: AlertId,
/** Dealt with, or nothing to it. */
verdict: Verdict, } | { "t": "judge",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** The visitor's message whose score it is. */
message?: Seq | null,
/** The alert. */
alert?: AlertId | null,
/** Right, wrong, or taken back. */
judgement?: Judgement | null,
/** How angry the message is, 0 to 3. */
level?: AngerLevel | null,
/** They were asked about it: the message is marked `sampled`. */
asked?: boolean | null, } | { "t": "promise",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** Which: its `seq`. */
promise: Seq,
/** What became of it. */
standing: PromiseStanding, } | { "t": "question",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** The message that holds it. */
message: Seq,
/** Whether it is. */
answered: boolean, } | { "t": "tag",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** 1 to 40 characters; case does not matter. */
tag: Tag, } | { "t": "untag",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** Which. */
tag: Tag, } | { "t": "snooze",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId,
/** At most 30 days ahead. */
until: Timestamp, } | { "t": "unsnooze",
/** Answered in `ack.id`. */
id: string,
/** Where. */
conv: ConversationId, } | { "t": "me",
/** Answered in `ack.id`. */
id: string,
/** Takes new conversations. */
available: boolean, } | { "t": "sub",
/** Answered in `ack.id`, after the snapshot. */
id: string,
/** What. */
topic: Topic,
/** For `conv`. */
conv?: ConversationId | null, } | { "t": "unsub",
/** Answered in `ack.id`. */
id: string,
/** What. */
topic: Topic,
/** For `conv`. */
conv?: ConversationId | null, };

/** How a conversation ended. */
export type CloseCause = "visitor" | "resolved" | "idle";

/** The end of an alert. */
export type ClosedAlert = {
/** Whose doing. */
by: Party,
/** When. */
at: Timestamp,
/** What ended it. */
how: AlertEnd, };

/** Why a request was not done; the same names stand in `nack.code`, `bye.code` and REST problems. */
export type Code = "bad_frame" | "unknown_type" | "invalid_field" | "unauthorized" | "forbidden" | "origin_refused" | "not_found" | "conflict" | "floor_moved" | "closed" | "wrong_phase" | "transfer_pending" | "agent_away" | "already_invited" | "not_invited" | "too_many_experts" | "at_capacity" | "id_reused" | "not_from_visitor" | "not_scored" | "too_many_tags" | "too_many_open" | "replay_required" | "banned_words" | "too_large" | "rate_limited" | "overloaded" | "storage_unavailable" | "hello_expected" | "draining" | "slow_consumer" | "no_heartbeat" | "session_ended" | "internal";

/** One conversation between a visitor and a site. */
export type ConversationId = string;

/** One point of the anger curve. */
export type CurvePoint = {
/** Visitor message. */
seq: Seq,
/** When it was sent. */
at: Timestamp,
/** P(anger >= 2) of the message; absent when not scored. */
anger?: number,
/** Belief after it, as a probability. */
belief?: number, };

/** Who the visitor is: as far as they said, and as far as the shop vouches for it. */
export type Customer = {
/** Name, if given: a claim, unless `identity` says the same. */
name?: string,
/** E-mail, if given: a claim, unless `identity` says the same. */
email?: string,
/** Language of the widget. */
language: Language,
/** Address of the page the chat was opened on. */
page?: string,
/** Title of that page. */
page_title?: string,
/** Browser and system, as the browser says. */
device?: string,
/** What the page told of them, if anything: claims, since any browser can say them. */
attributes?: { [key in string]: string },
/** Who they are by the shop's signed word; absent where nobody vouches for them. */
identity?: Identity,
/**
 * The kind of customer that they are by what the shop has signed, as the operator names it: it counts in the
 * queue. Absent where nothing signed says so; what a page claims puts nobody here.
 */
segment?: string, };

/**
 * How soon a person wrote to the visitor after an alert about personal distress, over the last 24 hours, and who waits
 * for that now.
 */
export type DistressReplies = {
/** To be kept, in milliseconds. */
target_ms: number,
/** Half of the alerts with a reply had it within this, in milliseconds; absent while there is none. */
median_ms?: number,
/** Alerts after which a person wrote. */
answered: number,
/** Alerts that ended before a person wrote, but for false alarms. */
missed: number,
/** Conversations that wait for the first reply now. */
waiting: number,
/** Those of them that have waited longest, longest first; at most 20. */
open: Array<AwaitedReply>, };

/** Where help is for somebody in personal distress: in the operator's words, or in the shipped ones. */
export type DistressResources = {
/** In English. */
en?: string,
/** In Chinese. */
zh?: string,
/** Languages whose text is the shipped one, which names no number: the operator has set none of their own. */
shipped?: Array<Language>, };

/** Conversations of the same visitor that had ended when this one began. */
export type Earlier = {
/** How many; 50 stands for 50 and more. */
count: number,
/** The latest of them, newest first, at most three. */
latest: Array<EarlierConversation>, };

/** One of them in a line. */
export type EarlierConversation = {
/** Which. */
conv: ConversationId,
/** When it began. */
opened_at: Timestamp,
/** When it ended. */
ended_at: Timestamp,
/** How it ended. */
cause: CloseCause,
/** Name of the agent who spoke for us last; absent where none ever did. */
agent?: string,
/** The visitor's rating, 1 (bad) to 5 (good); absent where they gave none. */
rating?: number,
/** The worst stage it reached. */
stage: Stage,
/**
 * What it was about: the first of the visitor's lines in its summary, else its likely intent; at most 160
 * characters. Absent where nothing was said.
 */
about?: string, };

/** Emotion probabilities. */
export type Emotions = { anger: number, disgust: number, fear: number, joy: number, sadness: number, surprise: number, optimism: number, neutral: number, };

/** Term of the floor: grows by one whenever the floor moves, so that a late speaker is recognised. */
export type Epoch = number;

/** The latest call to a supervisor. */
export type Escalated = {
/** 1 is the first. */
step: number,
/** To whom. */
to: StaffId,
/** Their name. */
name: string,
/** When. */
at: Timestamp, };

/** One thing that happened. */
export type Event = { "kind": "opened",
/** Where. */
site: SiteId,
/** By whom. */
visitor: VisitorId,
/** Language of the widget, page, device, name if known. */
customer: Customer,
/** Who held the visitor's conversation before this one when it ended, so that they meet the same person. */
before?: StaffId,
/**
 * What they had come for before, where they had; absent also on what began before this was kept. Hidden from
 * the visitor.
 */
earlier?: Earlier, } | { "kind": "said",
/** Made by the client; unique in this conversation for good (invariant C4). */
id: MessageId,
/** What; empty where only files were sent. */
text: MessageText,
/** Only on the bot's messages: what kind of act it is. */
bot?: BotAct,
/** Only on the bot's messages: the visitor message it answers; absent on the greeting. */
answers?: Seq,
/** Buttons offered with it (bot only), at most 4. */
quick_replies?: Array<string>,
/** Only on the bot's messages: where its flow stands after this one; absent when no flow said it. */
flow?: FlowPlace,
/** Only on messages of staff: banned words with which it was sent knowingly. Hidden from the visitor. */
despite?: Array<string>,
/** Files beside the words, at most 5. */
files?: Array<AttachedFile>, } | { "kind": "noted",
/** Made by the client. */
id: MessageId,
/** What. */
text: MessageText, } | { "kind": "scored",
/** Which message. */
message: Seq,
/** What came out. */
scoring: Scoring,
/** Belief after it. */
belief: Belief, } | { "kind": "waited",
/** The first message without an answer. */
message: Seq,
/** When it was said. */
since: Timestamp,
/** For how long by then; belief moves at that moment, even where it is logged later. */
seconds: number,
/** Belief after it. */
belief: Belief,
/** Version of the policy that moved it; absent on waits logged before versions stood here. */
policy?: string, } | { "kind": "stage_changed",
/** From. */
from: Stage,
/** To. */
to: Stage,
/** Why. */
reasons: Array<Reason>,
/** What speaks against it. */
against?: Against,
/** The message that moved it; where it was waiting, the first without an answer. */
message: Seq, } | { "kind": "alert_raised",
/** Which alert. */
alert: AlertId,
/** What about. */
about: AlertKind,
/** Stage. */
stage: Stage,
/** Why. */
reasons: Array<Reason>,
/** What speaks against it. */
against?: Against,
/** The message that raised it; where it was waiting, the first without an answer. */
message: Seq, } | { "kind": "alert_acknowledged",
/** Which alert. */
alert: AlertId, } | { "kind": "alert_snoozed",
/** Which alert. */
alert: AlertId,
/** Comes back then. */
until: Timestamp,
/** Why. */
reason: SnoozeReason, } | { "kind": "alert_returned",
/** Which alert. */
alert: AlertId, } | { "kind": "alert_escalated",
/** Which alert. */
alert: AlertId,
/** 1, 2, 3 … for each alert, without gaps. */
step: number,
/** Whom. */
to: StaffId,
/** Their name. */
name: string, } | { "kind": "intervened",
/** Which alert. */
alert: AlertId,
/** What. */
how: Intervention,
/** This long after the alert, in milliseconds. */
after_ms: number, } | { "kind": "alert_closed",
/** Which alert. */
alert: AlertId,
/** What ended it. */
how: AlertEnd, } | { "kind": "sampled",
/** Which. */
message: Seq,
/** The chance it had of being chosen, above 0 to 1. */
p: number,
/** What was read in it. */
read: Reading, } | { "kind": "judged",
/** What of. */
subject: Subject,
/** What they say. */
judgement: Judgement,
/** How angry they find the message. */
level?: AngerLevel,
/** They were asked about it, since it is in the random sample. */
asked?: boolean,
/** Of a message: what had been read in it. */
read?: Reading,
/** Alerts about anger of this stage and below are not raised for a while. */
mutes?: Stage, } | { "kind": "promised",
/** The message that holds it. */
message: Seq,
/** The sentence, as written. */
text: string,
/** Until when; absent where no time was said. */
due?: Timestamp, } | { "kind": "promise_settled",
/** Which: the place of its event. */
promise: Seq,
/** What became of it. */
standing: PromiseStanding, } | { "kind": "question_settled",
/** The message that holds it. */
message: Seq,
/** Whether it is. */
answered: boolean, } | { "kind": "tagged",
/** Which. */
tag: Tag, } | { "kind": "untagged",
/** Which. */
tag: Tag, } | { "kind": "snoozed",
/** Until then. */
until: Timestamp, } | { "kind": "unsnoozed" } | { "kind": "summarised",
/** The handoff: the place of its `queued`. */
handoff: Seq,
/** The last event that was read for it. */
up_to: Seq,
/** What it wrote. */
text: MessageText,
/** The model, as the operator names it. */
model: string, } | { "kind": "queued",
/** What led here. */
cause: WaitCause,
/** Why, in codes. */
reasons: Array<Reason>,
/** Only where an agent passed it to a team: to which, and why. Hidden from the visitor. */
passed?: TeamTransfer, } | { "kind": "offered",
/** To whom. */
agent: StaffId,
/** Their name. */
name: string,
/** Everything known (invariant H1). */
packet: HandoffPacket,
/** The epoch that accepting will start. */
epoch: Epoch,
/** Falls back to the queue then; where it is passed on, it stays with whoever holds it. */
expires_at: Timestamp,
/**
 * Only where whoever holds it, or a supervisor, passes it on (see `by`): why. Its agent keeps the floor until
 * the colleague accepts.
 */
passed?: TransferReason, } | { "kind": "offer_ended",
/** Whose. */
agent: StaffId,
/** `true` when the agent said no; `false` on timeout or loss, and where it was taken back (see `by`). */
declined: boolean,
/** What the agent who said no gave as the reason. */
reason?: TransferReason, } | { "kind": "accepted",
/** Who speaks now. */
agent: StaffId,
/** Display name. */
name: string,
/** Term of the floor. */
epoch: Epoch, } | { "kind": "expert_invited",
/** Whom. */
expert: StaffId,
/** Their name. */
name: string,
/** What. */
question: ExpertQuestion,
/** They are not asked any longer then. */
expires_at: Timestamp, } | { "kind": "expert_joined",
/** Who. */
expert: StaffId,
/** Everything known (invariant H1). */
packet: HandoffPacket, } | { "kind": "invitation_ended",
/** Who. */
expert: StaffId,
/** What ended it. */
how: InvitationEnd,
/** What an expert who said no gave as the reason. */
reason?: TransferReason, } | { "kind": "rated",
/** 1 (bad) to 5 (good). */
score: number,
/** Optional words. */
text?: MessageText, } | { "kind": "customer_updated",
/** What is known now. */
customer: Customer, } | { "kind": "closed",
/** How. */
cause: CloseCause, } | { "kind": "reopened",
/** Term of the floor. */
epoch: Epoch, };

/** An expert of a conversation, as a list shows it. */
export type Expert = {
/** Who. */
id: StaffId,
/** Their name. */
name: string,
/** Who asks. */
by: StaffId,
/** Their name. */
by_name: string,
/** What. */
question: ExpertQuestion,
/** Where they stand. */
standing: ExpertStanding,
/** Whoever has not answered by then is not asked any longer. */
expires_at: Timestamp,
/** What somebody who said no gave as the reason. */
reason?: TransferReason, };

/** An expert as a packet tells of them. */
export type ExpertAsked = {
/** Their name. */
name: string,
/** Name of whoever asked. */
by: string,
/** What. */
question: ExpertQuestion,
/** When. */
at: Timestamp,
/** What became of it by then. */
standing: ExpertStanding,
/** What somebody who said no gave as the reason. */
reason?: TransferReason,
/** Their notes while they read along, the latest five. */
answers?: Array<Quote>, };

/**
 * What an expert is asked: 1 to 500 characters after trimming, no control characters but newline and tab. Among staff:
 * never shown to the visitor.
 */
export type ExpertQuestion = string;

/** Where an expert stands. */
export type ExpertStanding = "asked" | "reading" | "declined" | "unanswered" | "withdrawn" | "left";

/** Something checkable the visitor mentioned. */
export type Fact = {
/** `order`, `amount` or `date`. */
kind: FactKind,
/** As written. */
text: string,
/** Where. */
seq: Seq, };

/** Kind of fact. */
export type FactKind = "order" | "amount" | "date";

/** One file beside a message. */
export type FileId = string;

/** The kinds of files that are taken. */
export type FileKind = "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "application/pdf";

/** Which files may be sent. */
export type FileRules = {
/** Largest file, in bytes. */
max_bytes: number,
/** Their types; the server reads them from the bytes. */
types: Array<FileKind>, };

/** Where a flow stands after a message of the bot. */
export type FlowPlace = {
/** Name of the flow. */
flow: string,
/** The step that waits for the visitor's words; absent when the flow is over. */
at?: string,
/** The language that it speaks. */
language: Language,
/** How often in a row the visitor's words did not fit the question. */
misfits: number,
/** Messages of the bot in this flow. */
turns: number,
/** What was told in this conversation, in any flow; each name once. */
slots?: Array<Slot>, };

/** How much it is needed. */
export type FormField = "optional" | "required";

/** Something that a chat can be about. */
export type FormTopic = {
/** Shown in English. */
en: string,
/** Shown in Chinese. */
zh: string,
/** What staff see, whatever the visitor's language: the text in the site's own. */
value: string, };

/** What an agent reads before speaking. */
export type HandoffPacket = {
/** SHA-256 over the canonical JSON of the log up to `up_to`, hexadecimal. */
hash: string,
/** Last event it covers. */
up_to: Seq,
/** What it is about, in the words that were said: at most five lines, in the order of the log. */
summary?: Array<SummaryLine>,
/** What the visitor came for, as far as the log holds it. */
intent?: LikelyIntent,
/** What the visitor had come for before this conversation began; absent where they had not. */
earlier?: Earlier,
/** Every transfer that took place before, oldest first. */
passed?: Array<Transfer>,
/** Whom its agents asked privately, what, and what they answered: the latest ten, oldest first. */
experts?: Array<ExpertAsked>,
/** Why a human was called. */
why: Array<Reason>,
/** Who they are and where they stand. */
customer: Customer,
/** The visitor's own words that say what they want: first and latest question, at most 5 lines. */
wants: Array<Quote>,
/** Order numbers, amounts and dates found in the visitor's words. */
facts: Array<Fact>,
/** What they have sent, the latest 20. */
files?: Array<SentFile>,
/** What the bot asked for and was told. */
slots?: Array<Slot>,
/** What the bot tried, in order. */
tried: Array<Tried>,
/** What they wanted to know that nobody has answered. */
questions?: Array<Quote>,
/** What was promised to them and is still to be kept. */
promises?: Array<Promise>,
/** Anger over the visitor's messages. */
curve: Array<CurvePoint>,
/** The message where anger turned upwards most. */
turning_point?: Seq,
/** Stage at the time. */
stage: Stage, };

/** The agent who held the conversation when the alert was raised. */
export type Holder = {
/** Who. */
staff: StaffId,
/** Display name. */
name: string, };

/** A visitor that a shop vouches for. */
export type Identity = {
/** The shop's own name for them, such as the number of their account. */
user: string,
/** Their name. */
name?: string,
/** Their e-mail address. */
email?: string,
/** What else the shop tells of them. */
attributes?: { [key in string]: string }, };

/** A numerator and its denominator. */
export type InTime = {
/** Alerts that somebody intervened after in time. */
in_time: number,
/** Alerts. */
alerts: number, };

/** What a likely intent is named by. */
export type IntentKind = "flow" | "article";

/** The first thing a person did about an alert. */
export type Intervened = {
/** Who. */
by: Party,
/** What. */
how: Intervention,
/** This long after the alert, in milliseconds. */
after_ms: number, };

/** What a person did about an alert. */
export type Intervention = "replied" | "joined" | "took_over" | "whispered";

/**
 * How often a person intervened in time after an alert, over the last 24 hours. An alert counts once somebody
 * intervened, or once the time to do so is over.
 */
export type Interventions = {
/** In time means within this long after the alert, in milliseconds. */
within_ms: number,
/** The share to reach, 0 to 1. */
target: number,
/** Of all alerts. */
all: InTime,
/** By queue: the conversations of one site wait in one. */
queues: Array<QueueInTime>,
/** By the agent who held the conversation when the alert was raised. */
agents: Array<AgentInTime>, };

/** What ended an invitation before the conversation itself did. */
export type InvitationEnd = "declined" | "unanswered" | "withdrawn" | "left";

/** What somebody says of an alert. */
export type JudgedAlert = {
/** Who. */
by: Party,
/** When. */
at: Timestamp,
/** Right or wrong. */
judgement: Judgement, };

/** What somebody thinks of it. Of one person and one subject the latest counts. */
export type Judgement = "right" | "wrong" | "withdrawn";

/** Conversations that were passed to a team and are kept for it. */
export type KeptForTeam = {
/** Its name. */
team: string,
/** Until then. */
opens_at: Timestamp,
/** Conversations. */
waiting: number, };

/** A few words in both languages. */
export type Label = {
/** In English. */
en: string,
/** In Chinese. */
zh: string, };

/** A language the product speaks. Anything else a visitor writes is triaged as `Other` and answered in the site's. */
export type Language = "en" | "zh";

/** What the visitor most likely came for. It names what the log holds; nothing is read into words here. */
export type LikelyIntent = {
/** Of what kind the name is. */
kind: IntentKind,
/** Name of the flow, or the question of the article. */
name: string,
/** How sure that is. */
sure: Sureness,
/** The bot's message that says so. */
seq: Seq, };

/** What a line of the summary is. */
export type LineKind = "asked" | "told" | "tried" | "changed" | "promised" | "open";

/** Who the session belongs to. */
export type Me = {
/** Id. */
visitor: VisitorId,
/** Site. */
site: SiteId, } | {
/** Id. */
staff: StaffId,
/** Display name. */
name: string,
/** E-mail. */
email: string,
/** Takes new conversations. */
available: boolean,
/** How many conversations at once. */
capacity: number,
/** Language of the screens. */
language: Language, };

/** Made by the client that sends a message; the idempotency key, unique within its conversation for good. */
export type MessageId = string;

/**
 * What one message says: 1 to 4,000 characters after trimming, no control characters but newline and tab; by default
 * nothing, as in a message that is only files. Cloning copies a handle: the log, the model's context and open work hold
 * the same words.
 */
export type MessageText = string;

/** What somebody who waits for a person is told. */
export type Notice = { "about": "agent_lost" } | { "about": "closed",
/** When people are back; absent where that is not known. */
opens_at?: Timestamp, } | { "about": "opened" } | { "about": "delayed",
/** Until then, most likely. */
until: Timestamp, };

/** The author of an event, as it stands in the log for good. */
export type Party = { "who": "visitor" } | { "who": "bot" } | { "who": "staff",
/** Who. */
id: StaffId,
/** Display name. */
name: string, } | { "who": "system" };

/** A transfer to a colleague who has not answered yet; whoever holds the conversation keeps it until then. */
export type Passing = {
/** To whom. */
to: StaffId,
/** Their name. */
to_name: string,
/** Who passes it on: its agent, or a supervisor. */
by: StaffId,
/** Their name. */
by_name: string,
/** Why. */
reason: TransferReason,
/** The epoch that accepting starts. */
epoch: Epoch,
/** The colleague is not asked any longer then. */
expires_at: Timestamp, };

/** Phase without its facts. */
export type PhaseName = "with_bot" | "waiting" | "handing_off" | "with_agent" | "closed";

/** One thing that an agent or the bot said would be done for the visitor. */
export type Promise = {
/** Place of the event that logged it: its name within the conversation. */
seq: Seq,
/** The message that holds it. */
message: Seq,
/** Who gave it. */
by: Party,
/** The sentence, as written, at most 160 characters. */
text: string,
/** Until when; absent where no time was said. */
due?: Timestamp, };

/** What became of a promise. */
export type PromiseStanding = "open" | "kept" | "dropped";

/** Where a score comes from, so that it can be repeated. */
export type Provenance = {
/** First 12 hexadecimal digits of the model file's SHA-256. */
model: string,
/** `ort 1.31.1`, `rten 0.27` or `lexicon`. */
engine: string,
/** Version of the trajectory policy. */
policy: string,
/** Version of this site's recalibration; absent where none is in force. */
calibrator?: number, };

/** The share of one queue. */
export type QueueInTime = {
/** Which site's. */
site: SiteId,
/** Alerts that somebody intervened after in time. */
in_time: number,
/** Alerts. */
alerts: number, };

/** A message quoted by its place. */
export type Quote = {
/** Where. */
seq: Seq,
/** What. */
text: string, };

/** What triage had read in a message when it was sampled or judged, so that a label stands by itself. */
export type Reading = {
/** As what it was read. */
language?: Language,
/** P(anger >= 2), as it was shown. */
anger: number,
/** The same before this site's recalibration. */
base: number,
/** Stage of the conversation after it. */
stage: Stage,
/** Model, as in `Provenance`. */
model: string, };

/** Why a stage rose, an alert was raised, or a human was called. A closed list; every surface shows these. */
export type Reason = { "code": "rising",
/** Number of turns. */
turns: number, } | { "code": "angry",
/** P(anger >= 2). */
p: number, } | { "code": "abuse" } | { "code": "asked_for_person" } | { "code": "legal_threat" } | { "code": "publicity_threat" } | { "code": "churn" } | { "code": "distress",
/** How bad. */
severity: Severity, } | { "code": "bot_missed",
/** How often. */
times: number, } | { "code": "repeated",
/** How often it had been said before. */
times: number, } | { "code": "waited",
/** For how long. */
seconds: number, } | { "code": "bot_loop",
/** How often in a row. */
times: number, } | { "code": "shouting" } | { "code": "staff_decision" };

/** Whom a conversation is passed to. */
export type Recipient = { "kind": "agent",
/** Who. */
id: StaffId,
/** Their name. */
name: string, } | { "kind": "team",
/** The skill. */
name: string, };

/** Continue after a cut. */
export type Resume = {
/** From `welcome.session`. */
session: string,
/** Sequenced frames received in it so far. */
received: number, };

/** Risk probabilities, each on its own. */
export type Risks = {
/** Insults or abuse aimed at us. */
abuse: number,
/** Asks for a human. */
human: number,
/** Threatens to leave. */
churn: number,
/** Threatens with law or a regulator. */
legal: number,
/** Threatens with publicity. */
publicity: number,
/** Personal distress or self-harm; never mixed into anger. */
distress: number,
/** Voices a complaint. */
complaint: number,
/** Thanks. */
gratitude: number,
/** Sarcasm. */
sarcasm: number,
/** A good supervisor would want to know by now, for whatever reason; read with the turns before. */
urgent: number, };

/** What somebody is allowed to be. Ordered: each staff role may do what the one before may. */
export type Role = "visitor" | "agent" | "supervisor" | "admin";

/** Calibrated reading of one visitor message. All probabilities lie in 0..=1. */
export type Score = {
/** Language the text was read as; absent when it is neither English nor Chinese. */
language?: Language,
/** P(anger level >= 2): annoyed or worse, at us. */
anger: number,
/** The same before this site's recalibration; absent where none is in force. */
base?: number,
/** Expected anger level, 0 to 3. */
level: number,
/** Three-way sentiment, sums to 1. */
sentiment: Sentiment,
/** Eight emotions, sum to 1. */
emotions: Emotions,
/** Independent risks. */
risks: Risks,
/** How much the score can be trusted; near 0 the model abstains. */
confidence: number,
/** Words that carried the anger score, largest weight first, at most 8. */
spans: Array<Span>,
/** Which model and engine said so. */
by: Provenance, };

/** Outcome of scoring one message: every visitor message gets one (invariant T3). */
export type Scoring = { "outcome": "scored" } & Score | { "outcome": "not_scored",
/** Why. */
why: Unscored, };

/** Whether triage works. */
export type ScoringStatus = { "scoring": "on",
/** Model, as in `Provenance`. */
model: string,
/** Engine. */
engine: string, } | { "scoring": "off",
/** Why, in English, for operators. */
why: string, };

/** A file by the place of its message. */
export type SentFile = {
/** Where. */
seq: Seq,
/** What. */
file: AttachedFile, };

/** Sentiment probabilities. */
export type Sentiment = {
/** P(negative). */
negative: number,
/** P(neutral). */
neutral: number,
/** P(positive). */
positive: number, };

/** Place of an event in its conversation's log: 1, 2, 3 … without gaps; 0 is "before the first". */
export type Seq = number;

/** One text frame to a client. Clients ignore types they do not know. */
export type ServerFrame = { "t": "welcome" } & Welcome | { "t": "pong",
/** Server time. */
now: Timestamp, } | { "t": "ack",
/** Of the request. */
id: string,
/** Conversation it touched. */
conv?: ConversationId,
/** Place in the log (the visitor's numbering for visitors). */
seq?: Seq,
/** Server time of the event. */
at?: Timestamp,
/** It had been logged before. */
dup?: boolean, } | { "t": "nack",
/** Of the request, when it could be read. */
id?: string,
/** Why: one of a closed list. */
code: Code,
/** The field at fault. */
field?: string,
/** The rule it broke, in English, for developers. */
rule?: string,
/** Try again after this long. */
retry_ms?: number, } | { "t": "history",
/** Of the request. */
id: string,
/** Which conversation. */
conv: ConversationId,
/** `msg`/`state` frames for visitors, `event` frames for staff; oldest first. */
items: Array<ServerFrame>,
/** There is more in the direction asked for. */
more: boolean,
/** Last place in the log. */
head: Seq, } | { "t": "msg",
/** Where. */
conv: ConversationId,
/** Visitor's numbering: 1, 2, 3 … without gaps over `msg` and `state`. */
seq: Seq,
/** When. */
at: Timestamp,
/** The id its sender made. */
id: MessageId,
/** Who. */
from: Speaker,
/** Staff name. */
name?: string,
/** What; empty where only files were sent. */
text: string,
/** Buttons. */
quick_replies?: Array<string>,
/** Files beside the words. */
files?: Array<AttachedFile>, } | { "t": "state",
/** Where. */
conv: ConversationId,
/** Visitor's numbering. */
seq: Seq,
/** When. */
at: Timestamp,
/** What changed. */
what: StateChange,
/** Staff name. */
name?: string, } | { "t": "queue",
/** Where. */
conv: ConversationId,
/** 1 is next. */
position: number,
/**
 * Most likely at most so many minutes; absent where nothing can be said. It may grow: a message of the bot
 * says so before what was first said is over.
 */
minutes?: number, } | { "t": "event",
/** Where. */
conv: ConversationId,
/** 1, 2, 3 … without gaps. */
seq: Seq,
/** When. */
at: Timestamp,
/** Whose doing. */
by: Party,
/** What. */
event: Event, } | { "t": "conv",
/** The line. */
summary: Summary, } | { "t": "offer",
/** Which conversation. */
summary: Summary,
/** Everything known. */
packet: HandoffPacket,
/** The epoch that accepting starts. */
epoch: Epoch,
/** Falls back to the queue then. */
expires_at: Timestamp, } | { "t": "alert",
/** The line of its conversation. */
summary: Summary,
/** The alert. */
alert: AlertState, } | { "t": "board" } & Board | { "t": "typing",
/** Where. */
conv: ConversationId,
/** Who. */
who: Speaker,
/** Staff name. */
name?: string,
/** On or off. */
on: boolean, } | { "t": "receipt",
/** Where. */
conv: ConversationId,
/** Who. */
who: Speaker,
/** Last place read, in the numbering of the receiver. */
seq: Seq, } | { "t": "bye",
/** Why. */
code: Code,
/** Come back after this long. */
retry_ms?: number, };

/** How bad personal distress is. Ordered. */
export type Severity = "mention" | "risk" | "imminent";

/** A site's short name: 1 to 32 of `a-z`, `0-9`, `-`, `_`. */
export type SiteId = string;

/** Something that the bot asked for and was told. */
export type Slot = {
/** Its name in the flow. */
name: string,
/** What people call it. */
label: Label,
/** As the visitor said it, at most 200 characters. */
value: string,
/** The visitor's message. */
seq: Seq, };

/** How long an alert can be put off: 5, 15 or 60 minutes. */
export type SnoozeMinutes = 5 | 15 | 60;

/** Why an alert can wait. */
export type SnoozeReason = "being_handled" | "awaiting_customer" | "awaiting_colleague" | "less_urgent";

/** An alert is put off. */
export type Snoozed = {
/** By whom. */
by: Party,
/** When. */
at: Timestamp,
/** Comes back then. */
until: Timestamp,
/** Why. */
reason: SnoozeReason, };

/** A stretch of the message, in Unicode scalar values, with its share in the anger score. */
export type Span = {
/** First character. */
start: number,
/** One past the last character. */
end: number,
/** Contribution to the anger logit; positive raises it. */
weight: number, };

/** Who a visitor sees speaking. */
export type Speaker = "visitor" | "bot" | "agent";

/** One member of the staff: agent, supervisor or admin. */
export type StaffId = string;

/** How worried we are about a conversation. Ordered. */
export type Stage = "calm" | "watch" | "concern" | "critical";

/** Open conversations by stage. */
export type StageCounts = { calm: number, watch: number, concern: number, critical: number, };

/** What a visitor learns of the phase. */
export type StateChange = "opened" | "waiting" | "joined" | "closed" | "reopened" | "rated" | "updated";

/** What is judged. */
export type Subject = { "of": "message",
/** Which. */
message: Seq, } | { "of": "alert",
/** Which. */
alert: AlertId, };

/** What a list shows of a conversation. */
export type Summary = {
/** Which. */
conv: ConversationId,
/** Where. */
site: SiteId,
/** By whom. */
visitor: VisitorId,
/** Name, if given. */
visitor_name?: string,
/** The kind of customer, by what the shop has signed of them. */
segment?: string,
/** Language of the widget. */
language: Language,
/** Phase. */
phase: PhaseName,
/** Agent who holds it or is offered it. */
agent?: StaffId,
/** Their name. */
agent_name?: string,
/**
 * Agent who held it last, or the visitor's conversation before, past its end too; absent once they have given it
 * back.
 */
last_agent?: StaffId,
/** Stage of anger. */
stage: Stage,
/** Belief as a probability; absent before the first score. */
belief?: number,
/** Fast minus slow average, logit: above 0 anger is rising. */
trend: number,
/** Last event. */
last_seq: Seq,
/** Last event that the visitor may see, in their numbering. */
last_public: Seq,
/** First characters of the last message; empty where it was only files. */
preview: string,
/** How many files stand beside it. */
files?: number,
/** Who wrote it. */
last_by: Party,
/** When. */
last_at: Timestamp,
/** When it began. */
opened_at: Timestamp,
/** Since when it waits for a human. */
waiting_since?: Timestamp,
/** How long it had waited before it was passed to a team, in milliseconds: that counts for its place too. */
waited_ms?: number,
/** The team it waits for. */
team?: string,
/** A colleague is asked to take it over from its agent. */
passing?: Passing,
/** Whom its agent has asked privately, at most 8, in the order in which they were asked; those who are done too. */
experts?: Array<Expert>,
/** Since when the visitor has had no answer. */
unanswered_since?: Timestamp,
/** The latest alert that is open: neither acknowledged, nor snoozed, nor closed. */
alert?: AlertState,
/** Every alert of the conversation, closed ones too, oldest first; at most one for each kind and stage. */
alerts?: Array<AlertState>,
/** Promises still to be kept, at most three: those with a time first, by their time. They outlive the end. */
promises?: Array<Promise>,
/** Messages of the visitor that hold a question which nobody has answered. */
questions?: Array<Seq>,
/** What staff have put on it, in the order in which they did, at most 12. */
tags?: Array<Tag>,
/** Until then whoever holds it does not want to see it in their list; a message of the visitor ends it at once. */
snoozed_until?: Timestamp,
/** Visitor messages without score or mark; above 0 after a crash until rescued (invariant T3). */
unscored: number, };

/** One line of the summary: a sentence as it was said. */
export type SummaryLine = {
/** The message that it stands in. */
seq: Seq,
/** What it is. */
kind: LineKind,
/** The sentence, as written, at most 160 characters. */
text: string, };

/** How sure a likely intent is. No figure: the log holds none. */
export type Sureness = "stated" | "likely" | "possible";

/** One tag: 1 to 40 characters in a row, inner space as single spaces, no control characters. */
export type Tag = string;

/** What a conversation was queued for when it was passed to a team. */
export type TeamTransfer = {
/** The skill that is wanted. */
team: string,
/** Why. */
reason: TransferReason, };

/** Milliseconds since the Unix epoch, UTC. Shown to people; never used to order a log. */
export type Timestamp = number;

/** What staff can follow. */
export type Topic = "inbox" | "conv" | "board";

/** A transfer that took place. */
export type Transfer = {
/** Name of whoever passed it on. */
by: string,
/** To whom. */
to: Recipient,
/** Why. */
reason: TransferReason,
/** When it was passed on. */
at: Timestamp, };

/**
 * Why a conversation is passed on, or not taken: 1 to 500 characters after trimming, no control characters but newline
 * and tab. Among staff: never shown to the visitor.
 */
export type TransferReason = string;

/** Whom a conversation is passed to. */
export type TransferTo = { "agent": StaffId } | { "team": string };

/** One attempt of the bot. */
export type Tried = {
/** The bot's message. */
seq: Seq,
/** Article it answered from; absent when it had no answer. */
article?: string, };

/**
 * Who has climbed the whole ladder, or waited until they go before every limit, and is held by nobody all the same:
 * what is left is that a person sees it.
 */
export type Unanswered = {
/** Conversations. */
waiting: number,
/** Those of them that have waited longest, longest first; at most 20. */
open: Array<AwaitedReply>, };

/** Why a message has no score. */
export type Unscored = "no_model" | "overload" | "failed" | "ended" | "no_text";

/** What somebody says who closes an alert by hand. */
export type Verdict = "done" | "false_alarm";

/** A visitor's conversation as a whole. */
export type VisitorConversation = {
/** Which. */
conv: ConversationId,
/** Last place in the visitor's numbering. */
head: Seq,
/** Phase. */
phase: PhaseName,
/** Name of the agent who speaks. */
agent_name?: string, };

/**
 * What to ask; a field that is absent is not asked, or known from the shop's signed word. The answers go into
 * `customer` as what the visitor says: `name`, `email`, and the attribute `topic`. Without what is required no
 * conversation opens.
 */
export type VisitorForm = {
/** Their name. */
name?: FormField,
/** Their e-mail address. */
email?: FormField,
/** What the chat is about: one of `topics`. */
topic?: FormField,
/** What it can be about. */
topics: Array<FormTopic>, };

/** One browser (or signed-in person) that visits a site. */
export type VisitorId = string;

/** What made a conversation wait for a human. */
export type WaitCause = "asked" | "bot_missed" | "flow" | "file" | "triage" | "released" | "transferred" | "agent_lost" | "claimed";

/** Answer to `hello`. */
export type Welcome = {
/** For `hello.resume`. */
session: string,
/** The earlier session goes on; missed sequenced frames follow. */
resumed: boolean,
/** Your role. */
role: Role,
/** Who you are. */
me: Me,
/** Send `ping` this often, in milliseconds. */
heartbeat_ms: number,
/** Visitor: the open conversation that changed last, or the last of all. */
conv?: VisitorConversation,
/** Visitor: the other open ones, most recently changed first. */
others?: Array<VisitorConversation>,
/**
 * Visitor: what to ask before the first message of a conversation; absent where nothing is. Staff: what visitors are
 * asked, with the topics in every language.
 */
form?: VisitorForm,
/** Which files may be sent; absent where none may. */
files?: FileRules,
/** Changes when the database was restored: drop every cursor and reload. */
epoch: string,
/** Staff: whether messages are being scored; `off` must be shown. */
scoring?: ScoringStatus,
/** Staff: what the operator has set for customers in personal distress; a language without a text has none. */
distress_resources?: DistressResources,
/** Server version. */
server: string,
/** Server time. */
now: Timestamp, };
