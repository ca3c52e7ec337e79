use super::super::hours::Hours;
use super::super::rules::Profile;
use super::super::topics::{Topic, Topics};
use super::*;
use jiff::tz::TimeZone;
use proptest::prelude::*;

/// A minute of a Thursday.
fn minute(minute: i64) -> Timestamp {
    Timestamp(1_795_651_200_000 + minute * 60_000)
}

/// Every day, from and to in minutes after midnight.
fn daily(from: u16, to: u16) -> Hours {
    Hours::new(TimeZone::UTC, std::array::from_fn(|_| vec![(from, to)]))
}

/// Topic 0 goes to whoever is free, topic 1 is kept; whoever has these hours has both skills.
fn kept_for(places: &[u8]) -> Rules {
    let topic = |name: &str| Topic::new(name.to_owned(), &[name.to_owned()], 0);
    let topics = Topics(vec![topic("returns"), topic("repairs").kept_until_open()]);
    let skilled = |calendar| Profile { skills: vec![0, 1], calendar, ..Profile::default() };
    let profiles = places.iter().map(|place| (format!("{place}@shop.example"), skilled(*place))).collect();
    Rules { topics, profiles, ..Rules::default() }
}

/// The shop answers from 10:00 to 11:00, a team from 12:00 to 13:00, another never.
fn house() -> Arc<Calendars> {
    Arc::new(Calendars::new(Arc::new(daily(600, 660)), vec![daily(720, 780), daily(0, 0)]))
}

#[test]
fn a_team_is_waited_for_while_all_of_it_is_closed_and_for_the_patience_after_its_opening() {
    let mut holds = Holds::new(house(), &kept_for(&[1]));
    assert!(holds.ever_keep());
    let until = |at| vec![Hold { skill: 1, opens_at: Some(minute(at)) }];
    assert_eq!(holds.at(minute(0)), until(720));
    assert_eq!(holds.at(minute(630)), until(720), "that the shop is open is no matter");
    let opened = vec![Hold { skill: 1, opens_at: None }];
    assert_eq!([720, 721, 779].map(|at| holds.at(minute(at))), [opened, vec![], vec![]], "as long as patience");
    assert_eq!(holds.at(minute(780)), until(24 * 60 + 720), "until tomorrow");
    assert_eq!(holds.at(minute(630)), until(720), "the machine's clock was set back");
    let mut both = Holds::new(house(), &kept_for(&[0, 1]));
    assert_eq!(both.at(minute(630)), [], "one of them is at work");
    assert_eq!(both.at(minute(661)), until(720), "the first of the two");
}

#[test]
fn what_nothing_would_end_is_not_kept() {
    assert_eq!(Holds::new(house(), &kept_for(&[])).at(minute(0)), [], "nobody has the skill");
    assert_eq!(Holds::new(house(), &kept_for(&[2])).at(minute(0)), [], "no opening is known");
    let unmarked = Rules { topics: Topics(vec![Topic::new("returns".to_owned(), &[], 0)]), ..kept_for(&[1]) };
    assert!(!Holds::new(house(), &unmarked).ever_keep());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is remembered shows nowhere, whatever the machine's clock does; and it is what reading every minute says.
    #[test]
    fn every_look_answers_as_the_first_one_would(
        (from, long) in (0..1_380_u16, 1..60_u16),
        steps in prop::collection::vec(-900..900_i64, 1..15),
    ) {
        let hours = daily(from, from + long);
        let house = Arc::new(Calendars::new(Arc::new(daily(0, 0)), vec![hours.clone()]));
        let rules = kept_for(&[1]);
        let mut holds = Holds::new(Arc::clone(&house), &rules);
        let mut at = 5_000;
        for step in steps {
            at += step;
            let now = minute(at);
            let open = |at: i64| hours.is_open(minute(at));
            let opens_at = (at..at + 2 * 1_440).find(|at| open(*at)).filter(|opening| *opening > at).map(minute);
            let is_kept = opens_at.is_some() || !open(at - 1);
            let wanted: Vec<Hold> = is_kept.then_some(Hold { skill: 1, opens_at }).into_iter().collect();
            let first = Holds::new(Arc::clone(&house), &rules).at(now);
            prop_assert_eq!((holds.at(now), first), (wanted.clone(), wanted));
        }
    }
}
