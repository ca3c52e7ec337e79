//! A leaky bucket per key (GCRA): `burst` tries at once, then one per `interval`. Pure: time is an argument.
//! Bounded: at most `KEYS` keys; when all are busy the one nearest to recovery is forgotten.

use crate::domain::Timestamp;
use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

/// Most keys remembered.
const KEYS: usize = 10_000;

/// Tries per key. A cell holds the time at which its bucket is empty again.
#[derive(Debug)]
pub(super) struct Throttle<K> {
    burst: u32,
    interval: Duration,
    cells: HashMap<K, Timestamp>,
}

impl<K: Eq + Hash + Clone> Throttle<K> {
    pub(super) fn new(burst: u32, interval: Duration) -> Self {
        Self { burst, interval, cells: HashMap::new() }
    }

    /// Takes one try.
    ///
    /// # Errors
    /// How long to wait; nothing is taken then.
    pub(super) fn take(&mut self, key: K, now: Timestamp) -> Result<(), Duration> {
        let empty_at = self.cells.get(&key).copied().filter(|at| *at > now).unwrap_or(now);
        let filled = empty_at.since(now) + self.interval;
        let room = self.interval * self.burst;
        if let Some(wait) = filled.checked_sub(room).filter(|wait| !wait.is_zero()) {
            return Err(wait);
        }
        if !self.cells.contains_key(&key) {
            self.make_room(now);
        }
        self.cells.insert(key, now.plus(filled));
        Ok(())
    }

    /// Forgets the tries of a key.
    pub(super) fn forgive(&mut self, key: &K) {
        self.cells.remove(key);
    }

    fn make_room(&mut self, now: Timestamp) {
        if self.cells.len() < KEYS {
            return;
        }
        self.cells.retain(|_, empty_at| *empty_at > now);
        if self.cells.len() >= KEYS
            && let Some(key) = self.cells.iter().min_by_key(|(_, empty_at)| **empty_at).map(|(key, _)| key.clone())
        {
            self.cells.remove(&key);
        }
    }
}

#[cfg(test)]
#[path = "throttle_test.rs"]
mod tests;
