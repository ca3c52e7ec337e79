//! A few read-only connections, lent out one read at a time on blocking threads.

use super::fault::Trouble;
use super::open;
use crate::store::StoreError;
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// The pool. There are as many permits as connections, so a permit always finds one.
#[derive(Debug)]
pub(super) struct Readers {
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
    size: u32,
    path: String,
}

impl Readers {
    /// `size` connections to a database that the writer has opened.
    pub(super) fn open(path: &Path, size: u32) -> Result<Arc<Self>, StoreError> {
        let size = size.max(1);
        let idle = (0..size).map(|_| open::reader(path)).collect::<Result<Vec<_>, _>>()?;
        Ok(Arc::new(Self {
            idle: Mutex::new(idle),
            permits: Arc::new(Semaphore::new(size as usize)),
            size,
            path: path.display().to_string(),
        }))
    }

    /// Runs one read. It is finished even when the caller goes away.
    pub(super) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        ask: impl FnOnce(&Connection) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| closed())?;
        let this = Arc::clone(self);
        let reading = tokio::task::spawn_blocking(move || {
            let connection = this.idle().pop().ok_or_else(closed)?;
            let answer = ask(&connection).map_err(|trouble| trouble.told(&this.path));
            this.idle().push(connection);
            drop(permit);
            answer
        });
        reading.await.map_err(|error| StoreError::Engine(Box::new(error)))?
    }

    /// Waits for reads under way and closes the connections; later reads are refused.
    pub(super) async fn close(&self) {
        if let Ok(_all) = self.permits.acquire_many(self.size).await {
            self.permits.close();
            self.idle().clear();
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is said once the store is closed.
pub(super) fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}
