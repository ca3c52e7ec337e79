//! How soon a person wrote after an alert about distress: the last 24 hours, and whoever waits now. Pure: time is an
//! argument.
//!
//! Owns the counting. Alerts that ended without a reply are told beside the median, which is of those with one and
//! would look better without them; false alarms among them count for nothing.

use super::interventions::WINDOW;
use crate::domain::episode::IN_TIME;
use crate::domain::{AlertEnd, AlertId, AlertKind, ConversationId, Summary, Timestamp};
use crate::protocol::board::{AwaitedReply, DistressReplies};
use std::collections::BTreeMap;

/// Most settled alerts remembered; beyond that the oldest go first.
const MOST: usize = 10_000;
/// Most clocks shown.
const SHOWN: usize = 20;

/// Alerts about distress, by what came of them.
#[derive(Debug, Default)]
pub struct FirstReplies {
    /// Since when; the first alert of a conversation counts.
    waiting: BTreeMap<ConversationId, Timestamp>,
    /// Milliseconds to the reply, or none came.
    settled: BTreeMap<(Timestamp, AlertId), Option<u64>>,
}

impl FirstReplies {
    /// A conversation changed, or is told of at the start.
    pub fn hear(&mut self, summary: &Summary, now: Timestamp) {
        self.waiting.remove(&summary.conv);
        for alert in summary.alerts.iter().filter(|alert| alert.kind == AlertKind::Distress) {
            let end = alert.closed.as_ref().map(|closed| closed.how);
            let is_settled = alert.replied_after_ms.is_some() || end.is_some();
            if !is_settled {
                let since = self.waiting.entry(summary.conv).or_insert(alert.raised_at);
                *since = (*since).min(alert.raised_at);
            } else if alert.replied_after_ms.is_some() || end != Some(AlertEnd::FalseAlarm) {
                self.settled.insert((alert.raised_at, alert.id), alert.replied_after_ms);
            }
        }
        while self.settled.first_entry().is_some_and(|first| now.since(first.key().0) >= WINDOW)
            || self.settled.len() > MOST
        {
            self.settled.pop_first();
        }
    }

    /// How it stands.
    #[must_use]
    pub fn report(&self, now: Timestamp) -> DistressReplies {
        let recent = self.settled.iter().filter(|((raised_at, _), _)| now.since(*raised_at) < WINDOW);
        let (mut replies, mut missed) = (Vec::new(), 0_u32);
        for (_, after_ms) in recent {
            match after_ms {
                Some(after_ms) => replies.push(*after_ms),
                None => missed = missed.saturating_add(1),
            }
        }
        let mut open: Vec<AwaitedReply> =
            self.waiting.iter().map(|(conv, since)| AwaitedReply { conv: *conv, since: *since }).collect();
        open.sort_by_key(|one| (one.since, one.conv));
        let waiting = u32::try_from(open.len()).unwrap_or(u32::MAX);
        open.truncate(SHOWN);
        DistressReplies {
            target_ms: u32::try_from(IN_TIME.as_millis()).unwrap_or(u32::MAX),
            answered: u32::try_from(replies.len()).unwrap_or(u32::MAX),
            median_ms: median(replies),
            missed,
            waiting,
            open,
        }
    }
}

fn median(mut times: Vec<u64>) -> Option<u64> {
    times.sort_unstable();
    let upper = *times.get(times.len() / 2)?;
    if times.len() % 2 == 1 { Some(upper) } else { Some(times[times.len() / 2 - 1].midpoint(upper)) }
}

#[cfg(test)]
#[path = "first_replies_test.rs"]
mod tests;
