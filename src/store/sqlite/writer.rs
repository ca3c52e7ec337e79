//! The one writer: a thread that takes everything that waits, writes it in one transaction, and answers after the
//! commit (invariant D2). Owns the writing connection and the lock on the file.
//!
//! One failing write never fails its neighbours: a refusal comes before anything is written, and whatever else stops a
//! write drops the whole group, every write of which is tried once more alone.

use super::checkpoint::{Lengths, LogKeeper};
use super::ends::Ends;
use super::fault::{Trouble, fault};
use super::open::{Lock, Opened};
use super::readers::closed;
use super::write::Write;
use super::{Settings, open};
use crate::domain::ConversationId;
use crate::store::{Changes, StoreError};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// Most writes in one transaction: beyond this only the latency grows.
const GROUP_MAX: usize = 64;
/// What a probe writes, in bytes.
pub(super) const PROBE: usize = 8;
/// What a write needs beside itself: pages by which the trees grow that it touches, from a leaf up to the root. And at
/// most so much in all.
const MARGIN: usize = 8 * 4 * 1_024;
const PROBE_MOST: usize = 256 * 1_024;
/// How late the commit comes after the answer with `Settings::ack_before_commit`.
const TOO_LATE: Duration = Duration::from_millis(50);

type Outcome = Result<(), StoreError>;

struct Job {
    write: Write,
    /// Taken when answered.
    reply: Option<oneshot::Sender<Outcome>>,
}

impl Job {
    fn answer(&mut self, outcome: Outcome) {
        if let Some(reply) = self.reply.take() {
            // Whoever asked may have gone; what is written stays written.
            let _ = reply.send(outcome);
        }
    }
}

/// The way to the writer thread.
#[derive(Debug)]
pub(super) struct Writer {
    queue: Mutex<Option<SyncSender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    changes: Arc<Changes>,
}

impl Writer {
    /// Starts the thread on an opened database.
    pub(super) fn start(mut opened: Opened, settings: &Settings) -> Result<Self, StoreError> {
        let (queue, jobs) = sync_channel(settings.queue.max(1));
        let log = LogKeeper::start(&mut opened.writer, &opened.path, Lengths::default())?;
        let changes = Arc::<Changes>::default();
        let work = Work {
            jobs,
            changes: Arc::clone(&changes),
            path: opened.path.display().to_string(),
            connection: opened.writer,
            log,
            ends: Ends::default(),
            ack_before_commit: settings.ack_before_commit,
            lacking: 0,
            _lock: opened.lock,
        };
        let thread = std::thread::Builder::new()
            .name("attune-store".to_owned())
            .spawn(move || work.run())
            .map_err(|error| StoreError::Engine(Box::new(error)))?;
        Ok(Self { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)), changes })
    }

    /// Told after each commit in which something was said.
    pub(super) fn changes(&self) -> Arc<Changes> {
        Arc::clone(&self.changes)
    }

    /// Queues a write and waits for its commit. A full queue is said at once.
    pub(super) async fn write(&self, write: Write) -> Outcome {
        let (reply, answer) = oneshot::channel();
        let job = Job { write, reply: Some(reply) };
        let sent = match held(&self.queue).as_ref() {
            Some(queue) => queue.try_send(job),
            None => return Err(closed()),
        };
        match sent {
            Ok(()) => answer.await.unwrap_or_else(|_| Err(closed())),
            Err(TrySendError::Full(_)) => {
                metrics::counter!("store_queue_full_total").increment(1);
                Err(StoreError::Unavailable("the queue of writes is full".to_owned()))
            }
            Err(TrySendError::Disconnected(_)) => Err(closed()),
        }
    }

    /// Lets the thread write what is queued and end, and waits for it. Blocks; twice is once.
    pub(super) fn stop(&self) {
        drop(held(&self.queue).take());
        let thread = held(&self.thread).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the store's writer had panicked");
        }
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the thread owns. The lock is the last field, so that it is released after the connection is closed.
struct Work {
    jobs: Receiver<Job>,
    changes: Arc<Changes>,
    path: String,
    ack_before_commit: bool,
    connection: Connection,
    log: LogKeeper,
    ends: Ends,
    /// Bytes that the largest write needed for which the disk had no room, until as much finds room again: a small probe
    /// would find room where messages do not.
    lacking: usize,
    _lock: Lock,
}

impl Work {
    fn run(mut self) {
        while let Ok(first) = self.jobs.recv() {
            let mut group = vec![first];
            group.extend(self.jobs.try_iter().take(GROUP_MAX - 1));
            self.commit(group);
            self.log.look(&self.connection, self.lacking > 0);
        }
        // Before the writer's connection, which cleans up last.
        self.log.stop();
    }

    fn commit(&mut self, mut group: Vec<Job>) {
        let began = Instant::now();
        metrics::histogram!("commit_batch_size").record(group.len() as f64);
        for job in &mut group {
            if let Write::Probe { bytes } = &mut job.write {
                *bytes = PROBE.max(self.lacking);
            }
        }
        match self.together(&mut group) {
            Ok(outcomes) => {
                self.changes.note(said(&group, &outcomes));
                for (job, outcome) in group.iter_mut().zip(outcomes) {
                    self.note_room(&job.write, &outcome);
                    job.answer(outcome);
                }
            }
            Err(error) if group.len() == 1 => {
                let outcome = Err(error);
                self.note_room(&group[0].write, &outcome);
                group[0].answer(outcome);
            }
            Err(error) => {
                tracing::warn!(%error, writes = group.len(), "a group of writes was dropped; trying each alone");
                for job in group {
                    self.alone(job);
                }
            }
        }
        metrics::histogram!("commit_seconds").record(began.elapsed().as_secs_f64());
    }

    fn alone(&mut self, job: Job) {
        let mut group = [job];
        let outcomes = self.together(&mut group).unwrap_or_else(|error| vec![Err(error)]);
        self.changes.note(said(&group, &outcomes));
        let outcome = outcomes.into_iter().next().unwrap_or(Ok(()));
        self.note_room(&group[0].write, &outcome);
        group[0].answer(outcome);
    }

    /// Remembers what found no room.
    fn note_room(&mut self, write: &Write, outcome: &Outcome) {
        match outcome {
            Err(StoreError::DiskFull { .. }) => {
                self.lacking = self.lacking.max(write.size().saturating_add(MARGIN)).min(PROBE_MOST);
            }
            Ok(()) if write.size() >= self.lacking => self.lacking = 0,
            _ => {}
        }
    }

    /// One transaction. An outer error says that nothing of it was written.
    fn together(&mut self, group: &mut [Job]) -> Result<Vec<Outcome>, StoreError> {
        let written = self.transact(group);
        if written.is_err() {
            self.ends.forget();
        }
        written
    }

    fn transact(&mut self, group: &mut [Job]) -> Result<Vec<Outcome>, StoreError> {
        let path = self.path.as_str();
        let begun = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(|error| failed(fault(path, error)))?;
        let mut outcomes = Vec::with_capacity(group.len());
        for job in group.iter() {
            outcomes.push(one(&transaction, &job.write, &mut self.ends, path)?);
        }
        if self.ack_before_commit {
            group.iter_mut().zip(&mut outcomes).for_each(|(job, outcome)| {
                job.answer(std::mem::replace(outcome, Ok(())));
            });
            std::thread::sleep(TOO_LATE);
        }
        transaction.commit().map_err(|error| failed(fault(path, error)))?;
        Ok(outcomes)
    }
}

/// The conversations in which something was said, with how much.
fn said(group: &[Job], outcomes: &[Outcome]) -> impl Iterator<Item = (ConversationId, u64)> {
    let stored = group.iter().zip(outcomes).filter(|(_, outcome)| outcome.is_ok());
    stored.filter_map(|(job, _)| job.write.messages()).filter(|(_, messages)| *messages > 0)
}

/// One write within the transaction. A refusal has written nothing; an outer error says that the transaction must go.
fn one(transaction: &Transaction<'_>, write: &Write, ends: &mut Ends, path: &str) -> Result<Outcome, StoreError> {
    match write.apply(transaction, ends) {
        Ok(()) => Ok(Ok(())),
        Err(Trouble::Said(
            refusal @ (StoreError::Conflict { .. }
            | StoreError::DuplicateId(_)
            | StoreError::AtCapacity
            | StoreError::NoRoom(_)
            | StoreError::FileNotFree
            | StoreError::GoesOn),
        )) => Ok(Err(refusal)),
        Err(trouble) => Err(failed(trouble.told(path))),
    }
}

/// Counts a failure of the engine; a refusal of the contract is none.
fn failed(error: StoreError) -> StoreError {
    let kind = match &error {
        StoreError::Conflict { .. }
        | StoreError::DuplicateId(_)
        | StoreError::AtCapacity
        | StoreError::NoRoom(_)
        | StoreError::FileNotFree
        | StoreError::GoesOn => return error,
        StoreError::DiskFull { .. } => "disk_full",
        StoreError::Unavailable(_) => "unavailable",
        StoreError::Unusable(_) => "unusable",
        StoreError::Engine(_) => "engine",
    };
    metrics::counter!("store_write_failures_total", "kind" => kind).increment(1);
    error
}

/// Opens the database and starts its writer.
pub(super) fn start(path: &Path, settings: &Settings) -> Result<(Writer, std::path::PathBuf), StoreError> {
    let opened = open::open(path, settings)?;
    let path = opened.path.clone();
    Ok((Writer::start(opened, settings)?, path))
}
