use super::*;
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

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
    let found = vectors.nearest(&packed(&[0.0, 1.0]), &[0, 2, 3, 4]);
    let articles: Vec<u32> = found.iter().map(|(article, _)| *article).collect();
    assert_eq!(articles, [0, 1, 2]);
    assert!((found[0].1 - 0.8).abs() < 0.01 && found[1].1.abs() < 0.01 && found[2].1.abs() < 0.01, "{found:?}");
    assert!(!vectors.fits(&packed(&[1.0, 0.0, 0.0])));
}

#[test]
fn among_many_the_signs_choose_what_lies_near() {
    let mut chance = StdRng::seed_from_u64(7);
    let mut draw = |spread: f32, about: &[f32]| -> Vec<f32> {
        about.iter().map(|part| part + spread * (chance.random::<f32>() - 0.5)).collect()
    };
    let nothing = vec![0.0; 384];
    let many: Vec<Vec<f32>> = (0..EXACT + 2).map(|_| draw(1.0, &nothing)).collect();
    // Two ways to ask of each article.
    let starts: Vec<u32> = (0..=many.len() / 2).map(|article| u32::try_from(article * 2).unwrap()).collect();
    let vectors = Vectors::new(many.iter().map(|whole| Vector::pack(whole))).unwrap();
    for wanted in (0..many.len()).step_by(1_500) {
        // At a cosine of about .7.
        let question = packed(&draw(1.0, &many[wanted]));
        let found = vectors.nearest(&question, &starts);
        assert!(found.len() < EXACT / 2, "{}", found.len());
        let best = found.iter().max_by(|one, other| one.1.total_cmp(&other.1)).unwrap();
        assert_eq!(best.0 as usize, wanted / 2);
        assert!((best.1 - 0.7).abs() < 0.15, "{}", best.1);
    }
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
        let found = vectors.cosine(&packed(&other), 0..1);
        prop_assert!((found - exact).abs() < 0.05, "{} {}", found, exact);
    }
}
