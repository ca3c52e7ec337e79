//! What people said of a conversation's alerts and messages, in the end. Pure: of those that stand, the
//! latest word on each counts.

use super::facts::Judged;
use crate::domain::judgement::Voices;
use crate::domain::{AlertEnd, AlertId, AlertKind, Event, Seq, Stage, Stamped, Subject};
use std::collections::BTreeMap;

/// Hears a log.
#[derive(Debug, Default)]
pub(super) struct Judging {
    alerts: BTreeMap<AlertId, (AlertKind, Stage)>,
    right: Voices<AlertId, bool>,
    angry: Voices<Seq, bool>,
}

impl Judging {
    /// Takes an event into account.
    pub(super) fn hear(&mut self, logged: &Stamped<Event>) {
        let by = &logged.by;
        match &logged.event {
            Event::AlertRaised { alert, about, stage, .. } => drop(self.alerts.insert(*alert, (*about, *stage))),
            Event::AlertClosed { alert, how: how @ (AlertEnd::Done | AlertEnd::FalseAlarm) } => {
                self.right.say(*alert, by, Some(*how == AlertEnd::Done));
            }
            Event::Judged { subject: Subject::Alert { alert }, judgement, .. } => {
                self.right.say(*alert, by, judgement.is_right());
            }
            Event::Judged { subject: Subject::Message { message }, judgement, level, read, .. } => {
                self.angry.say(*message, by, judgement.finds_angry(*level, read.as_ref()));
            }
            _ => {}
        }
    }

    /// What was said of alerts.
    pub(super) fn of_alerts(&self) -> Vec<Judged> {
        let one = |(alert, is_right): (&AlertId, &bool)| {
            let (kind, stage) = *self.alerts.get(alert)?;
            Some(Judged { kind, stage, is_right: *is_right })
        };
        self.right.latest().filter_map(one).collect()
    }

    /// Somebody found a message angry.
    pub(super) fn found_anger(&self) -> bool {
        self.angry.latest().any(|(_, is_angry)| *is_angry)
    }
}
