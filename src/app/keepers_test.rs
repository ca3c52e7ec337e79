//! Ended logins go: those there at the start, and those that end later.

use super::*;
use crate::clock::Clock;
use crate::domain::{StaffId, Timestamp};
use crate::store::{Login, MemoryStore, Store};
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

#[derive(Default)]
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }

    fn fresh_id(&self) -> Uuid {
        Uuid::nil()
    }
}

async fn kept(store: &MemoryStore) -> Vec<u8> {
    let mut tokens = Vec::new();
    for token in 1..=3 {
        if store.login([token; 32]).await.unwrap().is_some() {
            tokens.push(token);
        }
    }
    tokens
}

/// Lets the sweep run until it sleeps.
async fn swept() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn logins_that_ended_go_at_the_start_and_once_an_hour() {
    let (store, hands) = (Arc::new(MemoryStore::new()), Arc::new(Hands(AtomicI64::new(10))));
    for (token, ends) in [(1, 10), (2, 11), (3, 100)] {
        let login = Login { token_hash: [token; 32], staff: StaffId(Uuid::nil()), expires_at: Timestamp(ends) };
        store.put_login(login).await.unwrap();
    }
    let auth = Arc::new(Auth::new(Arc::clone(&store) as Arc<dyn Store>, Arc::clone(&hands) as SharedClock));
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    tasks.spawn(sweep(auth, stop.clone()));
    swept().await;
    assert_eq!(kept(&store).await, [2, 3], "at the start");
    hands.0.store(50, Ordering::SeqCst);
    tokio::time::advance(SWEEP / 2).await;
    swept().await;
    assert_eq!(kept(&store).await, [2, 3], "not yet");
    tokio::time::advance(SWEEP / 2).await;
    swept().await;
    assert_eq!(kept(&store).await, [3], "an hour later");
    stop.cancel();
    tasks.close();
    tasks.wait().await;
}
