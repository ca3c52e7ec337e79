//! Lists of conversations, in the orders that the store promises.

use super::{Log, MemoryStore};
use crate::domain::{ConversationId, Summary, Timestamp};
use crate::store::StoreError;
use std::cmp::Reverse;

impl MemoryStore {
    /// Most recently changed first.
    pub(super) fn summaries(&self, fits: impl Fn(&Summary) -> bool, limit: usize) -> Result<Vec<Summary>, StoreError> {
        self.listed(|log| fits(&log.summary), latest_first, limit)
    }

    /// In rising order of `key`, at most `limit`.
    pub(super) fn listed<K: Ord>(
        &self,
        fits: impl Fn(&Log) -> bool,
        key: impl Fn(&Log) -> K,
        limit: usize,
    ) -> Result<Vec<Summary>, StoreError> {
        let data = self.open()?;
        let mut found: Vec<&Log> = data.logs.values().filter(|log| fits(log)).collect();
        found.sort_by_key(|log| key(log));
        Ok(found.into_iter().take(limit).map(|log| log.summary.clone()).collect())
    }
}

pub(super) fn latest_first(log: &Log) -> Reverse<(Timestamp, ConversationId)> {
    Reverse((log.updated, log.summary.conv))
}
