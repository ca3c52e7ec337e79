//! Erasing: conversations that have ended go for good, by age or because somebody asks.
//!
//! Owns the order: out of the search index, out of the log, out of the index for good, and the bytes of its files. Never touches what goes on: the one
//! writer of a conversation erases it, and refuses while it has not ended. What a later conversation of the same visitor
//! says of an erased one (its packet's `earlier`), what the audit keeps, and backups stay as they are.
//! Kept: whatever is cut off between two steps is done by asking again; nothing of it is found meanwhile.

mod keep;
mod kept_days;

pub use keep::{SWEEP, Sweeper, keep};
pub use kept_days::KeptDays;

use crate::clock::SharedClock;
use crate::conversation::Registry;
use crate::conversation::registry::Failure;
use crate::domain::{ConversationId, PhaseName, Refusal, Timestamp, VisitorId};
use crate::files::Files;
use crate::search::{Search, SearchError};
use crate::store::{Store, StoreError};
use std::sync::Arc;
use thiserror::Error;

/// Conversations that are looked up at once.
const PAGE: u32 = 100;

/// Why something was not erased.
#[derive(Debug, Error)]
pub enum EraseError {
    /// It goes on, is busy, or the store failed.
    #[error(transparent)]
    Conversation(#[from] Failure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The search index failed; the log was left alone.
    #[error(transparent)]
    Search(#[from] SearchError),
}

/// Erases. Cheap to clone.
#[derive(Clone)]
pub struct Eraser {
    /// Truth.
    pub store: Arc<dyn Store>,
    /// The one writer of each conversation.
    pub registry: Arc<Registry>,
    /// Where words are found.
    pub search: Arc<Search>,
    /// Pictures and documents beside messages.
    pub files: Arc<Files>,
    /// Time.
    pub clock: SharedClock,
}

impl Eraser {
    /// Erases a conversation that has ended. `false`: there is none.
    ///
    /// # Errors
    /// `WrongPhase` while it goes on; else what failed, and asking again finishes it.
    pub async fn conversation(&self, conv: ConversationId) -> Result<bool, EraseError> {
        if let Some(summary) = self.store.summary(conv).await? {
            ended(summary.phase)?;
        }
        self.search.forget(conv).await?;
        let erased = match self.registry.erase(conv).await {
            Ok(erased) => erased,
            Err(failure) => {
                // Taken up again by somebody, or the store failed: it is to be found as before.
                self.search.remember(conv).await?;
                return Err(failure.into());
            }
        };
        self.search.forget(conv).await?;
        self.files.sweep().await?;
        if erased {
            metrics::counter!("conversations_erased_total").increment(1);
        }
        Ok(erased)
    }

    /// Erases everything of a visitor: their conversations, and the tokens of their browsers. Answers with how many
    /// conversations that were.
    ///
    /// # Errors
    /// `WrongPhase` while one of them goes on, and nothing was erased then; else what failed, and asking again finishes it.
    pub async fn visitor(&self, visitor: VisitorId) -> Result<u32, EraseError> {
        let found = self.store.conversations_of(visitor, u32::MAX).await?;
        found.iter().try_for_each(|summary| ended(summary.phase))?;
        self.store.forget_visitor(visitor).await?;
        let mut count = 0;
        for summary in found {
            count += u32::from(self.conversation(summary.conv).await?);
        }
        Ok(count)
    }

    /// Erases what has ended and last changed before this moment, the oldest first; answers with how many that were. What
    /// is taken up again meanwhile is left.
    ///
    /// # Errors
    /// What failed; what was erased by then is.
    pub async fn older_than(&self, until: Timestamp) -> Result<u32, EraseError> {
        let mut count = 0;
        loop {
            let found = self.store.ended_before(until, PAGE).await?;
            let before = count;
            for conv in &found {
                match self.conversation(*conv).await {
                    Ok(erased) => count += u32::from(erased),
                    Err(EraseError::Conversation(Failure::Refused(_))) => {}
                    Err(error) => return Err(error),
                }
            }
            if found.len() < PAGE as usize || count == before {
                return Ok(count);
            }
        }
    }
}

fn ended(phase: PhaseName) -> Result<(), Failure> {
    if phase == PhaseName::Closed { Ok(()) } else { Err(Refusal::WrongPhase.into()) }
}
