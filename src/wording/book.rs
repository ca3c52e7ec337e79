//! The list in force: what is shipped or in the operator's file, and on top of it the rules that admins have made.
//!
//! Owns their order: an admin's rule takes the place of a configured one of the same id, and comes behind the others.
//! Never reads or writes the store; whoever keeps the rules tells of them here. A reader holds the list that was in
//! force when it asked: one message is judged by one list.

use super::{Problems, Rule, Wording, list};
use serde::Serialize;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{Mutex, MutexGuard};
use utoipa::ToSchema;

/// Rules of admins, at most.
pub const RULES: usize = 500;

/// Where a rule in force stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Comes with the server.
    Shipped,
    /// In the operator's file.
    File,
    /// Made by an admin.
    Own,
}

/// The list in force.
#[derive(Debug)]
pub struct Book {
    configured: Wording,
    own: RwLock<(Vec<Rule>, Arc<Wording>)>,
    changing: Mutex<()>,
}

impl Book {
    /// What is configured, with no rule of an admin yet.
    #[must_use]
    pub fn new(configured: Wording) -> Self {
        let in_force = Arc::new(merged(&configured, &[]));
        Self { configured, own: RwLock::new((Vec::new(), in_force)), changing: Mutex::default() }
    }

    /// The list as it is now.
    #[must_use]
    pub fn in_force(&self) -> Arc<Wording> {
        Arc::clone(&self.own.read().unwrap_or_else(PoisonError::into_inner).1)
    }

    /// Rules of admins.
    #[must_use]
    pub fn own(&self) -> Vec<Rule> {
        self.own.read().unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// Where a rule of this id that is in force stands.
    #[must_use]
    pub fn origin(&self, rule: &Rule) -> Origin {
        if self.own.read().unwrap_or_else(PoisonError::into_inner).0.contains(rule) {
            Origin::Own
        } else if list::shipped().0.contains(rule) {
            Origin::Shipped
        } else {
            Origin::File
        }
    }

    /// Until it is dropped nobody else changes rules: what is in force is always what is stored.
    pub async fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().await
    }

    /// Puts these rules of admins into force, in the place of all earlier ones.
    ///
    /// # Errors
    /// Where there are too many; nothing has changed then.
    pub fn amend(&self, own: Vec<Rule>) -> Result<(), Problems> {
        if own.len() > RULES {
            return Err(Problems(vec![format!("rule: at most {RULES}, not {}", own.len())]));
        }
        let in_force = Arc::new(merged(&self.configured, &own));
        *self.own.write().unwrap_or_else(PoisonError::into_inner) = (own, in_force);
        Ok(())
    }
}

fn merged(configured: &Wording, own: &[Rule]) -> Wording {
    let listing = configured.listing();
    let kept = listing.rules.iter().filter(|rule| own.iter().all(|mine| mine.id != rule.id));
    Wording::of(kept.chain(own).cloned().collect(), listing.acknowledgements.clone())
}

#[cfg(test)]
#[path = "book_test.rs"]
mod tests;
