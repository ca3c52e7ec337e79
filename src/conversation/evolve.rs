//! Evolve: the state after an event. Pure and total: any logged event has a meaning.
//!
//! Owns the fold (invariant C2). Never refuses: what stands in the log happened. Checks C1, C3, C4 and R3 on the
//! way (`sound`), since an event that breaks them was logged by a bug.

mod alerts;
mod judged;
mod phases;
pub(super) mod sound;
mod talk;

use super::state::{Origin, Phase, State};
use crate::domain::invariant::broken;
use crate::domain::{AlertEnd, Belief, Epoch, Event, Reading, Stamped};
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
        Event::Opened { .. } => begin(&mut state, event),
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
        | Event::Unsnoozed
        | Event::ExpertInvited { .. }
        | Event::ExpertJoined { .. }
        | Event::InvitationEnded { .. } => {}
        Event::Summarised { .. } => state.to_retell = None,
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
        | Event::Reopened { .. } => phases::change(&mut state, event),
    }
    state
}

/// What listens to every event for itself.
fn listen(state: &mut State, event: &Stamped<Event>) {
    state.course.hear(event);
    state.promises.hear(event);
    state.questions.hear(event);
    state.filing.hear(event);
    state.experts.hear(event);
}

fn begin(state: &mut State, event: &Stamped<Event>) {
    let Event::Opened { site, visitor, customer, before, .. } = &event.event else { return };
    state.last_agent = *before;
    state.origin = Some(Origin { site: site.clone(), visitor: *visitor, at: event.at });
    state.customer = customer.clone();
    state.epoch = Epoch(1);
    state.phase = Phase::WithBot;
    state.greeting_due = true;
}

fn believe(state: &mut State, belief: Belief) {
    state.habits.settled(belief.at);
    state.belief = Some(belief);
}

#[cfg(test)]
#[path = "evolve_test.rs"]
mod tests;
