use super::super::fixtures::{LIN, chat, summary};
use super::*;
use crate::domain::Timestamp;

const ONE: Places = Places { all: 1, free: 0 };

fn seconds(pace: &Pace, position: u32, places: Places) -> Option<u64> {
    pace.wait(position, places).map(|wait| wait.as_secs())
}

#[test]
fn a_wait_follows_from_position_places_and_pace() {
    let pace = Pace::default();
    assert_eq!(seconds(&pace, 1, ONE), Some(600), "the average of five minutes, and as much again to be sure");
    assert_eq!(seconds(&pace, 4, Places { all: 6, free: 0 }), Some(300));
    assert_eq!(seconds(&pace, 2, Places { all: 6, free: 2 }), Some(0), "a place is free");
    assert_eq!(seconds(&pace, 1, Places::default()), None, "nobody is there");
    assert_eq!(seconds(&pace, 900, ONE), None, "too long to be said");
}

#[test]
fn the_average_follows_what_conversations_take() {
    let mut pace = Pace::default();
    let minute = Duration::from_mins(1);
    let mut now = Duration::ZERO;
    for _ in 0..200 {
        pace.hear(&summary(chat(1), PhaseName::WithAgent, Some(LIN), Timestamp(0)), now);
        now += minute;
        // Another line of the same conversation begins nothing anew.
        pace.hear(&summary(chat(1), PhaseName::WithAgent, Some(LIN), Timestamp(0)), now);
        now += minute;
        pace.hear(&summary(chat(1), PhaseName::Closed, None, Timestamp(0)), now);
        pace.hear(&summary(chat(1), PhaseName::Closed, None, Timestamp(0)), now + minute);
    }
    assert_eq!(seconds(&pace, 1, ONE), Some(240));
    assert!(pace.held_since.is_empty());
}
