//! The only place where time and chance enter. Everything else gets them as arguments.

use crate::domain::Timestamp;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// Source of wall time and fresh ids; one per process, a fixed one in tests.
pub trait Clock: Send + Sync + 'static {
    /// Now, UTC.
    fn now(&self) -> Timestamp;
    /// A fresh UUIDv7.
    fn fresh_id(&self) -> Uuid;
}

/// Shared handle.
pub type SharedClock = Arc<dyn Clock>;

/// The machine's clock and random numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn fresh_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}
