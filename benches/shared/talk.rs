//! One conversation that goes the real way: decided, stamped and folded as the server does it, without a server around
//! it. Owns its log; never a store. What it logs passes `attune verify`.

use attune::conversation::{State, Surroundings, decide, evolve, stamp};
use attune::domain::handoff::Customer;
use attune::domain::{
    Actor, BotAct, Command, ConversationId, Emotions, Event, Language, MessageId, MessageText, Provenance, Risks, Role,
    Score, Scoring, Sentiment, Seq, SiteId, Span, StaffId, Stamped, Timestamp, VisitorId,
};
use attune::routing::build_packet;
use attune::routing::hours::Hours;
use attune::triage::Policy;
use attune::triage::feedback::Sampling;
use std::time::Duration;
use uuid::Uuid;

/// Between two messages.
const TURN: Duration = Duration::from_secs(20);

/// The person who holds a conversation.
pub const AGENT: &str = "lin@demo.test";

/// A member of the demo's staff, by address.
pub fn staff_id(email: &str) -> StaffId {
    StaffId(Uuid::new_v5(&Uuid::NAMESPACE_URL, email.as_bytes()))
}

/// The demo's site.
pub fn site() -> anyhow::Result<SiteId> {
    SiteId::try_from("demo".to_owned()).map_err(anyhow::Error::msg)
}

/// A conversation with its state and its log.
pub struct Talk {
    pub conv: ConversationId,
    pub visitor: VisitorId,
    pub state: State,
    pub log: Vec<Stamped<Event>>,
    pub now: Timestamp,
    policy: Policy,
    /// Ids are made from it, so that the same plan makes the same log.
    ids: u64,
}

impl Talk {
    /// One that has not begun. `number` tells it from its neighbours.
    pub fn new(number: u64, visitor: VisitorId, now: Timestamp) -> Self {
        let conv = ConversationId(id_at(now, number, 0));
        let (state, log) = (State::default(), Vec::new());
        Self { conv, visitor, state, log, now, policy: Policy::shipped(), ids: number << 32 }
    }

    /// Puts a command to it, and lets no time pass.
    pub fn put(&mut self, command: &Command) -> anyhow::Result<()> {
        let decision = decide(&self.state, command, self.around())?;
        for event in stamp(&self.state, decision.events, self.now) {
            self.state = evolve(std::mem::take(&mut self.state), &event);
            self.log.push(event);
        }
        Ok(())
    }

    /// What decisions depend on.
    pub fn around(&self) -> Surroundings<'_> {
        Surroundings {
            conv: self.conv,
            now: self.now,
            policy: &self.policy,
            offer_time: Duration::from_secs(30),
            invite_time: Duration::from_mins(5),
            escalate_after: Duration::from_mins(1),
            sampling: Sampling::OFF,
            hours: Hours::always(),
        }
    }

    /// Begins: the bot greets, the visitor asks for a person, an agent takes the conversation.
    pub fn begin(&mut self, language: Language) -> anyhow::Result<()> {
        let site = site()?;
        let customer = Customer { language, page: Some("/orders".to_owned()), ..Customer::default() };
        self.put(&Command::Open { site, visitor: self.visitor, customer, before: None, earlier: None })?;
        let (id, text) = (self.fresh_id(), words("Hello! What can we do for you?")?);
        let (epoch, answers) = (self.state.epoch, Seq(0));
        self.put(&Command::BotSay {
            epoch,
            answers,
            id,
            text,
            act: BotAct::Greeted,
            quick_replies: Vec::new(),
            flow: None,
        })?;
        self.put(&Command::AskForPerson { by: Actor::Visitor(self.visitor) })?;
        let packet = Some(Box::new(build_packet(&self.log)));
        self.put(&Command::Accept { by: agent(), packet })?;
        self.wait();
        Ok(())
    }

    /// The visitor speaks, and is read.
    pub fn visitor_says(&mut self, text: &str, score: Score) -> anyhow::Result<()> {
        let say = self.say(Actor::Visitor(self.visitor), text)?;
        self.put(&say)?;
        let message = self.state.last;
        self.put(&Command::Scored { message, scoring: Scoring::Scored(score) })?;
        self.wait();
        Ok(())
    }

    /// The agent speaks.
    pub fn agent_says(&mut self, text: &str) -> anyhow::Result<()> {
        let say = self.say(agent(), text)?;
        self.put(&say)?;
        self.wait();
        Ok(())
    }

    /// A message of somebody, with an id of its own.
    pub fn say(&mut self, by: Actor, text: &str) -> anyhow::Result<Command> {
        Ok(Command::Say { by, id: self.fresh_id(), text: words(text)?, despite: Vec::new(), files: Vec::new() })
    }

    fn wait(&mut self) {
        self.now = self.now.plus(TURN);
    }

    fn fresh_id(&mut self) -> MessageId {
        self.ids += 1;
        MessageId(id_at(self.now, self.ids, 1))
    }
}

/// The agent as an actor.
pub fn agent() -> Actor {
    Actor::Staff { id: staff_id(AGENT), name: "Lin".to_owned(), role: Role::Agent }
}

/// A message's text.
pub fn words(text: &str) -> anyhow::Result<MessageText> {
    MessageText::try_from(text.to_owned()).map_err(anyhow::Error::msg)
}

/// A time-ordered id as clients and server make them: a moment, then what tells it from others of the same.
fn id_at(at: Timestamp, number: u64, kind: u8) -> Uuid {
    let mut rest = [0_u8; 10];
    rest[1..9].copy_from_slice(&number.to_be_bytes());
    rest[9] = kind;
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(at.0).unwrap_or(0), &rest).into_uuid()
}

/// A score as the model gives them: anger from 0 to 1, and all that hangs on it.
pub fn score(anger: f32) -> Score {
    let risks = Risks { urgent: anger * anger, churn: anger / 2.0, gratitude: 1.0 - anger, ..Risks::default() };
    Score {
        language: Some(Language::En),
        anger,
        base: None,
        level: 3.0 * anger,
        sentiment: Sentiment { negative: anger, neutral: 1.0 - anger, positive: 0.0 },
        emotions: Emotions { anger, neutral: 1.0 - anger, ..Emotions::default() },
        risks,
        confidence: 0.9,
        spans: vec![Span { start: 0, end: 4, weight: anger }, Span { start: 5, end: 9, weight: -0.1 }],
        by: Provenance {
            model: "0123456789ab".to_owned(),
            engine: "none".to_owned(),
            policy: "3".to_owned(),
            calibrator: None,
        },
    }
}
