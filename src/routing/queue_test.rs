use super::*;
use proptest::collection::vec;
use proptest::prop_assert;
use proptest::test_runner::{Config, TestError, TestRunner};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(10_000_000);

fn ticket(n: u128, stage: Stage, waited: Duration) -> Ticket {
    let since = Timestamp(NOW.0 - i64::try_from(waited.as_millis()).unwrap());
    Ticket {
        conv: ConversationId(Uuid::from_u128(n)),
        stage,
        language: Language::En,
        since,
        in_distress: false,
        last_agent: None,
    }
}

fn order(mut tickets: Vec<Ticket>) -> Vec<u128> {
    sort(&mut tickets, NOW);
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
fn a_wait_from_the_future_counts_as_none() {
    let ahead = Ticket { since: NOW.plus(Duration::from_hours(2)), ..ticket(1, Stage::Calm, Duration::ZERO) };
    assert_eq!(order(vec![ahead, ticket(2, Stage::Calm, Duration::ZERO)]), [2, 1]);
}

type Sorter = fn(&mut [Ticket], Timestamp);

/// Who has waited for three lifts is passed by nobody who came later, whatever the queue holds.
fn nobody_starves(sort: Sorter) -> Result<(), TestError<Vec<(u8, u64)>>> {
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&vec((0..4_u8, 0..2_000_u64), 0..40), |plan| {
        let stages = [Stage::Calm, Stage::Watch, Stage::Concern, Stage::Critical];
        let one = |(n, (stage, waited)): (u128, (u8, u64))| {
            ticket(n, stages[usize::from(stage)], Duration::from_secs(waited))
        };
        let mut tickets: Vec<Ticket> = (0..).zip(plan).map(one).collect();
        sort(&mut tickets, NOW);
        for (place, patient) in tickets.iter().enumerate() {
            let ahead = tickets[..place].iter().find(|ahead| ahead.since > patient.since);
            let starves = NOW.since(patient.since) >= LIFT * 3 && ahead.is_some();
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
    let by_heat_alone: Sorter = |tickets, _| tickets.sort_by_key(|one| (std::cmp::Reverse(one.stage), one.since));
    assert!(matches!(nobody_starves(by_heat_alone), Err(TestError::Fail(..))), "a planted fault is found");
}
