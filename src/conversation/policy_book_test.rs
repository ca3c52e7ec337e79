//! What is in force after starts, changes and undoing.

use super::*;
use crate::clock::Clock;
use crate::store::MemoryStore;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// Moves on with each look.
struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.fetch_add(1_000, Ordering::SeqCst))
    }
    fn fresh_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

struct World {
    store: Arc<MemoryStore>,
    clock: SharedClock,
}

impl World {
    fn new() -> Self {
        Self { store: Arc::new(MemoryStore::new()), clock: Arc::new(Ticking(AtomicI64::new(1_000_000))) }
    }

    async fn start(&self, configured: Policy) -> PolicyBook {
        PolicyBook::open(self.store.clone(), Arc::clone(&self.clock), configured).await.unwrap()
    }

    fn now(&self, book: &PolicyBook) -> String {
        book.policies().at(self.clock.now()).version.clone()
    }
}

fn policy(version: &str, abuse: f32) -> Policy {
    Policy { version: version.to_owned(), abuse, ..Policy::default() }
}

#[tokio::test(start_paused = true)]
async fn what_was_applied_stays_over_restarts_until_it_is_taken_back() {
    let world = World::new();
    let book = world.start(policy("base", 0.9)).await;
    assert_eq!(world.now(&book), "base");
    let applied = book.apply(policy("one", 0.8), Party::System).await.unwrap();
    assert_eq!((world.now(&book).as_str(), applied.origin), ("one", PolicyOrigin::Applied));
    book.apply(policy("two", 0.7), Party::System).await.unwrap();
    let book = world.start(policy("base", 0.9)).await;
    assert_eq!(world.now(&book), "two");
    assert_eq!(book.undo(Party::System).await.unwrap().version, "one");
    let book = world.start(policy("base", 0.9)).await;
    assert_eq!(world.now(&book), "one");
    assert_eq!(book.undo(Party::System).await.unwrap().version, "base");
    assert!(matches!(book.undo(Party::System).await, Err(NotAdopted::NothingToUndo)));
    assert_eq!(book.history().await.unwrap().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_changed_configuration_is_the_later_word() {
    let world = World::new();
    let book = world.start(policy("base", 0.9)).await;
    book.apply(policy("one", 0.8), Party::System).await.unwrap();
    let book = world.start(policy("base 2", 0.9)).await;
    assert_eq!(world.now(&book), "base 2");
    assert!(matches!(book.undo(Party::System).await, Err(NotAdopted::NothingToUndo)));
}

#[tokio::test(start_paused = true)]
async fn a_version_names_one_policy() {
    let world = World::new();
    let book = world.start(policy("base", 0.9)).await;
    let taken = book.apply(policy("base", 0.8), Party::System).await;
    assert!(matches!(taken, Err(NotAdopted::VersionTaken(version)) if version == "base"));
    book.apply(policy("base", 0.9), Party::System).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_change_that_cannot_be_stored_is_none() {
    let world = World::new();
    let book = world.start(policy("base", 0.9)).await;
    world.store.close().await.unwrap();
    assert!(matches!(book.apply(policy("one", 0.8), Party::System).await, Err(NotAdopted::Store(_))));
    assert_eq!(world.now(&book), "base");
}

#[test]
fn a_policy_as_text_is_the_same_policy_to_the_bit() {
    let odd = Policy { alpha: 0.1 + 0.2, lines: [-1.234_567_9, 1e-7, 0.333_333_34], ..Policy::default() };
    assert_eq!(Policy::parse(&text(&odd)), Ok(odd));
}
