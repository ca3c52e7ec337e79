//! Which flows are in force. Owns the one place that they are read from; whoever puts others there has checked them.

use super::Flows;
use std::sync::{Arc, PoisonError, RwLock};

/// The flows in force.
#[derive(Debug, Default)]
pub struct FlowBook(RwLock<Arc<Flows>>);

impl FlowBook {
    /// These from the beginning.
    #[must_use]
    pub fn new(flows: Flows) -> Self {
        Self(RwLock::new(Arc::new(flows)))
    }

    /// Those in force now; whoever holds them keeps them to the end of a reply.
    #[must_use]
    pub fn flows(&self) -> Arc<Flows> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts others in force.
    pub fn put(&self, flows: Flows) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(flows);
    }
}
