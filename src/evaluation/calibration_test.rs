//! The top class, among those that a set knows.

use super::*;
use crate::domain::Sentiment;

#[test]
fn the_top_class_promises_its_share_among_the_known() {
    let row = Row { label: Some("positive".to_owned()), ..Row::default() };
    let head = Sentiment { negative: 0.1, neutral: 0.6, positive: 0.3 };
    let found = top_class(&row, &head, POLES);
    assert!(found.is_positive && (found.score - 0.75).abs() < 1e-6, "{found:?}");
    let found = top_class(&row, &head, SENTIMENTS);
    assert!(!found.is_positive && (found.score - 0.6).abs() < 1e-6, "{found:?}");
}
