//! Files that nobody needs go: those that no message stands beside an hour after they came, and those that were erased.

use super::Files;
use crate::store::StoreError;
use std::time::Duration;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// How often it is looked.
pub const SWEEP: Duration = Duration::from_mins(5);
/// How long a file may wait for its message.
pub const LOOSE: Duration = Duration::from_hours(1);

/// Looks after the folder until told to stop.
pub async fn keep(files: std::sync::Arc<Files>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            outcome = files.tidy() => match outcome {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "files that no message needs were removed"),
                Err(error) => tracing::warn!(%error, "files could not be removed; tried again in five minutes"),
            },
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = sleep(SWEEP) => {}
        }
    }
}

impl Files {
    /// Gives up what has waited for a message for too long, and removes the bytes of all that is given up.
    ///
    /// # Errors
    /// What failed; asking again finishes it.
    pub async fn tidy(&self) -> Result<usize, StoreError> {
        self.store.give_up_loose(self.clock.now().minus(LOOSE)).await?;
        self.sweep().await
    }
}
