use super::*;
use serde_json::{Value, json};

fn asked(pairs: &[(&str, &str)]) -> Result<Query, Value> {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    read(&pairs).map_err(|problem| serde_json::to_value(problem).unwrap())
}

#[test]
fn every_field_is_read() {
    let query = asked(&[
        ("q", "退款"),
        ("language", "zh"),
        ("site", "shop"),
        ("from", "1"),
        ("to", "2"),
        ("party", "note"),
        ("before", "9"),
        ("limit", "50"),
    ])
    .unwrap();
    let wanted = Query {
        words: Words::parse("退款").unwrap(),
        language: Some(Language::Zh),
        site: Some(SiteId::try_from("shop".to_owned()).unwrap()),
        speaker: Some(Speaker::Note),
        from: Some(Timestamp(1)),
        to: Some(Timestamp(2)),
        before: Some(9),
        limit: 50,
    };
    assert_eq!(query, wanted);
    assert_eq!(asked(&[("q", "refund")]).unwrap().limit, 20);
}

#[test]
fn a_problem_names_field_value_and_rule() {
    for (pairs, field, rule) in [
        (&[("q", " !! ")][..], "q", "at least one word, number or Chinese character"),
        (&[("limit", "5")], "q", "required: the words to look for"),
        (&[("q", "a"), ("q", "b")], "q", "given once"),
        (&[("q", "a"), ("limit", "51")], "limit", "1 to 50, not `51`"),
        (&[("q", "a"), ("party", "robot")], "party", "one of visitor, bot, agent, note, not `robot`"),
        (&[("q", "a"), ("language", "de")], "language", "en or zh, not `de`"),
        (&[("q", "a"), ("from", "yesterday")], "from", "a whole number from 0 on, not `yesterday`"),
        (&[("q", "a"), ("before", "-1")], "before", "a whole number from 0 on, not `-1`"),
        (&[("q", "a"), ("from", "5"), ("to", "5")], "to", "after `from` (5)"),
        (&[("q", "a"), ("sort", "old")], "sort", "one of q, language, site, from, to, party, before, limit"),
    ] {
        let problem = asked(pairs).unwrap_err();
        assert_eq!(problem, json!({"code": "invalid_field", "field": field, "rule": rule}), "{pairs:?}");
    }
}
