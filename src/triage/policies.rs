//! Which policy is in force when. Owns the terms: each begins at a moment and lasts until the next one begins, so that
//! the policy of a moment can be told long after, and a replay decides by the same numbers.
//!
//! Kept: a term is made known before it begins. Whoever asks for a moment then gets the same answer before and after
//! the change was made known.

use super::Policy;
use crate::domain::Timestamp;
use std::sync::{Arc, PoisonError, RwLock};

/// A policy from a moment on.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// In force from then on.
    pub since: Timestamp,
    /// The numbers.
    pub policy: Arc<Policy>,
}

/// All terms, of which the first has no beginning.
#[derive(Debug)]
pub struct Policies {
    first: Arc<Policy>,
    /// Ascending.
    later: RwLock<Vec<Term>>,
}

impl Policies {
    /// One policy at all times, until another is adopted.
    #[must_use]
    pub fn fixed(policy: Policy) -> Self {
        Self { first: Arc::new(policy), later: RwLock::default() }
    }

    /// The terms of a history; the first counts for all times before it too. `None` when there are none.
    #[must_use]
    pub fn of(history: impl IntoIterator<Item = Term>) -> Option<Self> {
        let mut terms: Vec<Term> = history.into_iter().collect();
        terms.sort_by_key(|term| term.since);
        let first = Arc::clone(&terms.first()?.policy);
        Some(Self { first, later: RwLock::new(terms) })
    }

    /// The policy in force at a moment.
    #[must_use]
    pub fn at(&self, moment: Timestamp) -> Arc<Policy> {
        let later = self.later.read().unwrap_or_else(PoisonError::into_inner);
        let begun = later.iter().rev().find(|term| term.since <= moment);
        Arc::clone(begun.map_or(&self.first, |term| &term.policy))
    }

    /// The policy that decided at a moment and left its version behind: the latest of that version that had begun by
    /// then; without one, the policy of the moment.
    #[must_use]
    pub fn of_version(&self, version: &str, moment: Timestamp) -> Arc<Policy> {
        let current = self.at(moment);
        if current.version == version {
            return current;
        }
        let later = self.later.read().unwrap_or_else(PoisonError::into_inner);
        let named = later.iter().rev().find(|term| term.since <= moment && term.policy.version == version);
        let first = (self.first.version == version).then_some(&self.first);
        named.map(|term| &term.policy).or(first).map_or(current, Arc::clone)
    }

    /// Makes a term known. It ends all others at its beginning.
    pub fn adopt(&self, term: Term) {
        let mut later = self.later.write().unwrap_or_else(PoisonError::into_inner);
        let place = later.partition_point(|known| known.since <= term.since);
        later.insert(place, term);
    }

    /// Takes a term back, as if it had never been made known.
    pub fn withdraw(&self, term: &Term) {
        let mut later = self.later.write().unwrap_or_else(PoisonError::into_inner);
        later.retain(|known| known != term);
    }
}

#[cfg(test)]
#[path = "policies_test.rs"]
mod tests;
