//! The bounded queue before the triage threads. Owns the order, the shedding and the end, and says without a lock
//! whether there is anything to do.

use super::Request;
use super::batch::{Waiting, choose};
use super::reader::Prepared;
use crate::domain::ConversationId;
use std::collections::{HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use tokio::time::Instant;

/// Most messages that wait: at the speed of one core about two seconds' worth.
pub(super) const CAPACITY: usize = 512;

/// A message that waits, assembled by the thread that will read it or another.
pub(super) struct Item {
    pub(super) request: Request,
    pub(super) prepared: Option<Prepared>,
    /// When it was handed over.
    pub(super) since: Instant,
}

#[derive(Default)]
struct Inner {
    items: VecDeque<Item>,
    /// Conversations with messages in the hands of a thread: their later messages wait, or a second thread could
    /// overtake the first.
    busy: HashSet<ConversationId>,
    closed: bool,
}

/// Shared by the handle and the threads.
pub(super) struct Queue {
    capacity: usize,
    inner: Mutex<Inner>,
    filled: Condvar,
    /// Whether a message waits or is being read. Beside the lock: the challenger's thread asks, and one of low priority
    /// that was put aside while it held the lock would hold up everybody.
    has_work: AtomicBool,
}

impl Default for Queue {
    fn default() -> Self {
        Self::holding(CAPACITY)
    }
}

impl Queue {
    /// An empty queue for this many messages.
    pub(super) fn holding(capacity: usize) -> Self {
        Self { capacity, inner: Mutex::default(), filled: Condvar::new(), has_work: AtomicBool::new(false) }
    }

    /// Takes a message in. What comes back could not be kept: the coldest of a full queue, or the message itself
    /// after the end.
    pub(super) fn push(&self, item: Item) -> Option<Item> {
        let mut inner = self.lock();
        if inner.closed {
            return Some(item);
        }
        let shed = if inner.items.len() < self.capacity { None } else { shed(&mut inner.items, &item) };
        if let Some(Shed::Newcomer) = shed {
            return Some(item);
        }
        inner.items.push_back(item);
        self.note(&inner);
        metrics::gauge!("triage_queue_depth").set(inner.items.len() as f64);
        drop(inner);
        self.filled.notify_one();
        match shed {
            Some(Shed::Waiting(item)) => Some(*item),
            _ => None,
        }
    }

    /// The next batch; waits for one. `None` after the end. Its conversations are the caller's alone until `done`.
    pub(super) fn take(&self) -> Option<Vec<Item>> {
        let mut inner = self.lock();
        loop {
            let batch = take_batch(&mut inner);
            if !batch.is_empty() {
                return Some(batch);
            }
            if inner.closed {
                return None;
            }
            inner = self.filled.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next batch, if there is one now; else empty.
    pub(super) fn try_take(&self) -> Vec<Item> {
        take_batch(&mut self.lock())
    }

    /// Says that all messages of a batch were answered.
    pub(super) fn done(&self, conversations: &[ConversationId]) {
        let mut inner = self.lock();
        for conv in conversations {
            inner.busy.remove(conv);
        }
        self.note(&inner);
        drop(inner);
        self.filled.notify_all();
    }

    /// Ends: threads finish their batch and return; what waited comes back.
    pub(super) fn close(&self) -> Vec<Item> {
        let mut inner = self.lock();
        inner.closed = true;
        let rest = inner.items.drain(..).collect();
        self.note(&inner);
        drop(inner);
        self.filled.notify_all();
        rest
    }

    /// Whether nothing waits and nothing is being read. Never waits for the lock.
    pub(super) fn is_idle(&self) -> bool {
        !self.has_work.load(Ordering::Acquire)
    }

    fn note(&self, inner: &Inner) {
        self.has_work.store(!inner.items.is_empty() || !inner.busy.is_empty(), Ordering::Release);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing panics while it is held but allocation; the queue is whole at any time.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Shed {
    Newcomer,
    Waiting(Box<Item>),
}

/// The coldest goes; among equals the newest, so that nobody is passed over twice.
fn shed(items: &mut VecDeque<Item>, newcomer: &Item) -> Option<Shed> {
    let coldest = (0..items.len()).rev().min_by_key(|place| items[*place].request.stage)?;
    if items[coldest].request.stage >= newcomer.request.stage {
        return Some(Shed::Newcomer);
    }
    items.remove(coldest).map(|item| Shed::Waiting(Box::new(item)))
}

fn take_batch(inner: &mut Inner) -> Vec<Item> {
    let Inner { items, busy, .. } = inner;
    let free: Vec<usize> = (0..items.len()).filter(|place| !busy.contains(&items[*place].request.conv)).collect();
    let waiting: Vec<Waiting> = free.iter().map(|place| waiting(&items[*place])).collect();
    let mut places: Vec<usize> = choose(&waiting).into_iter().map(|chosen| free[chosen]).collect();
    places.sort_unstable();
    // From the back, so that places stay valid.
    let mut taken: Vec<Item> = places.into_iter().rev().filter_map(|place| items.remove(place)).collect();
    taken.reverse();
    busy.extend(taken.iter().map(|item| item.request.conv));
    metrics::gauge!("triage_queue_depth").set(items.len() as f64);
    taken
}

fn waiting(Item { request, prepared, .. }: &Item) -> Waiting {
    let length = prepared.as_ref().map_or(1, Prepared::length);
    Waiting { conv: request.conv, stage: request.stage, length }
}

#[cfg(test)]
#[path = "queue_test.rs"]
mod tests;
