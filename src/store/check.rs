//! What every engine demands of an append before it looks at what is stored: the caller's own mistakes.
//! Pure; never touches an engine.

use super::{Append, StoreError};
use crate::domain::{ConversationId, MessageId, Seq};

/// The place an append wants to follow, once it is sound in itself.
///
/// # Errors
/// `Engine` when the append is a bug of its caller (empty, gaps inside, another conversation's summary);
/// `DuplicateId` when it brings one message id twice.
pub(super) fn follows(append: &Append) -> Result<Seq, StoreError> {
    let Some(first) = append.events.first() else { return Err(bug("an append without events")) };
    if first.seq == Seq(0) || append.events.windows(2).any(|pair| pair[1].seq != pair[0].seq.next()) {
        return Err(bug("an append whose seq are not consecutive numbers from 1 on"));
    }
    let publics: Vec<Seq> = append.events.iter().filter_map(|logged| logged.public).collect();
    if publics.contains(&Seq(0)) || publics.windows(2).any(|pair| pair[1] != pair[0].next()) {
        return Err(bug("an append whose public numbers are not consecutive"));
    }
    if append.summary.conv != append.conv {
        return Err(bug("an append with the summary of another conversation"));
    }
    match repeated(append) {
        Some(id) => Err(StoreError::DuplicateId(Some(id))),
        None => Ok(Seq(first.seq.0 - 1)),
    }
}

/// The refusal of an append that somebody else outran.
pub(super) fn conflict(conv: ConversationId, after: Seq) -> StoreError {
    StoreError::Conflict { conv, after }
}

/// A caller's bug, reported like an engine's failure: never retried, logged by the caller.
pub(super) fn bug(what: &'static str) -> StoreError {
    StoreError::Engine(what.into())
}

fn repeated(append: &Append) -> Option<MessageId> {
    let ids: Vec<MessageId> = append.events.iter().filter_map(|logged| logged.event.message_id()).collect();
    ids.iter().enumerate().find(|(at, id)| ids[..*at].contains(id)).map(|(_, id)| *id)
}
