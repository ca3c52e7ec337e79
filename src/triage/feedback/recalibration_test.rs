//! The map keeps order and bounds, and is shared at once.

use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_correction_never_changes_which_of_two_messages_is_angrier(
        slope in -3.0_f32..5.0, bias in -9.0_f32..9.0, a in 0.001_f32..0.999, b in 0.001_f32..0.999,
    ) {
        let correction = Correction { slope, bias }.bounded();
        prop_assert!((0.0..=1.0).contains(&correction.of(a)));
        prop_assert!(a <= b || correction.of(a) >= correction.of(b));
        let (least, most) = Correction::SLOPES;
        prop_assert!((least..=most).contains(&correction.slope) && correction.bias.abs() <= Correction::BIAS);
    }
}

#[test]
fn no_correction_changes_nothing_and_what_is_no_number_is_none() {
    assert!((Correction::NONE.of(0.37) - 0.37).abs() < 1e-6);
    assert_eq!(Correction { slope: f32::NAN, bias: 0.0 }.bounded(), Correction::NONE);
    assert!(!Recalibration::default().is_in_force());
}

#[test]
fn what_is_put_in_force_is_bounded_and_seen_by_every_holder() {
    let (mine, steep) = (InForce::default(), Correction { slope: 9.0, bias: -0.5 });
    let yours = mine.clone();
    mine.put(Recalibration { version: 3, ..Recalibration::default() }.with(Language::Zh, steep));
    let now = yours.now();
    assert_eq!((now.version, now.correction(Some(Language::Zh))), (3, Correction { slope: 2.0, bias: -0.5 }));
    assert_eq!(now.correction(None), Correction::NONE);
}
