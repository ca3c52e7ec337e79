use super::*;
use crate::routing::segments::{Segment, Segments};
use crate::routing::topics::{Topic, Topics};
use proptest::collection::vec;
use proptest::prop_assert;
use proptest::test_runner::{Config, TestError, TestRunner};
use std::time::Duration;
use uuid::Uuid;

const LIFT: Duration = Duration::from_mins(4);
const NOW: Timestamp = Timestamp(10_000_000);

fn ticket(n: u128, stage: Stage, waited: Duration) -> Ticket {
    let since = Timestamp(NOW.0 - i64::try_from(waited.as_millis()).unwrap());
    Ticket {
        conv: ConversationId(Uuid::from_u128(n)),
        stage,
        language: Language::En,
        since,
        waited: Duration::ZERO,
        in_distress: false,
        last_agent: None,
        topic: None,
        segment: None,
        kept: false,
    }
}

fn order(mut tickets: Vec<Ticket>) -> Vec<u128> {
    sort(&mut tickets, &Rules::default(), NOW);
    tickets.into_iter().map(|ticket| ticket.conv.0.as_u128()).collect()
}

#[test]
fn hotter_goes_first_and_among_equals_the_one_who_waited_longest() {
    let seconds = Duration::from_secs;
    let tickets = vec![
        ticket(1, Stage::Calm, seconds(50)),
        ticket(2, Stage::Critical, seconds(1)),
        ticket(3, Stage::Calm, seconds(90)),
        ticket(4, Stage::Concern, seconds(10)),
    ];
    assert_eq!(order(tickets), [2, 4, 3, 1]);
}

#[test]
fn distress_goes_before_everybody_however_hot_they_are_or_long_they_wait() {
    let calm = Ticket { in_distress: true, ..ticket(1, Stage::Calm, Duration::ZERO) };
    assert_eq!(order(vec![ticket(2, Stage::Critical, LIFT * 9), calm]), [1, 2]);
}

#[test]
fn waiting_lifts_a_calm_conversation_over_hotter_ones() {
    let just_short = LIFT.saturating_sub(Duration::from_secs(1));
    let fresh = Duration::from_secs(5);
    assert_eq!(order(vec![ticket(1, Stage::Calm, just_short), ticket(2, Stage::Watch, fresh)]), [2, 1]);
    assert_eq!(order(vec![ticket(1, Stage::Calm, LIFT), ticket(2, Stage::Watch, fresh)]), [1, 2]);
    // Whatever streams in, nobody who came later goes before one who has waited three lifts.
    assert_eq!(order(vec![ticket(1, Stage::Critical, LIFT), ticket(2, Stage::Calm, LIFT * 3)]), [2, 1]);
}

#[test]
fn what_somebody_had_waited_before_a_transfer_counts_for_their_place() {
    let minute = Duration::from_mins(1);
    let passed = Ticket { waited: minute * 2, ..ticket(1, Stage::Calm, minute) };
    assert_eq!(order(vec![ticket(2, Stage::Calm, minute * 2), passed]), [1, 2]);
    assert_eq!(order(vec![passed, ticket(3, Stage::Calm, LIFT.saturating_sub(minute / 2))]), [3, 1]);
    assert_eq!(order(vec![Ticket { waited: LIFT, ..passed }, ticket(4, Stage::Watch, Duration::ZERO)]), [1, 4]);
}

#[test]
fn a_wait_from_the_future_counts_as_none() {
    let ahead = Ticket { since: NOW.plus(Duration::from_hours(2)), ..ticket(1, Stage::Calm, Duration::ZERO) };
    assert_eq!(order(vec![ahead, ticket(2, Stage::Calm, Duration::ZERO)]), [2, 1]);
}

#[test]
fn a_topic_can_count_more_but_no_more_than_the_highest_stage() {
    let topic = |lift| Topic::new(format!("{lift}"), &["word".to_owned()], lift);
    let rules = Rules { topics: Topics(vec![topic(1), topic(2)]), ..Rules::default() };
    let about = |n, topic, stage| Ticket { topic: Some(topic), ..ticket(n, stage, Duration::from_secs(1)) };
    let mut tickets = vec![
        ticket(1, Stage::Watch, Duration::from_secs(2)),
        about(2, 0, Stage::Watch),
        about(3, 1, Stage::Critical),
        ticket(4, Stage::Critical, Duration::from_secs(2)),
    ];
    sort(&mut tickets, &rules, NOW);
    let order: Vec<u128> = tickets.iter().map(|ticket| ticket.conv.0.as_u128()).collect();
    assert_eq!(order, [4, 3, 2, 1]);
    assert!(is_urgent(&about(5, 1, Stage::Watch), &rules, NOW) && !is_urgent(&about(6, 0, Stage::Watch), &rules, NOW));
    let calm = Ticket { in_distress: true, ..ticket(7, Stage::Calm, Duration::ZERO) };
    assert!(is_urgent(&calm, &rules, NOW) && is_urgent(&ticket(8, Stage::Calm, rules.bound()), &rules, NOW));
}

fn segment(lift: u8) -> Segment {
    Segment { name: format!("{lift}"), attribute: "plan".to_owned(), values: vec!["any".to_owned()], lift }
}

#[test]
fn a_segment_can_count_more_and_with_a_topic_no_more_than_the_highest_stage() {
    let refund = Topic::new("refund".to_owned(), &["refund".to_owned()], 2);
    let segments = Segments(vec![segment(0), segment(1), segment(2)]);
    let rules = Rules { topics: Topics(vec![refund]), segments, ..Rules::default() };
    let of = |n, segment, waited| Ticket { segment, ..ticket(n, Stage::Calm, Duration::from_secs(waited)) };
    let gold = of(1, Some(2), 1);
    let mut tickets = vec![of(2, None, 30), of(3, Some(0), 20), of(4, Some(1), 10), gold];
    sort(&mut tickets, &rules, NOW);
    let order: Vec<u128> = tickets.iter().map(|ticket| ticket.conv.0.as_u128()).collect();
    assert_eq!(order, [1, 4, 2, 3]);
    assert_eq!(urgency(&Ticket { topic: Some(0), ..gold }, &rules, NOW), Stage::Critical as u64);
}

type Sorter = fn(&mut [Ticket], &Rules, Timestamp);
/// Stage, seconds waited, topic and segment of each, and the seconds of a lift.
type Plan = (Vec<(u8, u64, u8, u8)>, u64);

/// Who has waited for the bound is passed by nobody who came later, whatever the queue holds and the operator set.
fn nobody_starves(sort: Sorter) -> Result<(), TestError<Plan>> {
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    let plans = (vec((0..4_u8, 0..2_000_u64, 0..4_u8, 0..4_u8), 0..40), 10..700_u64);
    TestRunner::new(config).run(&plans, |(plan, lift)| {
        let topic = |lift| Topic::new(format!("{lift}"), &["word".to_owned()], lift);
        let topics = Topics(vec![topic(0), topic(1), topic(2)]);
        let segments = Segments((0..3).map(segment).collect());
        let rules = Rules { lift: Duration::from_secs(lift), topics, segments, ..Rules::default() };
        let stages = [Stage::Calm, Stage::Watch, Stage::Concern, Stage::Critical];
        let one = |(n, (stage, waited, topic, segment)): (u128, (u8, u64, u8, u8))| {
            let topic = Some(topic).filter(|topic| *topic < 3);
            let segment = Some(segment).filter(|segment| *segment < 3);
            Ticket { topic, segment, ..ticket(n, stages[usize::from(stage)], Duration::from_secs(waited)) }
        };
        let mut tickets: Vec<Ticket> = (0..).zip(plan).map(one).collect();
        sort(&mut tickets, &rules, NOW);
        for (place, patient) in tickets.iter().enumerate() {
            let ahead = tickets[..place].iter().find(|ahead| ahead.since > patient.since);
            let starves = NOW.since(patient.since) >= rules.bound() && ahead.is_some();
            prop_assert!(!starves, "{patient:?} waits behind {ahead:?}");
        }
        Ok(())
    })
}

#[test]
fn no_calm_customer_starves_behind_a_stream_of_angry_ones() {
    if let Err(found) = nobody_starves(sort) {
        panic!("{found}");
    }
    let by_heat_alone: Sorter = |tickets, _, _| tickets.sort_by_key(|one| (std::cmp::Reverse(one.stage), one.since));
    assert!(matches!(nobody_starves(by_heat_alone), Err(TestError::Fail(..))), "a planted fault is found");
}
