//! The sample is fair, repeatable and drawn apart for flagged messages.

use super::*;
use uuid::Uuid;

const DESIGN: Sampling = Sampling { salt: [7; 16], flagged: 0.5, unflagged: 0.1 };

fn conv(n: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(n))
}

fn chosen(design: &Sampling, is_flagged: bool) -> usize {
    (0..20_000_u32)
        .filter(|n| design.choose(conv(u128::from(n / 20)), Seq(u64::from(n % 20)), is_flagged).is_some())
        .count()
}

#[test]
fn as_many_are_chosen_as_the_design_says() {
    // Five standard deviations: 42 and 71 messages.
    assert!(chosen(&DESIGN, false).abs_diff(2_000) < 212, "{}", chosen(&DESIGN, false));
    assert!(chosen(&DESIGN, true).abs_diff(10_000) < 354, "{}", chosen(&DESIGN, true));
}

#[test]
fn the_choice_is_the_same_every_time_and_another_under_another_salt() {
    let all = |design: &Sampling| (0..500).map(|n| design.choose(conv(1), Seq(n), true)).collect::<Vec<_>>();
    assert_eq!(all(&DESIGN), all(&DESIGN));
    assert_ne!(all(&DESIGN), all(&Sampling { salt: [8; 16], ..DESIGN }));
}

#[test]
fn nothing_or_everything_is_chosen_at_the_ends() {
    assert_eq!(chosen(&Sampling::OFF, true) + chosen(&Sampling::OFF, false), 0);
    let all = Sampling { flagged: 1.0, ..DESIGN };
    assert_eq!(chosen(&all, true), 20_000);
    assert_eq!(all.choose(conv(1), Seq(1), true), Some(1.0));
}
