use super::*;
use proptest::prelude::*;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a zone of the bundled data")
}

/// Monday to Friday.
fn office(name: &str, span: Span) -> Hours {
    let mut week: [Vec<Span>; 7] = Default::default();
    for day in week.iter_mut().take(5) {
        day.push(span);
    }
    Hours::new(zone(name), week)
}

fn at(text: &str) -> Timestamp {
    Timestamp(text.parse::<jiff::Timestamp>().expect("a moment").as_millisecond())
}

fn shown(found: Option<Timestamp>) -> String {
    found.map_or_else(String::new, |at| jiff::Timestamp::from_millisecond(at.0).unwrap().to_string())
}

#[test]
fn hours_hold_by_the_clock_on_the_wall() {
    let berlin = office("Europe/Berlin", (9 * 60, 18 * 60));
    let cases = [
        // Winter is one hour ahead of UTC, summer two.
        ("2026-11-26T07:59:59Z", false, "2026-11-26T08:00:00Z"),
        ("2026-11-26T08:00:00Z", true, "2026-11-26T08:00:00Z"),
        ("2026-11-26T17:00:00Z", false, "2026-11-27T08:00:00Z"),
        ("2026-07-01T07:00:00Z", true, "2026-07-01T07:00:00Z"),
        // Friday evening to Monday morning, over the end of summer time on Sunday, 25 October.
        ("2026-10-23T17:00:00Z", false, "2026-10-26T08:00:00Z"),
        // And over its beginning, on 29 March.
        ("2026-03-27T18:00:00Z", false, "2026-03-30T07:00:00Z"),
    ];
    for (moment, open, next) in cases {
        assert_eq!(
            (berlin.is_open(at(moment)), shown(berlin.next_opening(at(moment)))),
            (open, next.to_owned()),
            "{moment}"
        );
    }
    let shanghai = office("Asia/Shanghai", (9 * 60, 18 * 60));
    assert_eq!(shown(shanghai.next_opening(at("2026-11-27T10:00:00Z"))), "2026-11-30T01:00:00Z");
}

#[test]
fn a_night_shift_belongs_to_the_day_it_began_on() {
    let nights = office("Europe/London", (22 * 60, DAY + 6 * 60));
    // Saturday morning belongs to Friday's night; Monday's early morning to Sunday, which has none.
    let cases = [("2026-11-28T05:59:00Z", true), ("2026-11-28T06:00:00Z", false), ("2026-11-30T03:00:00Z", false)];
    for (moment, open) in cases {
        assert_eq!(nights.is_open(at(moment)), open, "{moment}");
    }
    assert_eq!(shown(nights.next_opening(at("2026-11-30T03:00:00Z"))), "2026-11-30T22:00:00Z");
}

#[test]
fn a_day_of_its_own_stands_for_the_day_of_the_week() {
    let berlin = office("Europe/Berlin", (9 * 60, 18 * 60))
        .except(None, (12, 25), Vec::new())
        .except(Some(2026), (12, 24), vec![(9 * 60, 12 * 60)])
        .except(Some(2027), (12, 25), vec![(10 * 60, 11 * 60)]);
    assert!(berlin.is_open(at("2026-12-24T10:59:00Z")) && !berlin.is_open(at("2026-12-24T11:00:00Z")));
    assert_eq!(
        shown(berlin.next_opening(at("2026-12-24T11:00:00Z"))),
        "2026-12-28T08:00:00Z",
        "Christmas and a weekend"
    );
    assert_eq!(shown(berlin.next_opening(at("2027-12-24T18:00:00Z"))), "2027-12-25T09:00:00Z", "a Saturday with hours");
}

#[test]
fn without_hours_it_is_always_open_and_holidays_alone_never_open() {
    let moment = at("2026-11-26T03:00:00Z");
    assert!(Hours::default().is_open(moment) && Hours::default().next_opening(moment) == Some(moment));
    let mut week: [Vec<Span>; 7] = Default::default();
    week[0].push((600, 660));
    let all_days = (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day)));
    let closed = all_days.fold(Hours::new(TimeZone::UTC, week), |hours, day| hours.except(None, day, Vec::new()));
    assert_eq!((closed.is_open(moment), closed.next_opening(moment)), (false, None));
    assert_eq!((Hours::default().next_closing(moment), closed.next_closing(moment)), (None, Some(moment)));
    let round_the_clock = Hours::new(TimeZone::UTC, std::array::from_fn(|_| vec![(0, DAY)]));
    assert_eq!(round_the_clock.next_closing(moment), None);
}

#[test]
fn an_hour_that_the_clock_skips_or_repeats() {
    // On 29 March 2026 the clock goes from 02:00 to 03:00 in Berlin, on 25 October from 03:00 back to 02:00.
    let mut week: [Vec<Span>; 7] = Default::default();
    week[6].push((2 * 60 + 30, 4 * 60));
    let sundays = Hours::new(zone("Europe/Berlin"), week);
    assert_eq!(
        shown(sundays.next_opening(at("2026-03-29T00:00:00Z"))),
        "2026-03-29T01:00:00Z",
        "03:00, the first there is"
    );
    assert_eq!(shown(sundays.next_opening(at("2026-10-25T00:00:00Z"))), "2026-10-25T00:30:00Z");
    assert_eq!(shown(sundays.next_opening(at("2026-10-25T01:00:00Z"))), "2026-10-25T01:30:00Z", "02:00 once more");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Beside a reading that looks at every minute.
    #[test]
    fn the_next_opening_and_closing_are_the_first_such_minutes(
        place in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"]),
        spans in prop::collection::vec((0..7_usize, 0..96_u16, 1..100_u16), 1..5),
        start in prop::sample::select(vec!["2026-03-07T00:00:00Z", "2026-03-28T00:00:00Z", "2026-10-03T00:00:00Z", "2026-10-24T00:00:00Z", "2026-10-31T00:00:00Z"]),
        minutes in 0..4_000_i64,
    ) {
        let mut week: [Vec<Span>; 7] = Default::default();
        for (day, from, length) in spans {
            week[day].push((from * 15, (from + length) * 15));
        }
        let hours = Hours::new(zone(place), week);
        let from = Timestamp(at(start).0 + minutes * 60_000);
        let slow = (0..9 * 1_440).map(|more| Timestamp(from.0 + more * 60_000)).find(|at| hours.is_open(*at));
        prop_assert_eq!(hours.next_opening(from), slow);
        let slow = (0..9 * 1_440).map(|more| Timestamp(from.0 + more * 60_000)).find(|at| !hours.is_open(*at));
        prop_assert_eq!(hours.next_closing(from), slow);
    }
}
