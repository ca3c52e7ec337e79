//! Outcomes and the history of lines, in memory.

use crate::domain::budget::LinesChange;
use crate::domain::{ConversationId, Language, Outcome, SiteId};
use crate::store::StoreError;
use std::collections::HashMap;

/// What is kept.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    /// In the order of their places.
    placed: Vec<(u64, Outcome)>,
    last: u64,
    changes: Vec<LinesChange>,
}

impl Outcomes {
    pub(super) fn put(&mut self, outcome: Outcome) {
        self.placed.retain(|(_, other)| other.conv != outcome.conv);
        self.last += 1;
        self.placed.push((self.last, outcome));
    }

    pub(super) fn erase(&mut self, conv: ConversationId) {
        self.placed.retain(|(_, other)| other.conv != conv);
    }

    pub(super) fn after(&self, place: u64, limit: u32) -> Vec<(u64, Outcome)> {
        self.placed.iter().filter(|(at, _)| *at > place).take(limit as usize).cloned().collect()
    }

    pub(super) fn recent(&self, each: u32) -> Vec<(u64, Outcome)> {
        let mut taken: HashMap<(&SiteId, Option<Language>), u32> = HashMap::new();
        let mut found: Vec<_> = self.placed.iter().rev().collect();
        found.retain(|(_, outcome)| {
            let count = taken.entry((&outcome.site, outcome.language)).or_default();
            *count += 1;
            *count <= each
        });
        found.into_iter().rev().cloned().collect()
    }

    pub(super) fn add(&mut self, change: LinesChange) -> Result<(), StoreError> {
        if self.changes.iter().any(|other| other.version == change.version) {
            return Err(StoreError::DuplicateId(None));
        }
        self.changes.push(change);
        self.changes.sort_by_key(|change| change.version);
        Ok(())
    }

    pub(super) fn changes(&self) -> Vec<LinesChange> {
        self.changes.clone()
    }
}
