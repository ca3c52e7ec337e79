//! All open conversations, a page at a time: the first small, so that whoever looks at a list sees its top at once,
//! and none so large that it holds memory or a reader of the store for long.
//!
//! The order is that of their ids, so a change between two pages moves nothing: a conversation that was open all the
//! while comes exactly once. What opens or closes meanwhile may come or not; who needs it follows the changes first.

use super::{Store, StoreError};
use crate::domain::{ConversationId, Summary};

const FIRST_PAGE: u32 = 64;
const PAGE: u32 = 512;

/// Reads on where the last page ended.
pub struct OpenPages<'a> {
    store: &'a dyn Store,
    /// The last one read.
    before: Option<ConversationId>,
    limit: u32,
    is_over: bool,
}

impl<'a> OpenPages<'a> {
    /// Begins with the conversation that began last.
    #[must_use]
    pub const fn new(store: &'a dyn Store) -> Self {
        Self { store, before: None, limit: FIRST_PAGE, is_over: false }
    }

    /// The next page; none is empty.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn next(&mut self) -> Result<Option<Vec<Summary>>, StoreError> {
        if self.is_over {
            return Ok(None);
        }
        let page = self.store.open_conversations(self.before, self.limit).await?;
        self.is_over = page.len() < self.limit as usize;
        self.before = page.last().map(|summary| summary.conv);
        self.limit = PAGE;
        Ok((!page.is_empty()).then_some(page))
    }
}
