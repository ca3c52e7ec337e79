//! Beginning, end and new beginning; what the visitor tells of themselves and of the service.

use super::access::{Who, still_open, visitor, who};
use super::{Decision, Effect, Surroundings, alerts, scores};
use crate::conversation::state::{Phase, State};
use crate::domain::{
    Actor, CloseCause, Earlier, Event, MessageText, Party, Refusal, Seq, SiteId, StaffId, VisitorId, handoff::Customer,
};

pub(super) fn open(
    state: &State,
    (site, visitor): (&SiteId, VisitorId),
    customer: &Customer,
    (before, earlier): (Option<StaffId>, Option<&Earlier>),
) -> Result<Decision, Refusal> {
    if state.visitor() == Some(visitor) {
        return Ok(Decision::default());
    }
    if state.phase != Phase::New {
        return Err(Refusal::Conflict);
    }
    let (customer, earlier) = (customer.clone(), earlier.cloned().map(Box::new));
    let opened = Event::Opened { site: site.clone(), visitor, customer, before, earlier };
    Ok(Decision::default().log(Party::Visitor, opened).then(Effect::AskBot { message: Seq(0) }))
}

pub(super) fn update_customer(state: &State, by: &Actor, customer: &Customer) -> Result<Decision, Refusal> {
    visitor(state, by)?;
    still_open(state)?;
    if state.customer == *customer {
        return Ok(Decision::default());
    }
    Ok(Decision::default().log(Party::Visitor, Event::CustomerUpdated { customer: customer.clone() }))
}

pub(super) fn rate(state: &State, by: &Actor, score: u8, text: Option<&MessageText>) -> Result<Decision, Refusal> {
    visitor(state, by)?;
    still_open(state)?;
    if !(1..=5).contains(&score) {
        return Err(Refusal::Forbidden);
    }
    let rating = (score, text.cloned());
    if state.rating.as_ref() == Some(&rating) {
        return Ok(Decision::default());
    }
    Ok(Decision::default().log(Party::Visitor, Event::Rated { score, text: rating.1 }))
}

pub(super) fn close(
    state: &State,
    by: &Actor,
    cause: CloseCause,
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    let (party, cause) = match who(state, by)? {
        Who::Visitor => (Party::Visitor, CloseCause::Visitor),
        Who::Staff(member) => (member.party(), CloseCause::Resolved),
        Who::System => (Party::System, cause),
    };
    still_open(state)?;
    let marks = scores::marks_at_the_end(state, around.policy);
    Ok(alerts::close_all(state, marks).log(party, Event::Closed { cause }))
}

pub(super) fn reopen(state: &State, by: &Actor) -> Result<Decision, Refusal> {
    let party = match who(state, by)? {
        Who::Visitor => Party::Visitor,
        Who::Staff(member) => member.party(),
        Who::System => return Err(Refusal::Forbidden),
    };
    if !matches!(state.phase, Phase::Closed { .. }) {
        return Err(Refusal::WrongPhase);
    }
    Ok(Decision::default().log(party, Event::Reopened { epoch: state.epoch.next() }))
}
