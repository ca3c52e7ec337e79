//! People, words and scores that the tests of this folder share.

use super::{Decision, State, Surroundings, decide, evolve, stamp};
use crate::domain::{
    Actor, Command, ConversationId, Emotions, Event, ExpertQuestion, HandoffPacket, Language, MessageId, MessageText,
    Provenance, Refusal, Risks, Role, Score, Scoring, Sentiment, Seq, SiteId, StaffId, Stage, Stamped, Tag, Timestamp,
    TransferReason, VisitorId, handoff::Customer,
};
use crate::routing::hours::Hours;
use crate::triage::Policy;
use crate::triage::feedback::Sampling;
use std::time::Duration;
use uuid::Uuid;

pub(super) const CONV: ConversationId = ConversationId(Uuid::from_u128(0xC0));
pub(super) const OWNER: VisitorId = VisitorId(Uuid::from_u128(0xA0));
pub(super) const STRANGER: VisitorId = VisitorId(Uuid::from_u128(0xA1));
pub(super) const LIN: StaffId = StaffId(Uuid::from_u128(0xB0));
pub(super) const ANA: StaffId = StaffId(Uuid::from_u128(0xB1));
pub(super) const SAM: StaffId = StaffId(Uuid::from_u128(0xB2));
pub(super) const OFFER_TIME: Duration = Duration::from_secs(20);
pub(super) const INVITE_TIME: Duration = Duration::from_mins(2);
pub(super) const ESCALATE_AFTER: Duration = Duration::from_mins(1);

pub(super) fn visitor() -> Actor {
    Actor::Visitor(OWNER)
}

pub(super) fn agent(id: StaffId) -> Actor {
    let (name, role) = if id == SAM { ("Sam", Role::Supervisor) } else { ("Agent", Role::Agent) };
    Actor::Staff { id, name: name.to_owned(), role }
}

pub(super) fn words(text: &str) -> MessageText {
    MessageText::try_from(text.to_owned()).unwrap()
}

pub(super) fn tag(words: &str) -> Tag {
    Tag::try_from(words.to_owned()).unwrap()
}

pub(super) fn reason() -> TransferReason {
    TransferReason::try_from("Knows returns".to_owned()).unwrap()
}

pub(super) fn question() -> ExpertQuestion {
    ExpertQuestion::try_from("Does the warranty cover water?".to_owned()).unwrap()
}

pub(super) fn message_id(n: u128) -> MessageId {
    MessageId(Uuid::from_u128(n))
}

pub(super) fn customer(page: &str) -> Customer {
    Customer { page: Some(page.to_owned()), language: Language::En, ..Customer::default() }
}

pub(super) fn open() -> Command {
    let site = SiteId::try_from("demo".to_owned()).unwrap();
    Command::Open { site, visitor: OWNER, customer: customer("/"), before: None, earlier: None }
}

pub(super) fn say(by: Actor, id: u128, text: &str) -> Command {
    Command::Say { by, id: message_id(id), text: words(text), despite: Vec::new(), files: Vec::new() }
}

#[expect(clippy::unnecessary_wraps, reason = "commands carry it so")]
pub(super) fn packet(up_to: Seq) -> Option<Box<HandoffPacket>> {
    Some(Box::new(HandoffPacket {
        hash: "0".to_owned(),
        up_to,
        summary: Vec::new(),
        intent: None,
        earlier: None,
        passed: Vec::new(),
        experts: Vec::new(),
        why: Vec::new(),
        customer: Customer::default(),
        wants: Vec::new(),
        facts: Vec::new(),
        files: Vec::new(),
        slots: Vec::new(),
        tried: Vec::new(),
        questions: Vec::new(),
        promises: Vec::new(),
        curve: Vec::new(),
        turning_point: None,
        stage: Stage::Calm,
    }))
}

pub(super) fn score(anger: f32, risks: Risks) -> Scoring {
    Scoring::Scored(Score {
        language: Some(Language::En),
        anger,
        base: None,
        level: anger * 3.0,
        sentiment: Sentiment::default(),
        emotions: Emotions::default(),
        risks,
        confidence: 1.0,
        spans: Vec::new(),
        by: Provenance { model: "m".to_owned(), engine: "e".to_owned(), policy: "1".to_owned(), calibrator: None },
    })
}

/// A conversation whose log is kept beside its state.
pub(super) struct Chat {
    pub(super) state: State,
    pub(super) log: Vec<Stamped<Event>>,
    pub(super) now: Timestamp,
    pub(super) policy: Policy,
    pub(super) sampling: Sampling,
}

impl Chat {
    pub(super) fn new() -> Self {
        let (state, log, policy) = (State::default(), Vec::new(), Policy::default());
        Self { state, log, now: Timestamp(1_000), policy, sampling: Sampling::OFF }
    }

    pub(super) fn opened() -> Self {
        let mut chat = Self::new();
        chat.put(&open()).unwrap();
        chat
    }

    /// Waits for a human because the visitor asked.
    pub(super) fn waiting() -> Self {
        let mut chat = Self::opened();
        chat.put(&Command::AskForPerson { by: visitor() }).unwrap();
        chat
    }

    /// Held by an agent.
    pub(super) fn held_by(staff: StaffId) -> Self {
        let mut chat = Self::waiting();
        let packet = packet(chat.state.last);
        chat.put(&Command::Accept { by: agent(staff), packet }).unwrap();
        chat
    }

    pub(super) fn around(&self) -> Surroundings<'_> {
        Surroundings {
            conv: CONV,
            now: self.now,
            policy: &self.policy,
            offer_time: OFFER_TIME,
            invite_time: INVITE_TIME,
            escalate_after: ESCALATE_AFTER,
            sampling: self.sampling,
            hours: Hours::always(),
        }
    }

    pub(super) fn put(&mut self, command: &Command) -> Result<Decision, Refusal> {
        let decision = decide(&self.state, command, self.around())?;
        self.log(&decision);
        Ok(decision)
    }

    pub(super) fn log(&mut self, decision: &Decision) {
        for event in stamp(&self.state, decision.events.clone(), self.now) {
            self.state = evolve(std::mem::take(&mut self.state), &event);
            self.log.push(event);
        }
    }

    pub(super) fn offer(&mut self, staff: StaffId) -> Result<Decision, Refusal> {
        let packet = packet(self.state.last);
        self.put(&Command::Offer { agent: staff, name: "Agent".to_owned(), packet })
    }

    pub(super) fn accept(&mut self, staff: StaffId) -> Result<Decision, Refusal> {
        let packet = packet(self.state.last);
        self.put(&Command::Accept { by: agent(staff), packet })
    }

    pub(super) fn kinds(&self) -> Vec<String> {
        self.log.iter().map(|logged| kind(&logged.event)).collect()
    }
}

/// The name of an event as it stands in the store.
pub(super) fn kind(event: &Event) -> String {
    serde_json::to_value(event).unwrap()["kind"].as_str().unwrap().to_owned()
}
