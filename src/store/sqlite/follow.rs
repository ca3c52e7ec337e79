//! What follows the log reads of it: who has said what since, and who may have. Read only.

use super::log::SqliteLog;
use super::read::{self, all, ids};
use super::rows::{event, number};
use super::walk::{StoredEvent, why};
use crate::domain::{ConversationId, Event, Seq, Stamped, Summary, Timestamp};
use crate::store::StoreError;
use rusqlite::params;

impl SqliteLog {
    /// Identifies the database's line of history.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn epoch(&self) -> Result<String, StoreError> {
        self.told(read::epoch(self.db()))
    }

    /// One conversation's summary.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn summary(&self, conv: ConversationId) -> Result<Option<Summary>, StoreError> {
        self.told(read::summary_of(self.db(), conv))
    }

    /// One event; `None` where there is none, or it cannot be read.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn event(&self, conv: ConversationId, seq: Seq) -> Result<Option<Stamped<Event>>, StoreError> {
        let sql = "SELECT seq, public, at, body FROM event WHERE conversation = ?1 AND seq = ?2";
        let found = all(self.db(), sql, params![conv.0.as_bytes(), number(seq)], |row| Ok(event(conv, row).ok()));
        Ok(self.told(found)?.pop().flatten())
    }

    /// Messages and notes after a place, oldest first, at most `limit`, those that cannot be read among them.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn messages_after(&self, conv: ConversationId, after: Seq, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = "SELECT seq, public, at, body FROM event
                   WHERE conversation = ?1 AND seq > ?2 AND message_id IS NOT NULL ORDER BY seq LIMIT ?3";
        self.told(all(self.db(), sql, params![conv.0.as_bytes(), number(after), limit], |row| {
            let seq = Seq(u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0));
            Ok(StoredEvent { seq, message_id: None, event: event(conv, row).map_err(why) })
        }))
    }

    /// The site of a conversation, by name.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn site_of(&self, conv: ConversationId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT site FROM conversation WHERE id = ?1";
        Ok(self.told(all(self.db(), sql, params![conv.0.as_bytes()], |row| Ok(row.get(0)?)))?.pop())
    }

    /// Conversations whose ids lie before this one, the latest first, at most `limit`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn conversations_before(&self, before: ConversationId, limit: u32) -> Result<Vec<ConversationId>, StoreError> {
        let sql = "SELECT id FROM conversation WHERE id < ?1 ORDER BY id DESC LIMIT ?2";
        self.told(ids(self.db(), sql, params![before.0.as_bytes(), limit]))
    }

    /// Conversations that are open or have changed since, at most `limit`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn open_or_changed_since(&self, since: Timestamp, limit: u32) -> Result<Vec<ConversationId>, StoreError> {
        let open = "SELECT id FROM conversation WHERE phase <> 'closed' LIMIT ?1";
        let closed = "SELECT id FROM conversation WHERE phase = 'closed' AND updated >= ?1
                      ORDER BY updated DESC, id DESC LIMIT ?2";
        let mut found = self.told(ids(self.db(), open, params![limit]))?;
        let room = limit.saturating_sub(u32::try_from(found.len()).unwrap_or(u32::MAX));
        found.extend(self.told(ids(self.db(), closed, params![since.0, room]))?);
        Ok(found)
    }
}
