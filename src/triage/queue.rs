//! The bounded queue before the triage threads. Owns the order, the shedding and the end.

use super::Request;
use super::batch::{Waiting, choose};
use super::reader::Prepared;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Most messages that wait: at the speed of one core about two seconds' worth.
pub(super) const CAPACITY: usize = 512;

/// A message that waits, assembled by the thread that will read it or another.
pub(super) struct Item {
    pub(super) request: Request,
    pub(super) prepared: Option<Prepared>,
}

#[derive(Default)]
struct Inner {
    items: VecDeque<Item>,
    closed: bool,
}

/// Shared by the handle and the threads.
#[derive(Default)]
pub(super) struct Queue {
    inner: Mutex<Inner>,
    filled: Condvar,
}

impl Queue {
    /// Takes a message in. What comes back could not be kept: the coldest of a full queue, or the message itself
    /// after the end.
    pub(super) fn push(&self, item: Item) -> Option<Item> {
        let mut inner = self.lock();
        if inner.closed {
            return Some(item);
        }
        let shed = if inner.items.len() < CAPACITY { None } else { shed(&mut inner.items, &item) };
        if let Some(Shed::Newcomer) = shed {
            return Some(item);
        }
        inner.items.push_back(item);
        metrics::gauge!("triage_queue_depth").set(inner.items.len() as f64);
        drop(inner);
        self.filled.notify_one();
        match shed {
            Some(Shed::Waiting(item)) => Some(*item),
            _ => None,
        }
    }

    /// The next batch; waits for one. `None` after the end.
    pub(super) fn take(&self) -> Option<Vec<Item>> {
        let mut inner = self.lock();
        loop {
            if !inner.items.is_empty() {
                let batch = take_batch(&mut inner.items);
                metrics::gauge!("triage_queue_depth").set(inner.items.len() as f64);
                return Some(batch);
            }
            if inner.closed {
                return None;
            }
            inner = self.filled.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends: threads finish their batch and return; what waited comes back.
    pub(super) fn close(&self) -> Vec<Item> {
        let mut inner = self.lock();
        inner.closed = true;
        let rest = inner.items.drain(..).collect();
        drop(inner);
        self.filled.notify_all();
        rest
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

fn take_batch(items: &mut VecDeque<Item>) -> Vec<Item> {
    let waiting: Vec<Waiting> = items
        .iter()
        .map(|item| Waiting {
            conv: item.request.conv,
            stage: item.request.stage,
            length: item.prepared.as_ref().map_or(1, Prepared::length),
        })
        .collect();
    let chosen = choose(&waiting);
    let mut taken: Vec<(usize, Option<Item>)> = chosen.iter().map(|place| (*place, None)).collect();
    let mut by_place: Vec<usize> = (0..taken.len()).collect();
    by_place.sort_unstable_by_key(|index| std::cmp::Reverse(taken[*index].0));
    // From the back, so that places stay valid.
    for index in by_place {
        taken[index].1 = items.remove(taken[index].0);
    }
    taken.sort_unstable_by_key(|(place, _)| *place);
    taken.into_iter().filter_map(|(_, item)| item).collect()
}

#[cfg(test)]
#[path = "queue_test.rs"]
mod tests;
