//! Writing the index: messages with their tokens, and how far each conversation has been read, in one transaction.
//!
//! Kept: places grow with time, so that newest first is one walk however the messages came; a message is written once,
//! since `seen` moves with it.

use super::SearchError;
use crate::domain::{ConversationId, Seq, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::HashMap;

/// Messages of one millisecond that keep places of their own; more take those of the next.
const PLACES_PER_MS: i64 = 64;

/// How far a conversation has been read whose words are to stay out.
pub(super) const FORGOTTEN: Seq = Seq(i64::MAX as u64);

/// The first place of a moment.
pub(super) const fn place_of(at: Timestamp) -> i64 {
    let at = if at.0 < 0 { 0 } else { at.0 };
    at.saturating_mul(PLACES_PER_MS)
}

/// A message, ready to be written.
#[derive(Debug)]
pub(super) struct Doc {
    pub(super) conv: ConversationId,
    pub(super) seq: Seq,
    pub(super) at: Timestamp,
    pub(super) tokens: String,
}

/// What one transaction writes.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) docs: Vec<Doc>,
    /// How far each conversation has been read with it; names every conversation of the messages.
    pub(super) seen: Vec<(ConversationId, Seq)>,
}

/// The index, opened for writing.
#[derive(Debug)]
pub(super) struct Index(pub(super) Connection);

impl Index {
    /// How far a conversation has been read.
    pub(super) fn seen(&self, conv: ConversationId) -> Result<Seq, SearchError> {
        let mut statement = self.0.prepare_cached("SELECT seen FROM conversation WHERE id = ?1")?;
        let seen: Option<i64> = statement.query_row(params![conv.0.as_bytes()], |row| row.get(0)).optional()?;
        Ok(Seq(seen.and_then(|seen| u64::try_from(seen).ok()).unwrap_or(0)))
    }

    /// Reads within one view of the index.
    pub(super) fn at_once<T>(&self, read: impl FnOnce() -> Result<T, SearchError>) -> Result<T, SearchError> {
        let view = self.0.unchecked_transaction()?;
        let found = read()?;
        view.finish()?;
        Ok(found)
    }

    /// Writes a batch, whole or not at all.
    pub(super) fn put(&mut self, batch: &mut Batch) -> Result<(), SearchError> {
        batch.docs.sort_by_key(|doc| (doc.at, doc.conv, doc.seq));
        let whole = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut keys = HashMap::with_capacity(batch.seen.len());
        for (conv, seen) in &batch.seen {
            keys.insert(*conv, read_up_to(&whole, *conv, *seen)?);
        }
        for doc in &batch.docs {
            // A message whose conversation is not among those read would be written again.
            if let Some(key) = keys.get(&doc.conv) {
                write(&whole, doc, *key)?;
            }
        }
        Ok(whole.commit()?)
    }

    /// Takes the words of a conversation out, and reads it no more; `docs` are all of its messages, as they were written.
    /// Where the log has none left, nothing of it stays. `false`: words of it stand here that nobody can name any more.
    pub(super) fn forget(&mut self, conv: ConversationId, docs: &[Doc]) -> Result<bool, SearchError> {
        let seen = self.seen(conv)?;
        if docs.is_empty() && seen != Seq(0) && seen != FORGOTTEN {
            return Ok(false);
        }
        let whole = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        whole.execute("INSERT INTO words (words, rank) VALUES ('secure-delete', 1)", [])?;
        for doc in docs.iter().filter(|doc| doc.seq <= seen && seen != FORGOTTEN) {
            unwrite(&whole, doc)?;
        }
        if docs.is_empty() {
            whole.execute("DELETE FROM conversation WHERE id = ?1", params![conv.0.as_bytes()])?;
        } else {
            read_up_to(&whole, conv, FORGOTTEN)?;
        }
        whole.commit()?;
        if docs.is_empty() {
            // Out of the write-ahead log too; where somebody reads just now, a later one does it.
            self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(true)
    }

    /// Has a conversation read from its beginning again.
    pub(super) fn remember(&self, conv: ConversationId) -> Result<(), SearchError> {
        let sql = "UPDATE conversation SET seen = 0 WHERE id = ?1";
        self.0.execute(sql, params![conv.0.as_bytes()])?;
        Ok(())
    }

    /// Whether every conversation has been looked at once.
    pub(super) fn is_whole(&self) -> Result<bool, SearchError> {
        Ok(self.about("whole")?.is_some())
    }

    /// Every conversation has been looked at.
    pub(super) fn set_whole(&self) -> Result<(), SearchError> {
        self.set_about("whole", "yes")
    }

    /// Everything said until about then is here; the start of time where nothing is known.
    pub(super) fn current_to(&self) -> Result<Timestamp, SearchError> {
        Ok(Timestamp(self.about("current_to")?.and_then(|at| at.parse().ok()).unwrap_or(0)))
    }

    /// Remembers until when everything is here.
    pub(super) fn set_current_to(&self, at: Timestamp) -> Result<(), SearchError> {
        self.set_about("current_to", &at.0.to_string())
    }

    fn about(&self, key: &str) -> Result<Option<String>, SearchError> {
        let mut statement = self.0.prepare_cached("SELECT value FROM about WHERE key = ?1")?;
        Ok(statement.query_row(params![key], |row| row.get(0)).optional()?)
    }

    fn set_about(&self, key: &str, value: &str) -> Result<(), SearchError> {
        let sql =
            "INSERT INTO about (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.0.prepare_cached(sql)?.execute(params![key, value])?;
        Ok(())
    }
}

/// Moves how far a conversation has been read; answers with its key. In two plain steps: an upsert that answers makes a
/// table of its own for the answer, each time.
fn read_up_to(whole: &Transaction<'_>, conv: ConversationId, seen: Seq) -> Result<i64, SearchError> {
    let seen = i64::try_from(seen.0).unwrap_or(i64::MAX);
    let mut known = whole.prepare_cached("SELECT key FROM conversation WHERE id = ?1")?;
    let key: Option<i64> = known.query_row(params![conv.0.as_bytes()], |row| row.get(0)).optional()?;
    if let Some(key) = key {
        whole.prepare_cached("UPDATE conversation SET seen = ?2 WHERE key = ?1")?.execute(params![key, seen])?;
        return Ok(key);
    }
    let sql = "INSERT INTO conversation (id, seen) VALUES (?1, ?2)";
    whole.prepare_cached(sql)?.execute(params![conv.0.as_bytes(), seen])?;
    Ok(whole.last_insert_rowid())
}

fn write(whole: &Transaction<'_>, doc: &Doc, key: i64) -> Result<(), SearchError> {
    let place = free_place(whole, doc.at)?;
    let seq = i64::try_from(doc.seq.0).unwrap_or(i64::MAX);
    let sql = "INSERT INTO message (place, conversation, seq) VALUES (?1, ?2, ?3)";
    whole.prepare_cached(sql)?.execute(params![place, key, seq])?;
    let sql = "INSERT INTO words (rowid, tokens) VALUES (?1, ?2)";
    whole.prepare_cached(sql)?.execute(params![place, doc.tokens])?;
    Ok(())
}

/// Takes a message out, with the tokens that went in. One that was never written is no fault.
fn unwrite(whole: &Transaction<'_>, doc: &Doc) -> Result<(), SearchError> {
    let sql = "SELECT place FROM message JOIN conversation ON key = conversation
               WHERE place >= ?1 AND id = ?2 AND seq = ?3 ORDER BY place LIMIT 1";
    let seq = i64::try_from(doc.seq.0).unwrap_or(i64::MAX);
    let values = params![place_of(doc.at), doc.conv.0.as_bytes(), seq];
    let place: Option<i64> = whole.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
    let Some(place) = place else { return Ok(()) };
    let sql = "INSERT INTO words (words, rowid, tokens) VALUES ('delete', ?1, ?2)";
    whole.prepare_cached(sql)?.execute(params![place, doc.tokens])?;
    whole.prepare_cached("DELETE FROM message WHERE place = ?1")?.execute(params![place])?;
    Ok(())
}

/// The next place of a moment that nobody has.
fn free_place(whole: &Transaction<'_>, at: Timestamp) -> Result<i64, SearchError> {
    let mut latest = whole.prepare_cached("SELECT max(place) FROM message WHERE place BETWEEN ?1 AND ?2")?;
    let mut first = place_of(at);
    loop {
        let last = first.saturating_add(PLACES_PER_MS - 1);
        let taken: Option<i64> = latest.query_row(params![first, last], |row| row.get(0))?;
        match taken {
            None => return Ok(first),
            Some(taken) if taken < last => return Ok(taken + 1),
            Some(_) => first = last.saturating_add(1),
        }
    }
}

#[cfg(test)]
#[path = "index_test.rs"]
mod tests;
