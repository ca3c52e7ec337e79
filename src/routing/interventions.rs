//! How often a person intervened in time after an alert, over the last 24 hours: overall, by queue and by agent. Pure:
//! time is an argument.
//!
//! Owns the counting. An alert counts once somebody intervened, or once the time to do so is over, so that an alert of
//! a moment ago is no failure yet. False alarms count like all others: nobody can better the share by calling an alert
//! false. An alert belongs to the agent who held its conversation at the time, to nobody while none did.

use crate::domain::episode::{Holder, IN_TIME};
use crate::domain::{AlertId, SiteId, StaffId, Summary, Timestamp};
use crate::protocol::board::{AgentInTime, InTime, Interventions, QueueInTime};
use std::collections::BTreeMap;
use std::time::Duration;

/// What is looked back on.
pub const WINDOW: Duration = Duration::from_hours(24);
/// The share to reach.
const TARGET: f32 = 0.8;
/// Most alerts remembered; beyond that the oldest go first.
const MOST: usize = 100_000;

#[derive(Debug, Clone)]
struct Mark {
    site: SiteId,
    holder: Option<Holder>,
    after: Option<Duration>,
}

/// Alerts of the last 24 hours and what was done about them.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<(Timestamp, AlertId), Mark>);

impl Tally {
    /// A conversation changed, or is told of at the start.
    pub fn hear(&mut self, summary: &Summary, now: Timestamp) {
        for alert in &summary.alerts {
            if now.since(alert.raised_at) >= WINDOW {
                continue;
            }
            let after = alert.intervened.as_ref().map(|first| Duration::from_millis(first.after_ms));
            let mark = Mark { site: summary.site.clone(), holder: alert.holder.clone(), after };
            self.0.insert((alert.raised_at, alert.id), mark);
        }
        while self.0.first_entry().is_some_and(|first| now.since(first.key().0) >= WINDOW) || self.0.len() > MOST {
            self.0.pop_first();
        }
    }

    /// The shares as they stand.
    #[must_use]
    pub fn report(&self, now: Timestamp) -> Interventions {
        let mut all = InTime::default();
        let mut queues: BTreeMap<&SiteId, InTime> = BTreeMap::new();
        let mut agents: BTreeMap<StaffId, (&str, InTime)> = BTreeMap::new();
        for ((raised_at, _), mark) in &self.0 {
            let age = now.since(*raised_at);
            if age >= WINDOW || (mark.after.is_none() && age <= IN_TIME) {
                continue;
            }
            let in_time = mark.after.is_some_and(|after| after <= IN_TIME);
            count(&mut all, in_time);
            count(queues.entry(&mark.site).or_default(), in_time);
            if let Some(holder) = &mark.holder {
                let (name, counts) = agents.entry(holder.staff).or_default();
                *name = &holder.name;
                count(counts, in_time);
            }
        }
        let queue =
            |(site, InTime { in_time, alerts }): (&SiteId, InTime)| QueueInTime { site: site.clone(), in_time, alerts };
        let agent = |(staff, (name, InTime { in_time, alerts })): (StaffId, (&str, InTime))| AgentInTime {
            staff,
            name: name.to_owned(),
            in_time,
            alerts,
        };
        Interventions {
            within_ms: u32::try_from(IN_TIME.as_millis()).unwrap_or(u32::MAX),
            target: TARGET,
            all,
            queues: queues.into_iter().map(queue).collect(),
            agents: agents.into_iter().map(agent).collect(),
        }
    }
}

fn count(counts: &mut InTime, in_time: bool) {
    counts.alerts = counts.alerts.saturating_add(1);
    counts.in_time = counts.in_time.saturating_add(u32::from(in_time));
}

#[cfg(test)]
#[path = "interventions_test.rs"]
mod tests;
