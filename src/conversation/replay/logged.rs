//! A recorded log decided again: the same words, scores, times and deeds of people, under other numbers. Pure.
//!
//! Owns which events are the world's (taken as they stand) and which are ours (decided anew: belief, stages, alerts,
//! calls for a person by triage, ends of alerts). Drives the same `decide` and `evolve` as the live writer, so that
//! under the policy that was in force the same log comes out, event by event.
//!
//! Kept: what people and bot did is never changed. Under another policy a person may speak who would not have been
//! called, and the record does not know what a visitor would have said to somebody who was called sooner.

use super::put;
use crate::conversation::state::State;
use crate::conversation::{evolve, next_wait, stamp};
use crate::domain::{
    Actor, AlertEnd, Command, ConversationId, Event, Party, Refusal, Role, Scoring, Seq, SiteId, Stamped, Subject,
    Timestamp, Unscored, WaitCause,
};
use crate::triage::Policy;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::Arc;
use std::time::Duration;

/// A moment of waiting that the record does not hold counts only when nothing came within this after it: the live
/// clock may be that late, and then something else was faster.
const LATE: Duration = Duration::from_secs(2);

/// When something is decided, as far as the record tells.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// When it was logged.
    pub at: Timestamp,
    /// The version that the event says it was decided by.
    pub version: Option<&'a str>,
    /// Where the conversation is.
    pub site: Option<&'a SiteId>,
}

/// When, and by which version, as far as the event says.
type When<'a> = (Timestamp, Option<&'a str>);

/// Gives the policy of a moment.
pub type Rules<'a> = dyn Fn(Moment<'_>) -> Arc<Policy> + 'a;

/// A log decided again.
#[derive(Debug, Clone, PartialEq)]
pub struct Redecided {
    /// The log as the live server would have written it.
    pub log: Vec<Stamped<Event>>,
    /// Places of the visitor's messages: in this log, and in the record.
    pub places: BTreeMap<Seq, Seq>,
}

impl Redecided {
    /// The place in the record of a message of this log.
    #[must_use]
    pub fn there(&self, here: Seq) -> Seq {
        self.places.get(&here).copied().unwrap_or(here)
    }
}

/// A record that cannot be followed: it was damaged, or written by hand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event {seq} of conversation {conv} cannot follow the ones before it: {why}")]
pub struct Unfollowable {
    /// Which conversation.
    pub conv: ConversationId,
    /// The place in the record.
    pub seq: Seq,
    /// What the rules say.
    pub why: Refusal,
}

/// Decides a whole log again.
///
/// # Errors
/// When the log is none that the live server could have written.
pub fn redecide(conv: ConversationId, record: &[Stamped<Event>], rules: &Rules<'_>) -> Result<Redecided, Unfollowable> {
    let mut player = Player {
        conv,
        rules,
        state: State::default(),
        log: Vec::with_capacity(record.len()),
        here: BTreeMap::new(),
        waited: record.iter().filter_map(waited).collect(),
    };
    for logged in record {
        player.follow(logged).map_err(|why| Unfollowable { conv, seq: logged.seq, why })?;
    }
    let places = player.here.iter().map(|(there, here)| (*here, *there)).collect();
    Ok(Redecided { log: player.log, places })
}

/// A moment of waiting as the record names it.
fn waited(logged: &Stamped<Event>) -> Option<(Seq, u32)> {
    match logged.event {
        Event::Waited { message, seconds, .. } => Some((message, seconds)),
        _ => None,
    }
}

struct Player<'a> {
    conv: ConversationId,
    rules: &'a Rules<'a>,
    state: State,
    log: Vec<Stamped<Event>>,
    /// The visitor's messages by their places in the record.
    here: BTreeMap<Seq, Seq>,
    /// Moments of waiting that the record holds; each is taken at its place.
    waited: BTreeSet<(Seq, u32)>,
}

impl Player<'_> {
    fn follow(&mut self, logged: &Stamped<Event>) -> Result<(), Refusal> {
        if is_ours(logged) {
            return Ok(());
        }
        let at = logged.at;
        match &logged.event {
            Event::Waited { message, seconds, policy, .. } => self.wait((*message, *seconds), (at, policy.as_deref())),
            Event::Scored { message, scoring, .. } => {
                self.pass_time(at)?;
                let message = self.place(*message).ok_or(Refusal::NotFound)?;
                let version = scoring.score().map(|score| score.by.policy.as_str());
                let command = Command::Scored { message, scoring: scoring.clone() };
                self.put(&command, (at, version))
            }
            Event::Closed { cause } => {
                self.pass_time(at)?;
                let command = Command::Close { by: self.actor(&logged.by), cause: *cause };
                self.put(&command, (at, None))
            }
            // Stands in the commit of its score: no time passes in between.
            Event::Sampled { .. } => {
                self.take(logged);
                Ok(())
            }
            _ => {
                self.pass_time(at)?;
                self.take(logged);
                Ok(())
            }
        }
    }

    fn policy(&self, (at, version): When<'_>) -> Arc<Policy> {
        let site = self.state.origin.as_ref().map(|origin| &origin.site);
        (self.rules)(Moment { at, version, site })
    }

    fn put(&mut self, command: &Command, when: When<'_>) -> Result<(), Refusal> {
        let policy = self.policy(when);
        put((self.conv, when.0), &policy, (&mut self.state, &mut self.log), command)
    }

    /// A moment that the record holds: live, the clock was here.
    fn wait(&mut self, (message, seconds): (Seq, u32), when: When<'_>) -> Result<(), Refusal> {
        let here = self.place(message);
        let next = next_wait(&self.state, &self.policy(when));
        let is_next = next.is_some_and(|mark| Some(mark.message) == here && mark.seconds == seconds);
        if is_next { self.put(&Command::NoteWaiting, when) } else { Ok(()) }
    }

    /// Moments that count under these numbers although they did not in the record.
    fn pass_time(&mut self, now: Timestamp) -> Result<(), Refusal> {
        loop {
            let policy = self.policy((now, None));
            let Some(mark) = next_wait(&self.state, &policy).filter(|mark| mark.at.plus(LATE) <= now) else {
                return Ok(());
            };
            let there = self.here.iter().find(|(_, here)| **here == mark.message).map(|(there, _)| *there);
            if there.is_some_and(|there| self.waited.contains(&(there, mark.seconds))) {
                return Ok(());
            }
            let before = self.log.len();
            self.put(&Command::NoteWaiting, (mark.at, None))?;
            if self.log.len() == before {
                return Ok(());
            }
        }
    }

    /// An event of the world, at the place where it stands now.
    fn take(&mut self, logged: &Stamped<Event>) {
        let mut event = logged.event.clone();
        if let Event::Said { answers: Some(message), .. }
        | Event::Sampled { message, .. }
        | Event::Judged { subject: Subject::Message { message }, .. } = &mut event
            && let Some(here) = self.place(*message)
        {
            *message = here;
        }
        let stamped = stamp(&self.state, vec![(logged.by.clone(), event)], logged.at);
        for event in stamped {
            if logged.by == Party::Visitor && matches!(event.event, Event::Said { .. }) {
                self.here.insert(logged.seq, event.seq);
            }
            self.state = evolve(mem::take(&mut self.state), &event);
            self.log.push(event);
        }
    }

    fn place(&self, there: Seq) -> Option<Seq> {
        self.here.get(&there).copied()
    }

    fn actor(&self, by: &Party) -> Actor {
        match (by, self.state.visitor()) {
            (Party::Visitor, Some(visitor)) => Actor::Visitor(visitor),
            (Party::Staff { id, name }, _) => Actor::Staff { id: *id, name: name.clone(), role: Role::Agent },
            (Party::Visitor | Party::Bot | Party::System, _) => Actor::System,
        }
    }
}

/// Whether an event follows from others, and is decided anew with them.
fn is_ours(logged: &Stamped<Event>) -> bool {
    match &logged.event {
        Event::StageChanged { .. } | Event::AlertRaised { .. } => true,
        Event::AlertClosed { how, .. } => matches!(how, AlertEnd::Calmed | AlertEnd::Ended),
        // Follows from the end.
        Event::Scored { scoring, .. } => matches!(scoring, Scoring::NotScored { why: Unscored::Ended }),
        Event::Queued { cause, .. } => {
            logged.by == Party::System && matches!(cause, WaitCause::Triage | WaitCause::Asked)
        }
        _ => false,
    }
}

#[cfg(test)]
#[path = "logged_test.rs"]
mod tests;
