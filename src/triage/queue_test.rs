//! The queue before the triage threads: who goes when it is full, and in which order the rest is read.

use super::*;
use crate::domain::{ConversationId, Seq, Stage};
use uuid::Uuid;

fn item(conv: u128, message: u64, stage: Stage) -> Item {
    let conv = ConversationId(Uuid::from_u128(conv));
    let (text, context, reply) = (String::new(), Vec::new(), Box::new(|_| {}));
    Item {
        request: Request { conv, message: Seq(message), text, context, stage, reply },
        prepared: None,
        since: Instant::now(),
    }
}

fn number(item: &Item) -> u64 {
    item.request.message.0
}

fn full(stage: impl Fn(u64) -> Stage) -> Queue {
    let queue = Queue::default();
    for n in 0..CAPACITY as u64 {
        assert!(queue.push(item(n.into(), n, stage(n))).is_none());
    }
    queue
}

fn read(queue: &Queue) -> Vec<u64> {
    let mut order = Vec::new();
    let whole = CAPACITY;
    while order.len() < whole {
        order.extend(queue.take().expect("not closed").iter().map(number));
    }
    order
}

#[test]
fn the_coldest_goes_and_among_equals_the_newest() {
    let queue = full(|n| if n % 2 == 0 { Stage::Calm } else { Stage::Watch });
    let last_calm = CAPACITY as u64 - 2;
    assert_eq!(queue.push(item(9_000, 9_000, Stage::Critical)).as_ref().map(number), Some(last_calm));
    assert_eq!(queue.push(item(9_001, 9_001, Stage::Watch)).as_ref().map(number), Some(last_calm - 2));
    let order = read(&queue);
    assert!(order.contains(&9_000) && order.contains(&9_001));
    assert!(!order.contains(&last_calm) && order.contains(&(last_calm - 4)));
}

#[test]
fn a_newcomer_as_cold_as_the_coldest_goes_itself() {
    let queue = full(|_| Stage::Watch);
    assert_eq!(queue.push(item(1, 7_777, Stage::Calm)).as_ref().map(number), Some(7_777));
    assert_eq!(queue.push(item(1, 7_778, Stage::Watch)).as_ref().map(number), Some(7_778));
    assert_eq!(read(&queue), (0..CAPACITY as u64).collect::<Vec<_>>(), "the others keep their order");
}

#[test]
fn after_the_end_nothing_is_kept_and_readers_leave() {
    let queue = Queue::default();
    assert!(queue.push(item(1, 1, Stage::Calm)).is_none());
    assert_eq!(queue.close().iter().map(number).collect::<Vec<_>>(), [1]);
    assert_eq!(queue.push(item(1, 2, Stage::Critical)).as_ref().map(number), Some(2));
    assert!(queue.take().is_none());
}

#[test]
fn what_another_thread_reads_of_a_conversation_is_not_overtaken() {
    let queue = Queue::default();
    let next = || queue.take().expect("not closed").iter().map(number).collect::<Vec<_>>();
    assert!(queue.push(item(1, 1, Stage::Critical)).is_none());
    assert_eq!(next(), [1]);
    for (conv, message) in [(1, 2), (2, 3), (1, 4)] {
        assert!(queue.push(item(conv, message, Stage::Critical)).is_none());
    }
    assert_eq!(next(), [3], "the first conversation is still being read");
    queue.done(&[ConversationId(Uuid::from_u128(1))]);
    assert_eq!(next(), [2, 4]);
}
