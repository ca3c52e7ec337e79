//! Lists of conversations, in the orders that the store promises.

use super::{Log, MemoryStore};
use crate::domain::Summary;
use crate::store::StoreError;
use std::cmp::Reverse;

impl MemoryStore {
    /// Most recently changed first.
    pub(super) fn summaries(&self, fits: impl Fn(&Summary) -> bool, limit: usize) -> Result<Vec<Summary>, StoreError> {
        let data = self.open()?;
        let mut found: Vec<&Log> = data.logs.values().filter(|log| fits(&log.summary)).collect();
        found.sort_by_key(|log| Reverse((log.updated, log.summary.conv)));
        Ok(found.into_iter().take(limit).map(|log| log.summary.clone()).collect())
    }

    /// In rising order of `key`.
    pub(super) fn ordered<K: Ord>(
        &self,
        fits: impl Fn(&Summary) -> bool,
        key: impl Fn(&Summary) -> K,
        limit: u32,
    ) -> Result<Vec<Summary>, StoreError> {
        let mut found = self.summaries(fits, usize::MAX)?;
        found.sort_by_key(key);
        found.truncate(limit as usize);
        Ok(found)
    }
}
