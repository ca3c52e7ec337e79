use super::*;
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

fn may(per_100: Lines) -> Budgets {
    Budgets { per_100, ..Budgets::default() }
}

fn peaks() -> impl Strategy<Value = Vec<f32>> {
    prop::collection::vec((-50_i16..50).prop_map(|tenths| f32::from(tenths) / 10.0), 100..400)
}

fn of(peaks: &[f32]) -> Peaks {
    peaks.iter().copied().collect()
}

proptest! {
    /// The definition, word for word.
    #[test]
    fn the_line_lies_just_above_the_order_statistic(peaks in peaks(), per_mille in 10_u32..300) {
        let n = peaks.len() as u64;
        let rank = ((n + 1) * u64::from(1_000 - per_mille)).div_ceil(1_000);
        let mut sorted = peaks.clone();
        sorted.sort_by(f32::total_cmp);
        let found = line(&of(&peaks), f64::from(per_mille) / 1_000.0);
        let expected = (rank <= n).then(|| sorted[usize::try_from(rank - 1).unwrap()]);
        prop_assert_eq!(found, expected.map(f32::next_up));
    }

    #[test]
    fn so_many_of_the_same_conversations_reach_it_at_most(peaks in peaks(), share in 0.02_f64..0.3) {
        let line = line(&of(&peaks), share).unwrap();
        let reaching = peaks.iter().filter(|peak| **peak >= line).count();
        prop_assert!(reaching as f64 <= share * (peaks.len() + 1) as f64);
    }

    #[test]
    fn a_smaller_budget_never_has_a_lower_line(peaks in peaks(), a in 0.01_f64..0.5, b in 0.01_f64..0.5) {
        let (small, large) = (a.min(b), a.max(b));
        prop_assert!(line(&of(&peaks), small) >= line(&of(&peaks), large));
    }

    #[test]
    fn lines_ascend_with_a_gap(peaks in peaks(), page in 1.0_f32..10.0, more in 0.0_f32..10.0, most in 0.0_f32..10.0) {
        let [watch, concern, critical] = lines(&of(&peaks), &may([page + more + most, page + more, page])).unwrap();
        prop_assert!(watch + GAP <= concern && concern + GAP <= critical);
    }

    #[test]
    fn a_weight_counts_like_so_many_conversations(peaks in peaks(), share in 0.02_f64..0.3) {
        let weighted: Peaks = peaks.iter().enumerate().map(|(at, peak)| (*peak, (1 + at % 3) as f64)).collect();
        let repeated: Peaks = peaks.iter().enumerate().flat_map(|(at, peak)| vec![*peak; 1 + at % 3]).collect();
        prop_assert_eq!(line(&weighted, share), line(&repeated, share));
    }
}

#[test]
fn too_few_conversations_have_no_line() {
    let few: Vec<f32> = (0_u8..98).map(f32::from).collect();
    assert_eq!(line(&of(&few), 0.01), None);
    let enough: Vec<f32> = (0_u8..99).map(f32::from).collect();
    assert_eq!(line(&of(&enough), 0.01), Some(98.0_f32.next_up()));
    assert_eq!(lines(&Peaks::default(), &may([10.0, 5.0, 1.0])), None);
}

#[test]
fn conversations_that_all_peak_alike_set_nothing_off() {
    let [watch, ..] = lines(&of(&[-2.5; 500]), &may([10.0, 5.0, 1.0])).unwrap();
    assert!(watch > -2.5);
}

/// The guarantee itself, over lines and next conversations drawn together.
#[test]
fn the_next_conversation_of_an_exchangeable_stream_reaches_the_line_as_seldom_as_promised() {
    let mut dice = StdRng::seed_from_u64(11);
    let rounds = 3_000;
    for share in [0.10, 0.05, 0.02] {
        let reached = (0..rounds).filter(|_| {
            // Skewed, with ties.
            let mut draw = || (-dice.random_range(f32::EPSILON..1.0).ln() * 20.0).round() / 20.0;
            let peaks: Peaks = (0..150).map(|_| draw()).collect();
            draw() >= line(&peaks, share).expect("enough")
        });
        let (reached, expected) = (reached.count() as f64, share * f64::from(rounds));
        assert!(reached <= expected + 3.3 * (expected * (1.0 - share)).sqrt(), "{reached} of {rounds} at {share}");
        assert!(reached >= expected / 2.0, "{reached} of {rounds} at {share}: lines are not needlessly high");
    }
}
