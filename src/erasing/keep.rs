//! What has ended is kept so long and no longer: looked after at the start, and once an hour.

use super::Eraser;
use std::time::Duration;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// How often it is looked what has grown old.
pub const SWEEP: Duration = Duration::from_hours(1);

/// Erases what has ended longer ago than `kept`, until told to stop.
pub async fn keep(eraser: Eraser, kept: Duration, stop: CancellationToken) {
    loop {
        let until = eraser.clock.now().minus(kept);
        tokio::select! {
            () = stop.cancelled() => return,
            outcome = eraser.older_than(until) => match outcome {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "conversations that ended long ago were erased"),
                Err(error) => tracing::warn!(%error, "conversations could not be erased; tried again in an hour"),
            },
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = sleep(SWEEP) => {}
        }
    }
}
