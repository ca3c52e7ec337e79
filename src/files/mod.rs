//! Files beside messages: pictures and documents that visitors and agents send.
//!
//! Owns their bytes: how they come in, what is left out of them (`clean`), where they stand, when they go. Never holds a whole file in memory, never believes
//! what a sender says of one, and never decides who may have it (`session::access`). What is known of each stands in the
//! store.
//! Kept: a file takes its room in the store before its first byte is written, and exists only once its bytes are durable;
//! whatever stops in between leaves a row without a message, which the keeper gives up with its bytes. Bytes without any
//! row do not come about.

mod clean;
mod copy;
mod folder;
mod keep;
mod kind;
mod orientation;
mod receive;
mod size;

pub use folder::Folder;
pub use keep::{LOOSE, SWEEP, keep};
pub use receive::{Incoming, Pace};

use self::clean::Cleaner;
use self::receive::{Body, Spoilt};
use crate::clock::SharedClock;
use crate::domain::file::clean_name;
use crate::domain::{AttachedFile, ConversationId, FileId};
use crate::store::{ArrivingFile, FileBound, FileBounds, KeptFile, Sender, Store, StoreError};
use std::io::{self, ErrorKind};
use std::sync::Arc;
use thiserror::Error;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Files that come in at once, from all senders together.
const AT_ONCE: usize = 256;
/// Of a body that is refused so many times the largest file is read, so that its sender sees why.
const DISCARDED: u64 = 2;

/// What an operator allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLimits {
    /// Largest file, in bytes.
    pub max_bytes: u64,
    /// How much room there is.
    pub bounds: FileBounds,
    /// How slow a sender may be.
    pub pace: Pace,
}

/// A file that somebody sends.
pub struct Upload {
    /// For which conversation.
    pub conv: ConversationId,
    /// From whom.
    pub by: Sender,
    /// What they call it.
    pub name: String,
    /// How large they say it is.
    pub bytes: u64,
    /// Its bytes.
    pub body: Incoming,
}

/// Why a file was not taken.
#[derive(Debug, Error)]
pub enum Denied {
    /// None are taken.
    #[error("no files are taken")]
    Off,
    /// Larger than any file may be.
    #[error("larger than {0} bytes")]
    TooLarge(u64),
    /// It holds nothing.
    #[error("empty")]
    Empty,
    /// None of the kinds that are taken, or a picture that nobody could show.
    #[error("not a kind of file that is taken")]
    Kind,
    /// No room for it.
    #[error("no room: {0:?}")]
    NoRoom(FileBound),
    /// It ended early, was longer than announced, or came too slowly.
    #[error("cut off, or too slow")]
    Cut,
    /// Too many come at once, or the server is on its way out.
    #[error("too many at once")]
    Busy,
    /// Its conversation was erased meanwhile.
    #[error("the conversation is gone")]
    Gone,
    /// The store or the disk failed; nothing was kept.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for Denied {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoRoom(bound) => Self::NoRoom(bound),
            StoreError::FileNotFree => Self::Gone,
            error => Self::Store(error),
        }
    }
}

/// Takes files in, gives them out, and lets them go.
pub struct Files {
    store: Arc<dyn Store>,
    clock: SharedClock,
    folder: Folder,
    limits: Option<FileLimits>,
    at_once: Semaphore,
    tasks: TaskTracker,
    draining: CancellationToken,
}

impl Files {
    /// Files in this folder; without limits none are taken, and those that are there are given out.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        clock: SharedClock,
        folder: Folder,
        limits: Option<FileLimits>,
        (tasks, draining): (TaskTracker, CancellationToken),
    ) -> Self {
        Self { store, clock, folder, limits, at_once: Semaphore::new(AT_ONCE), tasks, draining }
    }

    /// Largest file that is taken, in bytes; `None` where none are.
    #[must_use]
    pub fn max_bytes(&self) -> Option<u64> {
        self.limits.map(|limits| limits.max_bytes)
    }

    /// Takes a file in, to its last byte, or leaves nothing of it. What is refused before it was read is read and thrown
    /// away (bounded) where `patient`: a browser that is still writing would take a closed connection for a broken one.
    ///
    /// # Errors
    /// Why it was not taken.
    pub async fn receive(self: &Arc<Self>, upload: Upload, patient: bool) -> Result<AttachedFile, Denied> {
        let limits = self.limits.ok_or(Denied::Off)?;
        // By itself, so that whatever its sender leaves behind is tidied up.
        let this = Arc::clone(self);
        let receiving = self.tasks.spawn(async move { this.read(upload, limits, patient).await });
        receiving.await.unwrap_or(Err(Denied::Cut))
    }

    async fn read(&self, upload: Upload, limits: FileLimits, patient: bool) -> Result<AttachedFile, Denied> {
        let Upload { conv, by, name, bytes, body } = upload;
        let mut body = Body::new(body, bytes, limits.pace, self.draining.clone());
        let outcome = self.take((conv, by), (&name, bytes), &mut body, limits).await;
        metrics::counter!("files_received_total", "outcome" => label(&outcome)).increment(1);
        let is_read = matches!(outcome, Ok(_) | Err(Denied::Cut));
        if patient && !is_read && bytes <= discarded(limits) {
            body.discard(discarded(limits)).await;
        }
        outcome
    }

    /// Reads and throws away a body that is refused for other reasons, as `receive` does.
    pub async fn discard(&self, body: Incoming, bytes: u64) {
        let Some(limits) = self.limits.filter(|limits| bytes <= discarded(*limits)) else { return };
        let body = Body::new(body, bytes, limits.pace, self.draining.clone());
        body.discard(discarded(limits)).await;
    }

    async fn take(
        &self,
        (conv, by): (ConversationId, Sender),
        (name, bytes): (&str, u64),
        body: &mut Body,
        limits: FileLimits,
    ) -> Result<AttachedFile, Denied> {
        if bytes > limits.max_bytes {
            return Err(Denied::TooLarge(limits.max_bytes));
        }
        if bytes == 0 {
            return Err(Denied::Empty);
        }
        let _permit = self.at_once.try_acquire().map_err(|_| Denied::Busy)?;
        let id = FileId(self.clock.fresh_id());
        let arriving = ArrivingFile { id, conv, by, at: self.clock.now(), bytes };
        self.store.begin_file(arriving, limits.bounds).await?;
        let kept = self.write(id, name, body).await;
        if kept.is_err() {
            self.let_go(id).await;
        }
        kept
    }

    async fn write(&self, id: FileId, name: &str, body: &mut Body) -> Result<AttachedFile, Denied> {
        let (head, kind) = body.begin().await.map_err(|why| self.denied(why))?;
        let written = async {
            let mut file = self.folder.begin(id).await?;
            let written = body.write(head, Cleaner::new(kind), &mut file).await?;
            file.sync_all().await?;
            Ok(written)
        };
        let (bytes, hash) = written.await.map_err(|why| self.denied(why))?;
        let folder = self.folder.clone();
        let settled = tokio::task::spawn_blocking(move || folder.settle(id, kind)).await;
        let size = settled.unwrap_or_else(|error| Err(error.into())).map_err(|error| self.failed(&error))?;
        let (width, height) = size.unzip();
        let file = AttachedFile { id, name: clean_name(name, kind), kind, bytes, width, height };
        self.store.finish_file(file.clone(), hash).await?;
        metrics::counter!("files_bytes_total").increment(bytes);
        Ok(file)
    }

    /// Gives up a file that did not come to be. What fails here the keeper does later.
    async fn let_go(&self, id: FileId) {
        let given_up = self.store.give_up_file(id).await;
        if let Err(error) = given_up {
            tracing::warn!(%id, %error, "a file that was not taken is given up later");
        }
        if let Err(error) = self.remove(vec![id]).await {
            tracing::warn!(%id, %error, "the bytes of a file that was not taken are removed later");
        }
    }

    /// The bytes of a file that has arrived, from the first one on. `None`: they are missing, which is logged.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn open(&self, kept: &KeptFile) -> Result<Option<tokio::fs::File>, StoreError> {
        let path = self.folder.place(kept.file.id);
        match tokio::fs::File::open(&path).await {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                metrics::counter!("files_missing_total").increment(1);
                tracing::error!(path = %path.display(), "the bytes of a file are missing: see `attune verify`");
                Ok(None)
            }
            Err(error) => Err(self.fault(&error)),
        }
    }

    /// Removes the bytes of all files that are given up; answers with how many those were.
    ///
    /// # Errors
    /// What failed; asking again finishes it.
    pub async fn sweep(&self) -> Result<usize, StoreError> {
        let mut count = 0;
        loop {
            let gone = self.store.gone_files(PAGE).await?;
            if gone.is_empty() {
                return Ok(count);
            }
            count += gone.len();
            self.remove(gone).await?;
        }
    }

    async fn remove(&self, ids: Vec<FileId>) -> Result<(), StoreError> {
        let (folder, doomed) = (self.folder.clone(), ids.clone());
        let removed = tokio::task::spawn_blocking(move || doomed.iter().try_for_each(|id| folder.remove(*id))).await;
        removed.unwrap_or_else(|error| Err(error.into())).map_err(|error| self.fault(&error))?;
        self.store.forget_gone(ids).await
    }

    fn denied(&self, why: Spoilt) -> Denied {
        match why {
            Spoilt::Cut => Denied::Cut,
            Spoilt::Kind => Denied::Kind,
            Spoilt::Stopped => Denied::Busy,
            Spoilt::Io(error) => self.failed(&error),
        }
    }

    fn failed(&self, error: &io::Error) -> Denied {
        Denied::Store(self.fault(error))
    }

    fn fault(&self, error: &io::Error) -> StoreError {
        let path = self.folder.path().display().to_string();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::DiskFull { path },
            _ => StoreError::Unavailable(format!("the folder {path}: {error}")),
        }
    }
}

/// So much of a body that is refused is read.
const fn discarded(limits: FileLimits) -> u64 {
    limits.max_bytes.saturating_mul(DISCARDED)
}

/// Files whose bytes are removed at once.
const PAGE: u32 = 200;

const fn label(outcome: &Result<AttachedFile, Denied>) -> &'static str {
    match outcome {
        Ok(_) => "taken",
        Err(Denied::Off) => "off",
        Err(Denied::TooLarge(_)) => "too_large",
        Err(Denied::Empty | Denied::Kind) => "kind",
        Err(Denied::NoRoom(_)) => "no_room",
        Err(Denied::Cut) => "cut",
        Err(Denied::Busy) => "busy",
        Err(Denied::Gone) => "gone",
        Err(Denied::Store(_)) => "failed",
    }
}

#[cfg(test)]
#[path = "files_test.rs"]
mod tests;
