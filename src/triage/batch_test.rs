//! What is read next: tables, and properties over random queues with a planted fault.

use super::*;
use proptest::collection::vec;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use uuid::Uuid;

const CASES: u32 = 2_000;

type Chooser = fn(&[Waiting]) -> Vec<usize>;
/// Conversation, stage and length of each message, by number.
type Plan = Vec<(u8, u8, usize)>;

fn waiting(conv: u128, stage: Stage, length: usize) -> Waiting {
    Waiting { conv: ConversationId(Uuid::from_u128(conv)), stage, length }
}

#[test]
fn the_hottest_lead_and_among_equals_the_oldest() {
    use Stage::{Calm, Concern, Critical, Watch};
    let chosen = |stages: &[Stage]| {
        // Lengths far apart, so that each goes alone.
        let queue = (0_u8..).zip(stages).map(|(n, stage)| waiting(n.into(), *stage, 1 + 40 * usize::from(n)));
        choose(&queue.collect::<Vec<_>>())
    };
    assert_eq!(choose(&[]), Vec::<usize>::new());
    assert_eq!(chosen(&[Calm, Calm]), [0]);
    assert_eq!(chosen(&[Calm, Watch, Critical, Concern]), [2]);
    assert_eq!(chosen(&[Watch, Concern, Concern]), [1]);
}

#[test]
fn an_older_message_of_the_same_conversation_goes_before() {
    let queue = [waiting(1, Stage::Calm, 90), waiting(2, Stage::Watch, 10), waiting(1, Stage::Critical, 10)];
    assert_eq!(choose(&queue), [0], "the hot one's elder leads");
    let queue = [waiting(1, Stage::Critical, 10), waiting(2, Stage::Calm, 90), waiting(2, Stage::Calm, 10)];
    assert_eq!(choose(&queue), [0], "a short one does not pass its long elder");
}

#[test]
fn neighbours_are_of_about_the_same_length_and_no_more_than_fit() {
    let queue = [waiting(0, Stage::Calm, 10), waiting(1, Stage::Calm, 30), waiting(2, Stage::Calm, 20)];
    assert_eq!(choose(&queue), [0, 2]);
    let many: Vec<_> = (0..40).map(|n| waiting(n, Stage::Calm, 8)).collect();
    assert_eq!(choose(&many), (0..ROWS).collect::<Vec<_>>());
    let long: Vec<_> = (0..40).map(|n| waiting(n, Stage::Calm, 96)).collect();
    assert_eq!(choose(&long), [0, 1], "256 tokens hold two of 96");
    assert_eq!(choose(&[waiting(0, Stage::Calm, 1_000)]), [0], "nothing is too long to be read at all");
}

#[test]
fn the_nearest_in_length_go_together_however_late_they_came() {
    let mut queue: Vec<_> = (0..20).map(|n| waiting(n, Stage::Calm, if n % 2 == 0 { 9 } else { 16 })).collect();
    queue.push(waiting(20, Stage::Calm, 10));
    let chosen = choose(&queue);
    assert_eq!(chosen[..10], [0, 2, 4, 6, 8, 10, 12, 14, 16, 18], "as long as the one that leads, the oldest first");
    assert_eq!(chosen[10..], [20, 1, 3, 5, 7, 9], "then the next nearest");
}

/// Reads a queue to its end, as the threads do: in order of place within a batch.
fn drain(choose: Chooser, queue: &[Waiting]) -> Result<(), String> {
    let mut left: Vec<(usize, Waiting)> = queue.iter().copied().enumerate().collect();
    let mut read: Vec<(usize, Waiting)> = Vec::new();
    while !left.is_empty() {
        let waiting: Vec<Waiting> = left.iter().map(|(_, one)| *one).collect();
        let mut chosen = choose(&waiting);
        let longest = chosen.iter().map(|place| waiting[*place].length).max().unwrap_or(0);
        if chosen.is_empty() || chosen.len() > ROWS || (chosen.len() > 1 && longest * chosen.len() > TOKENS) {
            return Err(format!("size: {chosen:?} of {waiting:?}"));
        }
        chosen.sort_unstable();
        read.extend(chosen.iter().map(|place| left[*place]));
        if chosen.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(format!("twice: {chosen:?}"));
        }
        for place in chosen.iter().rev() {
            left.remove(*place);
        }
    }
    for (at, (place, one)) in read.iter().enumerate() {
        if read[at..].iter().any(|(later, other)| other.conv == one.conv && later < place) {
            return Err(format!("order: {place} was read before an older message of its conversation"));
        }
    }
    Ok(())
}

fn check(choose: Chooser) -> Result<(), TestError<Plan>> {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&vec((0..6_u8, 0..4_u8, 1..100_usize), 0..60), |plan| {
        let stages = [Stage::Calm, Stage::Watch, Stage::Concern, Stage::Critical];
        let queue: Vec<_> = plan.iter().map(|(c, s, l)| waiting((*c).into(), stages[usize::from(*s)], *l)).collect();
        drain(choose, &queue).map_err(TestCaseError::fail)
    })
}

#[test]
fn every_queue_is_read_whole_in_bounded_batches_and_each_conversation_in_order() {
    if let Err(found) = check(choose) {
        panic!("{found}");
    }
}

#[test]
fn a_choice_that_passes_elders_is_found() {
    let hottest: Chooser = |waiting| {
        let hottest = (0..waiting.len()).max_by_key(|place| waiting[*place].stage);
        hottest.into_iter().collect()
    };
    match check(hottest) {
        Err(TestError::Fail(reason, plan)) => {
            assert!(reason.message().starts_with("order"), "{reason}");
            assert_eq!(plan.len(), 2, "not reduced to its core: {plan:?}");
        }
        other => panic!("the fault was not found: {other:?}"),
    }
}
