//! Passing a conversation on. To a colleague: they are asked, and its agent keeps the floor until they accept, so that
//! nobody is ever without one (R3). To a team: it waits in the queue for whoever has the skill.
//!
//! Whether a colleague is there and has room is the desk's knowledge; the session asks it before, and the desk ends an
//! offer that came too late.

use super::access::{Member, staff, still_open};
use super::floor::asked;
use super::{Decision, Surroundings};
use crate::conversation::state::{Phase, State};
use crate::domain::{
    Actor, Event, HandoffPacket, Party, Reason, Recipient, Refusal, StaffId, TeamTransfer, TransferReason, WaitCause,
};

pub(super) fn transfer(
    state: &State,
    by: &Actor,
    (to, reason): (&Recipient, &TransferReason),
    packet: Option<&HandoffPacket>,
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    let (member, holder) = may_pass_on(state, by)?;
    if state.passing.is_some() {
        return Err(Refusal::TransferPending);
    }
    match to {
        Recipient::Agent { id, .. } if *id == holder => Err(Refusal::Conflict),
        Recipient::Agent { id, name } => asked(state, member.party(), (*id, name), (packet, Some(reason)), around),
        Recipient::Team { name } => {
            let passed = TeamTransfer { team: name.clone(), reason: reason.clone() };
            let queued = Event::Queued {
                cause: WaitCause::Transferred,
                reasons: vec![Reason::StaffDecision],
                passed: Some(Box::new(passed)),
            };
            Ok(Decision::default().log(member.party(), queued))
        }
    }
}

/// Whoever may pass it on may also take it back.
pub(super) fn cancel(state: &State, by: &Actor) -> Result<Decision, Refusal> {
    let (member, _) = may_pass_on(state, by)?;
    if state.passing.is_none() {
        return Err(Refusal::WrongPhase);
    }
    Ok(taken_back(state, Decision::default(), &member.party()))
}

/// The colleague is not asked any more, since something else happens to the conversation.
pub(super) fn taken_back(state: &State, decision: Decision, by: &Party) -> Decision {
    match &state.passing {
        None => decision,
        Some(passing) => {
            let ended = Event::OfferEnded { agent: passing.to, declined: false, reason: None };
            decision.log(by.clone(), ended)
        }
    }
}

fn may_pass_on<'a>(state: &State, by: &'a Actor) -> Result<(Member<'a>, StaffId), Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    let Phase::WithAgent { agent, .. } = &state.phase else { return Err(Refusal::WrongPhase) };
    let may = *agent == member.id || member.may_step_in();
    if may { Ok((member, *agent)) } else { Err(Refusal::Forbidden) }
}

#[cfg(test)]
#[path = "transferring_test.rs"]
mod tests;
