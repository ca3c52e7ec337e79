//! Silence: what it leads to that a visitor waits in vain. Owns when that counts; how much is the trajectory's business.
//!
//! Everything follows from the log: belief moves at a moment of waiting once (it lies after the moment then), a
//! message said before a moment is scored first, and a wait that ended keeps the moments it had reached.

use super::access::still_open;
use super::scores::log_step;
use super::{Decision, Surroundings};
use crate::conversation::state::{Phase, State};
use crate::domain::{Event, Refusal};
use crate::triage::{Before, Behaviour, Mark, Policy, trajectory};

/// The next moment at which waiting counts, past or to come, as long as nothing else happens.
#[must_use]
pub fn next_wait(state: &State, policy: &Policy) -> Option<Mark> {
    if matches!(state.phase, Phase::New | Phase::Closed { .. }) {
        return None;
    }
    let belief = state.belief.as_ref().filter(|belief| trajectory::silence_counts(policy, belief))?;
    let mark = state.habits.waits().next(belief.at)?;
    let is_read = state.unfinished.values().all(|open| !open.to_score || open.at >= mark.at);
    is_read.then_some(mark)
}

pub(super) fn note(state: &State, around: Surroundings<'_>) -> Result<Decision, Refusal> {
    still_open(state)?;
    let Some(mark) = next_wait(state, around.policy).filter(|mark| mark.at <= around.now) else {
        return Ok(Decision::default());
    };
    let Mark { message, since, seconds, at } = mark;
    let behaviour = Behaviour { waited_s: seconds, language: state.habits.language(), ..Behaviour::default() };
    let raised = state.raised();
    let before = Before { belief: state.belief.as_ref(), raised: &raised, behaviour };
    let Some(step) = trajectory::wait(around.policy, before, at) else { return Ok(Decision::default()) };
    let policy = Some(around.policy.version.clone());
    let waited = Event::Waited { message, since, seconds, belief: step.belief, policy };
    Ok(log_step(state, (message, waited), step, around))
}

#[cfg(test)]
#[path = "waiting_test.rs"]
mod tests;
