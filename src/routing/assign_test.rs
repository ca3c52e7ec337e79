use super::*;
use crate::domain::{Stage, Timestamp};
use std::collections::HashMap;
use uuid::Uuid;

const CHAT: ConversationId = ConversationId(Uuid::from_u128(1));
const LIN: StaffId = StaffId(Uuid::from_u128(10));
const ANA: StaffId = StaffId(Uuid::from_u128(11));

#[derive(Default)]
struct Memory {
    passed: HashMap<StaffId, Duration>,
}

impl Past for Memory {
    fn passed(&self, _: ConversationId, staff: StaffId) -> Option<Duration> {
        self.passed.get(&staff).copied()
    }
}

fn agent(staff: StaffId, load: u32, capacity: u32) -> Agent {
    Agent { staff, load, capacity, language: None }
}

fn ticket(n: u128) -> Ticket {
    let conv = ConversationId(Uuid::from_u128(n));
    Ticket {
        conv,
        stage: Stage::Calm,
        language: Language::Zh,
        since: Timestamp(0),
        in_distress: false,
        last_agent: None,
    }
}

fn whom(agents: Vec<Agent>, past: &Memory) -> Option<StaffId> {
    assign(&[ticket(1)], agents, past).first().map(|(conv, staff)| {
        assert_eq!(*conv, CHAT);
        *staff
    })
}

#[test]
fn the_least_loaded_by_share_of_their_capacity() {
    let nobody = Memory::default();
    assert_eq!(whom(vec![agent(LIN, 2, 3), agent(ANA, 1, 3)], &nobody), Some(ANA));
    // One of two is more than two of five.
    assert_eq!(whom(vec![agent(LIN, 1, 2), agent(ANA, 2, 5)], &nobody), Some(ANA));
    assert_eq!(whom(vec![agent(LIN, 0, 3), agent(ANA, 0, 3)], &nobody), Some(LIN));
}

#[test]
fn nobody_gets_more_than_their_capacity() {
    let tickets: Vec<Ticket> = (1..=9).map(ticket).collect();
    let pairs = assign(&tickets, vec![agent(LIN, 1, 3), agent(ANA, 0, 1)], &Memory::default());
    let of = |staff| pairs.iter().filter(|(_, to)| *to == staff).count();
    assert_eq!((of(LIN), of(ANA), pairs.len()), (2, 1, 3));
    let first: Vec<u128> = pairs.iter().map(|(conv, _)| conv.0.as_u128()).collect();
    assert_eq!(first, [1, 2, 3], "the order of the queue is kept");
    assert!(whom(vec![agent(LIN, 5, 3), agent(ANA, 0, 0)], &Memory::default()).is_none());
}

#[test]
fn the_previous_owner_first_even_when_more_loaded() {
    let again = Ticket { last_agent: Some(LIN), ..ticket(1) };
    let whom = |agents| assign(&[again], agents, &Memory::default()).first().map(|(_, staff)| *staff);
    assert_eq!(whom(vec![agent(LIN, 2, 3), agent(ANA, 0, 3)]), Some(LIN));
    assert_eq!(whom(vec![agent(LIN, 3, 3), agent(ANA, 0, 3)]), Some(ANA));
}

#[test]
fn the_visitors_language_before_the_load() {
    let speaks = Agent { language: Some(Language::Zh), ..agent(LIN, 2, 3) };
    let does_not = Agent { language: Some(Language::En), ..agent(ANA, 0, 3) };
    assert_eq!(whom(vec![speaks.clone(), does_not.clone()], &Memory::default()), Some(LIN));
    assert_eq!(whom(vec![Agent { load: 3, ..speaks }, does_not], &Memory::default()), Some(ANA));
}

#[test]
fn who_let_it_pass_is_asked_again_only_when_nobody_else_is_there() {
    let mut past = Memory { passed: HashMap::from([(LIN, Duration::from_secs(5))]) };
    assert_eq!(whom(vec![agent(LIN, 0, 3), agent(ANA, 2, 3)], &past), Some(ANA));
    // Ana is there and full: it waits for her.
    assert_eq!(whom(vec![agent(LIN, 0, 3), agent(ANA, 3, 3)], &past), None);
    // Somebody who takes nothing at all is nobody.
    assert_eq!(whom(vec![agent(LIN, 0, 3), agent(ANA, 0, 0)], &past), Some(LIN));
    assert_eq!(whom(vec![agent(LIN, 0, 3)], &past), Some(LIN));
    // Everybody let it pass: the round begins anew, with the one who did so first.
    past.passed.insert(ANA, Duration::from_secs(4));
    assert_eq!(whom(vec![agent(LIN, 0, 3), agent(ANA, 2, 3)], &past), Some(ANA));
}

#[test]
fn one_that_nobody_fits_does_not_hold_up_the_next() {
    struct FirstPassed;
    impl Past for FirstPassed {
        fn passed(&self, conv: ConversationId, staff: StaffId) -> Option<Duration> {
            (conv == CHAT && staff == LIN).then_some(Duration::ZERO)
        }
    }
    let pairs = assign(&[ticket(1), ticket(2)], vec![agent(LIN, 0, 1), agent(ANA, 1, 1)], &FirstPassed);
    assert_eq!(pairs, [(ticket(2).conv, LIN)]);
}
