//! Alerts that wait, as the desk sees them: who is called next, and which snoozed ones come back. Pure: time is an
//! argument.
//!
//! Owns no truth: what happened to an alert stands in its conversation's log, and what is due follows from that alone.
//! So a desk that starts anew asks for the same steps, and each step is asked for by its number: a conversation logs it
//! once, however often it is asked. Asks again when nothing came of it.

use super::moment::Moment;
use super::roster::Post;
use crate::domain::{AlertId, AlertState, Command, ConversationId, PhaseName, StaffId, Standing, Summary};
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::time::Duration;

/// What a conversation did not confirm within this is asked again.
pub const ASK_AGAIN: Duration = Duration::from_secs(5);

/// Alerts of open conversations that wait for a clock.
#[derive(Debug)]
pub struct Episodes {
    escalate_after: Duration,
    waiting: BTreeMap<ConversationId, Vec<AlertState>>,
    asked: HashMap<AlertId, Duration>,
    /// Whoever was called last: another alert's round begins with the next.
    last: Option<StaffId>,
}

impl Episodes {
    /// Knows of no alert yet.
    #[must_use]
    pub fn new(escalate_after: Duration) -> Self {
        Self { escalate_after, waiting: BTreeMap::new(), asked: HashMap::new(), last: None }
    }

    /// A conversation changed. Answers whether an alert waits in it that did not wait before.
    pub fn hear(&mut self, summary: &Summary) -> bool {
        let before = self.waiting.remove(&summary.conv).unwrap_or_default();
        for alert in &before {
            self.asked.remove(&alert.id);
        }
        if summary.phase == PhaseName::Closed {
            return false;
        }
        let waits = |alert: &&AlertState| matches!(alert.standing(), Standing::Open | Standing::Snoozed);
        let waiting: Vec<AlertState> = summary.alerts.iter().filter(waits).cloned().collect();
        let is_new = |alert: &AlertState| before.iter().all(|known| known.id != alert.id);
        let has_new = waiting.iter().any(is_new);
        if !waiting.is_empty() {
            self.waiting.insert(summary.conv, waiting);
        }
        has_new
    }

    /// Everything to post now. Without anybody on duty an alert waits: whoever comes first is called.
    pub fn due<'a>(&mut self, now: Moment, on_duty: impl Iterator<Item = (StaffId, &'a str)>) -> Vec<Post> {
        let mut posts = Vec::new();
        if self.waiting.is_empty() {
            return posts;
        }
        let on_duty: BTreeMap<StaffId, &str> = on_duty.collect();
        for (conv, alert) in self.waiting.iter().flat_map(|(conv, alerts)| alerts.iter().map(move |one| (conv, one))) {
            if self.asked.get(&alert.id).is_some_and(|at| now.steady.saturating_sub(*at) < ASK_AGAIN) {
                continue;
            }
            let command = if alert.returns_at().is_some_and(|at| at <= now.wall) {
                Command::ReturnAlert { alert: alert.id }
            } else if alert.escalates_at(self.escalate_after).is_some_and(|at| at <= now.wall) {
                let before = alert.escalated.as_ref().map(|last| last.to).or(self.last);
                let Some((to, name)) = next(&on_duty, before) else { continue };
                self.last = Some(to);
                Command::EscalateAlert { alert: alert.id, step: alert.next_step(), to, name: name.to_owned() }
            } else {
                continue;
            };
            self.asked.insert(alert.id, now.steady);
            posts.push((*conv, command));
        }
        posts
    }
}

/// Who comes after somebody, round again.
fn next<'a>(on_duty: &BTreeMap<StaffId, &'a str>, before: Option<StaffId>) -> Option<(StaffId, &'a str)> {
    let after = before.map_or(Bound::Unbounded, Bound::Excluded);
    let found = on_duty.range((after, Bound::Unbounded)).next().or_else(|| on_duty.first_key_value());
    found.map(|(staff, name)| (*staff, *name))
}

#[cfg(test)]
#[path = "episodes_test.rs"]
mod tests;
