//! The rules of alerts as an independent reader of the log sees them: it shares no code with `decide` and `evolve`.
//! E1 one alert for each kind and stage · E2 each step of escalation once, in its time, while open · E3 the first
//! intervention once, beside what it is · E4 a snooze ends in its time · E5 nothing after an alert's end but
//! that whoever closed it as a false alarm takes that back, and nothing after the conversation's.

use super::super::fixtures::ESCALATE_AFTER;
use crate::domain::{AlertEnd, AlertId, AlertKind, Event, Judgement, Party, Stage, Stamped, Timestamp};
use std::collections::{HashMap, HashSet};
use std::time::Duration;

type Verdict = Result<(), String>;

/// Alerts as a reader of the log knows them.
#[derive(Default)]
pub(in crate::conversation) struct Episodes {
    known: HashSet<(AlertKind, Stage)>,
    alerts: HashMap<AlertId, Known>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    Open,
    Acknowledged,
    Snoozed(Timestamp),
    Closed,
}

struct Known {
    is: Is,
    /// Before it was closed.
    was: Is,
    closed_falsely_by: Option<Party>,
    raised_at: Timestamp,
    called_at: Timestamp,
    step: u32,
    intervened: bool,
}

fn hold(what: bool, name: &str, event: &Stamped<Event>) -> Verdict {
    if what { Ok(()) } else { Err(format!("{name} broken by {event:?}")) }
}

impl Episodes {
    /// Reads one commit.
    pub(in crate::conversation) fn read(&mut self, commit: &[Stamped<Event>]) -> Verdict {
        for event in commit {
            if let Event::AlertRaised { alert, about, stage, .. } = &event.event {
                hold(self.known.insert((*about, *stage)), "E1", event)?;
                let (at, is) = (event.at, Is::Open);
                let known = Known {
                    is,
                    was: is,
                    closed_falsely_by: None,
                    raised_at: at,
                    called_at: at,
                    step: 0,
                    intervened: false,
                };
                hold(self.alerts.insert(*alert, known).is_none(), "E1", event)?;
            } else if let Some(alert) = event.event.alert() {
                let Some(known) = self.alerts.get_mut(&alert) else { return hold(false, "E1", event) };
                known.go_on(event, commit)?;
            }
            if matches!(event.event, Event::Closed { .. }) {
                hold(self.alerts.values().all(|known| known.is == Is::Closed), "E5", event)?;
            }
        }
        let replied =
            |logged: &&Stamped<Event>| matches!((&logged.by, &logged.event), (Party::Staff { .. }, Event::Said { .. }));
        match commit.iter().find(replied) {
            Some(reply) => {
                hold(self.alerts.values().all(|known| known.intervened || known.is == Is::Closed), "E3", reply)
            }
            None => Ok(()),
        }
    }

    /// Whether the clock should have done something by now.
    pub(super) fn overdue(&self, now: Timestamp, is_anybody_there: bool) -> bool {
        self.alerts.values().any(|known| match known.is {
            Is::Open => is_anybody_there && known.called_at.plus(ESCALATE_AFTER) <= now,
            Is::Snoozed(until) => until <= now,
            Is::Acknowledged | Is::Closed => false,
        })
    }
}

impl Known {
    fn go_on(&mut self, event: &Stamped<Event>, commit: &[Stamped<Event>]) -> Verdict {
        if self.is == Is::Closed {
            let is_withdrawn = |logged: &Stamped<Event>| {
                let withdrawn = matches!(logged.event, Event::Judged { judgement: Judgement::Withdrawn, .. });
                withdrawn && logged.by == event.by
            };
            let is_undone = matches!(event.event, Event::AlertReturned { .. }) && commit.iter().any(is_withdrawn);
            hold(is_undone && self.closed_falsely_by.as_ref() == Some(&event.by), "E5", event)?;
            (self.is, self.called_at, self.closed_falsely_by) = (self.was, event.at, None);
            return Ok(());
        }
        match &event.event {
            Event::AlertAcknowledged { .. } => {
                hold(self.is != Is::Acknowledged, "E2", event)?;
                self.is = Is::Acknowledged;
            }
            Event::AlertSnoozed { until, .. } => {
                hold(!matches!(self.is, Is::Snoozed(_)), "E4", event)?;
                self.is = Is::Snoozed(*until);
            }
            Event::AlertReturned { .. } => {
                hold(matches!(self.is, Is::Snoozed(until) if until <= event.at), "E4", event)?;
                (self.is, self.called_at) = (Is::Open, event.at);
            }
            Event::AlertEscalated { step, .. } => {
                hold(*step == self.step + 1 && self.is == Is::Open, "E2", event)?;
                hold(self.called_at.plus(ESCALATE_AFTER) <= event.at, "E2", event)?;
                (self.step, self.called_at) = (*step, event.at);
            }
            Event::Intervened { after_ms, .. } => {
                let delay = event.at.since(self.raised_at);
                hold(!self.intervened && delay == Duration::from_millis(*after_ms), "E3", event)?;
                let is_what = |logged: &Stamped<Event>| {
                    logged.by == event.by
                        && matches!(logged.event, Event::Said { .. } | Event::Noted { .. } | Event::Accepted { .. })
                };
                hold(matches!(event.by, Party::Staff { .. }) && commit.iter().any(is_what), "E3", event)?;
                self.intervened = true;
            }
            Event::AlertClosed { how, .. } => {
                self.closed_falsely_by = (*how == AlertEnd::FalseAlarm).then(|| event.by.clone());
                (self.was, self.is) = (self.is, Is::Closed);
            }
            _ => {}
        }
        Ok(())
    }
}
