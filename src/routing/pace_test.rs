use super::super::fixtures::{LIN, chat, summary};
use super::*;
use crate::domain::Timestamp;

fn hear(pace: &mut Pace, phase: PhaseName, now: Duration) {
    pace.hear(&summary(chat(1), phase, Some(LIN), Timestamp(0)), now);
}

#[test]
fn the_time_for_departures_follows_from_how_many_could_leave() {
    let seconds = |departures, held| Pace::default().time_for(departures, held).map(|time| time.as_secs());
    assert_eq!(seconds(1, 1), Some(600), "the average of five minutes, and as much again to be sure");
    assert_eq!(seconds(4, 6), Some(300));
    assert_eq!(seconds(0, 6), Some(0), "a place is free");
    assert_eq!(seconds(0, 0), Some(0));
    assert_eq!(seconds(1, 0), None, "nobody can leave");
}

#[test]
fn the_average_stay_follows_what_conversations_take() {
    let mut pace = Pace::default();
    let minute = Duration::from_mins(1);
    let mut now = Duration::ZERO;
    for _ in 0..200 {
        hear(&mut pace, PhaseName::WithAgent, now);
        now += minute;
        // Another line of the same conversation begins nothing anew.
        hear(&mut pace, PhaseName::WithAgent, now);
        now += minute;
        hear(&mut pace, PhaseName::Closed, now);
        hear(&mut pace, PhaseName::Closed, now + minute);
    }
    assert_eq!(pace.time_for(1, 1).map(|time| time.as_secs()), Some(240));
    assert!(pace.since.is_empty());
}

#[test]
fn the_time_to_an_answer_is_counted_from_the_first_offer_and_over_offers_that_came_to_nothing() {
    let mut pace = Pace::default();
    let second = Duration::from_secs(1);
    let mut now = Duration::ZERO;
    for _ in 0..200 {
        for phase in [PhaseName::HandingOff, PhaseName::Waiting, PhaseName::HandingOff] {
            hear(&mut pace, phase, now);
            now += second * 10;
        }
        hear(&mut pace, PhaseName::WithAgent, now);
        hear(&mut pace, PhaseName::Closed, now);
    }
    assert_eq!(pace.answer().as_secs(), 30);
    for _ in 0..3 {
        hear(&mut pace, PhaseName::HandingOff, now);
        hear(&mut pace, PhaseName::WithBot, now + second);
    }
    assert_eq!(pace.answer().as_secs(), 30, "nobody answered it");
    assert!(pace.since.is_empty());
}
