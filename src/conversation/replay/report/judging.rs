//! What people said of a conversation's alerts and messages, in the end. Pure: the latest word on each counts.

use super::facts::Judged;
use crate::domain::{AlertEnd, AlertId, AlertKind, Event, Seq, Stage, Subject};
use std::collections::BTreeMap;

/// Hears a log.
#[derive(Debug, Default)]
pub(super) struct Judging {
    alerts: BTreeMap<AlertId, (AlertKind, Stage)>,
    right: BTreeMap<AlertId, bool>,
    angry: BTreeMap<Seq, bool>,
}

impl Judging {
    /// Takes an event into account.
    pub(super) fn hear(&mut self, event: &Event) {
        match event {
            Event::AlertRaised { alert, about, stage, .. } => drop(self.alerts.insert(*alert, (*about, *stage))),
            Event::AlertClosed { alert, how: how @ (AlertEnd::Done | AlertEnd::FalseAlarm) } => {
                self.right.insert(*alert, *how == AlertEnd::Done);
            }
            Event::Judged { subject: Subject::Alert { alert }, judgement, .. } => {
                put(&mut self.right, *alert, judgement.is_right());
            }
            Event::Judged { subject: Subject::Message { message }, judgement, level, read, .. } => {
                put(&mut self.angry, *message, judgement.finds_angry(*level, read.as_ref()));
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
        self.right.iter().filter_map(one).collect()
    }

    /// Somebody found a message angry.
    pub(super) fn found_anger(&self) -> bool {
        self.angry.values().any(|is_angry| *is_angry)
    }
}

fn put<K: Ord>(said: &mut BTreeMap<K, bool>, of: K, word: Option<bool>) {
    match word {
        Some(word) => drop(said.insert(of, word)),
        None => drop(said.remove(&of)),
    }
}
