//! Forgetting: what the thread that follows the log is asked to take out of the index, and to take up again.
//!
//! Kept: only that thread writes the index, so a conversation is not read while it is taken out. The tokens to take out are
//! made from the log as they were for writing, so a conversation goes out of the index before it goes out of the log, and
//! once more after it, when nothing of it may be left.

use super::SearchError;
use super::indexer::{Indexer, doc};
use super::service::Shared;
use crate::domain::{ConversationId, Seq, SiteId};
use crate::store::sqlite::StoredEvent;
use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};
use tokio::sync::oneshot;

/// What is asked of the thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Forget,
    Remember,
}

#[derive(Debug)]
struct Wish {
    what: What,
    conv: ConversationId,
    done: oneshot::Sender<Result<(), SearchError>>,
}

/// Wishes that wait; whoever makes one waits for it, so that there are few.
#[derive(Debug, Default)]
pub(super) struct Wishes(Mutex<VecDeque<Wish>>);

impl Shared {
    /// Takes the words of a conversation out. Before it leaves the log, and once more after.
    pub(super) async fn forget(&self, conv: ConversationId) -> Result<(), SearchError> {
        self.wish(What::Forget, conv).await
    }

    /// Takes a conversation up again that did not leave the log after all.
    pub(super) async fn remember(&self, conv: ConversationId) -> Result<(), SearchError> {
        self.wish(What::Remember, conv).await
    }

    async fn wish(&self, what: What, conv: ConversationId) -> Result<(), SearchError> {
        let (done, outcome) = oneshot::channel();
        self.wishes.0.lock().unwrap_or_else(PoisonError::into_inner).push_back(Wish { what, conv, done });
        self.changes.call();
        outcome.await.unwrap_or_else(|_| Err(SearchError::Off("the server is stopping".to_owned())))
    }

    fn next_wish(&self) -> Option<Wish> {
        self.wishes.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    /// Nobody does them any more: whoever waits goes on.
    pub(super) fn drop_wishes(&self) {
        self.wishes.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Indexer {
    /// Does what was asked.
    pub(super) fn do_wishes(&mut self) {
        while let Some(Wish { what, conv, done }) = self.shared.next_wish() {
            let outcome = match what {
                What::Forget => self.forget(conv),
                What::Remember => self.remember(conv),
            };
            // Whoever asked may have gone.
            let _ = done.send(outcome);
        }
    }

    fn remember(&mut self, conv: ConversationId) -> Result<(), SearchError> {
        self.index.remember(conv)?;
        self.waiting.push_front((conv, 0));
        self.shared.is_rebuilding.store(true, Ordering::Release);
        Ok(())
    }

    fn forget(&mut self, conv: ConversationId) -> Result<(), SearchError> {
        let site = self.log.site_of(conv)?.and_then(|site| SiteId::try_from(site).ok());
        let messages = self.log.messages_after(conv, Seq(0), u32::MAX)?;
        let read = |StoredEvent { seq, event, .. }: &StoredEvent| doc(conv, *seq, site.as_ref(), event.as_ref().ok()?);
        let docs: Vec<_> = messages.iter().filter_map(read).collect();
        if !self.index.forget(conv, &docs)? {
            // The index was made anew between: only making it once more takes the words out.
            self.shared.is_damaged.store(true, Ordering::Release);
        }
        Ok(())
    }
}
