//! Replays that supervisors ask for while the server runs: one at a time, beside everything else.
//!
//! Owns the job: its progress, its end, its result for a while. Never on the way of a message: it reads through one of
//! the store's reading connections, decides on a blocking thread, one conversation at a time, and lets others go first.
//! Memory holds one conversation, the counts, and the ids of the period's conversations, which are listed once.

mod job;

pub use job::{Job, NotBegun, Standing, Wanted};

use self::job::{audited, compare};
use super::in_force::InForce;
use super::report::{Comparing, Comparison};
use crate::clock::SharedClock;
use crate::conversation::PolicyBook;
use crate::domain::ConversationId;
use crate::store::{Store, StoreError};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

/// Conversations listed at once.
const PAGE: u32 = 200;
/// Replays remembered; the oldest goes first.
const KEPT: usize = 10;
/// A policy may be applied this long after its replay.
const FRESH: Duration = Duration::from_hours(1);

/// Replays, the running one and the latest.
pub struct Replays {
    store: Arc<dyn Store>,
    clock: SharedClock,
    book: Arc<PolicyBook>,
    tasks: TaskTracker,
    stop: CancellationToken,
    jobs: Mutex<Jobs>,
}

#[derive(Default)]
struct Jobs {
    kept: VecDeque<Job>,
    running: Option<CancellationToken>,
}

enum Broken {
    Cancelled,
    Store(StoreError),
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Replays {
    /// None yet. They run on `tasks` and end with `stop`.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        clock: SharedClock,
        book: Arc<PolicyBook>,
        (tasks, stop): (TaskTracker, CancellationToken),
    ) -> Arc<Self> {
        Arc::new(Self { store, clock, book, tasks, stop, jobs: Mutex::default() })
    }

    /// Begins a replay, unless one goes on.
    ///
    /// # Errors
    /// `Busy`, or what the store says.
    pub async fn begin(self: &Arc<Self>, wanted: Wanted) -> Result<Job, NotBegun> {
        let cancel = self.stop.child_token();
        let job = self.enter(wanted, &cancel)?;
        if let Err(error) = self.store.put_audit(audited(&job)).await {
            self.end(job.id, Standing::Failed("the audit could not be written".to_owned()));
            return Err(error.into());
        }
        let (me, id, wanted) = (Arc::clone(self), job.id, job.wanted.clone());
        self.tasks.spawn(async move {
            let standing = match me.run(id, &wanted, &cancel).await {
                Ok(comparison) => Standing::Done(Box::new(comparison)),
                Err(Broken::Cancelled) => Standing::Cancelled,
                Err(Broken::Store(error)) => {
                    tracing::error!(%error, %id, "a replay failed");
                    Standing::Failed("the database could not be read".to_owned())
                }
            };
            me.end(id, standing);
        });
        Ok(job)
    }

    /// A replay as it stands.
    #[must_use]
    pub fn get(&self, id: Uuid) -> Option<Job> {
        self.jobs().kept.iter().find(|job| job.id == id).cloned()
    }

    /// Stops a replay that goes on; `false` when there is none of this id.
    #[must_use]
    pub fn cancel(&self, id: Uuid) -> bool {
        let jobs = self.jobs();
        let Some(job) = jobs.kept.iter().find(|job| job.id == id) else { return false };
        if let (Standing::Running, Some(running)) = (&job.standing, &jobs.running) {
            running.cancel();
        }
        true
    }

    /// Whether exactly this text was replayed to its end of late, by this replay.
    #[must_use]
    pub fn has_shown(&self, id: Uuid, text: &str) -> bool {
        let now = self.clock.now();
        self.jobs().kept.iter().find(|job| job.id == id).is_some_and(|job| {
            let same = job.wanted.policy.as_ref().is_some_and(|(given, _)| given == text);
            let fresh = job.ended_at.is_some_and(|ended| now.since(ended) <= FRESH);
            same && fresh && matches!(job.standing, Standing::Done(_))
        })
    }

    fn enter(&self, wanted: Wanted, cancel: &CancellationToken) -> Result<Job, NotBegun> {
        let mut jobs = self.jobs();
        if jobs.running.is_some() {
            return Err(NotBegun::Busy);
        }
        let job = Job {
            id: self.clock.fresh_id(),
            wanted,
            started_at: self.clock.now(),
            ended_at: None,
            done: 0,
            total: 0,
            skipped: 0,
            standing: Standing::Running,
        };
        if jobs.kept.len() == KEPT {
            jobs.kept.pop_front();
        }
        jobs.kept.push_back(job.clone());
        jobs.running = Some(cancel.clone());
        Ok(job)
    }

    async fn run(&self, id: Uuid, wanted: &Wanted, cancel: &CancellationToken) -> Result<Comparison, Broken> {
        let in_force = Arc::new(InForce::new(self.book.policies(), self.store.lines_changes().await?));
        let policy = wanted.policy.as_ref().map(|(_, policy)| Arc::new(policy.clone()));
        let mut comparing = Comparing::default();
        for conv in self.list(id, wanted, cancel).await? {
            if cancel.is_cancelled() {
                return Err(Broken::Cancelled);
            }
            let record = self.store.log(conv).await?;
            let (in_force, policy) = (Arc::clone(&in_force), policy.clone());
            let deciding = move || compare(conv, &record, &in_force, policy, comparing);
            let taken = tokio::task::spawn_blocking(deciding).await;
            let (back, followed) = taken.map_err(|error| StoreError::Engine(Box::new(error)))?;
            comparing = back;
            self.update(id, |job| {
                job.done += 1;
                job.skipped += u32::from(!followed);
            });
        }
        Ok(comparing.report(wanted.supervisors))
    }

    /// The period's conversations. Those that begin meanwhile are not among them, so that the total holds.
    async fn list(&self, id: Uuid, wanted: &Wanted, cancel: &CancellationToken) -> Result<Vec<ConversationId>, Broken> {
        let mut listed: Vec<ConversationId> = Vec::new();
        loop {
            let page = self.store.opened_in(wanted.period.clone(), listed.last().copied(), PAGE).await?;
            if page.is_empty() {
                return Ok(listed);
            }
            listed.extend(page.iter().map(|summary| summary.conv));
            self.update(id, |job| job.total = u32::try_from(listed.len()).unwrap_or(u32::MAX));
            if cancel.is_cancelled() {
                return Err(Broken::Cancelled);
            }
        }
    }

    fn end(&self, id: Uuid, standing: Standing) {
        let now = self.clock.now();
        self.update(id, |job| (job.standing, job.ended_at) = (standing, Some(now)));
        self.jobs().running = None;
    }

    fn update(&self, id: Uuid, change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.jobs().kept.iter_mut().find(|job| job.id == id) {
            change(job);
        }
    }

    fn jobs(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[path = "jobs_test.rs"]
mod tests;
