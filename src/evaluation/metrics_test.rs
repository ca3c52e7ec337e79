//! Every measure against a case small enough to work out by hand.

use super::*;

fn pairs(of: &[(usize, usize)]) -> Vec<Pair> {
    of.iter().map(|&(truth, found)| Pair { truth, found }).collect()
}

fn scored(of: &[(bool, f32)]) -> Vec<Scored> {
    of.iter().map(|&(is_positive, score)| Scored { is_positive, score }).collect()
}

fn of<T>(measure: impl Fn(&[&T]) -> f64, items: &[T]) -> f64 {
    measure(&items.iter().collect::<Vec<_>>())
}

fn assert_near(value: f64, wanted: f64) {
    assert!((value - wanted).abs() < 1e-6, "{value}, not {wanted}");
}

#[test]
fn classes() {
    // Class 0: precision 1, recall 1/2. Class 1: 1/2, 1. Class 2: found but never true. Class 3: right.
    let some = pairs(&[(0, 0), (0, 1), (1, 1), (3, 3), (3, 2)]);
    assert_near(of(macro_f1, &some), (2.0 / 3.0 + 2.0 / 3.0 + 0.0 + 2.0 / 3.0) / 4.0);
    assert_near(of(macro_recall, &some), (0.5 + 1.0 + 0.5) / 3.0);
    assert_near(of(accuracy, &some), 0.6);
    assert!(of(accuracy, &[]).is_nan() && of(macro_f1, &[]).is_nan() && of(macro_recall, &[]).is_nan());
}

#[test]
fn ranking() {
    // Of six pairs of a positive and a negative, four are in order and one is tied.
    let some = scored(&[(true, 0.9), (false, 0.8), (true, 0.8), (false, 0.1), (false, 0.95)]);
    assert_near(of(auroc, &some), (2.0 + 1.5) / 6.0);
    // At .95 nothing gained; at .9 precision 1/2; at .8 precision 2/4.
    assert_near(of(auprc, &some), 0.5 * 0.5 + 0.5 * 0.5);
    assert_near(of(auroc, &scored(&[(true, 1.0), (false, 0.0)])), 1.0);
    assert_near(of(auroc, &scored(&[(true, 0.3), (false, 0.3)])), 0.5);
    let negatives = scored(&[(false, 0.1), (false, 0.2)]);
    assert!(of(auroc, &negatives).is_nan() && of(auprc, &negatives).is_nan());
}

#[test]
fn squared_distance() {
    assert_near(of(brier, &scored(&[(true, 0.9), (false, 0.5)])), 0.13);
    assert!(of(brier, &[]).is_nan());
}

#[test]
fn calibration() {
    // One bin holds two rows that promise .8 and keep one half; another promises 1 and keeps it.
    let some = scored(&[(true, 0.8), (false, 0.8), (true, 1.0)]);
    assert_near(of(calibration_error, &some), (2.0 * 0.3) / 3.0);
    assert_near(of(calibration_error, &scored(&[(false, 0.0), (true, 1.0)])), 0.0);
    // Two bins that err in opposite directions do not cancel.
    assert_near(of(calibration_error, &scored(&[(true, 0.0), (false, 1.0)])), 1.0);
}

#[test]
fn thresholds() {
    let hundred: Vec<f32> = (0_u8..100).map(f32::from).collect();
    let line = percentile_95(hundred.clone());
    assert_eq!(hundred.iter().filter(|score| **score > line).count(), 5);
    assert_eq!(percentile_95(vec![0.2; 7]).to_bits(), 0.2_f32.to_bits());
    assert!(percentile_95(Vec::new()).is_nan());
    let some = scored(&[(true, 0.9), (true, 0.5), (false, 0.9)]);
    assert_near(of(|rows| recall_above(rows, 0.5), &some), 0.5);
    assert_near(median(vec![3.0, 1.0, 9.0]), 3.0);
    assert_near(median(vec![4.0, 1.0, 9.0, 3.0]), 3.5);
    assert!(median(Vec::new()).is_nan());
}
