//! Test seam: triage without a thread. Whoever holds the hand takes batches out of the real queue and answers them when
//! their own clock says so, so that a simulation decides how slow a model is, what it says, and when it fails.

use super::queue::{Item, Queue};
use super::worker::serve;
use super::{Request, Triage};
use crate::domain::Scoring;
use std::sync::Arc;

/// Takes what waits to be read.
pub struct Hand(Arc<Queue>);

/// Messages taken together. Their conversations' later messages wait until it is answered; one that is dropped
/// without an answer stands for a thread that hangs.
pub struct Batch {
    items: Vec<Item>,
    queue: Arc<Queue>,
}

impl Triage {
    /// A triage that reads nothing by itself; at most `capacity` messages wait, the others are shed.
    #[must_use]
    pub fn by_hand(capacity: usize) -> (Self, Hand) {
        let queue = Arc::new(Queue::holding(capacity));
        (Self::scripted(Arc::clone(&queue)), Hand(queue))
    }
}

impl Hand {
    /// The next batch, if anything waits.
    #[must_use]
    pub fn take(&self) -> Option<Batch> {
        let items = self.0.try_take();
        (!items.is_empty()).then(|| Batch { items, queue: Arc::clone(&self.0) })
    }
}

impl Batch {
    /// Answers every message of the batch with what `read` makes of it; one that panics fails the whole batch.
    pub fn answer(self, mut read: impl FnMut(&Request) -> Scoring) {
        let conversations: Vec<_> = self.items.iter().map(|item| item.request.conv).collect();
        serve(&mut |batch: &[Item]| batch.iter().map(|item| read(&item.request)).collect(), self.items);
        self.queue.done(&conversations);
    }
}
