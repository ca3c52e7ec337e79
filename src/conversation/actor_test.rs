//! Writers at work: dedupe, sleep and wake, other writers, a failing store, and the clock of an offer.
//! Time is tokio's paused clock, but where triage's own thread takes part; nothing sleeps for real.

use crate::conversation::fixtures::*;
use crate::conversation::node::{MINUTE, Node, append_elsewhere, gapless, refused, said};
use crate::conversation::{Done, Failure, Phase, State, evolve};
use crate::domain::event::CloseCause;
use crate::domain::{Actor, Command, ConversationId, Event, Party, Refusal, Risks, Scoring, Seq, Stamped, Unscored};
use crate::routing::Conversations;
use crate::store::memory::MemoryStore;
use crate::store::{Store, StoreError};
use crate::triage::{Request, Triage};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

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
    assert_eq!(refused(node.send(Command::Decline { by: agent(LIN), reason: None }).await), Refusal::WrongPhase);
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
    let opened = Event::Opened { site, visitor: OWNER, customer: customer("/"), before: None, earlier: None };
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
async fn where_no_model_reads_a_message_is_acknowledged_with_its_mark() {
    let node = Node::new();
    node.send(open()).await.unwrap();
    let done = node.send(say(visitor(), 1, "where is my parcel")).await.unwrap();
    let log = node.log().await;
    let after = log.iter().find(|event| event.seq == done.seq.next()).map(|event| &event.event);
    assert!(matches!(after, Some(Event::Scored { message, .. }) if *message == done.seq), "{after:?}");
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

/// A triage that reads nothing before the gate is dropped.
fn stuck() -> (Triage, std::sync::mpsc::Sender<()>) {
    let (gate, wait) = std::sync::mpsc::channel::<()>();
    let read = move |_: &Request| {
        let _ = wait.recv();
        score(0.5, Risks::default())
    };
    (Triage::with_scorer(read), gate)
}

fn scored(event: &Stamped<Event>) -> Option<Seq> {
    if let Event::Scored { message, .. } = &event.event { Some(*message) } else { None }
}

#[tokio::test]
async fn a_message_is_acknowledged_delivered_and_answered_while_triage_is_stuck() {
    let (triage, gate) = stuck();
    let node = Node::with(&Arc::new(MemoryStore::new()), MINUTE, triage);
    node.send(open()).await.unwrap();
    let mut seen = node.follow();
    let done = node.send(say(visitor(), 1, "hi")).await.unwrap();
    seen.wait_for(|seen| seen.contains(&done.seq.0)).await.unwrap();
    node.until(|event| matches!(&event.event, Event::Said { answers, .. } if *answers == Some(done.seq))).await;
    node.send(Command::Accept { by: agent(LIN), packet: None }).await.unwrap();
    node.send(say(agent(LIN), 2, "hello")).await.unwrap();
    assert!(node.log().await.iter().all(|event| scored(event).is_none()));
    drop(gate);
    assert_eq!(scored(&node.until(|event| scored(event).is_some()).await), Some(done.seq));
}

#[tokio::test]
async fn scores_count_in_the_order_of_the_messages_whatever_the_order_they_come_in() {
    let (triage, _gate) = stuck();
    let node = Node::with(&Arc::new(MemoryStore::new()), MINUTE, triage);
    node.send(open()).await.unwrap();
    let mut messages = Vec::new();
    for n in 1..=3 {
        messages.push(node.send(say(visitor(), n, &format!("words {n}"))).await.unwrap().seq);
    }
    for at in [2, 1] {
        let scoring = score(0.5, Risks::default());
        node.send(Command::Scored { message: messages[at], scoring }).await.unwrap();
        assert!(node.log().await.iter().all(|event| scored(event).is_none()), "kept back");
    }
    node.send(Command::Scored { message: messages[0], scoring: score(0.5, Risks::default()) }).await.unwrap();
    node.until(|event| scored(event) == Some(messages[2])).await;
    let order: Vec<Seq> = node.log().await.iter().filter_map(scored).collect();
    assert_eq!(order, messages);
    let again = Command::Scored { message: messages[1], scoring: score(0.5, Risks::default()) };
    assert_eq!(refused(node.send(again).await), Refusal::Conflict);
}

#[tokio::test]
async fn a_triage_that_breaks_marks_the_message() {
    let triage = Triage::with_scorer(|_| panic!("the engine broke"));
    let node = Node::with(&Arc::new(MemoryStore::new()), MINUTE, triage);
    node.send(open()).await.unwrap();
    node.send(say(visitor(), 1, "hi")).await.unwrap();
    let event = node.until(|event| scored(event).is_some()).await;
    let Event::Scored { scoring, .. } = event.event else { unreachable!("it was looked for") };
    assert_eq!(scoring, Scoring::NotScored { why: Unscored::Failed });
}

fn waited(log: &[Stamped<Event>]) -> Vec<(u32, i64)> {
    let one = |logged: &Stamped<Event>| match logged.event {
        Event::Waited { seconds, since, .. } => Some((seconds, (logged.at.0 - since.0) / 1_000)),
        _ => None,
    };
    log.iter().filter_map(one).collect()
}

#[tokio::test(start_paused = true)]
async fn a_visitor_who_waits_in_vain_is_noticed_in_time_once_across_a_restart_and_then_the_conversation_sleeps() {
    let store = Arc::new(MemoryStore::new());
    let (triage, _gate) = stuck();
    let first = Node::with(&store, MINUTE / 2, triage);
    first.send(open()).await.unwrap();
    first.send(Command::Accept { by: agent(LIN), packet: None }).await.unwrap();
    let message = first.send(say(visitor(), 1, "where is it")).await.unwrap().seq;
    first.send(Command::Scored { message, scoring: score(0.9, Risks::default()) }).await.unwrap();
    tokio::time::sleep(MINUTE + MINUTE / 6).await;
    assert_eq!(waited(&first.log().await), [(60, 60)]);
    first.registry.shutdown().await;

    // Its clock begins anew, as one that stepped back.
    let second = Node::over(&store, MINUTE / 2);
    assert_eq!(second.registry.rescue().await.unwrap(), 1);
    tokio::time::sleep(10 * MINUTE).await;
    let log = second.log().await;
    gapless(&log);
    assert_eq!(waited(&log), [(60, 60), (180, 180), (300, 300)]);
    assert_eq!(second.registry.awake(), 0);
}

#[tokio::test(start_paused = true)]
async fn an_answer_in_time_leaves_nothing_to_note() {
    let (triage, _gate) = stuck();
    let node = Node::with(&Arc::new(MemoryStore::new()), MINUTE / 2, triage);
    node.send(open()).await.unwrap();
    node.send(Command::Accept { by: agent(LIN), packet: None }).await.unwrap();
    let message = node.send(say(visitor(), 1, "where is it")).await.unwrap().seq;
    node.send(Command::Scored { message, scoring: score(0.9, Risks::default()) }).await.unwrap();
    tokio::time::sleep(Duration::from_secs(50)).await;
    node.send(say(agent(LIN), 2, "I am looking")).await.unwrap();
    tokio::time::sleep(10 * MINUTE).await;
    assert_eq!(waited(&node.log().await), []);
}
