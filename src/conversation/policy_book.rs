//! The policies in force and their history: read at the start, changed while the server runs, kept for good.
//!
//! Owns the order of a change: made known, stored, begun. Never judges whether a change is wise. The configured policy
//! is the base: what was applied stays in force over restarts until it is taken back, or until the configuration itself
//! changes, which is then the later word.

use crate::clock::SharedClock;
use crate::domain::{Party, Timestamp};
use crate::store::{PolicyOrigin, PolicyTerm, Store, StoreError};
use crate::triage::{Policies, Policy, Term};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

/// A change begins this long after it is made known, by when it is stored.
const AHEAD: Duration = Duration::from_millis(500);
/// A moment that another change has taken is moved on this often.
const TRIES: i64 = 8;

/// The policies of a server.
pub struct PolicyBook {
    store: Arc<dyn Store>,
    clock: SharedClock,
    policies: Arc<Policies>,
    /// One change at a time.
    changing: Mutex<()>,
}

/// Why a policy was not put into force.
#[derive(Debug, thiserror::Error)]
pub enum NotAdopted {
    /// Its version is the name of another policy.
    #[error("version {0} names another policy already; give this one a version of its own")]
    VersionTaken(String),
    /// There is nothing to take back.
    #[error("the configured policy is in force")]
    NothingToUndo,
    /// It could not be stored; nothing changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PolicyBook {
    /// Reads the history. A configured policy that is not the one configured before begins now.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn open(store: Arc<dyn Store>, clock: SharedClock, configured: Policy) -> Result<Self, StoreError> {
        let mut history = store.policies().await?;
        let toml = text(&configured);
        let before = history.iter().rev().find(|term| term.origin == PolicyOrigin::Configured);
        let is_readable = history.last().is_some_and(|term| Policy::parse(&term.toml).is_ok());
        if !is_readable || before.is_none_or(|term| term.toml != toml) {
            let (since, version) = (clock.now(), configured.version.clone());
            let origin = PolicyOrigin::Configured;
            let term = PolicyTerm { since, version, toml, origin, by: Party::System };
            history.push(put(&*store, term).await?);
        }
        let policies = known(&history).unwrap_or_else(|| Policies::fixed(configured));
        Ok(Self { store, clock, policies: Arc::new(policies), changing: Mutex::default() })
    }

    /// For whoever decides.
    #[must_use]
    pub fn policies(&self) -> Arc<Policies> {
        Arc::clone(&self.policies)
    }

    /// Every policy that was ever in force, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn history(&self) -> Result<Vec<PolicyTerm>, StoreError> {
        self.store.policies().await
    }

    /// Puts a policy into force, and answers once it is.
    ///
    /// # Errors
    /// When its version names another policy, or it cannot be stored.
    pub async fn apply(&self, policy: Policy, by: Party) -> Result<PolicyTerm, NotAdopted> {
        let _alone = self.changing.lock().await;
        let toml = text(&policy);
        let history = self.store.policies().await?;
        if history.iter().any(|term| term.version == policy.version && term.toml != toml) {
            return Err(NotAdopted::VersionTaken(policy.version));
        }
        self.begin(policy, PolicyOrigin::Applied, by).await
    }

    /// Puts the policy back that was in force before the one that was applied last.
    ///
    /// # Errors
    /// When none was applied since, or it cannot be stored.
    pub async fn undo(&self, by: Party) -> Result<PolicyTerm, NotAdopted> {
        let _alone = self.changing.lock().await;
        let history = self.store.policies().await?;
        let before = previous(&history).ok_or(NotAdopted::NothingToUndo)?;
        let policy = Policy::parse(&before.toml).map_err(|_| NotAdopted::NothingToUndo)?;
        self.begin(policy, PolicyOrigin::Undone, by).await
    }

    async fn begin(&self, policy: Policy, origin: PolicyOrigin, by: Party) -> Result<PolicyTerm, NotAdopted> {
        let since = self.clock.now().plus(AHEAD);
        let term = PolicyTerm { since, version: policy.version.clone(), toml: text(&policy), origin, by };
        // Known before it is stored, and stored before it begins: nothing is ever decided by what a restart forgets.
        let adopted = Term { since, policy: Arc::new(policy) };
        self.policies.adopt(adopted.clone());
        if let Err(error) = self.store.put_policy(term.clone()).await {
            self.policies.withdraw(&adopted);
            return Err(error.into());
        }
        tokio::time::sleep(since.since(self.clock.now())).await;
        Ok(term)
    }
}

/// What would be in force if the latest policy had not been applied: an undo takes back one application.
#[must_use]
pub fn previous(history: &[PolicyTerm]) -> Option<&PolicyTerm> {
    let mut applied: Vec<&PolicyTerm> = Vec::new();
    for term in history {
        match term.origin {
            PolicyOrigin::Configured => applied = vec![term],
            PolicyOrigin::Applied => applied.push(term),
            PolicyOrigin::Undone => drop(applied.pop()),
        }
    }
    applied.len().checked_sub(2).map(|place| applied[place])
}

/// The terms of a history as far as this version can read them.
#[must_use]
pub fn known(history: &[PolicyTerm]) -> Option<Policies> {
    let term = |term: &PolicyTerm| match Policy::parse(&term.toml) {
        Ok(policy) => Some(Term { since: term.since, policy: Arc::new(policy) }),
        Err(problems) => {
            tracing::warn!(version = term.version, problems, "a policy of the past cannot be read any more");
            None
        }
    };
    Policies::of(history.iter().filter_map(term))
}

/// A whole policy as text.
#[must_use]
pub fn text(policy: &Policy) -> String {
    toml::to_string(policy).expect("a policy is a plain table")
}

/// Stores a term that begins now, or as soon after as a moment is free.
async fn put(store: &dyn Store, mut term: PolicyTerm) -> Result<PolicyTerm, StoreError> {
    for _ in 0..TRIES {
        match store.put_policy(term.clone()).await {
            Err(StoreError::DuplicateId(_)) => term.since = Timestamp(term.since.0.saturating_add(1)),
            outcome => return outcome.map(|()| term),
        }
    }
    Err(StoreError::DuplicateId(None))
}

#[cfg(test)]
#[path = "policy_book_test.rs"]
mod tests;
