//! The line: bounded, never in the champion's way, and a sample that is the share it says.

use super::*;
use uuid::Uuid;

fn answered(conv: u128, message: u64) -> Answered {
    Answered {
        conv: ConversationId(Uuid::from_u128(conv)),
        message: Seq(message),
        text: "hello".to_owned(),
        context: Vec::new(),
        language: None,
        champion: Reading::default(),
    }
}

fn rest(line: &Line) -> Vec<u64> {
    std::iter::from_fn(|| line.take()).map(|(one, _)| one.message.0).collect()
}

#[test]
fn a_full_line_lets_the_oldest_go_and_counts_them() {
    let line = Line::new(1.0, 3);
    assert_eq!(line.offer((1..=3).map(|n| answered(1, n)).collect()), 0);
    assert_eq!(line.offer((4..=5).map(|n| answered(1, n)).collect()), 2);
    assert_eq!(rest(&line), [3, 4, 5]);
    assert_eq!(line.offer((1..=9).map(|n| answered(1, n)).collect()), 6, "also of one batch");
    assert_eq!(rest(&line), [7, 8, 9]);
}

#[test]
fn what_comes_while_the_line_is_not_free_goes_and_nobody_waits() {
    let line = Line::new(1.0, 3);
    let held = line.waiting.lock().unwrap();
    // Would never return if it waited.
    assert_eq!(line.offer(vec![answered(1, 1), answered(1, 2)]), 2);
    drop(held);
    assert_eq!(rest(&line), Vec::<u64>::new());
}

#[test]
fn after_the_end_nothing_is_taken_in() {
    let line = Line::new(1.0, 3);
    line.close();
    assert_eq!(line.offer(vec![answered(1, 1)]), 0);
    assert_eq!(rest(&line), Vec::<u64>::new());
}

#[test]
fn the_sample_is_the_share_it_says_within_and_between_conversations() {
    for share in [0.05, 0.5] {
        let picked = |conv: u128, message: u64| is_sampled(ConversationId(Uuid::from_u128(conv)), Seq(message), share);
        let within = (0..20_000).filter(|n| picked(7, *n)).count();
        let between = (0..20_000_u32).filter(|n| picked((*n).into(), 2)).count();
        for count in [within, between] {
            let found = count as f64 / 20_000.0;
            // Five standard deviations of a fair draw.
            let slack = 5.0 * (share * (1.0 - share) / 20_000.0).sqrt();
            assert!((found - share).abs() < slack, "{found} is not {share}");
        }
    }
    let all = ConversationId(Uuid::from_u128(1));
    assert!((0..1_000).all(|n| is_sampled(all, Seq(n), 1.0)));
}
