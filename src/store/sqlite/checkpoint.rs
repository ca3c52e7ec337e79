//! Keeps the write-ahead log short without making a message wait for it.
//!
//! Owns the rule of when the log is copied into the file: a thread beside the writer copies most of it while messages
//! go on, and the writer itself the little that came meanwhile, so that the log begins anew. Only a log that the thread
//! does not keep up with is copied by the writer alone. Never part of a commit: what was answered is in the log already.

use super::open;
use crate::store::StoreError;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// How long the log may grow, in pages of 4 KiB.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lengths {
    /// From here on it is copied. Longer means fewer copies of a page that changes often.
    pub(super) copied: usize,
    /// From here on the writer copies it alone.
    pub(super) most: usize,
}

impl Default for Lengths {
    fn default() -> Self {
        Self { copied: 4_000, most: 14_000 }
    }
}

/// What the writer knows of the log.
#[derive(Debug)]
pub(super) struct LogKeeper {
    lengths: Lengths,
    /// Pages in the log after the latest commit.
    pages: Arc<AtomicUsize>,
    copier: Copier,
    /// Asked for, and not taken up by the writer yet.
    is_copying: bool,
}

impl LogKeeper {
    /// Takes the log of the writer's connection over from SQLite's own rule, which copies within a commit.
    pub(super) fn start(writer: &mut Connection, path: &Path, lengths: Lengths) -> Result<Self, StoreError> {
        let pages = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&pages);
        writer
            .wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, length| {
                seen.store(usize::try_from(length).unwrap_or(0), Ordering::Relaxed);
                Ok(())
            }))
            .map_err(|error| StoreError::Engine(Box::new(error)))?;
        Ok(Self { lengths, pages, copier: Copier::start(path)?, is_copying: false })
    }

    /// Looks at the log after a commit; `is_full`: the disk had no room, so that every page of it counts.
    pub(super) fn look(&mut self, writer: &Connection, is_full: bool) {
        let pages = self.pages.load(Ordering::Relaxed);
        let is_caught_up = self.is_copying && self.copier.has_ended();
        if is_caught_up || pages >= self.lengths.most || (is_full && pages > 0) {
            self.is_copying &= !is_caught_up;
            copy(writer);
        } else if pages >= self.lengths.copied && !self.is_copying {
            self.is_copying = self.copier.ask();
        }
    }

    /// Ends the thread, and waits for it. Blocks.
    pub(super) fn stop(self) {
        self.copier.stop();
    }
}

/// The thread.
#[derive(Debug)]
struct Copier {
    asked: SyncSender<()>,
    ended: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Copier {
    fn start(path: &Path) -> Result<Self, StoreError> {
        let connection = open::copier(path)?;
        let (asked, asks) = sync_channel::<()>(1);
        let ended = Arc::new(AtomicBool::new(false));
        let tells = Arc::clone(&ended);
        let run = move |asks: Receiver<()>| {
            while asks.recv().is_ok() {
                copy(&connection);
                tells.store(true, Ordering::Release);
            }
        };
        let thread = std::thread::Builder::new()
            .name("attune-wal".to_owned())
            .spawn(move || run(asks))
            .map_err(|error| StoreError::Engine(Box::new(error)))?;
        Ok(Self { asked, ended, thread })
    }

    fn ask(&self) -> bool {
        self.ended.store(false, Ordering::Release);
        self.asked.try_send(()).is_ok()
    }

    fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Acquire)
    }

    fn stop(self) {
        drop(self.asked);
        if self.thread.join().is_err() {
            tracing::error!("the thread that keeps the write-ahead log short had panicked");
        }
    }
}

/// Copies what no reader holds back. A failure loses nothing: the log is still whole, and is copied later.
fn copy(connection: &Connection) {
    if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
        metrics::counter!("checkpoint_failures_total").increment(1);
        tracing::debug!(%error, "the write-ahead log could not be copied");
    }
}

#[cfg(test)]
#[path = "checkpoint_test.rs"]
mod tests;
