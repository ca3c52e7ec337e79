//! Where logs end, as the one writer remembers it instead of asking the database before every append. Owns a bounded
//! memory; what it does not know is asked for.
//!
//! Kept: it says what the open transaction sees. Nobody else writes (the lock on the file), and whatever is rolled back
//! is forgotten. The key of the table, (conversation, seq), stays the guard of invariant C1.

use super::fault::Trouble;
use crate::domain::ConversationId;
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// So many logs are remembered: all that are in use at once on a large node, at about 50 bytes each.
const MOST: usize = 32_768;

/// The last place of each log that was written to of late.
#[derive(Debug, Default)]
pub(super) struct Ends(HashMap<ConversationId, i64>);

impl Ends {
    /// The last place of a log; 0 before its first event.
    pub(super) fn of(&self, db: &Connection, conv: ConversationId) -> Result<i64, Trouble> {
        let Some(known) = self.0.get(&conv).copied() else { return stored(db, conv) };
        debug_assert_eq!(stored(db, conv).ok(), Some(known), "C1: the end of {conv} is not where it is thought to be");
        Ok(known)
    }

    /// A log was written up to here.
    pub(super) fn moved(&mut self, conv: ConversationId, last: i64) {
        if self.0.len() >= MOST && !self.0.contains_key(&conv) {
            self.0.clear();
        }
        self.0.insert(conv, last);
    }

    /// A log is gone.
    pub(super) fn erased(&mut self, conv: ConversationId) {
        self.0.remove(&conv);
    }

    /// What was written since the last commit is undone.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}

fn stored(db: &Connection, conv: ConversationId) -> Result<i64, Trouble> {
    let mut ask = db.prepare_cached("SELECT coalesce(max(seq), 0) FROM event WHERE conversation = ?1")?;
    Ok(ask.query_row(params![conv.0.as_bytes()], |row| row.get(0))?)
}
