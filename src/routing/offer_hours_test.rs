use super::super::fixtures::chat;
use super::super::hours::Hours;
use super::*;
use crate::domain::{Language, Stage};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use std::time::Duration;

fn at(text: &str) -> Timestamp {
    Timestamp(text.parse::<jiff::Timestamp>().expect("a moment").as_millisecond())
}

/// Monday to Friday, from 9 to 18.
fn office(zone: &str) -> Hours {
    let mut week: [Vec<(u16, u16)>; 7] = Default::default();
    week.iter_mut().take(5).for_each(|day| day.push((9 * 60, 18 * 60)));
    Hours::new(TimeZone::get(zone).expect("a zone"), week)
}

/// The shop's, then its teams'.
fn house(zones: &[&str]) -> Arc<Calendars> {
    let mut all = zones.iter().map(|zone| office(zone));
    let shop = Arc::new(all.next().expect("one"));
    Arc::new(Calendars::new(shop, all.collect()))
}

fn ticket(in_distress: bool) -> Ticket {
    let (conv, since, waited) = (chat(1), Timestamp(0), Duration::ZERO);
    let (stage, language) = (Stage::Critical, Language::En);
    let (last_agent, topic, segment, kept) = (None, None, None, false);
    Ticket { conv, stage, language, since, waited, in_distress, last_agent, topic, segment, kept }
}

#[test]
fn outside_the_hours_only_distress_is_offered() {
    let mut offers = OfferHours::new(house(&["Europe/Berlin"]), false);
    let closed = offers.at(at("2026-11-27T17:00:00Z"));
    assert_eq!(closed.resumes_at(), Some(at("2026-11-30T08:00:00Z")), "over the weekend");
    assert!(closed.lets(&ticket(true)) && !closed.lets(&ticket(false)), "anger waits, distress never");
    let open = offers.at(at("2026-11-30T08:00:00Z"));
    assert!(open == Offering::ALL && open.lets(&ticket(false)) && open.resumes_at().is_none());
}

#[test]
fn at_any_hour_means_any() {
    for offers in [OfferHours::new(house(&["Europe/Berlin"]), true), OfferHours::new(Arc::default(), false)] {
        let mut offers = offers;
        assert!(!offers.ever_hold());
        assert_eq!(offers.at(at("2026-11-28T03:00:00Z")), Offering::ALL);
    }
}

#[test]
fn each_team_is_offered_to_in_its_own_hours() {
    let mut offers = OfferHours::new(house(&["Europe/Berlin", "America/New_York"]), false);
    let open_to = |offering: Offering| [offering.is_open_to(0), offering.is_open_to(1), offering.is_open_to(2)];
    let morning = offers.at(at("2026-11-27T10:00:00Z"));
    assert_eq!(open_to(morning), [true, false, true], "five in the morning in New York; a third keeps no hours here");
    assert_eq!((morning.holds(), morning.resumes_at()), (false, None), "somebody is offered those who wait");
    assert_eq!(morning.opens_at(), Some(at("2026-11-27T14:00:00Z")), "when more may be offered");
    let evening = offers.at(at("2026-11-27T18:00:00Z"));
    assert_eq!((open_to(evening), evening.holds()), ([false, true, true], false));
    let night = offers.at(at("2026-11-27T23:00:00Z"));
    assert!(night.holds() && night.lets(&ticket(true)) && !night.lets(&ticket(false)));
    assert_eq!(night.resumes_at(), Some(at("2026-11-30T08:00:00Z")), "the first of the two");
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
        let hours = [office(place), office("Asia/Shanghai")];
        let mut offers = OfferHours::new(house(&[place, "Asia/Shanghai"]), false);
        let mut now = at(start);
        for minutes in steps {
            now = Timestamp(now.0 + minutes * 60_000);
            let offering = offers.at(now);
            let openings = hours.each_ref().map(|hours| hours.next_opening(now));
            let closed = openings.iter().flatten().filter(|opening| **opening != now);
            prop_assert_eq!(offering.opens_at(), closed.min().copied());
            let is_open = openings.map(|opening| opening == Some(now));
            prop_assert_eq!([offering.is_open_to(0), offering.is_open_to(1)], is_open);
            prop_assert_eq!(offering.holds(), is_open == [false, false]);
        }
    }
}
