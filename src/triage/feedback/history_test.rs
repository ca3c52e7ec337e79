//! Every change can be taken back, one after the other, and no version is used twice.

use super::*;
use crate::domain::Language;
use crate::triage::feedback::Correction;

fn steeper(slope: f32) -> Recalibration {
    Recalibration::default().with(Language::En, Correction { slope, bias: 0.0 })
}

#[test]
fn changes_are_taken_back_one_by_one_down_to_the_model_as_it_came() {
    let mut changes: Vec<Change> = Vec::new();
    let now = |changes: &[Change]| History::read("m", (1..).map(Timestamp).zip(changes));
    for slope in [0.8, 0.6] {
        changes.push(now(&changes).apply("m", steeper(slope)));
    }
    assert_eq!((now(&changes).in_force().en.slope, now(&changes).in_force().version), (0.6, 2));
    let mut slopes = Vec::new();
    while let Some(undo) = now(&changes).undo("m") {
        changes.push(undo);
        slopes.push((now(&changes).in_force().en.slope, now(&changes).in_force().version));
    }
    assert_eq!(slopes, [(0.8, 3), (1.0, 4)]);
    assert_eq!((now(&changes).since(), now(&changes[..2]).since()), (Timestamp(4), Timestamp(2)));
    assert!(!now(&changes).in_force().is_in_force());
    changes.push(now(&changes).apply("m", steeper(0.7)));
    assert_eq!(now(&changes).in_force().version, 5);
}

#[test]
fn another_model_begins_as_it_came() {
    let old = History::default().apply("old", steeper(0.8));
    let history = History::read("new", [(Timestamp(1), &old)]);
    assert!(!history.in_force().is_in_force());
    assert_eq!(history.undo("new"), None);
    assert_eq!(history.apply("new", steeper(0.9)).after.version, 2, "a version stands for one thing only");
}

#[test]
fn a_change_survives_the_audit() {
    let change = History::default().apply("m", steeper(0.8));
    let again: Change = serde_json::from_str(&serde_json::to_string(&change).unwrap()).unwrap();
    assert_eq!(again, change);
}
