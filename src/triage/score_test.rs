//! From logits to a score: what a head means, when the model abstains, and which words explain the anger.

use super::*;
use proptest::collection::vec;
use proptest::prop_assert;
use proptest::test_runner::{Config, TestRunner};

const LOGITS: usize = 24;

fn heads() -> Heads {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/models/manifest.toml")).unwrap();
    Heads::new(&Manifest::parse(&text).unwrap()).unwrap()
}

fn input(words: &[(u32, u32)], unknown: f32) -> Input {
    of_kind(Kind::Letters, words, unknown)
}

fn of_kind(kind: Kind, words: &[(u32, u32)], unknown: f32) -> Input {
    let words: Vec<_> = (1..).zip(words).map(|(place, &(start, end))| Word { place, start, end, kind }).collect();
    let length = words.len() + 2;
    let is_informative = !words.is_empty() && kind.is_informative();
    Input { ids: vec![0; length], types: vec![0; length], words, unknown, is_informative }
}

fn score(logits: &[f32], shares: &[f32], input: &Input, language: Option<Language>) -> Score {
    written(logits, shares, input, language, false)
}

fn written(logits: &[f32], shares: &[f32], input: &Input, language: Option<Language>, is_foreign: bool) -> Score {
    let by = Provenance { model: "m".to_owned(), engine: "e".to_owned(), policy: "1".to_owned(), calibrator: None };
    // The first token is no word.
    let contributions: Vec<f32> = std::iter::once(9.0).chain(shares.iter().copied()).chain([9.0]).collect();
    heads().score(
        &Raw { logits, contributions: &contributions, input, language, is_foreign },
        &by,
        &Recalibration::default(),
    )
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
fn the_model_abstains_on_other_scripts_on_the_unknown_and_on_nothing() {
    let two = [(0, 2), (3, 5)];
    let confidence = |input: &Input, is_foreign| {
        written(&[0.0; LOGITS], &[0.1, 0.1], input, Some(Language::En), is_foreign).confidence
    };
    assert!(confidence(&input(&two, 0.0), false) >= 1.0);
    assert!((confidence(&input(&two, 0.3), false) - 0.7).abs() < 1e-6, "falls with what is unknown");
    assert!(confidence(&input(&two, 0.31), false) < 0.1, "too much is unknown");
    assert!(confidence(&input(&two, 0.0), true) < 0.1, "another script, whatever language was hinted");
    assert!(confidence(&input(&[], 0.0), false) < 0.1, "no words");
    assert!(confidence(&of_kind(Kind::Other, &two, 0.0), false) < 0.1, "nothing but marks");
    assert!(confidence(&of_kind(Kind::Symbol, &two, 0.0), false) >= 1.0, "emoji are read");
}

#[test]
fn words_explain_anger_the_heaviest_first() {
    let pieces = [(0, 4), (4, 6), (7, 10), (11, 12)];
    let spans = |shares: &[f32], kind| -> Vec<(u32, u32)> {
        // In a Chinese message too: a Latin word in its midst is not cut.
        let score = score(&[0.0; LOGITS], shares, &of_kind(kind, &pieces, 0.0), Some(Language::Zh));
        score.spans.iter().map(|span| (span.start, span.end)).collect()
    };
    assert_eq!(spans(&[0.2, 0.2, 0.3, -0.5], Kind::Letters), [(0, 6), (7, 10)], "pieces of a word are one");
    assert_eq!(spans(&[0.2, 0.1, 0.3, -0.5], Kind::Han), [(7, 10), (0, 4), (4, 6)], "words that touch stay two");
    assert_eq!(spans(&[0.2, 0.2, 0.3, 0.5], Kind::Other), [], "punctuation explains nothing");
    assert_eq!(spans(&[f32::NAN, 0.0, -1.0, 0.0], Kind::Han), []);
    let many: Vec<(u32, u32)> = (0..20).map(|n| (n * 2, n * 2 + 1)).collect();
    assert_eq!(score(&[0.0; LOGITS], &[0.1; 20], &input(&many, 0.0), None).spans.len(), 8);
}

#[test]
fn a_layout_that_is_not_ours_is_refused() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/models/manifest.toml")).unwrap();
    let other = Manifest::parse(&text.replace("\"distress\"", "\"despair\"")).unwrap();
    assert!(Heads::new(&other).is_err_and(|error| error.to_string().contains("`risks`")));
}
