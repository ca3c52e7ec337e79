//! False alarms on a variety, for each one on the standard.

use super::*;
use crate::evaluation::Question;
use crate::evaluation::fake_lab::{FakeLab, blank, run, values};

fn said(of: &[(f32, f32)]) -> Vec<Said> {
    of.iter().map(|&(standard, dialect)| Said { standard, dialect }).collect()
}

#[test]
fn ratios_of_alarms() {
    let of = |rows: &[Said]| ratio(&rows.iter().collect::<Vec<_>>(), 0.3);
    let near = |value: f64, wanted: f64| assert!((value - wanted).abs() < 1e-6, "{value}");
    near(of(&said(&[(0.4, 0.9), (0.9, 0.1), (0.1, 0.4), (0.1, 0.4)])), 1.5);
    near(of(&said(&[(0.1, 0.3), (0.3, 0.2)])), 1.0);
    near(of(&said(&[(0.1, 0.4)])), 2.0);
    near(difference(&said(&[(0.1, 0.4), (0.5, 0.4), (0.2, 0.2)]).iter().collect::<Vec<_>>()), 0.1_f32.into());
}

#[test]
fn large_varieties_are_shown_by_themselves_at_the_common_threshold() {
    let mut lines = vec!["small\ta\tbad".to_owned(); 19];
    lines.extend(vec!["large\ta\tb".to_owned(); 21]);
    let model = |question: &Question| {
        let mut score = blank();
        score.anger = if question.text == "bad" { 0.4 } else { 0.0 };
        score
    };
    let mut lab = FakeLab::new(&[("dialect_en.tsv", lines.join("\n"))], model);
    let found = run(&mut lab, "dialect en").unwrap();
    let wanted = [
        ("false alarms, dialect to standard | 40", 38.0),
        ("median difference of anger | 40", 0.0),
        ("false alarms, large to standard | 21", 1.0),
    ];
    assert_eq!(values(&found), wanted.map(|(name, value)| (format!("dialect en | {name}"), value)));
}
