use super::*;
use jiff::tz::TimeZone;
use proptest::prelude::*;

/// The shop from 9 to 18, the first team from 20 on into the night, the second at no time at all; Monday is day 0.
fn house() -> Calendars {
    let daily = |span| Hours::new(TimeZone::UTC, std::array::from_fn(|_| vec![span]));
    let never = daily((0, 0));
    Calendars::new(Arc::new(daily((540, 1_080))), vec![daily((1_200, 1_560)), never])
}

fn minute(of_day: i64) -> Timestamp {
    Timestamp(of_day * 60_000)
}

#[test]
fn each_place_has_its_own_and_the_rest_the_shops() {
    let house = house();
    let open = |place, at| house.at(place).is_open(minute(at));
    assert_eq!([open(0, 600), open(1, 600), open(2, 600)], [true, false, false]);
    assert_eq!([open(0, 1_300), open(1, 1_300), open(9, 600)], [false, true, true]);
    let crowd = Calendars::new(Arc::default(), vec![Hours::default(); TEAMS + 3]);
    assert_eq!(crowd.all().count(), TEAMS + 1);
}

#[test]
fn the_house_is_open_while_anybody_is_and_opens_with_the_first() {
    let house = house();
    assert!(house.is_open(minute(600)) && house.is_open(minute(1_300)) && !house.is_open(minute(1_100)));
    assert_eq!(house.next_opening(minute(1_100)), Some(minute(1_200)), "the team");
    assert_eq!(house.next_opening(minute(200)), Some(minute(540)), "the shop");
}

#[test]
fn those_of_a_skill_are_closed_until_the_first_of_them_opens() {
    let house = house();
    let closed = |places: &[u8], at| house.closed_until(places.iter().copied(), minute(at));
    let until = |at| Some(Closed { opens_at: Some(minute(at)) });
    assert_eq!(closed(&[1], 600), until(1_200));
    assert_eq!(closed(&[1, 0], 600), None, "somebody keeps the shop's hours");
    assert_eq!(closed(&[2, 1], 600), until(1_200), "one never opens");
    assert_eq!(closed(&[2], 600), Some(Closed { opens_at: None }));
    assert_eq!(closed(&[], 600), None, "nobody is said to have it");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nobody is stranded: the house opens at the first minute at which any of its calendars is open, and is closed in
    /// every minute before.
    #[test]
    fn the_next_opening_is_the_first_open_minute_of_any(spans in prop::collection::vec((0..1_440_u16, 1..600_u16), 1..4), now in 0..1_440_i64) {
        let daily = |(from, long): (u16, u16)| Hours::new(TimeZone::UTC, std::array::from_fn(|_| vec![(from, from + long)]));
        let mut all = spans.iter().copied().map(daily);
        let house = Calendars::new(Arc::new(all.next().expect("one")), all.collect());
        let is_open = |at: i64| spans.iter().any(|(from, long)| (at - i64::from(*from)).rem_euclid(1_440) < i64::from(*long));
        let first = (now..now + 1_441).find(|at| is_open(*at)).expect("every day");
        prop_assert_eq!(house.next_opening(minute(now)), Some(minute(first)));
        prop_assert_eq!(house.is_open(minute(now)), first == now);
    }
}
