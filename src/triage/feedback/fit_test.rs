//! A line that is there is found, one that is not is not, and no guard can be got round.

use super::*;
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Answers by people whose anger follows `truth`, two for each conversation.
fn answers(count: usize, truth: Correction, seed: u64) -> Vec<Case> {
    let mut dice = StdRng::seed_from_u64(seed);
    let one = |nth: usize| {
        let base = 1.0 / (1.0 + (-dice.random_range(-4.0_f32..4.0)).exp());
        let is_angry = dice.random::<f32>() < truth.of(base);
        Case { conv: nth as u128 / 2, base, is_angry, weight: if nth.is_multiple_of(3) { 5.0 } else { 1.0 } }
    };
    (0..count).map(one).collect()
}

const OFF: Correction = Correction { slope: 0.6, bias: -0.8 };

#[test]
fn a_model_that_is_too_sure_is_found_out_and_mended() {
    let found = candidate(&answers(600, OFF, 1), Correction::NONE);
    assert_eq!(found.verdict, Verdict::Ready, "{found:?}");
    assert!((found.correction.slope - 0.6).abs() < 0.15 && (found.correction.bias + 0.8).abs() < 0.25, "{found:?}");
    assert_eq!(found, candidate(&answers(600, OFF, 1), Correction::NONE), "twice the same");
}

#[test]
fn what_is_in_force_already_is_not_offered_again() {
    let found = candidate(&answers(600, OFF, 1), OFF);
    assert_eq!(found.verdict, Verdict::NoBetter, "{found:?}");
}

#[test]
fn a_sound_model_is_rarely_touched() {
    let offered = (0..40)
        .filter(|seed| candidate(&answers(300, Correction::NONE, *seed), Correction::NONE).verdict == Verdict::Ready);
    // One standard error alone would let one in six pass.
    assert!(offered.count() <= 4);
}

#[test]
fn few_answers_or_answers_of_one_kind_move_nothing() {
    let one_sided =
        |is_angry| answers(300, OFF, 2).into_iter().map(|case| Case { is_angry, ..case }).collect::<Vec<_>>();
    for cases in [answers(99, OFF, 2), one_sided(true), one_sided(false), Vec::new()] {
        let found = candidate(&cases, Correction::NONE);
        assert_eq!((found.verdict, found.correction), (Verdict::TooFew, Correction::NONE));
    }
}

#[test]
fn a_line_that_the_newest_answers_contradict_stays_in_the_shadow() {
    let mut cases = answers(600, Correction { slope: 1.0, bias: -1.0 }, 3);
    let newest = answers(120, Correction { slope: 1.0, bias: 1.0 }, 4);
    cases.splice(480.., newest.into_iter().map(|case| Case { conv: case.conv + 1_000, ..case }));
    assert_eq!(candidate(&cases, Correction::NONE).verdict, Verdict::WorseInShadow);
}

#[test]
fn a_change_that_later_answers_contradict_is_worse_and_one_that_they_bear_out_is_not() {
    let watched = |truth, count| since(&answers(count, truth, 5), Correction::NONE, OFF);
    assert_eq!(watched(OFF, LEAST_SINCE - 1), None, "too few to tell");
    let (borne_out, contradicted) = (watched(OFF, 200).unwrap(), watched(Correction::NONE, 200).unwrap());
    assert!(!borne_out.is_worse() && contradicted.is_worse(), "{borne_out:?} {contradicted:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_the_answers_the_line_is_bounded_and_rises(seed in any::<u64>(), slope in -2.0_f32..4.0, bias in -5.0_f32..5.0) {
        let truth = Correction { slope, bias };
        let found = candidate(&answers(160, truth, seed), Correction::NONE);
        prop_assert_eq!(found.correction, found.correction.bounded());
        prop_assert!(found.gain.brier.is_finite() && found.gain.log_loss_error.is_finite());
        prop_assert!(found.verdict != Verdict::Ready || found.gain.brier > found.gain.brier_error);
    }
}
