//! Promises that we give, and questions that the visitor puts: found as the words are logged, settled by staff.
//!
//! Keeps: nothing is settled by anybody but staff; a promise outlives the conversation, a question does not.

use super::access::{staff, still_open};
use super::{Decision, Surroundings};
use crate::conversation::state::State;
use crate::domain::{Actor, Event, MessageText, Party, PromiseStanding, Refusal, Seq};
use crate::routing::promises::{Voice, promises};

/// Logs what a message promises, right after it.
pub(super) fn promised(
    state: &State,
    decision: Decision,
    (by, text): (&Party, &MessageText),
    around: Surroundings<'_>,
) -> Decision {
    let voice = match by {
        Party::Staff { .. } => Voice::Staff,
        Party::Bot => Voice::Bot,
        Party::Visitor | Party::System => return decision,
    };
    let message = state.last.next();
    promises(voice, text.as_str(), around.now, around.hours).into_iter().fold(decision, |decision, found| {
        decision.log(by.clone(), Event::Promised { message, text: found.text, due: found.due })
    })
}

pub(super) fn settle_promise(
    state: &State,
    by: &Actor,
    promise: Seq,
    standing: PromiseStanding,
) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    let before = state.promises.standing(promise).ok_or(Refusal::NotFound)?;
    if before == standing {
        return Ok(Decision::default());
    }
    Ok(Decision::default().log(member.party(), Event::PromiseSettled { promise, standing }))
}

pub(super) fn settle_question(state: &State, by: &Actor, message: Seq, answered: bool) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    let is_open = state.questions.is_open(message).ok_or(Refusal::NotFound)?;
    if is_open != answered {
        return Ok(Decision::default());
    }
    Ok(Decision::default().log(member.party(), Event::QuestionSettled { message, answered }))
}

#[cfg(test)]
#[path = "commitments_test.rs"]
mod tests;
