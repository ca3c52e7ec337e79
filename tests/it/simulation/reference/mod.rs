//! The reference: what one conversation's log may look like, written anew from the promises alone. Owns none of the
//! server's code; a log that it refuses breaks the promise that it names.

pub mod audit;
pub mod notices;
pub mod truth;

use self::notices::{Hours, Notices};
use attune::domain::{BotAct, Event, Party, Scoring, StaffId, Stage, Stamped};
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

/// A broken promise, and how it was seen.
pub type Broken = (&'static str, String);

/// Who has the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Floor {
    Nobody,
    Bot,
    /// The bot has stepped back; nobody has taken over.
    Waits,
    Offered(StaffId),
    Agent(StaffId),
    Closed,
}

/// One conversation, as its log says.
#[derive(Debug)]
pub struct Conversation {
    pub log: Vec<Stamped<Event>>,
    pub floor: Floor,
    /// Visitor messages without score or mark.
    pub unscored: BTreeSet<u64>,
    public: u64,
    epoch: u32,
    ids: HashSet<Uuid>,
    stage: Stage,
    /// Messages scored since the stage last moved.
    turns: u8,
    /// A stage falls only after so many.
    hysteresis: u8,
    notices: Notices,
}

impl Conversation {
    pub fn new(hysteresis: u8, hours: Hours) -> Self {
        Self {
            log: Vec::new(),
            floor: Floor::Nobody,
            unscored: BTreeSet::new(),
            public: 0,
            epoch: 1,
            ids: HashSet::new(),
            stage: Stage::Calm,
            turns: 0,
            hysteresis,
            notices: Notices::new(hours),
        }
    }

    /// Who holds it or is offered it.
    pub fn agent(&self) -> Option<StaffId> {
        match self.floor {
            Floor::Offered(agent) | Floor::Agent(agent) => Some(agent),
            _ => None,
        }
    }

    /// Takes the next event.
    pub fn take(&mut self, next: &Stamped<Event>) -> Result<(), Broken> {
        self.number(next)?;
        self.speak(next)?;
        self.score(next)?;
        self.move_floor(next)?;
        self.notices.take(next)?;
        self.log.push(next.clone());
        Ok(())
    }

    fn number(&mut self, next: &Stamped<Event>) -> Result<(), Broken> {
        let last = self.log.len() as u64;
        ensure(next.seq.0 == last + 1, "C1", || format!("{} after {last}", next.seq))?;
        if let Some(public) = next.public {
            self.public += 1;
            ensure(public.0 == self.public, "C1", || format!("public {public} where {} comes", self.public))?;
        }
        ensure(next.public.is_some() == is_public(&next.event), "C6", || format!("visibility of {:?}", next.event))?;
        let after_end = matches!(next.event, Event::Reopened { .. } | Event::Judged { .. });
        ensure(self.floor != Floor::Closed || after_end, "C3", || format!("{:?} after the end", next.event))
    }

    fn speak(&mut self, next: &Stamped<Event>) -> Result<(), Broken> {
        let (Event::Said { id, .. } | Event::Noted { id, .. }) = &next.event else { return Ok(()) };
        let act = if let Event::Said { bot, .. } = &next.event { bot.as_ref() } else { None };
        ensure(self.ids.insert(id.0), "C4", || format!("id {id} stands twice"))?;
        if matches!(next.event, Event::Noted { .. }) {
            return Ok(());
        }
        match &next.by {
            Party::Visitor => {
                self.unscored.insert(next.seq.0);
                Ok(())
            }
            // To somebody who waits the bot says where help is and what to expect, and has no floor for it.
            Party::Bot if matches!(act, Some(BotAct::HelpShown { .. } | BotAct::Informed { .. })) => {
                let waits = matches!(self.floor, Floor::Waits | Floor::Offered(_));
                ensure(waits, "R3", || format!("{act:?} in {:?}", self.floor))
            }
            Party::Bot => ensure(self.floor == Floor::Bot, "R3", || format!("the bot speaks in {:?}", self.floor)),
            Party::Staff { id, .. } => {
                ensure(self.floor == Floor::Agent(*id), "R3", || format!("{id} speaks in {:?}", self.floor))
            }
            Party::System => Err(("R3", "the system speaks".to_owned())),
        }
    }

    fn score(&mut self, next: &Stamped<Event>) -> Result<(), Broken> {
        match &next.event {
            Event::Scored { message, scoring, .. } => {
                self.turns = self.turns.saturating_add(u8::from(matches!(scoring, Scoring::Scored(_))));
                ensure(self.unscored.remove(&message.0), "T3", || {
                    format!("{message} is scored twice, or is no message")
                })
            }
            Event::StageChanged { from, to, .. } => {
                ensure(*from == self.stage, "T2", || format!("from {from:?} in {:?}", self.stage))?;
                if to < from {
                    let is_step = *to as u8 + 1 == *from as u8;
                    let (turns, least) = (self.turns, self.hysteresis);
                    ensure(is_step && turns >= least, "T2", || format!("{from:?} to {to:?} after {turns} turns"))?;
                }
                (self.stage, self.turns) = (*to, 0);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn move_floor(&mut self, next: &Stamped<Event>) -> Result<(), Broken> {
        let before = self.floor;
        let wrong = || Err(("R3", format!("{:?} by {:?} in {before:?}", name(&next.event), next.by)));
        self.floor = match (&next.event, before) {
            (Event::Opened { .. }, Floor::Nobody) => Floor::Bot,
            (Event::Queued { .. }, Floor::Bot) => Floor::Waits,
            (Event::Queued { .. }, Floor::Agent(_)) => {
                self.epoch += 1;
                Floor::Waits
            }
            (Event::Offered { agent, epoch, .. }, Floor::Waits) => {
                ensure(epoch.0 == self.epoch + 1, "R3", || format!("offered {epoch:?} after {}", self.epoch))?;
                Floor::Offered(*agent)
            }
            // A supervisor steps in; the agent has the word until it is accepted, in the same commit.
            (Event::Offered { agent, .. }, Floor::Agent(_)) if matches!(next.by, Party::Staff { .. }) => {
                Floor::Offered(*agent)
            }
            (Event::OfferEnded { agent, .. }, Floor::Offered(to)) if *agent == to => Floor::Waits,
            (Event::Accepted { agent, epoch, .. }, Floor::Offered(to)) if *agent == to => {
                ensure(epoch.0 == self.epoch + 1, "R3", || format!("accepted {epoch:?} after {}", self.epoch))?;
                self.epoch = epoch.0;
                Floor::Agent(*agent)
            }
            (Event::Closed { .. }, Floor::Agent(_)) => {
                self.epoch += 1;
                Floor::Closed
            }
            (Event::Closed { .. }, Floor::Bot | Floor::Waits | Floor::Offered(_)) => Floor::Closed,
            (Event::Reopened { epoch }, Floor::Closed) => {
                ensure(epoch.0 == self.epoch + 1, "R3", || format!("reopened {epoch:?} after {}", self.epoch))?;
                self.epoch = epoch.0;
                Floor::Bot
            }
            (
                Event::Opened { .. }
                | Event::Queued { .. }
                | Event::Offered { .. }
                | Event::OfferEnded { .. }
                | Event::Accepted { .. }
                | Event::Closed { .. }
                | Event::Reopened { .. },
                _,
            ) => return wrong(),
            (_, Floor::Nobody) => return Err(("C1", "the log does not begin with opened".to_owned())),
            _ => before,
        };
        Ok(())
    }
}

/// The promise breaks unless this holds.
pub fn ensure(holds: bool, promise: &'static str, detail: impl FnOnce() -> String) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err((promise, detail())) }
}

/// Written out here once more: what visitors may see.
fn is_public(event: &Event) -> bool {
    matches!(
        name(event).as_str(),
        "opened" | "said" | "queued" | "accepted" | "rated" | "customer_updated" | "closed" | "reopened"
    )
}

/// The kind of an event, as on the wire.
pub fn name(event: &Event) -> String {
    let value = serde_json::to_value(event).expect("events are JSON");
    value["kind"].as_str().expect("every event has a kind").to_owned()
}
