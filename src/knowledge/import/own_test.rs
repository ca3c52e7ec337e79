use super::*;

fn returns() -> OwnArticle {
    OwnArticle {
        id: "returns".to_owned(),
        withdrawn: false,
        language: Language::En,
        title: " How do I return it? ".to_owned(),
        variants: vec!["send back".to_owned()],
        answer: "Within 30 days, {customer name|friend}.".to_owned(),
        category: Some(" ".to_owned()),
        version: 2,
        reviewed: Some("2026-11-26".to_owned()),
        source: None,
    }
}

#[test]
fn what_is_empty_counts_as_not_written() {
    let article = returns().article().unwrap();
    assert_eq!((article.title.as_str(), article.category, article.version), ("How do I return it?", None, 2));
    assert_eq!(article.answer.written(), "Within 30 days, {customer name|friend}.");
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let wrong = OwnArticle {
        id: "Returns!".to_owned(),
        title: String::new(),
        answer: "{odrer}".to_owned(),
        category: Some("c".repeat(61)),
        reviewed: Some("yesterday".to_owned()),
        source: Some("help".to_owned()),
        ..returns()
    };
    let faults = wrong.article().unwrap_err();
    let fields: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["id", "title", "answer", "category", "reviewed", "source"]);
    assert!(faults[2].1.contains("no variable `{odrer}`"), "{faults:?}");
}
