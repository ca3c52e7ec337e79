//! Forgetting, in SQLite. What is deleted is overwritten in the file; copies in the write-ahead log and in backups are not.

use super::SqliteStore;
use super::ends::Ends;
use super::fault::Trouble;
use super::files;
use super::read::{ids, one};
use super::rows::Word as _;
use super::write::{Write, run};
use crate::domain::{ConversationId, PhaseName, Timestamp, VisitorId};
use crate::store::{Erase, StoreError};
use async_trait::async_trait;
use rusqlite::{Connection, params};

/// What is replaced or deleted is written over where its page is written anyway, so that an erasure later need not look
/// for older versions.
pub(super) const OVERWRITES: &str = "FAST";

#[async_trait]
impl Erase for SqliteStore {
    async fn erase(&self, conv: ConversationId) -> Result<(), StoreError> {
        self.writer.write(Write::Erase(conv)).await
    }

    async fn forget_visitor(&self, visitor: VisitorId) -> Result<(), StoreError> {
        self.writer.write(Write::ForgetVisitor(visitor)).await
    }

    async fn ended_before(&self, until: Timestamp, limit: u32) -> Result<Vec<ConversationId>, StoreError> {
        let sql = "SELECT id FROM conversation WHERE phase = 'closed' AND updated < ?1 ORDER BY updated, id LIMIT ?2";
        self.readers.read(move |db| ids(db, sql, params![until.0, limit])).await
    }

    async fn count_ended_before(&self, until: Timestamp) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM conversation WHERE phase = 'closed' AND updated < ?1";
        let count = move |db: &Connection| one(db, sql, params![until.0], |row| Ok(row.get::<_, i64>(0)?));
        let count = self.readers.read(count).await?;
        Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
    }
}

/// A conversation that has ended, with everything about it. The ids of its files stay until their bytes are gone.
pub(super) fn conversation(db: &Connection, conv: ConversationId, ends: &mut Ends) -> Result<(), Trouble> {
    let id = conv.0.as_bytes();
    let phase: Option<String> =
        one(db, "SELECT phase FROM conversation WHERE id = ?1", params![id], |row| Ok(row.get(0)?))?;
    if phase.is_some_and(|phase| phase != PhaseName::Closed.word()) {
        return Err(StoreError::GoesOn.into());
    }
    overwriting(db, || {
        run(db, "DELETE FROM event WHERE conversation = ?1", params![id])?;
        files::erase(db, conv)?;
        run(db, "DELETE FROM outcome WHERE conversation = ?1", params![id])?;
        run(db, "DELETE FROM conversation WHERE id = ?1", params![id])
    })?;
    ends.erased(conv);
    Ok(())
}

/// Every token of a visitor.
pub(super) fn visitor(db: &Connection, visitor: VisitorId) -> Result<(), Trouble> {
    overwriting(db, || run(db, "DELETE FROM visitor WHERE id = ?1", params![visitor.0.as_bytes()]))
}

/// Writes over whole pages that are freed as well. Only here: elsewhere that would write pages that need not be written.
fn overwriting(db: &Connection, delete: impl FnOnce() -> Result<(), Trouble>) -> Result<(), Trouble> {
    db.pragma_update(None, "secure_delete", "ON")?;
    let deleted = delete();
    db.pragma_update(None, "secure_delete", OVERWRITES)?;
    deleted
}
