//! Alerts as episodes: open, acknowledged or snoozed, closed. Supervisors act on them, or the agent who holds the
//! conversation; each thing happens once.
//!
//! Keeps: a step of escalation is named by its number, so that one asked for twice is logged once, whoever restarted in
//! between; of each alert only the first intervention is logged; nothing happens to an alert that is closed.

use super::access::{Member, in_charge, staff, still_open};
use super::{Decision, Surroundings};
use crate::conversation::state::State;
use crate::domain::{
    Actor, AlertEnd, AlertId, AlertKind, AlertState, Event, Intervention, Party, Refusal, SnoozeMinutes, SnoozeReason,
    StaffId, Stage, Standing, Timestamp, Verdict,
};

pub(super) fn acknowledge(state: &State, by: &Actor, alert: AlertId) -> Result<Decision, Refusal> {
    let (member, found) = in_hand(state, by, alert)?;
    match found.standing() {
        Standing::Open | Standing::Snoozed => {
            Ok(Decision::default().log(member.party(), Event::AlertAcknowledged { alert }))
        }
        Standing::Acknowledged | Standing::Closed => Err(Refusal::Conflict),
    }
}

pub(super) fn snooze(
    state: &State,
    by: &Actor,
    alert: AlertId,
    (minutes, reason): (SnoozeMinutes, SnoozeReason),
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let (member, found) = in_hand(state, by, alert)?;
    match found.standing() {
        Standing::Open | Standing::Acknowledged => {
            let until = now.plus(minutes.duration());
            Ok(Decision::default().log(member.party(), Event::AlertSnoozed { alert, until, reason }))
        }
        Standing::Snoozed | Standing::Closed => Err(Refusal::Conflict),
    }
}

pub(super) fn close(state: &State, by: &Actor, alert: AlertId, verdict: Verdict) -> Result<Decision, Refusal> {
    let (member, found) = in_hand(state, by, alert)?;
    if found.standing() == Standing::Closed {
        return Err(Refusal::Conflict);
    }
    Ok(Decision::default().log(member.party(), Event::AlertClosed { alert, how: verdict.into() }))
}

/// The end of a snooze, when its time is over.
pub(super) fn come_back(state: &State, alert: AlertId, now: Timestamp) -> Result<Decision, Refusal> {
    still_open(state)?;
    let until = find(state, alert)?.returns_at().ok_or(Refusal::Conflict)?;
    if now < until {
        return Err(Refusal::WrongPhase);
    }
    Ok(Decision::default().log(Party::System, Event::AlertReturned { alert }))
}

/// A call to the next supervisor, when nobody took notice in time.
pub(super) fn escalate(
    state: &State,
    (alert, step): (AlertId, u32),
    (to, name): (StaffId, &str),
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    still_open(state)?;
    let found = find(state, alert)?;
    let due = found.escalates_at(around.escalate_after).ok_or(Refusal::Conflict)?;
    if step != found.next_step() {
        return Err(Refusal::Conflict);
    }
    if around.now < due {
        return Err(Refusal::WrongPhase);
    }
    let escalated = Event::AlertEscalated { alert, step, to, name: name.to_owned() };
    Ok(Decision::default().log(Party::System, escalated))
}

/// Adds that a person did something about every alert of which nobody had yet done anything.
pub(super) fn intervene(
    state: &State,
    decision: Decision,
    (by, how): (&Party, Intervention),
    now: Timestamp,
) -> Decision {
    let waiting = not_closed(state).filter(|alert| alert.intervened.is_none());
    waiting.fold(decision, |decision, alert| {
        let after_ms = u64::try_from(now.since(alert.raised_at).as_millis()).unwrap_or(u64::MAX);
        decision.log(by.clone(), Event::Intervened { alert: alert.id, how, after_ms })
    })
}

/// Adds the end of those alerts that an intervention calmed: the stage has fallen to watch or calm. Distress is no
/// anger, and is not over because anger is.
pub(super) fn calm(state: &State, decision: Decision, (from, to): (Stage, Stage)) -> Decision {
    if to >= from || to > Stage::Watch {
        return decision;
    }
    let calmed = not_closed(state).filter(|alert| alert.intervened.is_some() && alert.kind != AlertKind::Distress);
    end(decision, calmed, AlertEnd::Calmed)
}

/// Adds the end of all alerts, for the end of the conversation.
pub(super) fn close_all(state: &State, decision: Decision) -> Decision {
    end(decision, not_closed(state), AlertEnd::Ended)
}

fn end<'a>(decision: Decision, alerts: impl Iterator<Item = &'a AlertState>, how: AlertEnd) -> Decision {
    alerts.fold(decision, |decision, alert| decision.log(Party::System, Event::AlertClosed { alert: alert.id, how }))
}

fn not_closed(state: &State) -> impl Iterator<Item = &AlertState> {
    state.alerts.iter().filter(|alert| alert.standing() != Standing::Closed)
}

pub(super) fn find(state: &State, alert: AlertId) -> Result<&AlertState, Refusal> {
    state.alerts.iter().find(|raised| raised.id == alert).ok_or(Refusal::NotFound)
}

/// The alert, and the member of the staff who may act on it.
fn in_hand<'a, 'b>(state: &'a State, by: &'b Actor, alert: AlertId) -> Result<(Member<'b>, &'a AlertState), Refusal> {
    let member = staff(state, by)?;
    still_open(state)?;
    in_charge(state, member)?;
    Ok((member, find(state, alert)?))
}

#[cfg(test)]
#[path = "alerts_test.rs"]
mod tests;
