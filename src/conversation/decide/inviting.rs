//! Asking an expert: whoever holds a conversation invites a colleague privately, who reads along and answers in notes.
//! Nothing of it moves the floor, the phase or the queue, and the visitor hears nothing of it.
//!
//! Who is there is the desk's knowledge; the session asks it before.

use super::access::{in_charge, staff, still_open};
use super::{Decision, Effect, Surroundings, whole};
use crate::conversation::state::{Phase, State};
use crate::domain::{
    Actor, Event, ExpertQuestion, ExpertStanding, HandoffPacket, InvitationEnd, Party, Refusal, StaffId, TransferReason,
};

/// Asks the first of `among` who is not asked already.
pub(super) fn invite(
    state: &State,
    by: &Actor,
    (among, question): (&[(StaffId, String)], &ExpertQuestion),
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    if !matches!(state.phase, Phase::WithAgent { .. }) {
        return Err(Refusal::WrongPhase);
    }
    if !state.is_held_by(member.id) {
        return Err(Refusal::Forbidden);
    }
    let mut others = among.iter().filter(|(id, _)| *id != member.id).peekable();
    if others.peek().is_none() {
        return Err(Refusal::Conflict);
    }
    let (expert, name) = others.find(|(id, _)| !state.experts.is_open(*id)).ok_or(Refusal::AlreadyInvited)?;
    if state.experts.is_full() {
        return Err(Refusal::TooManyExperts);
    }
    let expires_at = around.now.plus(around.invite_time);
    let (expert, name, question) = (*expert, name.clone(), question.clone());
    let invited = Event::ExpertInvited { expert, name, question, expires_at };
    Ok(Decision::default().log(member.party(), invited).then(Effect::WakeAt(expires_at)))
}

/// The expert reads along from now on; they see all that is known by then. Whoever does already is no event.
pub(super) fn join(
    state: &State,
    by: &Actor,
    packet: Option<&HandoffPacket>,
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    match state.experts.standing(member.id) {
        Some(ExpertStanding::Reading) => Ok(Decision::default()),
        Some(ExpertStanding::Asked) if !is_over(state, member.id, around) => {
            let packet = Box::new(whole(state, packet)?.clone());
            Ok(Decision::default().log(member.party(), Event::ExpertJoined { expert: member.id, packet }))
        }
        _ => Err(Refusal::NotInvited),
    }
}

/// The expert says no.
pub(super) fn decline(state: &State, by: &Actor, reason: Option<&TransferReason>) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    if state.experts.standing(member.id) != Some(ExpertStanding::Asked) {
        return Err(Refusal::NotInvited);
    }
    let (expert, how, reason) = (member.id, InvitationEnd::Declined, reason.cloned());
    Ok(Decision::default().log(member.party(), Event::InvitationEnded { expert, how, reason }))
}

/// The expert is done.
pub(super) fn leave(state: &State, by: &Actor) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    if state.experts.standing(member.id) != Some(ExpertStanding::Reading) {
        return Err(Refusal::NotInvited);
    }
    Ok(ended(&member.party(), member.id, InvitationEnd::Left))
}

/// Whoever holds the conversation, or a supervisor, takes an invitation back: of somebody who is asked, or reads along.
pub(super) fn withdraw(state: &State, by: &Actor, expert: StaffId) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    in_charge(state, member)?;
    if !state.experts.is_open(expert) {
        return Err(Refusal::NotInvited);
    }
    Ok(ended(&member.party(), expert, InvitationEnd::Withdrawn))
}

/// Nobody answered in time.
pub(super) fn lapse(state: &State, expert: StaffId, around: Surroundings<'_>) -> Result<Decision, Refusal> {
    still_open(state)?;
    if !is_over(state, expert, around) {
        return Err(Refusal::WrongPhase);
    }
    Ok(ended(&Party::System, expert, InvitationEnd::Unanswered))
}

/// Asked, without an answer, and the time is up.
fn is_over(state: &State, expert: StaffId, around: Surroundings<'_>) -> bool {
    let known = state.experts.find(expert);
    known.is_some_and(|known| known.standing == ExpertStanding::Asked && known.expires_at <= around.now)
}

fn ended(by: &Party, expert: StaffId, how: InvitationEnd) -> Decision {
    Decision::default().log(by.clone(), Event::InvitationEnded { expert, how, reason: None })
}

#[cfg(test)]
#[path = "inviting_test.rs"]
mod tests;
