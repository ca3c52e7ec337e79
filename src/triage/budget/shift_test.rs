use super::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

fn drawn(dice: &mut StdRng, n: usize, by: f32) -> Peaks {
    (0..n).map(|_| by + dice.random_range(-1.0..1.0_f32) + dice.random_range(-1.0..1.0_f32)).collect()
}

#[test]
fn the_same_source_has_not_shifted() {
    let mut dice = StdRng::seed_from_u64(7);
    let calls = (0..300).filter(|_| {
        let reference = percentiles(&drawn(&mut dice, 800, 0.0));
        shifted(&reference, 800, &drawn(&mut dice, 400, 0.0)).is_some()
    });
    assert!(calls.count() <= 1);
}

#[test]
fn another_source_has() {
    let mut dice = StdRng::seed_from_u64(7);
    let reference = percentiles(&drawn(&mut dice, 800, 0.0));
    let found = shifted(&reference, 800, &drawn(&mut dice, 400, 0.5)).expect("half a unit is a lot");
    assert!((0.15..0.4).contains(&found), "{found}");
}

#[test]
fn conversations_that_all_peak_alike_have_not_shifted_either() {
    let same: Peaks = vec![-2.5; 500].into_iter().collect();
    assert!(distance(&percentiles(&same), &same) < 1e-9);
    let half: Peaks = (0..500).map(|n| if n % 2 == 0 { -2.5 } else { 0.5 }).collect();
    assert!(distance(&percentiles(&half), &half) < 0.011);
    assert!((distance(&percentiles(&half), &same) - 0.5).abs() < 0.011);
}

#[test]
fn few_conversations_say_nothing() {
    let reference = percentiles(&vec![0.0; 500].into_iter().collect());
    assert_eq!(shifted(&reference, 500, &vec![5.0; 99].into_iter().collect()), None);
    assert!(shifted(&reference, 500, &vec![5.0; 100].into_iter().collect()).is_some());
    assert_eq!(shifted(&[], 0, &vec![5.0; 100].into_iter().collect()), None);
}
