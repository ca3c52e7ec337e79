//! One command's way through the writer: decide, append, evolve, publish.
//!
//! Owns the order of these steps: nothing is heard of that is not stored (D2), and followers hear of commits in the
//! order of the log (D1). When another writer was faster, reads what is new and decides again.

use super::Actor;
use crate::conversation::decide::mark_unread;
use crate::conversation::decide::needs_packet;
use crate::conversation::registry::{Done, Failure};
use crate::conversation::{Decision, Effect, State, Surroundings, decide, evolve, pending, stamp};
use crate::domain::{
    Actor as By, Command, Event, InvitationEnd, Refusal, Role, Scoring, Seq, StaffId, Stamped, Summary, Unscored,
};
use crate::fanout::Delivery;
use crate::routing::build_packet;
use crate::store::{Append, StoreError};
use std::mem;
use std::sync::Arc;

/// How often a command is decided again because another writer was faster.
const TRIES: usize = 8;
/// Events read at once.
const PAGE: u32 = 256;

/// What became of a command.
pub(in crate::conversation) struct Committed {
    pub(super) done: Done,
    /// `None` when nothing was logged.
    pub(super) news: Option<News>,
}

/// Nothing was logged.
impl From<Done> for Committed {
    fn from(done: Done) -> Self {
        Self { done, news: None }
    }
}

/// What follows from what is logged.
pub(in crate::conversation) struct News {
    /// For the desk.
    pub(super) summary: Arc<Summary>,
    /// To start now.
    pub(super) effects: Vec<Effect>,
}

/// What a decision comes to once it is logged.
struct Foreseen {
    events: Vec<Stamped<Event>>,
    /// The state after them, but for what a fork leaves out.
    ahead: State,
    effects: Vec<Effect>,
}

/// Numbers a decision's events and folds them. Where no model reads, a message and its mark are one commit: the mark
/// is known already, and a second commit would double the cost of every message.
fn foresee(state: &mut State, decision: Decision, unread: Option<Unscored>, around: Surroundings<'_>) -> Foreseen {
    let Decision { events, mut effects } = decision;
    let mut events = stamp(state, events, around.now);
    let mut ahead = events.iter().fold(state.fork(), evolve);
    if let Some(why) = unread {
        let marks = stamp(&ahead, mark_unread(&ahead, &mut effects, why, around), around.now);
        ahead = marks.iter().fold(ahead, evolve);
        events.extend(marks);
    }
    let queued = events.iter().filter(|logged| matches!(logged.event, Event::Queued { .. }));
    effects.extend(queued.map(|logged| Effect::Retell { handoff: logged.seq }));
    Foreseen { events, ahead, effects }
}

/// A message that is only files says nothing that could be read.
fn no_text(command: &Command) -> Option<Unscored> {
    matches!(command, Command::Say { text, .. } if text.is_empty()).then_some(Unscored::NoText)
}

/// Counts a message that was marked instead of read.
fn count_unscored(logged: &Stamped<Event>) {
    let Event::Scored { scoring: Scoring::NotScored { why }, .. } = &logged.event else { return };
    let label = match why {
        Unscored::NoModel => "no_model",
        Unscored::Overload => "overload",
        Unscored::Failed => "failed",
        Unscored::Ended => "ended",
        Unscored::NoText => "no_text",
    };
    metrics::counter!("unscored_total", "why" => label).increment(1);
}

/// Counts experts who are asked, and what becomes of it.
fn count_experts(logged: &Stamped<Event>) {
    let what = match &logged.event {
        Event::ExpertInvited { .. } => "asked",
        Event::ExpertJoined { .. } => "joined",
        Event::InvitationEnded { how, .. } => match how {
            InvitationEnd::Declined => "declined",
            InvitationEnd::Unanswered => "unanswered",
            InvitationEnd::Withdrawn => "withdrawn",
            InvitationEnd::Left => "left",
        },
        _ => return,
    };
    metrics::counter!("expert_invitations_total", "what" => what).increment(1);
}

/// Counts what is passed on, and to whom.
fn count_transfers(logged: &Stamped<Event>) {
    let to = match &logged.event {
        Event::Offered { passed: Some(_), .. } => "agent",
        Event::Queued { passed: Some(_), .. } => "team",
        _ => return,
    };
    metrics::counter!("transfers_total", "to" => to).increment(1);
}

impl Actor {
    /// Takes a command all the way, or leaves everything as it was.
    pub(super) async fn commit(&mut self, mut command: Command) -> Result<Committed, Failure> {
        for _ in 0..TRIES {
            self.fill_packet(&mut command).await.map_err(Arc::new)?;
            let parts = &self.registry.parts;
            let (conv, now) = (self.conv, parts.clock.now());
            let (offer_time, invite_time) = (parts.offer_time, parts.invite_time);
            let (escalate_after, sampling) = (parts.escalate_after, parts.sampling);
            let calendars = parts.hours.now();
            let hours = calendars.shop();
            let policy = self.policy(now);
            let policy = &policy;
            let around = Surroundings { conv, now, policy, offer_time, invite_time, escalate_after, sampling, hours };
            let decision = match decide(&self.state, &command, around) {
                Err(Refusal::Duplicate(seq)) => return Ok(self.logged_before(&command, seq).into()),
                decided => decided?,
            };
            if decision.events.is_empty() {
                return Ok(self.standing().into());
            }
            let unread = no_text(&command).or_else(|| parts.triage.reads_nothing());
            let Foreseen { events, ahead, effects } = foresee(&mut self.state, decision, unread, around);
            match self.append(events, ahead, claim(&command)).await {
                Ok((done, summary)) => return Ok(Committed { done, news: Some(News { summary, effects }) }),
                Err(StoreError::Conflict { .. } | StoreError::DuplicateId(_)) => {
                    metrics::counter!("append_conflicts_total").increment(1);
                    self.catch_up().await.map_err(Arc::new)?;
                }
                Err(StoreError::AtCapacity) => return Err(Refusal::AtCapacity.into()),
                Err(StoreError::FileNotFree) => return Err(Refusal::FileNotYours.into()),
                Err(error) if !self.was_stored().await => return Err(Failure::Store(Arc::new(error))),
                Err(_) => {}
            }
        }
        Err(Failure::Busy)
    }

    /// An append that is reported as failed may be stored all the same: only the log knows. If it is, it is taken over
    /// like another writer's.
    async fn was_stored(&mut self) -> bool {
        let before = self.state.last;
        self.catch_up().await.is_ok() && self.state.last > before
    }

    /// Folds the log from its beginning.
    pub(super) async fn load(&mut self) -> Result<(), StoreError> {
        loop {
            let page = self.registry.parts.store.events_after(self.conv, self.state.last, PAGE).await?;
            let is_last = page.len() < PAGE as usize;
            self.apply_all(&page);
            if is_last {
                return Ok(());
            }
        }
    }

    /// The answer to a command that changes nothing.
    pub(super) fn standing(&self) -> Done {
        let state = &self.state;
        Done { seq: state.last, public: Some(state.last_public), at: state.last_at, dup: false }
    }

    /// A resent message: its first place.
    fn logged_before(&self, command: &Command, seq: Seq) -> Done {
        let place = match command {
            Command::Say { id, .. } | Command::Note { id, .. } | Command::BotSay { id, .. } => {
                self.state.ids.place(*id)
            }
            _ => None,
        };
        let (public, at) = place.map_or((None, self.state.last_at), |place| (place.public, place.at));
        Done { seq, public, at, dup: true }
    }

    async fn append(
        &mut self,
        events: Vec<Stamped<Event>>,
        ahead: State,
        claim: Option<StaffId>,
    ) -> Result<(Done, Arc<Summary>), StoreError> {
        let summary = ahead.summary(self.conv).expect("the first event ever decided is Opened");
        let outcome = ahead.outcome(self.conv);
        let append = Append { conv: self.conv, events, summary, outcome, claim };
        self.registry.parts.store.append(&append).await?;
        self.state.join(ahead);
        let (events, summary) = (append.events, Arc::new(append.summary));
        events.iter().for_each(count_unscored);
        events.iter().for_each(count_transfers);
        events.iter().for_each(count_experts);
        let main = events.iter().find(|event| event.public.is_some()).unwrap_or(&events[0]);
        let done = Done { seq: main.seq, public: main.public, at: main.at, dup: false };
        let delivery = Delivery::new(self.conv, events, Arc::clone(&summary), &self.state.alerts);
        self.registry.parts.fanout.publish(&delivery);
        Ok((done, summary))
    }

    fn apply_all(&mut self, events: &[Stamped<Event>]) {
        self.state = events.iter().fold(mem::take(&mut self.state), evolve);
    }

    /// Reads what another writer logged.
    async fn catch_up(&mut self) -> Result<(), StoreError> {
        loop {
            let page = self.registry.parts.store.events_after(self.conv, self.state.last, PAGE).await?;
            let is_last = page.len() < PAGE as usize;
            self.learn(page).await;
            if is_last {
                return Ok(());
            }
        }
    }

    /// Takes over events of another writer, or of an own append that was reported as failed. Followers here have not
    /// heard of them and must, before what follows; and nobody may be at the work that follows from them.
    async fn learn(&mut self, events: Vec<Stamped<Event>>) {
        if events.is_empty() {
            return;
        }
        self.apply_all(&events);
        if let Some(summary) = self.state.summary(self.conv).map(Arc::new) {
            let delivery = Delivery::new(self.conv, events, Arc::clone(&summary), &self.state.alerts);
            self.registry.parts.fanout.publish(&delivery);
            self.registry.tell_desk(summary).await;
        }
        self.start(pending(&self.state));
    }

    /// Builds the packet that a handoff takes, from the whole log as it stands (invariant H1).
    async fn fill_packet(&mut self, command: &mut Command) -> Result<(), StoreError> {
        if !needs_packet(&self.state, command) {
            return Ok(());
        }
        let log = self.registry.parts.store.log(self.conv).await?;
        let news: Vec<_> = log.iter().filter(|event| event.seq > self.state.last).cloned().collect();
        let built = Some(Box::new(build_packet(&log)));
        self.learn(news).await;
        if let Command::Offer { packet, .. }
        | Command::Accept { packet, .. }
        | Command::Transfer { packet, .. }
        | Command::JoinAsExpert { packet, .. } = command
        {
            *packet = built;
        }
        Ok(())
    }
}

/// Whoever takes a conversation and must have room for it. Supervisors step in whatever they hold; it counts among
/// what they hold all the same.
fn claim(command: &Command) -> Option<StaffId> {
    match command {
        Command::Accept { by: By::Staff { id, role: Role::Agent, .. }, .. } => Some(*id),
        _ => None,
    }
}

#[cfg(test)]
#[path = "failing_store_test.rs"]
mod tests;
