//! A store that fails under the writer: what it refuses is asked for again, what it stores all the same is taken over.
//! Time is tokio's paused clock; nothing sleeps for real.

use crate::conversation::fixtures::*;
use crate::conversation::node::{MINUTE, Node, gapless};
use crate::domain::{Command, Event, Party, Risks, Seq, Stamped};
use crate::store::StoreError;
use crate::store::memory::MemoryStore;
use crate::triage::Triage;
use crate::triage::by_hand::Hand;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// Long enough for the writer to ask again, and far too short for it to look at unfinished work.
const SOON: Duration = Duration::from_secs(2);

fn full() -> StoreError {
    StoreError::DiskFull { path: "/data".to_owned() }
}

/// An opened conversation whose bot has greeted, and the hand that scores.
async fn greeted() -> (Node, Hand) {
    let (triage, hand) = Triage::by_hand(16);
    let node = Node::with(&Arc::new(MemoryStore::new()), 10 * MINUTE, triage);
    node.send(open()).await.unwrap();
    node.until(|event| event.by == Party::Bot).await;
    (node, hand)
}

fn answer(hand: &Hand) {
    hand.take().expect("a score was asked for").answer(|_| score(0.5, Risks::default()));
}

async fn scored(node: &Node) -> Vec<Seq> {
    let one = |logged: &Stamped<Event>| match &logged.event {
        Event::Scored { message, .. } => Some(*message),
        _ => None,
    };
    node.log().await.iter().filter_map(one).collect()
}

async fn answered(node: &Node, message: Seq) -> bool {
    let is_it =
        |logged: &Stamped<Event>| matches!(&logged.event, Event::Said { answers: Some(to), .. } if *to == message);
    node.log().await.iter().any(is_it)
}

#[tokio::test(start_paused = true)]
async fn a_score_that_the_store_refused_is_asked_for_again() {
    let (node, hand) = greeted().await;
    let message = node.send(say(visitor(), 1, "hi")).await.unwrap().seq;
    node.until(|event| matches!(&event.event, Event::Said { answers, .. } if *answers == Some(message))).await;
    node.store.fail_next_append(full());
    answer(&hand);
    sleep(SOON).await;
    assert_eq!(scored(&node).await, []);
    answer(&hand);
    sleep(SOON).await;
    assert_eq!(scored(&node).await, [message]);
}

#[tokio::test(start_paused = true)]
async fn a_score_that_was_kept_back_and_then_refused_is_asked_for_again() {
    let (node, hand) = greeted().await;
    let mut messages = Vec::new();
    for n in 1..=2 {
        messages.push(node.send(say(visitor(), n, &format!("words {n}"))).await.unwrap().seq);
    }
    node.send(Command::Scored { message: messages[1], scoring: score(0.5, Risks::default()) }).await.unwrap();
    sleep(SOON).await;
    node.store.spare_next_append();
    node.store.fail_next_append(full());
    node.send(Command::Scored { message: messages[0], scoring: score(0.5, Risks::default()) }).await.unwrap();
    sleep(SOON).await;
    assert_eq!(scored(&node).await, messages[..1], "the other one was refused");
    let mut asked = Vec::new();
    while let Some(batch) = hand.take() {
        batch.answer(|request| {
            asked.push(request.message);
            score(0.5, Risks::default())
        });
    }
    assert_eq!(asked, [messages[0], messages[1], messages[1]]);
    sleep(SOON).await;
    assert_eq!(scored(&node).await, messages);
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_the_bot_that_the_store_refused_is_asked_for_again() {
    let (node, _hand) = greeted().await;
    node.store.spare_next_append();
    node.store.fail_next_append(full());
    let message = node.send(say(visitor(), 1, "hi")).await.unwrap().seq;
    sleep(Duration::from_millis(100)).await;
    assert!(!answered(&node, message).await, "it was refused");
    sleep(SOON).await;
    assert!(answered(&node, message).await);
}

#[tokio::test(start_paused = true)]
async fn an_opening_that_was_stored_and_reported_as_failed_is_taken_over() {
    let node = Node::new();
    let seen = node.follow();
    node.store.lose_next_answer();
    let done = node.send(open()).await.unwrap();
    assert_eq!(done.seq, Seq(1));
    let greeting = timeout(SOON, node.until(|event| event.by == Party::Bot)).await;
    assert!(greeting.is_ok(), "the bot greets");
    let places: Vec<u64> = (1..=node.log().await.len() as u64).collect();
    assert_eq!(*seen.borrow(), places, "followers hear of it");
}

#[tokio::test(start_paused = true)]
async fn a_message_that_was_stored_and_reported_as_failed_is_acknowledged_heard_and_scored() {
    let (node, hand) = greeted().await;
    let seen = node.follow();
    node.store.lose_next_answer();
    let done = node.send(say(visitor(), 1, "hi")).await.unwrap();
    assert!(seen.borrow().contains(&done.seq.0), "followers hear of it");
    sleep(SOON).await;
    answer(&hand);
    sleep(SOON).await;
    assert_eq!(scored(&node).await, [done.seq]);
    assert!(answered(&node, done.seq).await);
    let log = node.log().await;
    gapless(&log);
    assert_eq!(log.iter().filter(|event| event.event.message_id() == Some(message_id(1))).count(), 1);
}
