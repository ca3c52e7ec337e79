use super::super::fixtures::chat;
use super::*;
use crate::domain::{Language, Stage};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use std::time::Duration;

fn at(text: &str) -> Timestamp {
    Timestamp(text.parse::<jiff::Timestamp>().expect("a moment").as_millisecond())
}

/// Monday to Friday, from 9 to 18.
fn office(zone: &str) -> Arc<Hours> {
    let mut week: [Vec<(u16, u16)>; 7] = Default::default();
    week.iter_mut().take(5).for_each(|day| day.push((9 * 60, 18 * 60)));
    Arc::new(Hours::new(TimeZone::get(zone).expect("a zone"), week))
}

fn ticket(in_distress: bool) -> Ticket {
    let (conv, since, waited) = (chat(1), Timestamp(0), Duration::ZERO);
    let (stage, language) = (Stage::Critical, Language::En);
    Ticket { conv, stage, language, since, waited, in_distress, last_agent: None, topic: None, segment: None }
}

#[test]
fn outside_the_hours_only_distress_is_offered() {
    let mut offers = OfferHours::new(office("Europe/Berlin"), false);
    let closed = offers.at(at("2026-11-27T17:00:00Z"));
    assert_eq!(closed, Offering::DistressOnly { until: Some(at("2026-11-30T08:00:00Z")) }, "over the weekend");
    assert!(closed.lets(&ticket(true)) && !closed.lets(&ticket(false)), "anger waits, distress never");
    let open = offers.at(at("2026-11-30T08:00:00Z"));
    assert!(open == Offering::All && open.lets(&ticket(false)) && open.resumes_at().is_none());
}

#[test]
fn at_any_hour_means_any() {
    for offers in [OfferHours::new(office("Europe/Berlin"), true), OfferHours::new(Arc::default(), false)] {
        let mut offers = offers;
        assert!(!offers.ever_hold());
        assert_eq!(offers.at(at("2026-11-28T03:00:00Z")), Offering::All);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is remembered of a closed time shows nowhere: over changes of the clock there, and with a machine's clock
    /// that is set forward and back.
    #[test]
    fn every_look_answers_as_the_first_one_would(
        place in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"]),
        start in prop::sample::select(vec!["2026-03-07T00:00:00Z", "2026-03-28T00:00:00Z", "2026-10-03T00:00:00Z", "2026-10-24T00:00:00Z", "2026-10-31T00:00:00Z"]),
        steps in prop::collection::vec(-300..900_i64, 1..40),
    ) {
        let hours = office(place);
        let mut offers = OfferHours::new(Arc::clone(&hours), false);
        let mut now = at(start);
        for minutes in steps {
            now = Timestamp(now.0 + minutes * 60_000);
            let opening = hours.next_opening(now);
            let wanted = if opening == Some(now) { Offering::All } else { Offering::DistressOnly { until: opening } };
            prop_assert_eq!(offers.at(now), wanted);
        }
    }
}
