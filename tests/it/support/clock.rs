//! The machine's clock, which the test can set forward.

use attune::clock::{Clock, SystemClock};
use attune::domain::Timestamp;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Goes on from wherever it was set.
#[derive(Default)]
pub struct Leaping(AtomicU64);

impl Leaping {
    /// Time passes at once.
    pub fn leap(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Leaping {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus(Duration::from_secs(self.0.load(Ordering::SeqCst)))
    }
    fn fresh_id(&self) -> uuid::Uuid {
        uuid::Uuid::now_v7()
    }
}
