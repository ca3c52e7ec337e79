use super::*;

fn segments() -> Segments {
    let segment = |name: &str, attribute: &str, values: &[&str], lift| Segment {
        name: name.to_owned(),
        attribute: attribute.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        lift,
    };
    Segments(vec![segment("Gold", "plan", &["gold", "黄金"], 2), segment("Trade", "account", &["trade"], 1)])
}

fn signed(attributes: &[(&str, &str)]) -> Identity {
    let attributes = attributes.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Identity { user: "u7".to_owned(), name: None, email: None, attributes }
}

#[test]
fn a_signed_attribute_tells_the_segment_to_the_letter_and_the_first_wins() {
    let cases = [
        (vec![("plan", "gold")], Some("Gold")),
        (vec![("plan", "黄金")], Some("Gold")),
        (vec![("plan", "Gold")], None),
        (vec![("account", "gold")], None),
        (vec![("account", "trade"), ("plan", "gold")], Some("Gold")),
        (vec![("account", "trade"), ("plan", "free")], Some("Trade")),
    ];
    for (attributes, wanted) in cases {
        assert_eq!(segments().of(&signed(&attributes)), wanted, "{attributes:?}");
    }
}

#[test]
fn what_a_page_claims_puts_nobody_into_a_segment() {
    let claims = Customer {
        attributes: signed(&[("plan", "gold")]).attributes,
        segment: Some("Gold".to_owned()),
        ..Customer::default()
    };
    assert_eq!(segments().vouched_for(claims.clone(), None).segment, None);
    assert_eq!(segments().vouched_for(claims.clone(), Some(&signed(&[("plan", "free")]))).segment, None);
    let known = segments().vouched_for(claims, Some(&signed(&[("account", "trade")])));
    assert_eq!(known.segment.as_deref(), Some("Trade"));
}

#[test]
fn a_segment_that_was_taken_away_lifts_nobody() {
    let lift = |name| segments().lift(segments().place(name));
    assert_eq!([lift("Gold"), lift("Trade"), lift("Silver")], [2, 1, 0]);
    assert_eq!(Segments::default().of(&signed(&[("plan", "gold")])), None);
}
