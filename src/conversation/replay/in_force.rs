//! The policies that were in force, as far as a log tells: the policy of each moment with the lines that budgets had
//! put over it. Pure; owns the reading of versions such as `3+b7`.

use super::logged::Moment;
use crate::domain::SiteId;
use crate::domain::budget::{LinesChange, parted};
use crate::triage::budget::Ledger;
use crate::triage::{Policies, Policy};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The history of a server's numbers.
#[derive(Debug)]
pub struct InForce {
    policies: Arc<Policies>,
    lines: Vec<LinesChange>,
    /// Policies with lines, by version and site, each made once.
    made: Mutex<HashMap<(String, SiteId), Arc<Policy>>>,
}

impl InForce {
    /// Policies by time, and the history of lines, oldest first.
    #[must_use]
    pub fn new(policies: Arc<Policies>, lines: Vec<LinesChange>) -> Self {
        Self { policies, lines, made: Mutex::default() }
    }

    /// The policy that decided at a moment.
    #[must_use]
    pub fn at(&self, moment: Moment<'_>) -> Arc<Policy> {
        let Some(version) = moment.version else { return self.policies.at(moment.at) };
        let (name, lines) = parted(version);
        let base = self.policies.of_version(name, moment.at);
        let (Some(lines), Some(site)) = (lines, moment.site) else { return base };
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (version.to_owned(), site.clone());
        let policy = made.entry(key).or_insert_with(|| Arc::new(Ledger::at(&self.lines, lines).policy(&base, site)));
        Arc::clone(policy)
    }
}

#[cfg(test)]
#[path = "in_force_test.rs"]
mod tests;
