//! Writers at work: dedupe, sleep and wake, other writers, a failing store, and the clock of an offer.
//! Time is tokio's paused clock; nothing waits for real.

use crate::clock::{Clock, SharedClock};
use crate::conversation::fixtures::*;
use crate::conversation::{Done, Failure, Parts, Phase, Registry, State, evolve, stamp};
use crate::domain::event::CloseCause;
use crate::domain::{
    Actor, Command, ConversationId, Event, Party, Refusal, Scoring, Seq, StaffId, Stamped, Timestamp, Unscored,
};
use crate::fanout::{Delivery, Fanout, Follow, Frame, Outbox};
use crate::routing::{Bot, Conversations};
use crate::store::memory::MemoryStore;
use crate::store::{Append, Store, StoreError};
use crate::triage::{Policy, Triage};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

const MINUTE: Duration = Duration::from_mins(1);

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
struct Node {
    registry: Arc<Registry>,
    store: Arc<MemoryStore>,
    fanout: Arc<Fanout>,
}

impl Node {
    fn over(store: &Arc<MemoryStore>, idle_after: Duration) -> Self {
        let (fanout, clock): (_, SharedClock) = (Arc::new(Fanout::default()), Arc::new(TokioClock(Instant::now())));
        let registry = Registry::new(Parts {
            store: store.clone(),
            fanout: Arc::clone(&fanout),
            triage: Triage::off("a test without a model"),
            bot: Arc::new(Bot::default()),
            clock,
            policy: Arc::new(Policy::default()),
            offer_time: OFFER_TIME,
            idle_after,
            tasks: TaskTracker::new(),
        });
        Self { registry, store: Arc::clone(store), fanout }
    }

    fn new() -> Self {
        Self::over(&Arc::new(MemoryStore::new()), MINUTE)
    }

    fn follow(&self) -> watch::Receiver<Vec<u64>> {
        let (seen, reader) = watch::channel(Vec::new());
        self.fanout.follow(Uuid::now_v7(), Follow::AsStaff(CONV), Arc::new(Follower(seen)));
        reader
    }

    async fn send(&self, command: Command) -> Result<Done, Failure> {
        self.registry.send(CONV, command).await
    }

    async fn log(&self) -> Vec<Stamped<Event>> {
        self.store.events_after(CONV, Seq(0), 100_000).await.unwrap()
    }

    /// Waits until the log holds such an event.
    async fn until(&self, what: impl Fn(&Stamped<Event>) -> bool) -> Stamped<Event> {
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

fn gapless(log: &[Stamped<Event>]) {
    let seqs: Vec<u64> = log.iter().map(|event| event.seq.0).collect();
    assert_eq!(seqs, (1..=log.len() as u64).collect::<Vec<_>>());
}

fn refused(outcome: Result<Done, Failure>) -> Refusal {
    match outcome {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Appends as another process would.
async fn append_elsewhere(store: &MemoryStore, events: Vec<(Party, Event)>) {
    let log = store.events_after(CONV, Seq(0), 100_000).await.unwrap();
    let state = log.iter().fold(State::default(), evolve);
    let events = stamp(&state, events, Timestamp(5));
    let summary = events.iter().fold(state, evolve).summary(CONV).unwrap();
    store.append(Append { conv: CONV, events, summary }).await.unwrap();
}

fn said(id: u128, text: &str) -> (Party, Event) {
    let text = words(text);
    let said = Event::Said { id: message_id(id), text, bot: None, answers: None, quick_replies: Vec::new() };
    (Party::Visitor, said)
}

#[tokio::test(start_paused = true)]
async fn a_resent_message_is_logged_once_across_sleep() {
    let node = Node::new();
    node.send(open()).await.unwrap();
    let first = node.send(say(visitor(), 1, "hi")).await.unwrap();
    let again = node.send(say(visitor(), 1, "hi")).await.unwrap();
    assert_eq!(again, Done { dup: true, ..first });
    assert_eq!(refused(node.send(say(visitor(), 1, "ho")).await), Refusal::IdReused);
    tokio::time::sleep(10 * MINUTE).await;
    assert_eq!(node.registry.awake(), 0, "an idle conversation sleeps");
    let again = node.send(say(visitor(), 1, "hi")).await.unwrap();
    assert_eq!(again, Done { dup: true, ..first });
    let log = node.log().await;
    gapless(&log);
    assert_eq!(log.iter().filter(|event| event.event.message_id() == Some(message_id(1))).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_does_not_exist_leaves_no_trace() {
    let node = Node::new();
    for n in 0..50 {
        let conv = ConversationId(Uuid::from_u128(n));
        let outcome = node.registry.send(conv, Command::AskForPerson { by: visitor() }).await;
        assert_eq!(refused(outcome), Refusal::NotFound);
    }
    tokio::task::yield_now().await;
    assert_eq!(node.registry.awake(), 0);
}

/// The delicate spot: senders race with a conversation that falls asleep after every mail.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_doubled_or_reordered_while_falling_asleep() {
    const SENDERS: u128 = 16;
    const EACH: u128 = 25;
    let node = Arc::new(Node::over(&Arc::new(MemoryStore::new()), Duration::ZERO));
    let seen = node.follow();
    node.send(open()).await.unwrap();
    let tasks = TaskTracker::new();
    let senders: Vec<_> = (0..SENDERS)
        .map(|sender| {
            let node = Arc::clone(&node);
            tasks.spawn(async move {
                for n in 0..EACH {
                    let id = sender * 1_000 + n + 1;
                    let done = node.send(say(visitor(), id, &format!("words {id}"))).await.unwrap();
                    assert!(!done.dup);
                }
            })
        })
        .collect();
    for sender in senders {
        sender.await.unwrap();
    }
    node.registry.shutdown().await;
    let log = node.log().await;
    gapless(&log);
    let from_visitor = log.iter().filter(|e| e.by == Party::Visitor && e.event.message_id().is_some()).count();
    assert_eq!(from_visitor as u128, SENDERS * EACH);
    assert_eq!(*seen.borrow(), (1..=log.len() as u64).collect::<Vec<_>>(), "followers see each place once, in order");
    assert_eq!(node.registry.awake(), 0);
}

/// One writer at a time: who finds a conversation falling asleep waits until it is gone, however long that takes.
#[tokio::test(start_paused = true)]
async fn a_sender_waits_for_a_conversation_that_falls_asleep_slowly() {
    let node = Node::over(&Arc::new(MemoryStore::new()), Duration::ZERO);
    node.send(open()).await.unwrap();
    node.until(|event| event.by == Party::Bot).await;
    let before = node.log().await.len() as u64;
    let seen = node.follow();
    node.store.hold_appends();
    node.registry.post(CONV, Command::Note { by: agent(LIN), id: message_id(1), text: words("x") });
    // Its mailbox is closed and its last commit held by now.
    tokio::time::sleep(Duration::from_millis(10)).await;
    let (sent, ()) = tokio::join!(node.send(say(visitor(), 2, "hi")), async {
        tokio::time::sleep(Duration::from_millis(10)).await;
        node.store.release_appends();
    });
    assert_eq!(sent.unwrap().seq, Seq(before + 2));
    let seen = seen.borrow().clone();
    assert_eq!(seen[..2], [before + 1, before + 2], "each place once, in order: {seen:?}");
}

#[tokio::test(start_paused = true)]
async fn two_processes_write_one_log_and_followers_of_both_see_all_of_it() {
    let store = Arc::new(MemoryStore::new());
    let (one, two) = (Node::over(&store, MINUTE), Node::over(&store, MINUTE));
    let (seen_one, seen_two) = (one.follow(), two.follow());
    one.send(open()).await.unwrap();
    for n in 1..=20 {
        let node = if n % 2 == 0 { &one } else { &two };
        node.send(say(visitor(), n, &format!("words {n}"))).await.unwrap();
    }
    // Whatever the one logged last, the other learns with its next command.
    for node in [&one, &two, &one] {
        let page = customer(&format!("/{:?}", node.log().await.len()));
        node.send(Command::UpdateCustomer { by: visitor(), customer: page }).await.unwrap();
    }
    let log = one.log().await;
    gapless(&log);
    let all: Vec<u64> = (1..=log.len() as u64).collect();
    for seen in [seen_one, seen_two] {
        // A process reads what was logged before the conversation woke there; its followers ask for that themselves.
        let seen = seen.borrow().clone();
        let start = seen[0] as usize - 1;
        assert_eq!(seen, all[start..start + seen.len()], "in order, without gaps");
        assert!(start <= 3 && start + seen.len() + 3 >= all.len(), "{start}, {} of {}", seen.len(), all.len());
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_whose_commit_was_reported_as_failed_is_acknowledged_and_scored() {
    let node = Node::new();
    node.send(open()).await.unwrap();
    node.until(|event| event.by == Party::Bot).await;
    append_elsewhere(&node.store, vec![said(7, "did you get this")]).await;
    let done = node.send(say(visitor(), 7, "did you get this")).await.unwrap();
    assert!(done.dup);
    let at_once = timeout(Duration::from_secs(1), node.until(|event| matches!(event.event, Event::Scored { .. })));
    let scored = at_once.await.expect("without waiting for the next look at unfinished work");
    assert!(matches!(scored.event, Event::Scored { message, .. } if message == done.seq));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_published_that_is_not_stored() {
    let node = Node::new();
    node.send(open()).await.unwrap();
    node.until(|event| event.by == Party::Bot).await;
    let before = node.log().await.len();
    let seen = node.follow();
    node.store.fail_next_append(StoreError::DiskFull { path: "/data".to_owned() });
    let outcome = node.send(say(visitor(), 1, "hi")).await;
    assert!(matches!(&outcome, Err(Failure::Store(error)) if matches!(**error, StoreError::DiskFull { .. })));
    assert_eq!((seen.borrow().len(), node.log().await.len()), (0, before));
    let done = node.send(say(visitor(), 1, "hi")).await.unwrap();
    assert_eq!((done.dup, done.seq), (false, Seq(before as u64 + 1)), "the same words go through once space returns");
}

#[tokio::test(start_paused = true)]
async fn an_acknowledgement_waits_for_the_commit() {
    let node = Arc::new(Node::new());
    node.send(open()).await.unwrap();
    node.until(|event| event.by == Party::Bot).await;
    let seen = node.follow();
    node.store.hold_appends();
    let pending = timeout(Duration::from_millis(500), node.send(say(visitor(), 1, "hi"))).await;
    assert!(pending.is_err(), "not acknowledged while the commit is held");
    assert!(seen.borrow().is_empty());
    node.store.release_appends();
    node.until(|event| event.event.message_id() == Some(message_id(1))).await;
}

#[tokio::test(start_paused = true)]
async fn a_full_mailbox_answers_busy_and_posts_wait_beside_it() {
    let node = Node::new();
    node.send(open()).await.unwrap();
    node.until(|event| event.by == Party::Bot).await;
    node.store.hold_appends();
    for n in 1..=100 {
        let command = Command::Note { by: agent(LIN), id: message_id(n), text: words("x") };
        node.registry.post(CONV, command);
    }
    // Let the posts take their places in line first.
    tokio::task::yield_now().await;
    let outcome = timeout(MINUTE, node.send(Command::AskForPerson { by: visitor() })).await;
    assert!(matches!(outcome, Ok(Err(Failure::Busy))), "{outcome:?}");
    node.store.release_appends();
    node.send(Command::AskForPerson { by: visitor() }).await.unwrap();
    let log = node.log().await;
    gapless(&log);
    let notes = log.iter().filter(|event| matches!(event.event, Event::Noted { .. })).count();
    assert!((32..=100).contains(&notes), "{notes} notes");
}

#[tokio::test(start_paused = true)]
async fn an_offer_carries_the_whole_log_and_lapses_by_itself() {
    let node = Node::new();
    node.send(open()).await.unwrap();
    node.send(Command::AskForPerson { by: visitor() }).await.unwrap();
    let offer = Command::Offer { agent: LIN, name: "Lin".to_owned(), packet: None };
    let offered = node.send(offer).await.unwrap();
    let event = node.log().await[offered.seq.0 as usize - 1].clone();
    let Event::Offered { packet, expires_at, .. } = event.event else { panic!("{event:?}") };
    assert_eq!(packet.up_to.next(), offered.seq);
    let ended = node.until(|event| matches!(event.event, Event::OfferEnded { declined: false, .. })).await;
    assert!(ended.at >= expires_at);
    assert_eq!(refused(node.send(Command::Decline { by: agent(LIN) }).await), Refusal::WrongPhase);
    let claimed = node.send(Command::Accept { by: agent(LIN), packet: None }).await.unwrap();
    assert!(claimed.public.is_some(), "the visitor sees who joined");
}

#[tokio::test(start_paused = true)]
async fn an_offer_that_cannot_be_ended_is_ended_later() {
    let node = Node::new();
    node.send(open()).await.unwrap();
    node.send(Command::AskForPerson { by: visitor() }).await.unwrap();
    node.send(Command::Offer { agent: LIN, name: "Lin".to_owned(), packet: None }).await.unwrap();
    for _ in 0..3 {
        node.store.fail_next_append(StoreError::Unavailable("locked".to_owned()));
    }
    node.until(|event| matches!(event.event, Event::OfferEnded { .. })).await;
}

#[tokio::test(start_paused = true)]
async fn a_start_takes_up_what_a_crash_cut_off() {
    let store = Arc::new(MemoryStore::new());
    let site = crate::domain::SiteId::try_from("demo".to_owned()).unwrap();
    let opened = Event::Opened { site, visitor: OWNER, customer: customer("/") };
    append_elsewhere(&store, vec![(Party::Visitor, opened), said(1, "help")]).await;
    let node = Node::over(&store, MINUTE);
    assert_eq!(node.registry.rescue().await.unwrap(), 1);
    let why = Unscored::NoModel;
    node.until(|event| matches!(&event.event, Event::Scored { scoring, .. } if *scoring == Scoring::NotScored { why }))
        .await;
    node.until(|event| matches!(&event.event, Event::Said { answers: Some(Seq(2)), .. })).await;
    node.send(Command::Close { by: visitor(), cause: CloseCause::Visitor }).await.unwrap();
    assert_eq!(Node::over(&store, MINUTE).registry.rescue().await.unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn stopping_finishes_what_was_accepted_and_takes_no_more() {
    let node = Arc::new(Node::new());
    node.send(open()).await.unwrap();
    for n in 1..=20 {
        node.registry.post(CONV, Command::Note { by: agent(LIN), id: message_id(n), text: words("x") });
    }
    node.registry.shutdown().await;
    let notes = node.log().await.iter().filter(|event| matches!(event.event, Event::Noted { .. })).count();
    assert_eq!(notes, 20);
    assert!(matches!(node.send(say(visitor(), 99, "hi")).await, Err(Failure::Busy)));
    assert_eq!(node.registry.awake(), 0);
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_store_is_an_answer_and_the_next_try_reads_again() {
    let node = Node::new();
    node.send(open()).await.unwrap();
    tokio::time::sleep(10 * MINUTE).await;
    node.store.close().await.unwrap();
    let outcome = node.send(Command::AskForPerson { by: Actor::Visitor(OWNER) }).await;
    assert!(matches!(outcome, Err(Failure::Store(_))), "{outcome:?}");
    tokio::task::yield_now().await;
    assert_eq!(node.registry.awake(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_fold_of_the_log_is_what_the_list_shows() {
    let node = Node::new();
    node.send(open()).await.unwrap();
    node.send(say(visitor(), 1, "hi")).await.unwrap();
    node.send(Command::Accept { by: agent(LIN), packet: None }).await.unwrap();
    node.registry.shutdown().await;
    let state = node.log().await.iter().fold(State::default(), evolve);
    assert!(matches!(state.phase, Phase::WithAgent { .. }));
    assert_eq!(node.store.summary(CONV).await.unwrap(), state.summary(CONV));
}
