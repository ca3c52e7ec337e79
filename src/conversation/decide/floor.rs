//! The floor in two phases: a packet is offered, then accepted; only then does the floor move, under a new epoch.
//! Never moves it to two people or to none (R3); a packet must cover the whole log at the time (H1).

use super::access::{Member, staff, still_open};
use super::{Decision, Effect, Surroundings, alerts};
use crate::conversation::state::{Phase, State};
use crate::domain::{Actor, Command, Event, HandoffPacket, Intervention, Party, Reason, Refusal, StaffId, WaitCause};

/// Whether deciding this command takes a packet, which the conversation's writer must fill in first.
#[must_use]
pub fn needs_packet(state: &State, command: &Command) -> bool {
    match command {
        Command::Offer { .. } => matches!(state.phase, Phase::Waiting { .. }),
        Command::Accept { by: Actor::Staff { id, .. }, .. } => match &state.phase {
            Phase::WithBot | Phase::Waiting { .. } => true,
            Phase::HandingOff { agent, .. } | Phase::WithAgent { agent, .. } => agent != id,
            Phase::New | Phase::Closed { .. } => false,
        },
        _ => false,
    }
}

pub(super) fn offer(
    state: &State,
    (agent, name): (StaffId, &str),
    packet: Option<&HandoffPacket>,
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    still_open(state)?;
    if !matches!(state.phase, Phase::Waiting { .. }) {
        return Err(Refusal::WrongPhase);
    }
    let packet = whole(state, packet)?;
    let offered = offered(state, (agent, name), packet, around);
    let expires_at = around.now.plus(around.offer_time);
    Ok(Decision::default().log(Party::System, offered).then(Effect::WakeAt(expires_at)))
}

pub(super) fn accept(
    state: &State,
    by: &Actor,
    packet: Option<&HandoffPacket>,
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    let decision = take(state, member, packet, around)?;
    if decision.events.is_empty() || !member.may_step_in() {
        return Ok(decision);
    }
    let from_agent = matches!(state.phase, Phase::WithAgent { .. });
    let how = if from_agent { Intervention::TookOver } else { Intervention::Joined };
    Ok(alerts::intervene(state, decision, (&member.party(), how), around.now))
}

fn take(
    state: &State,
    member: Member<'_>,
    packet: Option<&HandoffPacket>,
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    let party = member.party();
    let start = Decision::default();
    let start = match &state.phase {
        Phase::HandingOff { agent, .. } if *agent == member.id => {
            return Ok(start.log(party, accepted(state, member)));
        }
        Phase::WithAgent { agent, .. } if *agent == member.id => return Ok(start),
        Phase::Waiting { .. } => start,
        Phase::WithBot => {
            let reasons = vec![Reason::StaffDecision];
            start.log(party.clone(), Event::Queued { cause: WaitCause::Claimed, reasons })
        }
        Phase::WithAgent { .. } if member.may_step_in() => start,
        Phase::HandingOff { agent, .. } if member.may_step_in() => {
            start.log(party.clone(), Event::OfferEnded { agent: *agent, declined: false })
        }
        Phase::WithAgent { .. } | Phase::HandingOff { .. } => return Err(Refusal::Conflict),
        Phase::New | Phase::Closed { .. } => return Err(Refusal::WrongPhase),
    };
    let packet = whole(state, packet)?;
    let offered = offered(state, (member.id, member.name), packet, around);
    Ok(start.log(party.clone(), offered).log(party, accepted(state, member)))
}

pub(super) fn decline(state: &State, by: &Actor) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    match &state.phase {
        Phase::HandingOff { agent, .. } if *agent == member.id => {
            Ok(Decision::default().log(member.party(), Event::OfferEnded { agent: *agent, declined: true }))
        }
        Phase::HandingOff { .. } => Err(Refusal::Forbidden),
        _ => Err(Refusal::WrongPhase),
    }
}

pub(super) fn end_offer(state: &State, agent: StaffId) -> Result<Decision, Refusal> {
    still_open(state)?;
    match &state.phase {
        Phase::HandingOff { agent: offered, .. } if *offered == agent => {
            Ok(Decision::default().log(Party::System, Event::OfferEnded { agent, declined: false }))
        }
        _ => Err(Refusal::WrongPhase),
    }
}

pub(super) fn release(state: &State, by: &Actor) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    if !matches!(state.phase, Phase::WithAgent { .. }) {
        return Err(Refusal::WrongPhase);
    }
    if !state.is_held_by(member.id) && !member.may_step_in() {
        return Err(Refusal::Forbidden);
    }
    let queued = Event::Queued { cause: WaitCause::Released, reasons: vec![Reason::StaffDecision] };
    Ok(Decision::default().log(member.party(), queued))
}

pub(super) fn lose_agent(state: &State, agent: StaffId) -> Result<Decision, Refusal> {
    still_open(state)?;
    match &state.phase {
        Phase::WithAgent { agent: holder, .. } if *holder == agent => {
            let queued = Event::Queued { cause: WaitCause::AgentLost, reasons: Vec::new() };
            Ok(Decision::default().log(Party::System, queued))
        }
        _ => end_offer(state, agent),
    }
}

/// A packet that covers the log as it stands.
fn whole<'a>(state: &State, packet: Option<&'a HandoffPacket>) -> Result<&'a HandoffPacket, Refusal> {
    packet.filter(|packet| packet.up_to == state.last).ok_or(Refusal::Conflict)
}

fn offered(state: &State, (agent, name): (StaffId, &str), packet: &HandoffPacket, around: Surroundings<'_>) -> Event {
    Event::Offered {
        agent,
        name: name.to_owned(),
        packet: Box::new(packet.clone()),
        epoch: state.epoch.next(),
        expires_at: around.now.plus(around.offer_time),
    }
}

fn accepted(state: &State, member: Member<'_>) -> Event {
    Event::Accepted { agent: member.id, name: member.name.to_owned(), epoch: state.epoch.next() }
}
