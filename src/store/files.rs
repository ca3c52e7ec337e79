//! Files beside messages: what a store keeps of them. Their bytes are the business of `files`.
//!
//! Owns the contract, held by the suite of the store over every engine:
//! - a file takes its room before its first byte arrives, judged in the commit itself, so that two uploads at once cannot
//!   both find the last place;
//! - it stands beside one message only, of its own conversation: the append that logs the message binds it, or fails with
//!   `StoreError::FileNotFree` and changes nothing;
//! - what is given up is remembered by its id until `forget_gone`, so that no bytes are left without anybody who knows.

use super::{Append, StoreError};
use crate::domain::{AttachedFile, ConversationId, Event, FileId, Seq, StaffId, Timestamp, VisitorId};
use async_trait::async_trait;

/// Who sends a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sender {
    /// The visitor.
    Visitor(VisitorId),
    /// A member of the staff.
    Staff(StaffId),
}

/// A file that is about to arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivingFile {
    /// Which.
    pub id: FileId,
    /// For which conversation.
    pub conv: ConversationId,
    /// From whom.
    pub by: Sender,
    /// When it begins to arrive.
    pub at: Timestamp,
    /// How large it will be.
    pub bytes: u64,
}

/// How much room there is. Of a sender: in one conversation, today, and at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileBounds {
    /// Files of one sender in one conversation.
    pub conversation_files: u64,
    /// Their bytes.
    pub conversation_bytes: u64,
    /// Bytes of one visitor in 24 hours, over all their conversations.
    pub day_bytes: u64,
    /// Files of one sender that arrive at once.
    pub at_once: u64,
    /// Bytes of all files there are.
    pub total_bytes: u64,
}

/// Which bound has no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileBound {
    /// Of the sender in this conversation.
    Conversation,
    /// Of the visitor today.
    Day,
    /// Too many arrive at once from this sender.
    AtOnce,
    /// Of all files.
    Total,
}

/// What is taken already, as the bounds count it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TakenRoom {
    /// Files of the sender in the conversation, with those that arrive.
    pub conversation_files: u64,
    /// Their bytes.
    pub conversation_bytes: u64,
    /// Bytes of the sender in the last 24 hours.
    pub day_bytes: u64,
    /// Files of the sender that arrive.
    pub arriving: u64,
    /// Bytes of all files.
    pub total_bytes: u64,
}

impl FileBounds {
    /// The first bound in which a file finds no room.
    #[must_use]
    pub fn broken_by(&self, file: &ArrivingFile, taken: TakenRoom) -> Option<FileBound> {
        let over = |used: u64, most: u64| used.saturating_add(file.bytes) > most;
        let is_visitor = matches!(file.by, Sender::Visitor(_));
        [
            (taken.arriving >= self.at_once, FileBound::AtOnce),
            (
                taken.conversation_files >= self.conversation_files
                    || over(taken.conversation_bytes, self.conversation_bytes),
                FileBound::Conversation,
            ),
            (is_visitor && over(taken.day_bytes, self.day_bytes), FileBound::Day),
            (over(taken.total_bytes, self.total_bytes), FileBound::Total),
        ]
        .into_iter()
        .find(|(is_broken, _)| *is_broken)
        .map(|(_, bound)| bound)
    }
}

/// A file that has arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// What is known of it.
    pub file: AttachedFile,
    /// In which conversation.
    pub conv: ConversationId,
    /// From whom.
    pub by: Sender,
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// The message that it stands beside, once there is one.
    pub message: Option<Seq>,
}

impl Append {
    /// The files that its messages name, each with the place of its message.
    pub(super) fn files(&self) -> impl Iterator<Item = (FileId, Seq)> {
        self.events.iter().flat_map(|logged| {
            let files = if let Event::Said { files, .. } = &logged.event { files.as_slice() } else { &[] };
            files.iter().map(|file| (file.id, logged.seq))
        })
    }
}

/// Keeps what is known of files.
#[async_trait]
pub trait Files: Send + Sync {
    /// Takes room for a file that is about to arrive, or fails with `StoreError::NoRoom`.
    async fn begin_file(&self, file: ArrivingFile, bounds: FileBounds) -> Result<(), StoreError>;
    /// All of it has arrived, and its bytes are durable. Fails with `StoreError::FileNotFree` where it was given up
    /// meanwhile.
    async fn finish_file(&self, file: AttachedFile, hash: [u8; 32]) -> Result<(), StoreError>;
    /// A file that has arrived.
    async fn file(&self, id: FileId) -> Result<Option<KeptFile>, StoreError>;
    /// Gives up a file that no message stands beside.
    async fn give_up_file(&self, id: FileId) -> Result<(), StoreError>;
    /// Gives up files that began to arrive before this moment and that no message stands beside; answers with how many.
    async fn give_up_loose(&self, until: Timestamp) -> Result<u32, StoreError>;
    /// Files that are given up and whose bytes may still be there, at most `limit`.
    async fn gone_files(&self, limit: u32) -> Result<Vec<FileId>, StoreError>;
    /// The bytes of these are gone too.
    async fn forget_gone(&self, ids: Vec<FileId>) -> Result<(), StoreError>;
    /// Files that have arrived, by their ids after this one, at most `limit`.
    async fn kept_files(&self, after: Option<FileId>, limit: u32) -> Result<Vec<KeptFile>, StoreError>;
}

#[cfg(test)]
#[path = "files_test.rs"]
mod tests;
