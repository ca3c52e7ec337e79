//! What people said of single messages, from the log. Alerts and whole chats are judged too, but they are not one
//! message's word against another's, and labels that triage itself gave would favour the champion.

use crate::domain::judgement::Voices;
use crate::domain::{ConversationId, Event, Paired, Seq, Stamped, Subject};
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
    let mut said: Voices<Seq, bool> = Voices::default();
    for logged in log {
        if let Event::Judged { subject: Subject::Message { message }, judgement, level, read, .. } = &logged.event {
            said.say(*message, &logged.by, judgement.finds_angry(*level, read.as_ref()));
        }
    }
    said.all().map(|(message, words)| (*message, is_angry(words))).collect::<Vec<_>>().into_iter()
}

fn is_angry<'a>(words: impl Iterator<Item = &'a bool>) -> bool {
    let (angry, all) = words.fold((0, 0), |(angry, all), is_angry| (angry + usize::from(*is_angry), all + 1));
    2 * angry >= all
}

#[cfg(test)]
#[path = "labels_test.rs"]
mod tests;
