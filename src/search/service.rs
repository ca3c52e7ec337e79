//! Search as the rest of the server sees it: starts the thread that follows the log, lends out readers, says how far
//! behind the index is.

use super::forget::Wishes;
use super::indexer::Indexer;
use super::query::Query;
use super::reader::{Found, Reader};
use super::{SearchError, file};
use crate::domain::ConversationId;
use crate::store::Changes;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// Longest search; what was found by then is answered.
pub const TIME_LIMIT: Duration = Duration::from_millis(500);
/// Searches at once: a few, since each may keep a core busy for its time.
const READERS: usize = 2;
/// How long a search waits for its turn.
const TURN: Duration = Duration::from_secs(2);

/// What the thread and the readers share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) database: PathBuf,
    pub(super) file: PathBuf,
    pub(super) changes: Arc<Changes>,
    /// Grows when the file is made anew: connections to the one before are closed.
    pub(super) generation: AtomicU64,
    pub(super) is_rebuilding: AtomicBool,
    pub(super) is_damaged: AtomicBool,
    pub(super) wishes: Wishes,
}

/// How much of the log the index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Messages said and not yet found.
    pub behind: u64,
    /// Older messages are still being looked at.
    pub is_rebuilding: bool,
}

/// Search, or why there is none.
#[derive(Debug)]
pub struct Search(Result<On, String>);

#[derive(Debug)]
struct On {
    shared: Arc<Shared>,
    permits: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<(u64, Reader)>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    limit: Duration,
}

impl Search {
    /// No search, and why.
    #[must_use]
    pub fn off(why: impl Into<String>) -> Self {
        Self(Err(why.into()))
    }

    /// Opens the index beside a database that is open, and begins to follow its log. Blocks for a moment.
    ///
    /// # Errors
    /// When the file of the index cannot be made or read, or belongs to another program.
    pub fn start(database: &Path, changes: Arc<Changes>, limit: Duration) -> Result<Self, SearchError> {
        // Before anything is looked at, so that nothing is said between.
        changes.follow();
        let shared = Arc::new(Shared {
            database: database.to_owned(),
            file: file::beside(database),
            changes,
            generation: AtomicU64::new(0),
            is_rebuilding: AtomicBool::new(false),
            is_damaged: AtomicBool::new(false),
            wishes: Wishes::default(),
        });
        let indexer = Indexer::open(Arc::clone(&shared)).inspect_err(|_| shared.changes.end())?;
        let thread = std::thread::Builder::new().name("attune-search".to_owned()).spawn(move || indexer.run())?;
        let permits = Arc::new(Semaphore::new(READERS));
        Ok(Self(Ok(On { shared, permits, idle: Arc::default(), thread: Mutex::new(Some(thread)), limit })))
    }

    /// Looks for messages. The search ends at its time limit even when the caller has gone away.
    ///
    /// # Errors
    /// `Off`, `Busy`, or what failed.
    pub async fn find(&self, query: Query) -> Result<Found, SearchError> {
        let on = self.0.as_ref().map_err(|why| SearchError::Off(why.clone()))?;
        let turn = tokio::time::timeout(TURN, Arc::clone(&on.permits).acquire_owned()).await;
        let Ok(Ok(permit)) = turn else { return Err(SearchError::Busy) };
        let (shared, idle, limit) = (Arc::clone(&on.shared), Arc::clone(&on.idle), on.limit);
        let work = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            find(&shared, &idle, &query, limit)
        });
        work.await.map_err(|error| SearchError::File(std::io::Error::other(error)))?
    }

    /// Takes the words of a conversation out of the index: to be called before it leaves the log, whose words it needs, and
    /// once more after, when not even its name stays. Nothing to do where there is no search.
    ///
    /// # Errors
    /// What failed; the words may be found still.
    pub async fn forget(&self, conv: ConversationId) -> Result<(), SearchError> {
        match &self.0 {
            Ok(on) => on.shared.forget(conv).await,
            Err(_) => Ok(()),
        }
    }

    /// Takes a conversation up again that was forgotten and did not leave the log.
    ///
    /// # Errors
    /// What failed; it is not found by its words then.
    pub async fn remember(&self, conv: ConversationId) -> Result<(), SearchError> {
        match &self.0 {
            Ok(on) => on.shared.remember(conv).await,
            Err(_) => Ok(()),
        }
    }

    /// How much of the log can be found.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.0.as_ref().map_or(Standing { behind: 0, is_rebuilding: false }, |on| Standing {
            behind: on.shared.changes.behind(),
            is_rebuilding: on.shared.is_rebuilding.load(Ordering::Acquire),
        })
    }

    /// Ends the thread after what it is at, and waits for it. Blocks; twice is once.
    pub fn stop(&self) {
        let Ok(on) = &self.0 else { return };
        on.shared.changes.end();
        let thread = on.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread of the search index had panicked");
        }
        on.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.stop();
    }
}

fn find(
    shared: &Shared,
    idle: &Mutex<Vec<(u64, Reader)>>,
    query: &Query,
    limit: Duration,
) -> Result<Found, SearchError> {
    let began = Instant::now();
    let generation = shared.generation.load(Ordering::Acquire);
    let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let mut reader = match kept.filter(|(of, _)| *of == generation) {
        Some((_, reader)) => reader,
        None => Reader::open(&shared.file, &shared.database).inspect_err(|_| {
            // Somebody deleted it under us, as they may.
            if !shared.file.exists() {
                shared.is_damaged.store(true, Ordering::Release);
            }
        })?,
    };
    let found = reader.find(query, limit);
    metrics::histogram!("search_seconds").record(began.elapsed().as_secs_f64());
    match &found {
        Err(error) if error.is_damage() => shared.is_damaged.store(true, Ordering::Release),
        _ => idle.lock().unwrap_or_else(PoisonError::into_inner).push((generation, reader)),
    }
    found
}
