//! Files beside messages, in SQLite: their rows, and the ids of those whose bytes are to go.

use super::SqliteStore;
use super::fault::Trouble;
use super::read::{all, one};
use super::write::{Write, run};
use crate::domain::{AttachedFile, ConversationId, FileId, Seq, StaffId, Timestamp, VisitorId};
use crate::store::{ArrivingFile, FileBounds, Files, KeptFile, Sender, StoreError, TakenRoom};
use async_trait::async_trait;
use rusqlite::{Connection, Row, params};
use std::time::Duration;
use uuid::Uuid;

const DAY: Duration = Duration::from_hours(24);
/// Files given up in one commit.
const AT_ONCE: u32 = 500;

#[async_trait]
impl Files for SqliteStore {
    async fn begin_file(&self, file: ArrivingFile, bounds: FileBounds) -> Result<(), StoreError> {
        self.writer.write(Write::BeginFile(Box::new((file, bounds)))).await
    }

    async fn finish_file(&self, file: AttachedFile, hash: [u8; 32]) -> Result<(), StoreError> {
        self.writer.write(Write::FinishFile(Box::new((file, hash)))).await
    }

    async fn file(&self, id: FileId) -> Result<Option<KeptFile>, StoreError> {
        self.readers.read(move |db| read(db, id)).await
    }

    async fn give_up_file(&self, id: FileId) -> Result<(), StoreError> {
        self.writer.write(Write::GiveUpFiles(vec![id])).await
    }

    async fn give_up_loose(&self, until: Timestamp) -> Result<u32, StoreError> {
        let mut count = 0;
        loop {
            let sql = "SELECT id FROM file WHERE seq IS NULL AND at < ?1 ORDER BY at LIMIT ?2";
            let loose = self.readers.read(move |db| all(db, sql, params![until.0, AT_ONCE], |row| id(row, 0))).await?;
            if loose.is_empty() {
                return Ok(count);
            }
            count += u32::try_from(loose.len()).unwrap_or(u32::MAX);
            self.writer.write(Write::GiveUpFiles(loose)).await?;
        }
    }

    async fn gone_files(&self, limit: u32) -> Result<Vec<FileId>, StoreError> {
        let sql = "SELECT id FROM file_gone ORDER BY id LIMIT ?1";
        self.readers.read(move |db| all(db, sql, params![limit], |row| id(row, 0))).await
    }

    async fn forget_gone(&self, ids: Vec<FileId>) -> Result<(), StoreError> {
        self.writer.write(Write::ForgetFiles(ids)).await
    }

    async fn kept_files(&self, after: Option<FileId>, limit: u32) -> Result<Vec<KeptFile>, StoreError> {
        self.readers.read(move |db| page(db, after, limit)).await
    }
}

/// Takes room for a file, where there is some.
pub(super) fn begin(db: &Connection, file: &ArrivingFile, bounds: FileBounds) -> Result<(), Trouble> {
    if let Some(bound) = bounds.broken_by(file, taken(db, file)?) {
        return Err(StoreError::NoRoom(bound).into());
    }
    let (staff, sender) = columns(file.by);
    let bytes = i64::try_from(file.bytes).unwrap_or(i64::MAX);
    let written = run(
        db,
        "INSERT INTO file (id, conversation, staff, sender, at, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![file.id.0.as_bytes(), file.conv.0.as_bytes(), staff, sender, file.at.0, bytes],
    );
    // The id is the only rule of this table that a valid value can break.
    written.map_err(Trouble::or_duplicate)
}

fn taken(db: &Connection, file: &ArrivingFile) -> Result<TakenRoom, Trouble> {
    let (_, sender) = columns(file.by);
    let count = |row: &Row<'_>, column| Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0));
    let conversation = "SELECT count(*), coalesce(sum(bytes), 0) FROM file WHERE conversation = ?1 AND sender = ?2";
    let day = "SELECT coalesce(sum(bytes), 0), count(*) - count(body) FROM file WHERE sender = ?1 AND at > ?2";
    let of_conversation =
        one(db, conversation, params![file.conv.0.as_bytes(), sender], |row| Ok((count(row, 0)?, count(row, 1)?)))?;
    let of_day = one(db, day, params![sender, file.at.minus(DAY).0], |row| Ok((count(row, 0)?, count(row, 1)?)))?;
    let total = one(db, "SELECT used FROM file_room", params![], |row| count(row, 0))?;
    let (conversation_files, conversation_bytes) = of_conversation.unwrap_or_default();
    let (day_bytes, arriving) = of_day.unwrap_or_default();
    let total_bytes = total.unwrap_or_default();
    Ok(TakenRoom { conversation_files, conversation_bytes, day_bytes, arriving, total_bytes })
}

/// All of it has arrived.
pub(super) fn finish(db: &Connection, file: &AttachedFile, hash: &[u8; 32]) -> Result<(), Trouble> {
    let body = serde_json::to_string(file).map_err(|error| StoreError::Engine(Box::new(error)))?;
    let sql = "UPDATE file SET body = ?2, hash = ?3 WHERE id = ?1 AND body IS NULL";
    let changed = db.prepare_cached(sql)?.execute(params![file.id.0.as_bytes(), body, hash])?;
    if changed == 1 { Ok(()) } else { Err(StoreError::FileNotFree.into()) }
}

/// Whether a message of this conversation may stand beside it.
pub(super) fn is_free(db: &Connection, conv: ConversationId, file: FileId) -> Result<bool, Trouble> {
    let sql = "SELECT 1 FROM file WHERE id = ?1 AND conversation = ?2 AND seq IS NULL AND body IS NOT NULL";
    Ok(one(db, sql, params![file.0.as_bytes(), conv.0.as_bytes()], |_| Ok(()))?.is_some())
}

/// A message stands beside it from now on.
pub(super) fn bind(db: &Connection, file: FileId, seq: i64) -> Result<(), Trouble> {
    run(db, "UPDATE file SET seq = ?2 WHERE id = ?1", params![file.0.as_bytes(), seq])
}

/// Gives up those of them that no message stands beside.
pub(super) fn give_up(db: &Connection, ids: &[FileId]) -> Result<(), Trouble> {
    ids.iter().try_for_each(|file| {
        let id = params![file.0.as_bytes()];
        run(db, "INSERT OR IGNORE INTO file_gone (id) SELECT id FROM file WHERE id = ?1 AND seq IS NULL", id)?;
        run(db, "DELETE FROM file WHERE id = ?1 AND seq IS NULL", id)
    })
}

/// Gives up every file of a conversation.
pub(super) fn erase(db: &Connection, conv: ConversationId) -> Result<(), Trouble> {
    let conv = params![conv.0.as_bytes()];
    run(db, "INSERT OR IGNORE INTO file_gone (id) SELECT id FROM file WHERE conversation = ?1", conv)?;
    run(db, "DELETE FROM file WHERE conversation = ?1", conv)
}

/// Their bytes are gone.
pub(super) fn forget(db: &Connection, ids: &[FileId]) -> Result<(), Trouble> {
    ids.iter().try_for_each(|file| run(db, "DELETE FROM file_gone WHERE id = ?1", params![file.0.as_bytes()]))
}

fn read(db: &Connection, id: FileId) -> Result<Option<KeptFile>, Trouble> {
    let sql = "SELECT body, conversation, staff, sender, hash, seq FROM file WHERE id = ?1 AND body IS NOT NULL";
    one(db, sql, params![id.0.as_bytes()], kept)
}

/// Files that have arrived, in the order of their ids.
pub(super) fn page(db: &Connection, after: Option<FileId>, limit: u32) -> Result<Vec<KeptFile>, Trouble> {
    let sql = "SELECT body, conversation, staff, sender, hash, seq FROM file
               WHERE (?1 IS NULL OR id > ?1) AND body IS NOT NULL ORDER BY id LIMIT ?2";
    all(db, sql, params![after.map(|file| file.0.into_bytes()), limit], kept)
}

fn kept(row: &Row<'_>) -> Result<KeptFile, Trouble> {
    let body: String = row.get(0)?;
    let file = serde_json::from_str(&body).map_err(|error| Trouble::unreadable("a file", &error))?;
    let sender = Uuid::from_bytes(row.get(3)?);
    let by = if row.get(2)? { Sender::Staff(StaffId(sender)) } else { Sender::Visitor(VisitorId(sender)) };
    let message = row.get::<_, Option<i64>>(5)?.and_then(|seq| u64::try_from(seq).ok()).map(Seq);
    Ok(KeptFile { file, conv: ConversationId(Uuid::from_bytes(row.get(1)?)), by, hash: row.get(4)?, message })
}

fn id(row: &Row<'_>, column: usize) -> Result<FileId, Trouble> {
    Ok(FileId(Uuid::from_bytes(row.get(column)?)))
}

fn columns(by: Sender) -> (bool, [u8; 16]) {
    match by {
        Sender::Visitor(id) => (false, id.0.into_bytes()),
        Sender::Staff(id) => (true, id.0.into_bytes()),
    }
}
