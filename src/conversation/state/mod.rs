//! State of a conversation: a fold of its log, nothing else (invariant C2).
//!
//! Owns what decisions need to know and what a list shows. Never holds anything that is not in the log: work in
//! progress is the actor's. Exactly one party holds the floor (R3), because `floor` can hold no less and no more.

mod course;
mod experts;
mod filing;
mod ids;
mod readings;
mod summary;
mod unfinished;

pub use course::Course;
pub use experts::Experts;
pub use filing::Filing;
pub use ids::{BodyHash, MessageIds, Place};
pub use readings::{Readings, Stance, Stances};
pub use unfinished::Unfinished;

use crate::domain::{
    AlertKind, AlertState, Belief, Epoch, FlowPlace, MessageText, Party, Passing, PhaseName, Promises, Seq, SiteId,
    StaffId, Stage, Timestamp, VisitorId, handoff::Customer,
};
use crate::knowledge::Values;
use crate::routing::last_answer::LastAnswer;
use crate::routing::questions::Questions;
use crate::triage::{Habits, Turn};
use litemap::LiteMap;
use std::time::Duration;

/// Earlier turns that the model sees with a message.
pub const CONTEXT_TURNS: usize = 2;

/// Where the conversation stands, with the facts of that phase.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Phase {
    /// Not begun.
    #[default]
    New,
    /// The bot holds the floor and speaks.
    WithBot,
    /// Waits for a human; the bot keeps the floor until one accepts, but says nothing more, except where help is to
    /// somebody in distress whom nobody can answer.
    Waiting {
        /// Since when.
        since: Timestamp,
    },
    /// A packet lies before an agent.
    HandingOff {
        /// To whom.
        agent: StaffId,
        /// Their name.
        name: String,
        /// Waiting since.
        since: Timestamp,
        /// Falls back to waiting then.
        expires_at: Timestamp,
    },
    /// An agent holds the floor.
    WithAgent {
        /// Who.
        agent: StaffId,
        /// Their name.
        name: String,
        /// Since when.
        since: Timestamp,
    },
    /// Ended.
    Closed {
        /// When.
        at: Timestamp,
    },
}

impl Phase {
    /// The phase without its facts; `None` before the beginning.
    #[must_use]
    pub const fn name(&self) -> Option<PhaseName> {
        match self {
            Self::New => None,
            Self::WithBot => Some(PhaseName::WithBot),
            Self::Waiting { .. } => Some(PhaseName::Waiting),
            Self::HandingOff { .. } => Some(PhaseName::HandingOff),
            Self::WithAgent { .. } => Some(PhaseName::WithAgent),
            Self::Closed { .. } => Some(PhaseName::Closed),
        }
    }
}

/// Who may speak for us now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Floor {
    /// The bot.
    #[default]
    Bot,
    /// A person.
    Agent {
        /// Who.
        id: StaffId,
        /// Display name.
        name: String,
    },
}

/// How the conversation began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Where.
    pub site: SiteId,
    /// By whom.
    pub visitor: VisitorId,
    /// When.
    pub at: Timestamp,
}

/// The latest words, as a list shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastMessage {
    /// First characters.
    pub preview: String,
    /// How many files stand beside them.
    pub files: u32,
    /// Who.
    pub by: Party,
    /// When.
    pub at: Timestamp,
}

/// The fold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// Last event.
    pub last: Seq,
    /// Last public event, in the visitor's numbering.
    pub last_public: Seq,
    /// When the last event was logged.
    pub last_at: Timestamp,
    /// Phase.
    pub phase: Phase,
    /// Who may speak for us.
    pub floor: Floor,
    /// Who held the floor last for us, here or in the visitor's conversation before, past the end too; nobody once they
    /// have given this conversation back.
    pub last_agent: Option<StaffId>,
    /// A colleague is asked to take it over; its agent keeps the floor.
    pub passing: Option<Passing>,
    /// Whom its agent has asked privately.
    pub experts: Experts,
    /// The team it waits for, having been passed to it.
    pub team: Option<String>,
    /// The handoff that a language model may still say something of: the place of its `queued`.
    pub to_retell: Option<Seq>,
    /// How long it has waited for people in a row of transfers: nobody goes back to the end of the queue by being passed
    /// to a team.
    pub waited: Duration,
    /// Term of the floor: 1 from the beginning, one more whenever the floor moves.
    pub epoch: Epoch,
    /// How it began; absent in `Phase::New`.
    pub origin: Option<Origin>,
    /// What is known of the visitor.
    pub customer: Customer,
    /// Every client-made id logged so far.
    pub ids: MessageIds,
    /// Belief after the latest score or wait.
    pub belief: Option<Belief>,
    /// Alerts raised, oldest first: at most one per kind and stage.
    pub alerts: Vec<AlertState>,
    /// Visitor messages that are not scored, or not answered by the bot while it has the word.
    pub unfinished: LiteMap<Seq, Unfinished>,
    /// The bot has not said its first words.
    pub greeting_due: bool,
    /// How often in a row the bot had no answer.
    pub misses: u32,
    /// The article that the bot answered with last, and how often in a row.
    pub last_answer: Option<LastAnswer>,
    /// Where the bot's flow stands, and what it was told.
    pub flow: Option<FlowPlace>,
    /// What is remembered of how visitor and bot behave, and since when the visitor waits.
    pub habits: Habits,
    /// What the visitor has mentioned that an answer may repeat.
    pub mentioned: Values,
    /// The last turns, oldest first, at most `CONTEXT_TURNS`.
    pub recent: Vec<Turn>,
    /// The latest words.
    pub last_message: Option<LastMessage>,
    /// What we have said we would do.
    pub promises: Promises,
    /// What the visitor wants to know.
    pub questions: Questions,
    /// What was read in each of the visitor's messages.
    pub readings: Readings,
    /// What staff say of scores and alerts.
    pub stances: Stances,
    /// The visitor's latest rating.
    pub rating: Option<(u8, Option<MessageText>)>,
    /// How far anger went, for the day after.
    pub course: Course,
    /// Its tags, and until when it is put aside.
    pub filing: Filing,
}

impl State {
    /// Whose conversation it is.
    #[must_use]
    pub fn visitor(&self) -> Option<VisitorId> {
        self.origin.as_ref().map(|origin| origin.visitor)
    }

    /// The stage of anger.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.belief.map_or(Stage::Calm, |belief| belief.stage)
    }

    /// Since when the visitor has had no answer.
    #[must_use]
    pub fn unanswered_since(&self) -> Option<Timestamp> {
        self.habits.waits().open().map(|wait| wait.since)
    }

    /// Kinds and stages of the alerts raised so far.
    #[must_use]
    pub fn raised(&self) -> Vec<(AlertKind, Stage)> {
        self.alerts.iter().map(|alert| (alert.kind, alert.stage)).collect()
    }

    /// Whether this member of the staff holds the floor.
    #[must_use]
    pub fn is_held_by(&self, staff: StaffId) -> bool {
        matches!(&self.floor, Floor::Agent { id, .. } if *id == staff)
    }

    /// The offer that has not been answered, and when it ends: of a conversation that waits, or one that is passed on.
    #[must_use]
    pub fn open_offer(&self) -> Option<(StaffId, Timestamp)> {
        match &self.phase {
            Phase::HandingOff { agent, expires_at, .. } => Some((*agent, *expires_at)),
            _ => self.passing.as_ref().map(|passing| (passing.to, passing.expires_at)),
        }
    }

    /// What its own clock ends next for want of an answer: an offer or an invitation.
    #[must_use]
    pub fn next_end(&self) -> Option<Timestamp> {
        let offer = self.open_offer().map(|(_, ends)| ends);
        offer.into_iter().chain(self.experts.next_end().map(|(_, ends)| ends)).min()
    }

    /// Whether this member of the staff is asked to take it over from its agent.
    #[must_use]
    pub fn is_passed_to(&self, staff: StaffId) -> bool {
        self.passing.as_ref().is_some_and(|passing| passing.to == staff)
    }

    /// The first visitor message without score or mark.
    #[must_use]
    pub fn first_unscored(&self) -> Option<Seq> {
        self.unfinished.iter().find(|(_, open)| open.to_score).map(|(seq, _)| *seq)
    }

    /// A copy without the message ids and readings, whose number has no bound: enough to compute a summary ahead of a
    /// commit at a cost that does not grow with what is said; what staff judged is copied.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        let (ids, readings) = (std::mem::take(&mut self.ids), std::mem::take(&mut self.readings));
        let fork = self.clone();
        (self.ids, self.readings) = (ids, readings);
        fork
    }

    /// Becomes what a fork of it has come to: the same as folding what the fork folded, without folding it twice.
    pub(in crate::conversation) fn join(&mut self, fork: Self) {
        let before = std::mem::replace(self, fork);
        self.ids = before.ids.with(std::mem::take(&mut self.ids));
        self.readings = before.readings.with(std::mem::take(&mut self.readings));
    }
}

#[cfg(test)]
#[path = "state_test.rs"]
mod tests;
