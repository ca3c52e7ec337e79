use super::*;
use proptest::prelude::*;

fn packed(whole: &[f32]) -> Vector {
    Vector::pack(whole).unwrap()
}

#[test]
fn what_points_nowhere_is_no_vector() {
    for whole in [&[][..], &[0.0, 0.0], &[f32::NAN, 1.0], &[f32::INFINITY, 1.0]] {
        assert_eq!(Vector::pack(whole), None, "{whole:?}");
    }
}

#[test]
fn the_nearest_way_counts_and_a_way_without_a_vector_is_like_nothing() {
    let ways = [Some(packed(&[1.0, 0.0])), Some(packed(&[0.6, 0.8])), None, Some(packed(&[-1.0, 0.0]))];
    let vectors = Vectors::new(ways).unwrap();
    let cosines = vectors.cosines(&packed(&[0.0, 1.0]), &[0, 2, 3, 4]);
    assert!((cosines[0] - 0.8).abs() < 0.01, "{cosines:?}");
    assert_eq!(cosines[1..], [0.0, 0.0]);
    assert_eq!(vectors.cosines(&packed(&[1.0, 0.0, 0.0]), &[0, 2, 3, 4]), [0.0; 3]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn eight_bits_lose_little(
        (one, other) in (1_usize..400).prop_flat_map(|n| (
            prop::collection::vec(-1.0_f32..1.0, n),
            prop::collection::vec(-1.0_f32..1.0, n),
        ))
    ) {
        let length = |v: &[f32]| v.iter().map(|x| x * x).sum::<f32>().sqrt();
        prop_assume!(length(&one) > 0.1 && length(&other) > 0.1);
        let exact = one.iter().zip(&other).map(|(a, b)| a * b).sum::<f32>() / length(&one) / length(&other);
        let vectors = Vectors::new([Some(packed(&one))]).unwrap();
        let found = vectors.cosines(&packed(&other), &[0, 1])[0];
        prop_assert!((found - exact).abs() < 0.05, "{} {}", found, exact);
    }
}
