//! What a language model wrote of a conversation that is handed over (decision 23): logged once a handoff, while that
//! goes on. Never judges the words: `language_model` has.

use super::Decision;
use super::access::still_open;
use crate::conversation::state::State;
use crate::domain::{Command, Event, Party, Refusal};

/// Its words come late where the conversation has gone back to the bot, waits anew, or has ended meanwhile; and once
/// is enough.
pub(super) fn summarise(state: &State, command: &Command) -> Result<Decision, Refusal> {
    let Command::Summarise { handoff, up_to, text, model } = command else { return Err(Refusal::WrongPhase) };
    still_open(state)?;
    if state.to_retell != Some(*handoff) || *up_to > state.last {
        return Err(Refusal::Conflict);
    }
    let (handoff, up_to, text, model) = (*handoff, *up_to, text.clone(), model.clone());
    Ok(Decision::default().log(Party::System, Event::Summarised { handoff, up_to, text, model }))
}

#[cfg(test)]
#[path = "retelling_test.rs"]
mod tests;
