//! What moves a conversation from phase to phase, and the floor from one to another. A transfer to a colleague moves
//! neither until it is accepted: its agent keeps the floor, and the offer lies beside it (`State::passing`).

use super::talk;
use crate::conversation::state::{Floor, Phase, State};
use crate::domain::{Epoch, Event, Party, Passing, Stamped, WaitCause};
use std::time::Duration;

pub(super) fn change(state: &mut State, event: &Stamped<Event>) {
    if let (Some(passing), Phase::WithAgent { .. }) = (passed(event), &state.phase) {
        state.passing = Some(passing);
        return;
    }
    // Whatever else happens to the phase, nobody is asked to take it over any more.
    if state.passing.take().is_some() && matches!(event.event, Event::OfferEnded { .. }) {
        return;
    }
    move_on(state, event);
    state.to_retell = match event.event {
        Event::Queued { .. } => Some(event.seq),
        Event::Closed { .. } | Event::Reopened { .. } => None,
        _ => state.to_retell,
    };
    // Whatever moved the phase, the bot owes no answer to what was said before.
    talk::bot_steps_back(state);
}

/// The transfer that an event begins.
fn passed(event: &Stamped<Event>) -> Option<Passing> {
    let Event::Offered { agent, name, epoch, expires_at, passed: Some(reason), .. } = &event.event else { return None };
    let Party::Staff { id, name: by_name } = &event.by else { return None };
    let (to_name, by_name, reason) = (name.clone(), by_name.clone(), reason.clone());
    Some(Passing { to: *agent, to_name, by: *id, by_name, reason, epoch: *epoch, expires_at: *expires_at })
}

fn move_on(state: &mut State, event: &Stamped<Event>) {
    let at = event.at;
    match &event.event {
        Event::Queued { cause, passed, .. } => {
            let is_given_away = matches!(cause, WaitCause::Released | WaitCause::Transferred);
            if is_given_away {
                state.last_agent = None;
            }
            if *cause != WaitCause::Transferred {
                state.waited = Duration::ZERO;
            }
            state.team = passed.as_ref().map(|passed| passed.team.clone());
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
            if let Phase::HandingOff { since, .. } = state.phase {
                state.waited = state.waited.saturating_add(at.since(since));
            }
            state.team = None;
            state.epoch = *epoch;
            state.last_agent = Some(*agent);
            state.floor = Floor::Agent { id: *agent, name: name.clone() };
            state.phase = Phase::WithAgent { agent: *agent, name: name.clone(), since: at };
        }
        Event::Closed { .. } => {
            state.team = None;
            move_floor(state, Floor::Bot);
            state.phase = Phase::Closed { at };
            state.habits.ended();
        }
        Event::Reopened { epoch } => {
            state.waited = Duration::ZERO;
            state.epoch = *epoch;
            state.floor = Floor::Bot;
            state.phase = Phase::WithBot;
            (state.misses, state.last_answer) = (0, None);
        }
        _ => {}
    }
}

/// Gives the floor to somebody, under a new epoch when that is somebody else.
fn move_floor(state: &mut State, to: Floor) {
    if state.floor != to {
        state.floor = to;
        state.epoch = Epoch(state.epoch.0.saturating_add(1));
    }
}
