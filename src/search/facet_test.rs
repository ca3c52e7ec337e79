use super::*;
use crate::search::token::{document, tokens};

#[test]
fn no_text_makes_a_facet() {
    for facet in [of_speaker(Speaker::Note), of_language(Language::Zh), of_site(&site("a-b_c"))] {
        assert!(tokens(&facet).iter().all(|token| token.text != facet), "{facet:?}");
        assert!(!document(&facet).contains(&facet));
    }
}

#[test]
fn sites_with_signs_are_one_token_each() {
    let (one, other) = (of_site(&site("a-b")), of_site(&site("a_b")));
    assert_ne!(one, other);
    assert!(one.chars().all(|letter| !letter.is_ascii() || letter.is_ascii_alphanumeric()));
}

#[test]
fn a_message_has_the_language_of_its_letters() {
    assert_eq!(language("my order 123"), Some(Language::En));
    assert_eq!(language("我的order呢"), Some(Language::Zh));
    assert_eq!(language("123 …"), None);
    assert_eq!(language("где мой заказ"), None);
}

fn site(name: &str) -> SiteId {
    SiteId::try_from(name.to_owned()).unwrap()
}
