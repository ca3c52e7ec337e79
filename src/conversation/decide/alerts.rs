//! Taking notice of alerts: supervisors, or the agent who holds the conversation; once.

use super::Decision;
use super::access::{staff, still_open};
use crate::conversation::state::State;
use crate::domain::{Actor, AlertId, Event, Refusal};

pub(super) fn acknowledge(state: &State, by: &Actor, alert: AlertId) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    if !member.may_step_in() && !state.is_held_by(member.id) {
        return Err(Refusal::Forbidden);
    }
    let found = state.alerts.iter().find(|raised| raised.id == alert).ok_or(Refusal::NotFound)?;
    if found.acknowledged.is_some() {
        return Err(Refusal::Conflict);
    }
    Ok(Decision::default().log(member.party(), Event::AlertAcknowledged { alert }))
}
