//! Evolve: the state after an event. Pure and total: any logged event has a meaning.
//!
//! Owns the fold (invariant C2). Never refuses: what stands in the log happened. Checks C1, C3, C4 and R3 on the
//! way (`sound`), since an event that breaks them was logged by a bug.

mod alerts;
mod judged;
pub(super) mod sound;
mod talk;

use super::state::{Floor, Origin, Phase, State};
use crate::domain::invariant::broken;
use crate::domain::{AlertEnd, Belief, Epoch, Event, Reading, Stamped, Timestamp, WaitCause};
use crate::invariant;

/// The state after `event`.
#[must_use]
pub fn evolve(state: State, event: &Stamped<Event>) -> State {
    if let Some((which, detail)) = sound::breach(&state, event) {
        broken(which, &detail);
    }
    let state = fold(state, event);
    invariant!(R3, sound::has_one_floor(&state), "{:?} in phase {:?}", state.floor, state.phase);
    state
}

/// The state after `event`, without a look at the invariants: for whoever reports them itself.
pub(super) fn fold(mut state: State, event: &Stamped<Event>) -> State {
    let Stamped { seq, public, at, event: what, .. } = event;
    state.last = *seq;
    state.last_at = *at;
    if let Some(public) = public {
        state.last_public = *public;
    }
    listen(&mut state, event);
    match what {
        Event::Opened { site, visitor, customer, before } => {
            state.last_agent = *before;
            state.origin = Some(Origin { site: site.clone(), visitor: *visitor, at: *at });
            state.customer = customer.clone();
            state.epoch = Epoch(1);
            state.phase = Phase::WithBot;
            state.greeting_due = true;
        }
        Event::Said { .. } => talk::said(&mut state, event),
        Event::Noted { id, text } => talk::noted(&mut state, event, *id, text),
        Event::Scored { message, scoring, belief } => {
            believe(&mut state, *belief);
            state.readings.read(*message, Reading::of(scoring, belief.stage));
            talk::finish(&mut state, *message, |open| open.to_score = false);
        }
        Event::Waited { belief, .. } => believe(&mut state, *belief),
        // The belief that the event before it carries holds the stage already; what is owed has heard of the others.
        Event::StageChanged { .. }
        | Event::Promised { .. }
        | Event::PromiseSettled { .. }
        | Event::QuestionSettled { .. }
        | Event::Tagged { .. }
        | Event::Untagged { .. }
        | Event::Snoozed { .. }
        | Event::Unsnoozed => {}
        Event::AlertRaised { .. } => alerts::raise(&mut state, event),
        Event::AlertAcknowledged { .. }
        | Event::AlertSnoozed { .. }
        | Event::AlertReturned { .. }
        | Event::AlertEscalated { .. }
        | Event::Intervened { .. } => alerts::go_on(&mut state, event),
        Event::AlertClosed { how, .. } => {
            alerts::go_on(&mut state, event);
            if *how == AlertEnd::FalseAlarm {
                judged::false_alarm(&mut state, event);
            }
        }
        Event::Sampled { message, .. } => state.readings.sampled(*message),
        Event::Judged { .. } => judged::judged(&mut state, event),
        Event::Rated { score, text } => state.rating = Some((*score, text.clone())),
        Event::CustomerUpdated { customer } => state.customer = customer.clone(),
        Event::Queued { .. }
        | Event::Offered { .. }
        | Event::OfferEnded { .. }
        | Event::Accepted { .. }
        | Event::Closed { .. }
        | Event::Reopened { .. } => change_phase(&mut state, what, *at),
    }
    state
}

/// What listens to every event for itself.
fn listen(state: &mut State, event: &Stamped<Event>) {
    state.course.hear(event);
    state.promises.hear(event);
    state.questions.hear(event);
    state.filing.hear(event);
}

fn believe(state: &mut State, belief: Belief) {
    state.habits.settled(belief.at);
    state.belief = Some(belief);
}

fn change_phase(state: &mut State, what: &Event, at: Timestamp) {
    match what {
        Event::Queued { cause, .. } => {
            if *cause == WaitCause::Released {
                state.last_agent = None;
            }
            move_floor(state, Floor::Bot);
            state.phase = Phase::Waiting { since: at };
        }
        Event::Offered { agent, name, expires_at, .. } => {
            let since = if let Phase::Waiting { since } = state.phase { since } else { at };
            state.phase = Phase::HandingOff { agent: *agent, name: name.clone(), since, expires_at: *expires_at };
        }
        Event::OfferEnded { .. } => {
            if let Phase::HandingOff { since, .. } = state.phase {
                state.phase = Phase::Waiting { since };
            }
        }
        Event::Accepted { agent, name, epoch } => {
            state.epoch = *epoch;
            state.last_agent = Some(*agent);
            state.floor = Floor::Agent { id: *agent, name: name.clone() };
            state.phase = Phase::WithAgent { agent: *agent, name: name.clone(), since: at };
        }
        Event::Closed { .. } => {
            move_floor(state, Floor::Bot);
            state.phase = Phase::Closed { at };
            state.habits.ended();
        }
        Event::Reopened { epoch } => {
            state.epoch = *epoch;
            state.floor = Floor::Bot;
            state.phase = Phase::WithBot;
            state.misses = 0;
        }
        _ => {}
    }
    // Whatever moved the phase, the bot owes no answer to what was said before.
    talk::bot_steps_back(state);
}

/// Gives the floor to somebody, under a new epoch when that is somebody else.
fn move_floor(state: &mut State, to: Floor) {
    if state.floor != to {
        state.floor = to;
        state.epoch = Epoch(state.epoch.0.saturating_add(1));
    }
}

#[cfg(test)]
#[path = "evolve_test.rs"]
mod tests;
