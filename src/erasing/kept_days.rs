//! For how many days what has ended is kept: what is configured, or what an admin has set on top of it.
//!
//! Owns which of the two holds. Never reads or writes a store; whoever keeps what admins set tells of it here.

use crate::domain::Timestamp;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard, Notify};

const DAY: Duration = Duration::from_hours(24);

/// The days, and news of another number of them.
#[derive(Debug)]
pub struct KeptDays {
    configured: u32,
    most: u32,
    own: RwLock<Option<u32>>,
    changed: Notify,
    changing: Mutex<()>,
}

impl Default for KeptDays {
    /// For good.
    fn default() -> Self {
        Self::new(0, None, 0)
    }
}

impl KeptDays {
    /// As configured, with what an admin has set before; at most `most`.
    #[must_use]
    pub fn new(configured: u32, own: Option<u32>, most: u32) -> Self {
        let own = RwLock::new(own.filter(|own| *own <= most));
        Self { configured, most, own, changed: Notify::new(), changing: Mutex::default() }
    }

    /// As the configuration has it; 0: for good.
    #[must_use]
    pub const fn configured(&self) -> u32 {
        self.configured
    }

    /// The most that can be set.
    #[must_use]
    pub const fn most(&self) -> u32 {
        self.most
    }

    /// What an admin has set.
    #[must_use]
    pub fn own(&self) -> Option<u32> {
        *self.own.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What holds now; 0: for good.
    #[must_use]
    pub fn in_force(&self) -> u32 {
        self.own().unwrap_or(self.configured)
    }

    /// What ended before this moment has been kept for so many days; `None`: everything is kept.
    #[must_use]
    pub fn until(days: u32, now: Timestamp) -> Option<Timestamp> {
        (days > 0).then(|| now.minus(DAY * days))
    }

    /// Until it is dropped nobody else changes the days: what is in force is always what is stored.
    pub async fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().await
    }

    /// Puts it into force; none: as it is configured. Whoever erases takes a while before it goes by it.
    pub fn amend(&self, own: Option<u32>) {
        *self.own.write().unwrap_or_else(PoisonError::into_inner) = own;
        self.changed.notify_one();
    }

    /// Waits for the next change.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }
}
