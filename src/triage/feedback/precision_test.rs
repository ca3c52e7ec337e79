//! Everything is counted once, under what it is about, and intervals hold the truth as often as they say.

use super::*;
use proptest::prelude::*;

fn verdict(is_right: bool) -> Verdict {
    Verdict { about: About::Angry, language: Some(Language::En), is_right }
}

#[test]
fn what_is_about_the_same_in_one_language_is_one_row() {
    let alert = About::Alert(AlertKind::Anger, Stage::Critical);
    let of = |about, language, is_right| Verdict { about, language, is_right };
    let found = rows([
        of(alert, Some(Language::Zh), false),
        of(About::Angry, Some(Language::En), true),
        of(About::Angry, Some(Language::Zh), true),
        of(alert, Some(Language::Zh), true),
        of(About::Angry, Some(Language::En), false),
        of(alert, None, false),
    ]);
    let counts: Vec<_> = found.iter().map(|row| (row.about, row.language, row.right, row.wrong)).collect();
    assert_eq!(
        counts,
        [
            (About::Angry, Some(Language::En), 1, 1),
            (About::Angry, Some(Language::Zh), 1, 0),
            (alert, None, 0, 1),
            (alert, Some(Language::Zh), 1, 1),
        ]
    );
    assert_eq!(rows([]), []);
}

/// The chance that so many of `n` are right where each is with chance `p`.
fn binomial(n: u32, k: u32, p: f64) -> f64 {
    let ways: f64 = (0..k).map(|i| f64::from(n - i) / f64::from(i + 1)).product();
    ways * p.powi(i32::try_from(k).unwrap()) * (1.0 - p).powi(i32::try_from(n - k).unwrap())
}

proptest! {
    /// Exactly, by summing over every outcome. Wilson's interval dips below its promise near the ends, never far.
    #[test]
    fn the_interval_holds_the_truth_about_as_often_as_it_says(n in 5_u32..60, p in 0.05_f64..0.95) {
        let covered: f64 = (0..=n)
            .filter(|right| {
                let found = rows((0..n).map(|nth| verdict(nth < *right)));
                found[0].precision.low <= p && p <= found[0].precision.high
            })
            .map(|right| binomial(n, right, p))
            .sum();
        prop_assert!(covered > 0.83, "{covered} of {n} at {p}");
    }

    #[test]
    fn nothing_is_lost_and_the_share_lies_in_its_interval(said in prop::collection::vec(any::<bool>(), 1..200)) {
        let found = rows(said.iter().map(|is_right| verdict(*is_right)));
        let [row] = found.as_slice() else { panic!("{found:?}") };
        prop_assert_eq!((row.right + row.wrong) as usize, said.len());
        let Rate { share, low, high, .. } = row.precision;
        prop_assert!(0.0 <= low && low <= share + 1e-12 && share <= high + 1e-12 && high <= 1.0);
    }
}
