//! Forgetting: what a store gives up for good.
//!
//! Owns the contract, held by the suite of the store over every engine. That only what has ended is erased is checked in
//! the commit itself, since nothing brings it back. When to erase, and what lies beside the store, is `erasing`'s business.

use super::StoreError;
use crate::domain::{ConversationId, Timestamp, VisitorId};
use async_trait::async_trait;

/// Forgets for good.
#[async_trait]
pub trait Erase: Send + Sync {
    /// Erases a conversation that has ended: its log, its summary and how it went, in one commit. One that goes on is
    /// refused with `StoreError::GoesOn`; one that is not there is erased already.
    async fn erase(&self, conv: ConversationId) -> Result<(), StoreError>;
    /// Forgets the tokens of a visitor, so that their browsers begin as somebody new.
    async fn forget_visitor(&self, visitor: VisitorId) -> Result<(), StoreError>;
    /// Conversations that have ended and last changed before this moment, the oldest first, at most `limit`.
    async fn ended_before(&self, until: Timestamp, limit: u32) -> Result<Vec<ConversationId>, StoreError>;
    /// How many that are in all.
    async fn count_ended_before(&self, until: Timestamp) -> Result<u64, StoreError>;
}
