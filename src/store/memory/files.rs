//! Files beside messages, in memory: the same contract.

use super::{Data, MemoryStore};
use crate::domain::{AttachedFile, ConversationId, FileId, Seq, Timestamp};
use crate::store::{Append, ArrivingFile, FileBounds, Files, KeptFile, StoreError, TakenRoom};
use async_trait::async_trait;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// What is known of files.
#[derive(Debug, Default)]
pub(super) struct FileRows {
    rows: BTreeMap<FileId, Row>,
    gone: BTreeSet<FileId>,
}

#[derive(Debug)]
struct Row {
    arriving: ArrivingFile,
    arrived: Option<(AttachedFile, [u8; 32])>,
    message: Option<Seq>,
}

impl Row {
    fn kept(&self) -> Option<KeptFile> {
        let (file, hash) = self.arrived.clone()?;
        Some(KeptFile { file, conv: self.arriving.conv, by: self.arriving.by, hash, message: self.message })
    }
}

impl FileRows {
    fn taken(&self, file: &ArrivingFile) -> TakenRoom {
        let bytes = |row: &&Row| row.arriving.bytes;
        let of_sender = || self.rows.values().filter(|row| row.arriving.by == file.by);
        let here = || of_sender().filter(|row| row.arriving.conv == file.conv);
        let today = || of_sender().filter(|row| row.arriving.at > file.at.minus(DAY));
        TakenRoom {
            conversation_files: here().count() as u64,
            conversation_bytes: here().map(|row| bytes(&row)).sum(),
            day_bytes: today().map(|row| bytes(&row)).sum(),
            arriving: today().filter(|row| row.arrived.is_none()).count() as u64,
            total_bytes: self.rows.values().map(|row| bytes(&row)).sum(),
        }
    }

    /// Whether every file of an append may be bound to its message.
    pub(super) fn are_free(&self, append: &Append) -> bool {
        append.files().all(|(file, _)| {
            self.rows
                .get(&file)
                .is_some_and(|row| row.arriving.conv == append.conv && row.message.is_none() && row.arrived.is_some())
        })
    }

    /// Binds the files of an append to their messages.
    pub(super) fn bind(&mut self, append: &Append) {
        for (file, seq) in append.files() {
            if let Some(row) = self.rows.get_mut(&file) {
                row.message = Some(seq);
            }
        }
    }

    /// Gives up every file of a conversation.
    pub(super) fn erase(&mut self, conv: ConversationId) {
        self.give_up(|row| row.arriving.conv == conv);
    }

    fn give_up(&mut self, which: impl Fn(&Row) -> bool) -> u32 {
        let ids: Vec<FileId> = self.rows.iter().filter(|(_, row)| which(row)).map(|(id, _)| *id).collect();
        for id in &ids {
            self.rows.remove(id);
            self.gone.insert(*id);
        }
        u32::try_from(ids.len()).unwrap_or(u32::MAX)
    }
}

impl Data {
    fn begin_file(&mut self, file: ArrivingFile, bounds: FileBounds) -> Result<(), StoreError> {
        if let Some(bound) = bounds.broken_by(&file, self.files.taken(&file)) {
            return Err(StoreError::NoRoom(bound));
        }
        if self.files.rows.contains_key(&file.id) {
            return Err(StoreError::DuplicateId(None));
        }
        self.files.rows.insert(file.id, Row { arriving: file, arrived: None, message: None });
        Ok(())
    }
}

#[async_trait]
impl Files for MemoryStore {
    async fn begin_file(&self, file: ArrivingFile, bounds: FileBounds) -> Result<(), StoreError> {
        self.open()?.begin_file(file, bounds)
    }

    async fn finish_file(&self, file: AttachedFile, hash: [u8; 32]) -> Result<(), StoreError> {
        let mut data = self.open()?;
        let row = data.files.rows.get_mut(&file.id).filter(|row| row.arrived.is_none());
        row.ok_or(StoreError::FileNotFree)?.arrived = Some((file, hash));
        Ok(())
    }

    async fn file(&self, id: FileId) -> Result<Option<KeptFile>, StoreError> {
        Ok(self.open()?.files.rows.get(&id).and_then(Row::kept))
    }

    async fn give_up_file(&self, id: FileId) -> Result<(), StoreError> {
        self.open()?.files.give_up(|row| row.arriving.id == id && row.message.is_none());
        Ok(())
    }

    async fn give_up_loose(&self, until: Timestamp) -> Result<u32, StoreError> {
        Ok(self.open()?.files.give_up(|row| row.message.is_none() && row.arriving.at < until))
    }

    async fn gone_files(&self, limit: u32) -> Result<Vec<FileId>, StoreError> {
        Ok(self.open()?.files.gone.iter().take(limit as usize).copied().collect())
    }

    async fn forget_gone(&self, ids: Vec<FileId>) -> Result<(), StoreError> {
        let mut data = self.open()?;
        data.files.gone.retain(|gone| !ids.contains(gone));
        Ok(())
    }

    async fn kept_files(&self, after: Option<FileId>, limit: u32) -> Result<Vec<KeptFile>, StoreError> {
        let data = self.open()?;
        let rows = data.files.rows.iter().filter(|(id, _)| after.is_none_or(|after| **id > after));
        Ok(rows.filter_map(|(_, row)| row.kept()).take(limit as usize).collect())
    }
}
