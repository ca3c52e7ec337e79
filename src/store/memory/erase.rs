//! Forgetting, in memory.

use super::MemoryStore;
use crate::domain::{ConversationId, PhaseName, Timestamp, VisitorId};
use crate::store::{Erase, StoreError};
use async_trait::async_trait;

#[async_trait]
impl Erase for MemoryStore {
    async fn erase(&self, conv: ConversationId) -> Result<(), StoreError> {
        let mut data = self.open()?;
        if data.logs.get(&conv).is_some_and(|log| log.summary.phase != PhaseName::Closed) {
            return Err(StoreError::GoesOn);
        }
        data.logs.remove(&conv);
        data.outcomes.erase(conv);
        data.files.erase(conv);
        Ok(())
    }

    async fn forget_visitor(&self, visitor: VisitorId) -> Result<(), StoreError> {
        self.open()?.visitors.retain(|_, known| known.id != visitor);
        Ok(())
    }

    async fn ended_before(&self, until: Timestamp, limit: u32) -> Result<Vec<ConversationId>, StoreError> {
        let ended = self.listed(
            |log| log.summary.phase == PhaseName::Closed && log.updated < until,
            |log| (log.updated, log.summary.conv),
            limit as usize,
        )?;
        Ok(ended.into_iter().map(|summary| summary.conv).collect())
    }

    async fn count_ended_before(&self, until: Timestamp) -> Result<u64, StoreError> {
        let ended = self.ended_before(until, u32::MAX).await?;
        Ok(ended.len() as u64)
    }
}
