//! The floor in two phases: a packet is offered, then accepted; only then does the floor move, under a new epoch.
//! Never moves it to two people or to none (R3); a packet must cover the whole log at the time (H1).

use super::access::{Member, in_charge, staff, still_open};
use super::transferring::taken_back;
use super::{Decision, Effect, Surroundings, alerts};
use crate::conversation::state::{Phase, State};
use crate::domain::{
    Actor, Command, Event, ExpertStanding, HandoffPacket, Intervention, Party, Reason, Recipient, Refusal, StaffId,
    TransferReason, WaitCause,
};

/// Whether deciding this command takes a packet, which the conversation's writer must fill in first.
#[must_use]
pub fn needs_packet(state: &State, command: &Command) -> bool {
    match command {
        Command::Offer { .. } => matches!(state.phase, Phase::Waiting { .. }),
        Command::Accept { by: Actor::Staff { id, .. }, .. } => match &state.phase {
            Phase::WithBot | Phase::Waiting { .. } => true,
            Phase::HandingOff { agent, .. } => agent != id,
            Phase::WithAgent { agent, .. } => agent != id && !state.is_passed_to(*id),
            Phase::New | Phase::Closed { .. } => false,
        },
        Command::Transfer { to: Recipient::Agent { .. }, .. } => {
            state.passing.is_none() && matches!(state.phase, Phase::WithAgent { .. })
        }
        Command::JoinAsExpert { by: Actor::Staff { id, .. }, .. } => {
            state.experts.standing(*id) == Some(ExpertStanding::Asked)
        }
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
    asked(state, Party::System, (agent, name), (packet, None), around)
}

/// Somebody is asked to take it, and the conversation wakes when they have not answered in time.
pub(super) fn asked(
    state: &State,
    by: Party,
    who: (StaffId, &str),
    (packet, passed): (Option<&HandoffPacket>, Option<&TransferReason>),
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    let offered = offered(state, who, (whole(state, packet)?, passed), around);
    Ok(Decision::default().log(by, offered).then(Effect::WakeAt(around.now.plus(around.offer_time))))
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
    let from_agent = matches!(state.phase, Phase::WithAgent { .. }) && !state.is_passed_to(member.id);
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
        Phase::WithAgent { .. } if state.is_passed_to(member.id) => {
            return Ok(start.log(party, accepted(state, member)));
        }
        Phase::WithAgent { agent, .. } if *agent == member.id => return Ok(start),
        Phase::Waiting { .. } => start,
        Phase::WithBot => {
            let reasons = vec![Reason::StaffDecision];
            start.log(party.clone(), Event::Queued { cause: WaitCause::Claimed, reasons, passed: None })
        }
        Phase::WithAgent { .. } if member.may_step_in() => taken_back(state, start, &party),
        Phase::HandingOff { agent, .. } if member.may_step_in() => {
            start.log(party.clone(), Event::OfferEnded { agent: *agent, declined: false, reason: None })
        }
        Phase::WithAgent { .. } | Phase::HandingOff { .. } => return Err(Refusal::Conflict),
        Phase::New | Phase::Closed { .. } => return Err(Refusal::WrongPhase),
    };
    let packet = whole(state, packet)?;
    let offered = offered(state, (member.id, member.name), (packet, None), around);
    Ok(start.log(party.clone(), offered).log(party, accepted(state, member)))
}

pub(super) fn decline(state: &State, by: &Actor, reason: Option<&TransferReason>) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    match state.open_offer() {
        Some((agent, _)) if agent == member.id => {
            let ended = Event::OfferEnded { agent, declined: true, reason: reason.cloned() };
            Ok(Decision::default().log(member.party(), ended))
        }
        Some(_) => Err(Refusal::Forbidden),
        None => Err(Refusal::WrongPhase),
    }
}

pub(super) fn end_offer(state: &State, agent: StaffId) -> Result<Decision, Refusal> {
    still_open(state)?;
    match state.open_offer() {
        Some((offered, _)) if offered == agent => {
            let ended = Event::OfferEnded { agent, declined: false, reason: None };
            Ok(Decision::default().log(Party::System, ended))
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
    in_charge(state, member)?;
    let queued = Event::Queued { cause: WaitCause::Released, reasons: vec![Reason::StaffDecision], passed: None };
    Ok(taken_back(state, Decision::default(), &member.party()).log(member.party(), queued))
}

pub(super) fn lose_agent(state: &State, agent: StaffId) -> Result<Decision, Refusal> {
    still_open(state)?;
    match &state.phase {
        Phase::WithAgent { agent: holder, .. } if *holder == agent => {
            let queued = Event::Queued { cause: WaitCause::AgentLost, reasons: Vec::new(), passed: None };
            Ok(taken_back(state, Decision::default(), &Party::System).log(Party::System, queued))
        }
        _ => end_offer(state, agent),
    }
}

/// A packet that covers the log as it stands.
pub(super) fn whole<'a>(state: &State, packet: Option<&'a HandoffPacket>) -> Result<&'a HandoffPacket, Refusal> {
    packet.filter(|packet| packet.up_to == state.last).ok_or(Refusal::Conflict)
}

/// The packet before an agent; `passed`: why a colleague passes it on.
fn offered(
    state: &State,
    (agent, name): (StaffId, &str),
    (packet, passed): (&HandoffPacket, Option<&TransferReason>),
    around: Surroundings<'_>,
) -> Event {
    Event::Offered {
        agent,
        name: name.to_owned(),
        packet: Box::new(packet.clone()),
        epoch: state.epoch.next(),
        expires_at: around.now.plus(around.offer_time),
        passed: passed.cloned(),
    }
}

fn accepted(state: &State, member: Member<'_>) -> Event {
    Event::Accepted { agent: member.id, name: member.name.to_owned(), epoch: state.epoch.next() }
}
