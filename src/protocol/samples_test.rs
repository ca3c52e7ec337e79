//! Samples of everything that stands on the wire, for tests and fixtures.

use crate::domain::alert::{Acknowledged, JudgedAlert};
use crate::domain::episode::{ClosedAlert, Escalated, Holder, Intervened, Snoozed};
use crate::domain::handoff::{CurvePoint, Customer, Fact, FactKind, Quote, SentFile, Tried};
use crate::domain::{
    Against, AlertEnd, AlertId, AlertKind, AlertState, AngerLevel, AttachedFile, Belief, BotAct, CloseCause,
    ConversationId, Earlier, EarlierConversation, Emotions, Epoch, Event, Expert, ExpertAsked, ExpertQuestion,
    ExpertStanding, FileId, FileKind, FlowPlace, HandoffPacket, IntentKind, Intervention, InvitationEnd, Judgement,
    Label, Language, LikelyIntent, LineKind, MessageId, MessageText, Party, Passing, PhaseName, Promise,
    PromiseStanding, Provenance, Reading, Reason, Recipient, Risks, Role, Score, Scoring, Sentiment, Seq, Severity,
    SiteId, Slot, SnoozeReason, Span, StaffId, Stage, Subject, Summary, SummaryLine, Sureness, Tag, TeamTransfer,
    Timestamp, Transfer, TransferReason, Unscored, VisitorId, WaitCause,
};
use crate::protocol::board::{
    AgentInTime, AgentLoad, AwaitedReply, Board, DistressReplies, InTime, Interventions, KeptForTeam, QueueInTime,
    StageCounts, Unanswered,
};
use crate::protocol::files::FileRules;
use crate::protocol::form::{FormField, FormTopic, VisitorForm};
use crate::protocol::server::{
    DistressResources, Me, ScoringStatus, Speaker, StateChange, VisitorConversation, Welcome,
};
use crate::protocol::{Code, ServerFrame};
use uuid::Uuid;

/// Stands in every text that only staff may read.
pub(super) const SECRET: &str = "canary-6f1d";
/// Whoever of the staff acts.
pub(super) const STAFF: StaffId = StaffId(id(0x005E_C2E7));
/// The conversation.
pub(super) const CONV: ConversationId = ConversationId(id(0xC1));
const AT: Timestamp = Timestamp(1_795_600_000_000);

const fn id(n: u128) -> Uuid {
    Uuid::from_u128((0x0193_4f6e_0000_7000_8000 << 48) | n)
}

/// A picture.
fn file() -> AttachedFile {
    let (name, kind) = ("收据.png".to_owned(), FileKind::Png);
    AttachedFile { id: FileId(id(0xF11E)), name, kind, bytes: 48_213, width: Some(1_170), height: Some(2_532) }
}

fn customer() -> Customer {
    Customer {
        name: Some(SECRET.to_owned()),
        email: Some("mei@example.org".to_owned()),
        language: Language::Zh,
        page: Some("https://shop.example/cart".to_owned()),
        page_title: Some("购物车".to_owned()),
        device: None,
        attributes: [("plan".to_owned(), SECRET.to_owned())].into(),
        identity: None,
        segment: Some(SECRET.to_owned()),
    }
}

fn slot() -> Slot {
    let label = Label { en: "Order number".to_owned(), zh: "订单号".to_owned() };
    Slot { name: "order".to_owned(), label, value: SECRET.to_owned(), seq: Seq(2) }
}

/// Where a flow stands.
fn place() -> FlowPlace {
    let (flow, at) = (SECRET.to_owned(), Some("order".to_owned()));
    FlowPlace { flow, at, language: Language::Zh, misfits: 1, turns: 2, slots: vec![slot()] }
}

fn packet() -> HandoffPacket {
    HandoffPacket {
        hash: SECRET.to_owned(),
        up_to: Seq(9),
        summary: vec![SummaryLine { seq: Seq(2), kind: LineKind::Asked, text: SECRET.to_owned() }],
        intent: Some(LikelyIntent {
            kind: IntentKind::Flow,
            name: SECRET.to_owned(),
            sure: Sureness::Likely,
            seq: Seq(3),
        }),
        earlier: Some(earlier()),
        passed: vec![passed()],
        experts: vec![expert_asked()],
        why: vec![Reason::Rising { turns: 3 }, Reason::Abuse],
        customer: customer(),
        wants: vec![Quote { seq: Seq(2), text: "Where is my parcel?".to_owned() }],
        facts: vec![Fact { kind: FactKind::Order, text: "A-1027".to_owned(), seq: Seq(2) }],
        files: vec![SentFile { seq: Seq(2), file: file() }],
        slots: vec![slot()],
        tried: vec![Tried { seq: Seq(3), article: Some("delivery".to_owned()) }, Tried { seq: Seq(5), article: None }],
        questions: vec![Quote { seq: Seq(2), text: SECRET.to_owned() }],
        promises: vec![promise()],
        curve: vec![CurvePoint { seq: Seq(2), at: AT, anger: Some(0.25), belief: Some(0.5) }],
        turning_point: Some(Seq(4)),
        stage: Stage::Critical,
    }
}

fn reason() -> TransferReason {
    TransferReason::try_from(SECRET.to_owned()).expect("within the limits")
}

fn to_team() -> TeamTransfer {
    TeamTransfer { team: SECRET.to_owned(), reason: reason() }
}

fn passed() -> Transfer {
    Transfer { by: SECRET.to_owned(), to: Recipient::Team { name: SECRET.to_owned() }, reason: reason(), at: AT }
}

fn passing() -> Passing {
    let (to_name, by_name) = (SECRET.to_owned(), SECRET.to_owned());
    Passing { to: STAFF, to_name, by: STAFF, by_name, reason: reason(), epoch: Epoch(3), expires_at: AT }
}

fn question() -> ExpertQuestion {
    ExpertQuestion::try_from(SECRET.to_owned()).expect("within the limits")
}

fn expert() -> Expert {
    let (name, by_name, question) = (SECRET.to_owned(), SECRET.to_owned(), question());
    let (standing, reason) = (ExpertStanding::Declined, Some(reason()));
    Expert { id: STAFF, name, by: STAFF, by_name, question, standing, expires_at: AT, reason }
}

fn expert_asked() -> ExpertAsked {
    let answers = vec![Quote { seq: Seq(7), text: SECRET.to_owned() }];
    let (name, by, question, standing) = (SECRET.to_owned(), SECRET.to_owned(), question(), ExpertStanding::Left);
    ExpertAsked { name, by, question, at: AT, standing, reason: Some(reason()), answers }
}

fn belief() -> Belief {
    Belief {
        fast: 0.5,
        slow: 0.25,
        level: 0.5,
        stage: Stage::Critical,
        below: 0,
        turns: 1,
        rising: 1,
        evidence: Some(1.5),
        forecast: None,
        at: AT,
    }
}

fn score() -> Score {
    Score {
        language: Some(Language::En),
        anger: 0.75,
        base: None,
        level: 2.0,
        sentiment: Sentiment { negative: 0.75, neutral: 0.25, positive: 0.0 },
        emotions: Emotions { anger: 0.75, neutral: 0.25, ..Emotions::default() },
        risks: Risks { legal: 0.5, ..Risks::default() },
        confidence: 0.875,
        spans: vec![Span { start: 8, end: 15, weight: 1.5 }],
        by: Provenance {
            model: "0123456789ab".to_owned(),
            engine: "rten 0.27".to_owned(),
            policy: "1".to_owned(),
            calibrator: None,
        },
    }
}

fn reading() -> Reading {
    let (language, model) = (Some(Language::En), "0123456789ab".to_owned());
    Reading { language, anger: 0.75, base: 0.75, stage: Stage::Critical, model }
}

fn text(words: &str) -> MessageText {
    words.to_owned().try_into().expect("within the limits")
}

fn tag(words: &str) -> Tag {
    words.to_owned().try_into().expect("within the limits")
}

fn site() -> SiteId {
    SiteId::try_from("shop".to_owned()).expect("a name")
}

/// Every reason there is.
fn reasons() -> Vec<Reason> {
    vec![
        Reason::Rising { turns: 3 },
        Reason::Angry { p: 0.75 },
        Reason::Abuse,
        Reason::AskedForPerson,
        Reason::LegalThreat,
        Reason::PublicityThreat,
        Reason::Churn,
        Reason::Distress { severity: Severity::Risk },
        Reason::BotMissed { times: 2 },
        Reason::Repeated { times: 2 },
        Reason::Waited { seconds: 250 },
        Reason::BotLoop { times: 1 },
        Reason::Shouting,
        Reason::StaffDecision,
    ]
}

/// Words of the bot.
fn said(answers: Seq) -> Event {
    let bot = Some(BotAct::Answered { article: SECRET.to_owned() });
    let (quick_replies, flow) = (vec!["yes".to_owned()], Some(Box::new(place())));
    Event::Said {
        id: MessageId(id(0x5)),
        text: text("hello"),
        bot,
        answers: Some(answers),
        quick_replies,
        flow,
        despite: vec![SECRET.to_owned()],
        files: vec![file()],
    }
}

fn opened() -> Event {
    let (visitor, earlier) = (VisitorId(id(0xF1)), Some(Box::new(earlier())));
    Event::Opened { site: site(), visitor, customer: customer(), before: Some(STAFF), earlier }
}

fn earlier() -> Earlier {
    let latest = vec![EarlierConversation {
        conv: ConversationId(id(0xC0)),
        opened_at: AT,
        ended_at: AT,
        cause: CloseCause::Resolved,
        agent: Some(SECRET.to_owned()),
        rating: Some(2),
        stage: Stage::Critical,
        about: Some(SECRET.to_owned()),
    }];
    Earlier { count: 4, latest }
}

/// One event of every kind; whatever a visitor may not read holds `SECRET`, `STAFF` or a stage.
pub(super) fn events() -> Vec<Event> {
    let (alert, message, epoch) = (AlertId(id(0xA1)), Seq(2), Epoch(2));
    let (name, message_id) = ("Lin".to_owned(), MessageId(id(0x5)));
    let (from, to, stage) = (Stage::Calm, Stage::Critical, Stage::Critical);
    let (scored, missed) = (Scoring::Scored(score()), Scoring::NotScored { why: Unscored::Overload });
    let packet = Box::new(packet());
    vec![
        opened(),
        said(message),
        Event::Noted { id: message_id, text: text(SECRET) },
        Event::Scored { message, scoring: scored, belief: belief() },
        Event::Scored { message, scoring: missed, belief: belief() },
        Event::Waited { message, since: AT, seconds: 180, belief: belief(), policy: Some("3+b7".to_owned()) },
        Event::StageChanged { from, to, reasons: reasons(), against: Some(Against::OneMessage), message },
        Event::AlertRaised {
            alert,
            about: AlertKind::Threat,
            stage,
            reasons: reasons(),
            against: Some(Against::Thanked),
            message,
        },
        Event::AlertAcknowledged { alert },
        Event::AlertSnoozed { alert, until: AT, reason: SnoozeReason::BeingHandled },
        Event::AlertReturned { alert },
        Event::AlertEscalated { alert, step: 1, to: STAFF, name: "Sam".to_owned() },
        Event::Intervened { alert, how: Intervention::Replied, after_ms: 42_000 },
        Event::AlertClosed { alert, how: AlertEnd::FalseAlarm },
        Event::Sampled { message, p: 0.25, read: reading() },
        Event::Judged {
            subject: Subject::Message { message },
            judgement: Judgement::Wrong,
            level: Some(AngerLevel::try_from(1).expect("a level")),
            asked: true,
            read: Some(reading()),
            mutes: Some(Stage::Critical),
        },
        Event::Judged {
            subject: Subject::Alert { alert },
            judgement: Judgement::Right,
            level: None,
            asked: false,
            read: None,
            mutes: None,
        },
        Event::Promised { message, text: SECRET.to_owned(), due: Some(AT) },
        Event::PromiseSettled { promise: message, standing: PromiseStanding::Kept },
        Event::QuestionSettled { message, answered: true },
        Event::Queued { cause: WaitCause::Triage, reasons: reasons(), passed: Some(Box::new(to_team())) },
        Event::Offered { agent: STAFF, name: name.clone(), packet, epoch, expires_at: AT, passed: Some(reason()) },
        Event::OfferEnded { agent: STAFF, declined: true, reason: Some(reason()) },
        Event::Accepted { agent: STAFF, name, epoch },
        Event::Rated { score: 1, text: Some(text(SECRET)) },
        Event::CustomerUpdated { customer: customer() },
        Event::Closed { cause: CloseCause::Resolved },
        Event::Reopened { epoch },
    ]
    .into_iter()
    .chain(among_staff())
    .collect()
}

/// What staff do about a conversation that is none of the visitor's business.
fn among_staff() -> [Event; 8] {
    [
        Event::Tagged { tag: tag(SECRET) },
        Event::Untagged { tag: tag(SECRET) },
        Event::Snoozed { until: AT },
        Event::Unsnoozed,
        Event::Summarised { handoff: Seq(4), up_to: Seq(5), text: text(SECRET), model: SECRET.to_owned() },
        Event::ExpertInvited { expert: STAFF, name: SECRET.to_owned(), question: question(), expires_at: AT },
        Event::ExpertJoined { expert: STAFF, packet: Box::new(packet()) },
        Event::InvitationEnded { expert: STAFF, how: InvitationEnd::Declined, reason: Some(reason()) },
    ]
}

/// An alert that was just raised, and one to which everything happened.
fn alert(over: bool) -> AlertState {
    let (by, name) = (Party::Staff { id: STAFF, name: "Sam".to_owned() }, "Sam".to_owned());
    let about = (AlertKind::Anger, Stage::Concern);
    let raised = AlertState::raised(AlertId(id(0xA1)), about, reasons(), Seq(2), AT);
    if !over {
        return raised;
    }
    AlertState {
        holder: Some(Holder { staff: STAFF, name: "Lin".to_owned() }),
        acknowledged: Some(Acknowledged { by: by.clone(), at: AT }),
        snoozed: Some(Snoozed { by: by.clone(), at: AT, until: AT, reason: SnoozeReason::AwaitingCustomer }),
        escalated: Some(Escalated { step: 2, to: STAFF, name, at: AT }),
        intervened: Some(Intervened { by: by.clone(), how: Intervention::TookOver, after_ms: 42_000 }),
        told: Some(AT),
        replied_after_ms: Some(42_000),
        closed: Some(ClosedAlert { by: by.clone(), at: AT, how: AlertEnd::Calmed }),
        judged: Some(JudgedAlert { by, at: AT, judgement: Judgement::Right }),
        ..raised
    }
}

fn promise() -> Promise {
    let by = Party::Staff { id: STAFF, name: "Lin".to_owned() };
    Promise { seq: Seq(8), message: Seq(7), by, text: "今天内回复您。".to_owned(), due: Some(AT) }
}

fn summary() -> Box<Summary> {
    Box::new(Summary {
        conv: CONV,
        site: site(),
        visitor: VisitorId(id(0xF1)),
        visitor_name: Some("Mei".to_owned()),
        segment: Some(SECRET.to_owned()),
        language: Language::Zh,
        phase: PhaseName::HandingOff,
        agent: Some(STAFF),
        agent_name: Some("Lin".to_owned()),
        last_agent: Some(STAFF),
        stage: Stage::Concern,
        belief: Some(0.75),
        trend: 0.5,
        last_seq: Seq(9),
        last_public: Seq(5),
        preview: "我的包裹在哪里？".to_owned(),
        files: 1,
        last_by: Party::Visitor,
        last_at: AT,
        opened_at: AT,
        waiting_since: Some(AT),
        waited_ms: Some(90_000),
        team: Some(SECRET.to_owned()),
        passing: Some(passing()),
        experts: vec![expert()],
        unanswered_since: Some(AT),
        alert: Some(alert(false)),
        alerts: vec![alert(false)],
        promises: vec![promise()],
        questions: vec![Seq(3)],
        tags: vec![tag("VIP"), tag("退款")],
        snoozed_until: Some(AT),
        unscored: 0,
    })
}

fn welcome(role: Role) -> ServerFrame {
    let visitor = role == Role::Visitor;
    let me = if visitor {
        Me::Visitor { visitor: VisitorId(id(0xF1)), site: site() }
    } else {
        let (name, email) = ("Lin".to_owned(), "lin@demo.test".to_owned());
        Me::Staff { staff: STAFF, name, email, available: true, capacity: 4, language: Language::En }
    };
    let (head, phase, agent_name) = (Seq(5), PhaseName::WithAgent, Some("Lin".to_owned()));
    let other = ConversationId(id(0xC2));
    let other = VisitorConversation { conv: other, head: Seq(2), phase: PhaseName::WithBot, agent_name: None };
    ServerFrame::Welcome(Box::new(Welcome {
        session: id(0xAA),
        resumed: !visitor,
        role,
        me,
        heartbeat_ms: 25_000,
        conv: visitor.then_some(VisitorConversation { conv: CONV, head, phase, agent_name }),
        others: if visitor { vec![other] } else { Vec::new() },
        form: visitor.then(|| VisitorForm {
            name: Some(FormField::Optional),
            email: Some(FormField::Required),
            topic: Some(FormField::Optional),
            topics: vec![FormTopic { en: "Orders".to_owned(), zh: "订单".to_owned(), value: "Orders".to_owned() }],
        }),
        files: Some(FileRules { max_bytes: 10_485_760, types: FileKind::ALL.to_vec() }),
        epoch: "k3v9".to_owned(),
        scoring: (!visitor)
            .then(|| ScoringStatus::On { model: "0123456789ab".to_owned(), engine: "rten 0.27".to_owned() }),
        distress_resources: (!visitor).then(|| DistressResources {
            en: Some("Call 000.\nAt any hour.".to_owned()),
            zh: Some("请联系医生。".to_owned()),
            shipped: vec![Language::Zh],
        }),
        server: "0.1.0".to_owned(),
        now: AT,
    }))
}

fn board() -> Board {
    let (name, hottest) = ("Lin".to_owned(), Stage::Watch);
    Board {
        now: AT,
        with_bot: 3,
        waiting: 1,
        longest_wait_ms: 42_000,
        offers_resume_at: None,
        kept: vec![KeptForTeam { team: "returns".to_owned(), opens_at: AT, waiting: 1 }],
        unanswered: Unanswered { waiting: 1, open: vec![AwaitedReply { conv: CONV, since: AT }] },
        with_agent: 2,
        stages: StageCounts { calm: 4, watch: 1, concern: 1, critical: 0 },
        agents: vec![AgentLoad {
            staff: STAFF,
            name,
            online: true,
            available: true,
            off_hours: false,
            load: 2,
            capacity: 4,
            hot: 1,
            hottest,
        }],
        scoring: ScoringStatus::Off { why: "no model".to_owned() },
        interventions: Interventions {
            within_ms: 60_000,
            target: 0.75,
            all: InTime { in_time: 3, alerts: 4 },
            queues: vec![QueueInTime { site: site(), in_time: 3, alerts: 4 }],
            agents: vec![AgentInTime { staff: STAFF, name: "Lin".to_owned(), in_time: 1, alerts: 2 }],
        },
        distress: DistressReplies {
            target_ms: 60_000,
            median_ms: Some(42_000),
            answered: 3,
            missed: 1,
            waiting: 1,
            open: vec![AwaitedReply { conv: CONV, since: AT }],
        },
    }
}

fn message(from: Speaker, name: Option<&str>, quick_replies: &[&str]) -> ServerFrame {
    let quick_replies = quick_replies.iter().map(|reply| (*reply).to_owned()).collect();
    let (id, name, text) = (MessageId(id(0x5)), name.map(str::to_owned), "您好！ Hello!".to_owned());
    ServerFrame::Msg { conv: CONV, seq: Seq(2), at: AT, id, from, name, text, quick_replies, files: vec![file()] }
}

fn state(what: StateChange, name: Option<&str>) -> ServerFrame {
    ServerFrame::State { conv: CONV, seq: Seq(3), at: AT, what, name: name.map(str::to_owned) }
}

/// Every frame that the server sends, with and without what may be absent.
pub(super) fn frames() -> Vec<ServerFrame> {
    let (conv, seq, request) = (CONV, Seq(4), id(0x1));
    let by = Party::Staff { id: STAFF, name: "Lin".to_owned() };
    let (field, rule) = (Some("text".to_owned()), Some("text is empty".to_owned()));
    let items = vec![state(StateChange::Opened, None), message(Speaker::Bot, None, &["Track my order"])];
    let (epoch, expires_at) = (Epoch(2), AT);
    let mut all = vec![
        welcome(Role::Visitor),
        welcome(Role::Agent),
        ServerFrame::Pong { now: AT },
        ServerFrame::Ack { id: request, conv: Some(conv), seq: Some(seq), at: Some(AT), dup: true },
        ServerFrame::Ack { id: request, conv: None, seq: None, at: None, dup: false },
        ServerFrame::Nack { id: Some(request), code: Code::InvalidField, field, rule, retry_ms: None },
        ServerFrame::Nack { id: None, code: Code::RateLimited, field: None, rule: None, retry_ms: Some(200) },
        ServerFrame::History { id: request, conv, items, more: true, head: seq },
        message(Speaker::Visitor, None, &[]),
        message(Speaker::Agent, Some("Lin"), &[]),
        state(StateChange::Joined, Some("Lin")),
        ServerFrame::Queue { conv, position: 1, minutes: Some(4) },
        ServerFrame::Conv { summary: summary() },
        ServerFrame::Offer { summary: summary(), packet: Box::new(packet()), epoch, expires_at },
        ServerFrame::Alert { summary: summary(), alert: alert(false) },
        ServerFrame::Alert { summary: summary(), alert: alert(true) },
        ServerFrame::Board(board()),
        ServerFrame::Typing { conv, who: Speaker::Agent, name: Some("Lin".to_owned()), on: true },
        ServerFrame::Receipt { conv, who: Speaker::Visitor, seq },
        ServerFrame::Bye { code: Code::Draining, retry_ms: Some(1_300) },
        ServerFrame::Bye { code: Code::SessionEnded, retry_ms: None },
    ];
    all.extend(events().into_iter().map(|event| ServerFrame::Event { conv, seq, at: AT, by: by.clone(), event }));
    all
}
