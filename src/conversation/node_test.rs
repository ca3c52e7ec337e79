//! One process over a store, as the tests of writers see it.

use crate::clock::{Clock, SharedClock};
use crate::conversation::fixtures::*;
use crate::conversation::{Done, Failure, Parts, Registry, State, evolve, stamp};
use crate::domain::{Command, Event, Party, Refusal, Seq, StaffId, Stamped, Timestamp};
use crate::fanout::{Delivery, Fanout, Follow, Frame, Outbox};
use crate::routing::Bot;
use crate::store::memory::MemoryStore;
use crate::store::{Append, Store};
use crate::triage::{Policies, Policy, Triage};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

pub(super) const MINUTE: Duration = Duration::from_mins(1);

/// Wall time that follows tokio's, paused or not.
struct TokioClock(Instant);

impl Clock for TokioClock {
    fn now(&self) -> Timestamp {
        Timestamp(1_000_000).plus(self.0.elapsed())
    }
    fn fresh_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A follower that remembers the places it saw.
struct Follower(watch::Sender<Vec<u64>>);

impl Outbox for Follower {
    fn deliver(&self, delivery: &Arc<Delivery>, _: Follow) {
        self.0.send_modify(|seen| seen.extend(delivery.events.iter().map(|event| event.seq.0)));
    }
    fn push(&self, _: Frame) {}
    fn staff(&self) -> Option<StaffId> {
        None
    }
}

/// One process over a store.
pub(super) struct Node {
    pub(super) registry: Arc<Registry>,
    pub(super) store: Arc<MemoryStore>,
    pub(super) fanout: Arc<Fanout>,
}

impl Node {
    pub(super) fn over(store: &Arc<MemoryStore>, idle_after: Duration) -> Self {
        Self::with(store, idle_after, Triage::off("a test without a model"))
    }

    pub(super) fn with(store: &Arc<MemoryStore>, idle_after: Duration, triage: Triage) -> Self {
        let (fanout, clock): (_, SharedClock) = (Arc::new(Fanout::default()), Arc::new(TokioClock(Instant::now())));
        let registry = Registry::new(Parts {
            store: store.clone(),
            fanout: Arc::clone(&fanout),
            triage,
            bot: Arc::new(Bot::default()),
            clock,
            policies: Arc::new(Policies::fixed(Policy::default())),
            lines: Arc::default(),
            offer_time: OFFER_TIME,
            invite_time: INVITE_TIME,
            escalate_after: ESCALATE_AFTER,
            sampling: crate::triage::feedback::Sampling::OFF,
            hours: Arc::default(),
            idle_after,
            tasks: TaskTracker::new(),
        });
        Self { registry, store: Arc::clone(store), fanout }
    }

    pub(super) fn new() -> Self {
        Self::over(&Arc::new(MemoryStore::new()), MINUTE)
    }

    pub(super) fn follow(&self) -> watch::Receiver<Vec<u64>> {
        let (seen, reader) = watch::channel(Vec::new());
        self.fanout.follow(Uuid::now_v7(), Follow::AsStaff(CONV), Arc::new(Follower(seen)));
        reader
    }

    pub(super) async fn send(&self, command: Command) -> Result<Done, Failure> {
        self.registry.send(CONV, command).await
    }

    pub(super) async fn log(&self) -> Vec<Stamped<Event>> {
        self.store.events_after(CONV, Seq(0), 100_000).await.unwrap()
    }

    /// Waits until the log holds such an event.
    pub(super) async fn until(&self, what: impl Fn(&Stamped<Event>) -> bool) -> Stamped<Event> {
        let mut follower = self.follow();
        timeout(5 * MINUTE, async {
            loop {
                if let Some(found) = self.log().await.into_iter().find(|event| what(event)) {
                    return found;
                }
                follower.changed().await.unwrap();
            }
        })
        .await
        .expect("the event comes")
    }
}

pub(super) fn gapless(log: &[Stamped<Event>]) {
    let seqs: Vec<u64> = log.iter().map(|event| event.seq.0).collect();
    assert_eq!(seqs, (1..=log.len() as u64).collect::<Vec<_>>());
}

pub(super) fn refused(outcome: Result<Done, Failure>) -> Refusal {
    match outcome {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Appends as another process would.
pub(super) async fn append_elsewhere(store: &MemoryStore, events: Vec<(Party, Event)>) {
    let log = store.events_after(CONV, Seq(0), 100_000).await.unwrap();
    let state = log.iter().fold(State::default(), evolve);
    let events = stamp(&state, events, Timestamp(5));
    let summary = events.iter().fold(state, evolve).summary(CONV).unwrap();
    store.append(&Append { conv: CONV, events, summary, outcome: None, claim: None }).await.unwrap();
}

pub(super) fn said(id: u128, text: &str) -> (Party, Event) {
    (Party::Visitor, crate::domain::fixtures::said(id, text, None, None))
}
