//! What events do to alerts: each is an episode of its own, from raised to closed.

use crate::conversation::Phase;
use crate::conversation::state::State;
use crate::domain::alert::Acknowledged;
use crate::domain::episode::{ClosedAlert, Escalated, Holder, Intervened, Snoozed};
use crate::domain::{AlertId, AlertState, Event, Stamped, Timestamp};

/// An alert begins.
pub(super) fn raise(state: &mut State, event: &Stamped<Event>) {
    let Event::AlertRaised { alert, about, stage, reasons, against, message } = &event.event else { return };
    let raised = AlertState::raised(*alert, (*about, *stage), reasons.clone(), *message, event.at);
    let holder = match &state.phase {
        Phase::WithAgent { agent, name, .. } => Some(Holder { staff: *agent, name: name.clone() }),
        _ => None,
    };
    state.alerts.push(AlertState { holder, against: *against, ..raised });
}

/// Something happens to an alert.
pub(super) fn go_on(state: &mut State, event: &Stamped<Event>) {
    let Stamped { at, by, event, .. } = event;
    let Some(alert) = state.alerts.iter_mut().find(|alert| event.alert() == Some(alert.id)) else { return };
    let (at, by) = (*at, by.clone());
    match event {
        Event::AlertAcknowledged { .. } => {
            alert.snoozed = None;
            alert.acknowledged = Some(Acknowledged { by, at });
        }
        Event::AlertSnoozed { until, reason, .. } => {
            alert.snoozed = Some(Snoozed { by, at, until: *until, reason: *reason });
        }
        Event::AlertReturned { .. } => {
            // Of what was closed the end is taken back. Else a snooze is over: whoever knew of it put it off, so it waits
            // for somebody anew.
            if alert.closed.take().is_none() {
                (alert.snoozed, alert.acknowledged) = (None, None);
            }
            alert.called_at = at;
        }
        Event::AlertEscalated { step, to, name, .. } => {
            alert.escalated = Some(Escalated { step: *step, to: *to, name: name.clone(), at });
            alert.called_at = at;
        }
        Event::Intervened { how, after_ms, .. } => {
            alert.intervened = Some(Intervened { by, how: *how, after_ms: *after_ms });
        }
        Event::AlertClosed { how, .. } => alert.closed = Some(ClosedAlert { by, at, how: *how }),
        _ => {}
    }
}

/// The bot said where help is.
pub(super) fn told(state: &mut State, alert: AlertId, at: Timestamp) {
    if let Some(alert) = state.alerts.iter_mut().find(|known| known.id == alert) {
        alert.told.get_or_insert(at);
    }
}

/// A person wrote to the visitor: the first reply to all distress that nobody has answered and that is not over.
pub(super) fn replied(state: &mut State, at: Timestamp) {
    for alert in state.alerts.iter_mut().filter(|alert| alert.is_lasting_distress()) {
        let after_ms = u64::try_from(at.since(alert.raised_at).as_millis()).unwrap_or(u64::MAX);
        alert.replied_after_ms.get_or_insert(after_ms);
    }
}
