//! One ended conversation in a line, for the packet of the visitor's next. Pure reading of its log.

use super::extract::{Owed, summary};
use super::likely_intent::likely_intent;
use crate::domain::{ConversationId, EarlierConversation, Event, LineKind, Stage, Stamped};

/// Tells an ended conversation in a line; `None` where it has not ended. Of a very long log the beginning and the end
/// are enough: the worst stage is then that of what was read.
#[must_use]
pub fn tell(conv: ConversationId, log: &[Stamped<Event>]) -> Option<EarlierConversation> {
    let opened_at = log.first()?.at;
    let (ended_at, cause) = log.iter().rev().find_map(|event| match &event.event {
        Event::Closed { cause } => Some((event.at, *cause)),
        _ => None,
    })?;
    let agent = log.iter().rev().find_map(|event| match &event.event {
        Event::Accepted { name, .. } => Some(name.clone()),
        _ => None,
    });
    let rating = log.iter().rev().find_map(|event| match &event.event {
        Event::Rated { score, .. } => Some(*score),
        _ => None,
    });
    Some(EarlierConversation { conv, opened_at, ended_at, cause, agent, rating, stage: worst(log), about: about(log) })
}

fn worst(log: &[Stamped<Event>]) -> Stage {
    let stages = log.iter().filter_map(|event| match &event.event {
        Event::StageChanged { to, .. } => Some(*to),
        _ => None,
    });
    stages.max().unwrap_or_default()
}

fn about(log: &[Stamped<Event>]) -> Option<String> {
    let lines = summary(log, Owed { turning_point: None, questions: &[], promises: &[] });
    // What we answered tells less than what we were asked.
    let line = lines.into_iter().find(|line| !matches!(line.kind, LineKind::Tried | LineKind::Promised));
    line.map(|line| line.text).or_else(|| likely_intent(log).map(|intent| intent.name))
}

#[cfg(test)]
#[path = "earlier_test.rs"]
mod tests;
