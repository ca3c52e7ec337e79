//! The moments of waiting.

use super::*;

fn second(seconds: i64) -> Timestamp {
    Timestamp(seconds * 1_000)
}

fn moments(waits: &Waits) -> Vec<(u64, u32)> {
    let mut found = Vec::new();
    let mut after = second(-1);
    while let Some(mark) = waits.next(after) {
        found.push((mark.message.0, mark.seconds));
        after = mark.at;
    }
    found
}

#[test]
fn an_open_wait_has_three_moments_and_later_messages_begin_none() {
    let mut waits = Waits::default();
    waits.begin(Seq(1), second(0));
    waits.begin(Seq(2), second(30));
    assert_eq!(moments(&waits), [(1, 60), (1, 180), (1, 300)]);
}

#[test]
fn a_wait_that_ended_keeps_the_moments_it_had_reached() {
    let mut waits = Waits::default();
    waits.begin(Seq(1), second(0));
    waits.end(second(200));
    waits.end(second(290));
    waits.begin(Seq(5), second(210));
    assert_eq!(moments(&waits), [(1, 60), (1, 180), (5, 60), (5, 180), (5, 300)]);
    assert_eq!(waits.next(second(180)).map(|mark| mark.at), Some(second(270)));
    waits.forget_until(second(200));
    assert_eq!(moments(&waits), [(5, 60), (5, 180), (5, 300)]);
}

#[test]
fn short_waits_leave_nothing_and_the_memory_has_a_bound() {
    let mut waits = Waits::default();
    for n in 0..100_u32 {
        waits.begin(Seq(u64::from(n)), second(i64::from(n) * 1_000));
        waits.end(second(i64::from(n) * 1_000 + 59));
    }
    assert_eq!(waits, Waits::default());
    for n in 0..100_u32 {
        waits.begin(Seq(u64::from(n)), second(i64::from(n) * 1_000));
        waits.end(second(i64::from(n) * 1_000 + 60));
    }
    assert_eq!(waits.0.len(), REMEMBERED);
}
