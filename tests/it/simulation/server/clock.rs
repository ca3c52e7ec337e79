//! Simulated time and ids. The runtime's paused clock is the only one that moves; wall time follows it.

use attune::clock::Clock;
use attune::domain::Timestamp;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::time::Instant;
use uuid::Uuid;

/// Wall time at the start of every run.
const START: i64 = 1_795_600_000_000;

/// The clock of one run. It outlives the runtimes of single processes: each begins where the one before it ended.
pub struct SimClock {
    since: Mutex<Option<Instant>>,
    before: AtomicU64,
    ids: Mutex<StdRng>,
}

impl SimClock {
    pub fn new(seed: u64) -> Self {
        let ids = Mutex::new(StdRng::seed_from_u64(seed ^ 0x0069_6473));
        Self { since: Mutex::new(None), before: AtomicU64::new(0), ids }
    }

    /// A process starts at this moment, within whose runtime this is called.
    pub fn begin(&self, now: u64) {
        *self.since.lock().expect("not poisoned") = Some(Instant::now());
        self.before.store(now, Ordering::SeqCst);
    }

    /// The process is gone: its clock stands still.
    pub fn end(&self, now: u64) {
        *self.since.lock().expect("not poisoned") = None;
        self.before.store(now, Ordering::SeqCst);
    }

    /// Milliseconds from the start of the run. To be asked within the runtime of the process: its clock is no other's.
    pub fn ms(&self) -> u64 {
        let since = *self.since.lock().expect("not poisoned");
        let passed = since.map_or(0, |since| u64::try_from(since.elapsed().as_millis()).expect("a short run"));
        self.before.load(Ordering::SeqCst) + passed
    }
}

impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        Timestamp(START + i64::try_from(self.ms()).expect("a short run"))
    }

    fn fresh_id(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.ids.lock().expect("not poisoned").random()).into_uuid()
    }
}
