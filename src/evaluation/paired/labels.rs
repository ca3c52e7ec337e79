//! What people said of single messages, from the log. Alerts and whole chats are judged too, but they are not one
//! message's word against another's, and labels that triage itself gave would favour the champion.

use crate::domain::{ConversationId, Event, Paired, Party, Seq, StaffId, Stamped, Subject};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a message was found angry, by its place.
pub type Labels = BTreeMap<(ConversationId, Seq), bool>;

/// Labels of the messages that were compared; `judged` gives the `Judged` events of a conversation, in order (others are
/// passed over).
///
/// # Errors
/// When a conversation cannot be read.
pub fn labels<E>(
    pairs: &[Paired],
    mut judged: impl FnMut(ConversationId) -> Result<Vec<Stamped<Event>>, E>,
) -> Result<Labels, E> {
    let conversations: BTreeSet<ConversationId> = pairs.iter().map(|pair| pair.conv).collect();
    let mut all = Labels::new();
    for conv in conversations {
        all.extend(of(&judged(conv)?).map(|(message, is_angry)| ((conv, message), is_angry)));
    }
    Ok(all)
}

/// Of one person the latest word counts; of several the majority, and anger where they are split.
fn of(log: &[Stamped<Event>]) -> impl Iterator<Item = (Seq, bool)> {
    let mut said: BTreeMap<Seq, BTreeMap<StaffId, bool>> = BTreeMap::new();
    for logged in log {
        let (
            Event::Judged { subject: Subject::Message { message }, judgement, level, read, .. },
            Party::Staff { id, .. },
        ) = (&logged.event, &logged.by)
        else {
            continue;
        };
        let is_angry = judgement.finds_angry(*level, read.as_ref());
        let people = said.entry(*message).or_default();
        match is_angry {
            Some(is_angry) => drop(people.insert(*id, is_angry)),
            None => drop(people.remove(id)),
        }
    }
    said.into_iter().filter(|(_, people)| !people.is_empty()).map(|(message, people)| {
        let angry = people.values().filter(|is_angry| **is_angry).count();
        (message, 2 * angry >= people.len())
    })
}

#[cfg(test)]
#[path = "labels_test.rs"]
mod tests;
