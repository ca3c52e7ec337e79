//! From logits to a score: what a head means, when the model abstains, and which words explain the anger.

use super::*;
use proptest::collection::vec;
use proptest::prop_assert;
use proptest::test_runner::{Config, TestRunner};

const LOGITS: usize = 23;

fn heads() -> Heads {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/models/manifest.toml")).unwrap();
    Heads::new(&Manifest::parse(&text).unwrap()).unwrap()
}

fn input(words: &[(u32, u32)], unknown: f32) -> Input {
    let words: Vec<_> = (1..).zip(words.iter().copied()).collect();
    let length = words.len() + 2;
    Input { ids: vec![0; length], types: vec![0; length], words, unknown }
}

fn score(logits: &[f32], shares: &[f32], input: &Input, language: Option<Language>) -> Score {
    let by = Provenance { model: "m".to_owned(), engine: "e".to_owned(), policy: "1".to_owned() };
    // The first token is no word.
    let contributions: Vec<f32> = std::iter::once(9.0).chain(shares.iter().copied()).chain([9.0]).collect();
    heads().score(&Raw { logits, contributions: &contributions, input, language }, &by)
}

#[test]
fn whatever_the_network_says_probabilities_are_probabilities() {
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&vec(-80.0..80.0_f32, LOGITS), |logits| {
            for language in [Some(Language::En), Some(Language::Zh), None] {
                let score = score(&logits, &[0.1], &input(&[(0, 3)], 0.0), language);
                let Sentiment { negative, neutral, positive } = score.sentiment;
                let e = score.emotions;
                let emotions = e.anger + e.disgust + e.fear + e.joy + e.sadness + e.surprise + e.optimism + e.neutral;
                prop_assert!((negative + neutral + positive - 1.0).abs() < 1e-4, "{:?}", score.sentiment);
                prop_assert!((emotions - 1.0).abs() < 1e-4, "{e:?}");
                prop_assert!((0.0..=1.0).contains(&score.anger), "{}", score.anger);
                // The expected level holds P(>=1) and P(>=2) at least once each.
                prop_assert!(score.level >= 2.0 * score.anger - 1e-5 && score.level <= 3.0, "{score:?}");
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn each_language_has_its_own_calibration() {
    let logits = [2.0; LOGITS];
    let of = |language| score(&logits, &[0.1], &input(&[(0, 3)], 0.0), language).anger;
    assert!((of(Some(Language::En)) - of(Some(Language::Zh))).abs() > 1e-3);
}

#[test]
fn the_model_abstains_on_other_scripts_and_on_nothing() {
    let confidence = |words: &[(u32, u32)], unknown, language| {
        score(&[0.0; LOGITS], &vec![0.1; words.len()], &input(words, unknown), language).confidence
    };
    let two = [(0, 2), (3, 5)];
    assert!(confidence(&two, 0.0, Some(Language::En)) >= 1.0);
    assert!(confidence(&two, 0.0, None) < 0.1, "another script");
    assert!(confidence(&[], 0.0, Some(Language::En)) < 0.1, "no words");
    assert!(confidence(&two, 0.5, Some(Language::En)) <= 0.3, "mostly unknown");
    assert!(confidence(&[(0, 1)], 0.0, None) >= 1.0, "a lone sign such as an emoji is read");
}

#[test]
fn words_explain_anger_the_heaviest_first() {
    let pieces = [(0, 4), (4, 6), (7, 10), (11, 12)];
    let spans = |shares: &[f32], language| -> Vec<(u32, u32)> {
        let score = score(&[0.0; LOGITS], shares, &input(&pieces, 0.0), language);
        score.spans.iter().map(|span| (span.start, span.end)).collect()
    };
    assert_eq!(spans(&[0.2, 0.2, 0.3, -0.5], Some(Language::En)), [(0, 6), (7, 10)], "pieces of a word are one");
    assert_eq!(spans(&[0.2, 0.1, 0.3, -0.5], Some(Language::Zh)), [(7, 10), (0, 4), (4, 6)]);
    assert_eq!(spans(&[f32::NAN, 0.0, -1.0, 0.0], Some(Language::Zh)), []);
}

#[test]
fn a_layout_that_is_not_ours_is_refused() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/models/manifest.toml")).unwrap();
    let other = Manifest::parse(&text.replace("\"distress\"", "\"despair\"")).unwrap();
    assert!(Heads::new(&other).is_err_and(|error| error.to_string().contains("`risks`")));
}
