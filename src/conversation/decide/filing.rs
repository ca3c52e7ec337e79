//! Tags, and putting a conversation aside. Staff alone; nothing of it follows the end.

use super::Decision;
use super::access::{in_charge, staff, still_open};
use crate::conversation::state::{Phase, State};
use crate::domain::tag::TAGS_MAX;
use crate::domain::{Actor, Event, Refusal, Tag, Timestamp};

/// Puts a tag on, or takes it off. What is so already is no event.
pub(super) fn tag(state: &State, by: &Actor, tag: &Tag, on: bool) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    if state.filing.has(tag) == on {
        return Ok(Decision::default());
    }
    if on && state.filing.tags().len() >= TAGS_MAX {
        return Err(Refusal::TooManyTags);
    }
    let tag = tag.clone();
    let event = if on { Event::Tagged { tag } } else { Event::Untagged { tag } };
    Ok(Decision::default().log(member.party(), event))
}

/// Puts the conversation aside until then, or takes it back: for whoever holds it, and for supervisors.
pub(super) fn snooze(state: &State, by: &Actor, until: Option<Timestamp>) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    if !matches!(state.phase, Phase::WithAgent { .. }) {
        return Err(Refusal::WrongPhase);
    }
    in_charge(state, member)?;
    if state.filing.snoozed_until() == until {
        return Ok(Decision::default());
    }
    let event = until.map_or(Event::Unsnoozed, |until| Event::Snoozed { until });
    Ok(Decision::default().log(member.party(), event))
}

#[cfg(test)]
#[path = "filing_test.rs"]
mod tests;
