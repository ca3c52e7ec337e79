//! Calling for a person: what makes a conversation wait, and why. A conversation holds one queue ticket at most (C5):
//! whoever calls again changes nothing.

use super::Decision;
use super::access::{still_open, visitor};
use crate::conversation::state::{Phase, State};
use crate::domain::{Actor, Event, Party, Reason, Refusal, WaitCause};

pub(super) fn ask_for_person(state: &State, by: &Actor) -> Result<Decision, Refusal> {
    visitor(state, by)?;
    still_open(state)?;
    if state.phase != Phase::WithBot {
        return Ok(Decision::default());
    }
    let queued = Event::Queued { cause: WaitCause::Asked, reasons: vec![Reason::AskedForPerson], passed: None };
    Ok(Decision::default().log(Party::Visitor, queued))
}

/// The bot steps back by itself.
pub(super) fn queued_by_bot(state: &State, cause: WaitCause) -> Event {
    let mut reasons = match cause {
        WaitCause::Asked => vec![Reason::AskedForPerson],
        WaitCause::BotMissed => vec![missed(state)],
        WaitCause::Flow
        | WaitCause::File
        | WaitCause::Triage
        | WaitCause::Released
        | WaitCause::Transferred
        | WaitCause::AgentLost
        | WaitCause::Claimed => Vec::new(),
    };
    let times = state.habits.repeats();
    if times > 0 {
        reasons.push(Reason::Repeated { times });
    }
    Event::Queued { cause, reasons, passed: None }
}

fn missed(state: &State) -> Reason {
    let misfits = state.flow.as_ref().map_or(0, |flow| flow.misfits);
    let misses = state.misses.max(misfits);
    match state.last_answer.as_ref().filter(|last| misses == 0 && last.is_enough()) {
        // What it would have said once more.
        Some(last) => Reason::BotLoop { times: last.repeats() },
        // The message that hands over is the last miss, and not counted yet.
        None => Reason::BotMissed { times: misses.saturating_add(1) },
    }
}

/// Triage calls for a person.
pub(super) fn queued_by_triage(reasons: Vec<Reason>) -> Event {
    let only_asked = reasons.iter().all(|reason| *reason == Reason::AskedForPerson);
    let cause = if only_asked { WaitCause::Asked } else { WaitCause::Triage };
    Event::Queued { cause, reasons, passed: None }
}
