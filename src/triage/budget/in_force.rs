//! The lines in force, for whoever decides: laid over the policy of the moment, one for each site.
//!
//! Keeps: a reader never waits for more than the exchange of a pointer, and what it got stays as it is.

use super::Ledger;
use crate::domain::SiteId;
use crate::triage::Policy;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Cheap to ask, and cheapest while no lines are in force.
#[derive(Debug, Default)]
pub struct LinesInForce {
    now: RwLock<Now>,
}

#[derive(Debug, Default)]
struct Now {
    ledger: Arc<Ledger>,
    /// What was made of which policy for each site.
    made: HashMap<SiteId, Made>,
}

#[derive(Debug, Clone)]
struct Made {
    base: Arc<Policy>,
    policy: Arc<Policy>,
}

impl LinesInForce {
    /// The policy that decides on a site: `base` with the lines in force there.
    #[must_use]
    pub fn policy(&self, base: Arc<Policy>, site: &SiteId) -> Arc<Policy> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        if !now.ledger.has_lines() {
            return base;
        }
        if let Some(made) = now.made.get(site).filter(|made| Arc::ptr_eq(&made.base, &base)) {
            return Arc::clone(&made.policy);
        }
        let ledger = Arc::clone(&now.ledger);
        drop(now);
        let policy = Arc::new(ledger.policy(&base, site));
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&now.ledger, &ledger) {
            now.made.insert(site.clone(), Made { base, policy: Arc::clone(&policy) });
        }
        policy
    }

    /// Puts these lines in force; those that already are stay as they are.
    pub fn put(&self, ledger: &Ledger) {
        if *self.now.read().unwrap_or_else(PoisonError::into_inner).ledger == *ledger {
            return;
        }
        let new = Now { ledger: Arc::new(ledger.clone()), made: HashMap::new() };
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = new;
    }
}
