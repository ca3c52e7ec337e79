use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp(seconds * 1_000)
}

#[test]
fn a_burst_passes_and_then_one_per_interval() {
    let mut throttle = Throttle::new(3, Duration::from_secs(10));
    for _ in 0..3 {
        assert_eq!(throttle.take("a", at(100)), Ok(()));
    }
    assert_eq!(throttle.take("a", at(100)), Err(Duration::from_secs(10)));
    assert_eq!(throttle.take("a", at(104)), Err(Duration::from_secs(6)));
    assert_eq!(throttle.take("b", at(104)), Ok(()), "keys are apart");
    assert_eq!(throttle.take("a", at(110)), Ok(()));
    assert!(throttle.take("a", at(110)).is_err());
}

#[test]
fn a_refused_try_costs_nothing_and_rest_refills() {
    let mut throttle = Throttle::new(2, Duration::from_secs(10));
    throttle.take("a", at(0)).expect("first");
    throttle.take("a", at(0)).expect("second");
    for _ in 0..50 {
        assert_eq!(throttle.take("a", at(0)), Err(Duration::from_secs(10)));
    }
    assert_eq!(throttle.take("a", at(1_000)), Ok(()));
    assert_eq!(throttle.take("a", at(1_000)), Ok(()), "the bucket is never more than empty");
    assert!(throttle.take("a", at(1_000)).is_err());
}

#[test]
fn forgiving_empties_the_bucket() {
    let mut throttle = Throttle::new(1, Duration::from_secs(10));
    throttle.take("a", at(0)).expect("first");
    throttle.forgive(&"a");
    assert_eq!(throttle.take("a", at(0)), Ok(()));
}

#[test]
fn memory_is_bounded_and_the_worst_offender_is_kept() {
    let mut throttle = Throttle::new(5, Duration::from_secs(10));
    for _ in 0..5 {
        throttle.take(u32::MAX, at(0)).expect("in the burst");
    }
    for key in 0..20_000 {
        throttle.take(key, at(0)).expect("a new key");
    }
    assert_eq!(throttle.cells.len(), KEYS);
    assert!(throttle.take(u32::MAX, at(0)).is_err(), "still remembered");
}
