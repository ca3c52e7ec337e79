//! Intervals: repeatable, around the value, and honest about groups.

use super::*;
use rand::SeedableRng;
use rand::rngs::StdRng;

fn mean(items: &[&f64]) -> f64 {
    items.iter().copied().sum::<f64>() / items.len() as f64
}

fn width(groups: &[Vec<f64>]) -> f64 {
    let found = estimate(groups, mean, &mut StdRng::seed_from_u64(1));
    assert!(found.low <= found.value && found.value <= found.high, "{found:?}");
    found.high - found.low
}

#[test]
fn the_same_seed_gives_the_same_interval() {
    let groups: Vec<Vec<f64>> = (0..50_u8).map(|at| vec![f64::from(at % 7)]).collect();
    let twice = [(); 2].map(|()| estimate(&groups, mean, &mut StdRng::seed_from_u64(9)));
    assert_eq!(twice[0], twice[1]);
    assert_ne!(twice[0], estimate(&groups, mean, &mut StdRng::seed_from_u64(8)));
}

#[test]
fn rows_that_belong_together_say_less_than_rows_apart() {
    let apart: Vec<Vec<f64>> = (0..100_u8).map(|at| vec![f64::from(at / 10)]).collect();
    let together: Vec<Vec<f64>> = (0..10_u8).map(|at| vec![f64::from(at); 10]).collect();
    assert!(width(&together) > 2.0 * width(&apart), "{} {}", width(&together), width(&apart));
    assert!(width(&vec![vec![4.0]; 20]).abs() < 1e-9, "what never varies has no width");
}

#[test]
fn what_is_not_defined_is_said() {
    let none = estimate(&[], mean, &mut StdRng::seed_from_u64(1));
    assert!(none.value.is_nan() && none.low.is_nan() && none.high.is_nan());
}
