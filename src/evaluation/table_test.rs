//! What a reader of the table sees.

use super::*;

fn entry(value: f64, limit: Limit) -> Entry {
    let estimate = Estimate { value, low: 0.61, high: 0.7349 };
    Entry { set: "Reviews".to_owned(), measure: "accuracy".to_owned(), n: 12, estimate, limit }
}

#[test]
fn a_line_says_everything_and_marks_what_was_missed() {
    let baselines = Baselines::from([("Reviews | accuracy".into(), Baseline { linear: Some(0.668), lexicon: None })]);
    assert_eq!(
        line(&entry(0.699_9, Limit::at_least(0.7, 0.745)), &baselines),
        "| Reviews | accuracy | 12 | 0.700 **missed** | 0.610 to 0.735 | >= 0.700 | >= 0.745 | 0.668 | – |"
    );
    assert_eq!(
        line(&entry(0.04, Limit::at_most(0.05)), &Baselines::new()),
        "| Reviews | accuracy | 12 | 0.040 | 0.610 to 0.735 | <= 0.050 | – | – | – |"
    );
    assert_eq!(HEAD.lines().map(|line| line.matches('|').count()).collect::<Vec<_>>(), [10, 10]);
}

#[test]
fn limits_hold_on_the_line_and_nothing_undefined_holds() {
    assert!(!Limit::at_least(0.7, 0.8).is_missed(0.7) && Limit::at_least(0.7, 0.8).is_missed(0.69));
    assert!(!Limit::at_most(0.0).is_missed(0.0) && Limit::at_most(0.0).is_missed(0.001));
    assert!(!Limit::at_most(0.0).is_missed(-0.2), "a gain is no loss");
    assert!(Limit::at_most(0.1).is_missed(f64::NAN) && Limit::at_least(0.1, 0.2).is_missed(f64::NAN));
    assert!(!Limit::None.is_missed(f64::NAN));
    assert_eq!(figure(-0.000_1), "0.000");
}
