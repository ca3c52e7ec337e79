//! What has ended is kept so long and no longer: looked after at the start, once an hour, and an hour after each change
//! of how long, which can be taken back until then.

use super::{EraseError, Eraser, KeptDays};
use crate::domain::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// How often it is looked what has grown old; nothing goes by a change that is younger.
pub const SWEEP: Duration = Duration::from_hours(1);

/// Erases what has grown old.
pub trait Sweeper: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;
    /// Erases what has ended and last changed before this moment; answers with how many that were.
    fn sweep(&self, until: Timestamp) -> impl Future<Output = Result<u32, EraseError>> + Send;
}

impl Sweeper for Eraser {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    async fn sweep(&self, until: Timestamp) -> Result<u32, EraseError> {
        self.older_than(until).await
    }
}

/// Erases what has ended longer ago than it is kept, until told to stop.
pub async fn keep(sweeper: impl Sweeper, days: Arc<KeptDays>, stop: CancellationToken) {
    loop {
        if let Some(until) = KeptDays::until(days.in_force(), sweeper.now()) {
            tokio::select! {
                () = stop.cancelled() => return,
                // What was begun by the number before ends.
                () = days.changed() => {}
                outcome = sweeper.sweep(until) => tell(outcome),
            }
        }
        if !hour_is_over(&days, &stop).await {
            return;
        }
    }
}

/// Waits for an hour in which nothing changed: each change begins it anew. `false`: told to stop.
async fn hour_is_over(days: &KeptDays, stop: &CancellationToken) -> bool {
    loop {
        tokio::select! {
            () = stop.cancelled() => return false,
            () = days.changed() => {}
            () = sleep(SWEEP) => return true,
        }
    }
}

fn tell(outcome: Result<u32, EraseError>) {
    match outcome {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "conversations that ended long ago were erased"),
        Err(error) => tracing::warn!(%error, "conversations could not be erased; tried again in an hour"),
    }
}

#[cfg(test)]
#[path = "keep_test.rs"]
mod tests;
