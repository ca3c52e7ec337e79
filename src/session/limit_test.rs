use super::*;
use proptest::prelude::*;

const fn at(ms: i64) -> Timestamp {
    Timestamp(ms)
}

fn ping() -> ClientFrame {
    ClientFrame::Ping { received: 0 }
}

fn end() -> ClientFrame {
    let id = uuid::Uuid::nil();
    ClientFrame::End { id, conv: crate::domain::ConversationId(id) }
}

#[test]
fn a_visitor_has_ten_at_once_and_five_a_second() {
    let mut limits = Limits::new(Role::Visitor, at(0));
    for _ in 0..10 {
        assert_eq!(limits.frame(&end(), at(0)), Verdict::Go);
    }
    assert_eq!(limits.frame(&end(), at(0)), Verdict::Wait(Duration::from_millis(200)));
    assert_eq!(limits.frame(&end(), at(200)), Verdict::Go);
}

#[test]
fn those_who_are_refused_together_come_back_one_after_the_other_and_are_let_in() {
    let mut limits = Limits::new(Role::Visitor, at(0));
    let mut waits = Vec::new();
    for _ in 0..50 {
        if let Verdict::Wait(wait) = limits.frame(&end(), at(0)) {
            waits.push(wait);
        }
    }
    let expected: Vec<_> = (1..=40).map(|n| Duration::from_millis(n * 200)).collect();
    assert_eq!(waits, expected);
    for wait in waits {
        assert_eq!(limits.frame(&end(), at(0).plus(wait)), Verdict::Go, "after {wait:?}");
    }
    let late = at(60_000);
    let again: Vec<_> = (0..11).map(|_| limits.frame(&end(), late)).collect();
    assert_eq!(again[10], Verdict::Wait(Duration::from_millis(200)), "what was told earlier is over");
}

#[test]
fn signs_of_life_cost_a_fifth() {
    let mut limits = Limits::new(Role::Visitor, at(0));
    for _ in 0..50 {
        assert_eq!(limits.frame(&ping(), at(0)), Verdict::Go);
    }
    assert!(matches!(limits.frame(&ping(), at(0)), Verdict::Wait(_)));
}

#[test]
fn whoever_keeps_running_into_the_limit_is_stopped() {
    let mut limits = Limits::new(Role::Agent, at(0));
    let verdicts: Vec<_> = (0..200).map(|_| limits.frame(&end(), at(0))).collect();
    let go = verdicts.iter().filter(|v| **v == Verdict::Go).count();
    let wait = verdicts.iter().filter(|v| matches!(v, Verdict::Wait(_))).count();
    assert_eq!((go, wait), (40, 60));
    assert_eq!(verdicts[100], Verdict::Stop);
}

#[test]
fn whoever_keeps_talking_nonsense_is_stopped_however_slowly() {
    let mut limits = Limits::new(Role::Visitor, at(0));
    let stopped = (0..100).find(|n| limits.fault(at(n * 1_000)) == Verdict::Stop);
    assert_eq!(stopped, Some(24), "20 at once, and one more in five seconds");
    let mut patient = Limits::new(Role::Visitor, at(0));
    assert!((0..1_000).all(|n| patient.fault(at(n * 5_000)) == Verdict::Go));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// However the tries fall, no stretch of time grants more than burst + rate * time; and a patient one gets all.
    #[test]
    fn a_bucket_never_grants_more_than_its_rate(
        gaps in prop::collection::vec(0_i64..400, 1..200), rate in 1_u64..40, burst in 1_u64..40,
    ) {
        let mut bucket = Bucket::new(burst * TOKEN, rate * TOKEN, at(0));
        let (mut now, mut granted) = (0, 0_u64);
        for gap in gaps {
            now += gap;
            granted += u64::from(bucket.take(TOKEN, at(now)).is_ok());
            let most = burst + rate * u64::try_from(now).expect("positive") / 1_000;
            prop_assert!(granted <= most, "{} of {} after {} ms", granted, most, now);
        }
    }

    /// The wait that is told is enough, and not a millisecond too long for a full refill.
    #[test]
    fn the_told_wait_is_enough(rate in 1_u64..40, burst in 1_u64..40, tries in 1_usize..100) {
        let mut bucket = Bucket::new(burst * TOKEN, rate * TOKEN, at(0));
        for _ in 0..tries {
            if let Err(wait) = bucket.take(TOKEN, at(0)) {
                let later = at(0).plus(wait);
                prop_assert!(bucket.take(TOKEN, later).is_ok());
                return Ok(());
            }
        }
    }

    /// Trying often does not starve the refill by rounding.
    #[test]
    fn frequent_tries_lose_nothing(rate in 1_u64..30) {
        let mut bucket = Bucket::new(TOKEN, rate * TOKEN, at(0));
        let granted = (0..10_000).filter(|ms| bucket.take(TOKEN, at(*ms)).is_ok()).count() as u64;
        prop_assert!(granted >= 9 * rate, "{} at {} a second over ten seconds", granted, rate);
    }

    /// A clock that is set back does not freeze the bucket.
    #[test]
    fn a_clock_set_back_only_pauses(back in 1_i64..10_000_000) {
        let mut bucket = Bucket::new(TOKEN, TOKEN, at(0));
        prop_assert!(bucket.take(TOKEN, at(0)).is_ok());
        let _ = bucket.take(TOKEN, at(-back));
        prop_assert!(bucket.take(TOKEN, at(1_000 - back)).is_ok());
    }
}
