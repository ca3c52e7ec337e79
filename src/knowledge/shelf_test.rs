use super::*;
use crate::knowledge::Template;
use proptest::prelude::*;

fn article(title: &str, also: &[&str], answer: &str) -> Article {
    let variants = also.iter().map(|way| (*way).to_owned()).collect();
    let answer = Template::parse(answer).expect("no variables");
    let (category, version, reviewed, source) = (None, 1, None, None);
    Article { language: Language::En, title: title.to_owned(), variants, answer, category, version, reviewed, source }
}

fn shelf(articles: Vec<Article>) -> Shelf {
    Shelf::new(Language::En, articles)
}

fn first(shelf: &Shelf, question: &str) -> Option<String> {
    shelf.hits(question, None, 1).first().map(|hit| hit.article.title.clone())
}

fn orders() -> Shelf {
    shelf(vec![
        article("Where is my order?", &["track it"], "See the mail."),
        article("Can I cancel my order?", &["stop my order"], "Yes."),
    ])
}

#[test]
fn an_empty_shelf_knows_nothing() {
    assert!(shelf(Vec::new()).hits("where is my order", None, 3).is_empty());
}

#[test]
fn the_words_of_the_question_decide_not_those_it_lacks() {
    let orders = orders();
    assert_eq!(first(&orders, "where is my order").as_deref(), Some("Where is my order?"));
    assert_eq!(first(&orders, "cancel the order").as_deref(), Some("Can I cancel my order?"));
    assert_eq!(first(&orders, "watch whales, submarines and volcanoes").as_deref(), None);
    assert_eq!(first(&orders, "").as_deref(), None);
    assert_eq!(first(&orders, "???").as_deref(), None);
}

#[test]
fn a_question_word_for_word_is_certain_whatever_its_words_weigh() {
    let shelf = shelf(vec![article("Who are you?", &["that"], "A shop."), article("Who?", &[], "Us.")]);
    let hits = shelf.hits("THAT!", None, 3);
    assert_eq!((hits[0].article.title.as_str(), hits[0].sure), ("Who are you?", 1.0));
}

#[test]
fn what_is_nearer_in_words_is_surer() {
    let orders = orders();
    let sure = |question: &str| orders.hits(question, None, 1)[0].sure;
    assert!(sure("cancel my order please") > sure("cancel the subscription of the newspaper of my grandmother"));
}

#[test]
fn meanings_find_what_words_cannot() {
    let orders = orders();
    let towards = |x: f32, y: f32| Vector::pack(&[x, y]);
    orders.learn([towards(1.0, 0.0), towards(1.0, 0.1), towards(0.0, 1.0), towards(0.1, 1.0)]);
    let question = towards(0.0, 1.0).unwrap();
    let hits = orders.hits("never mind the purchase", Some(&question), 3);
    assert_eq!(hits[0].article.title, "Can I cancel my order?");
    assert!(hits[0].sure > hits[1].sure, "{hits:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_question_is_taken_and_the_same_one_gets_the_same_answer(text in "(where|order|退货|运费| |\\PC){0,30}") {
        let made = || shelf(vec![article("Where is my order?", &["怎么退货"], "运费"), article("Cancel?", &[], "order")]);
        let (one, other) = (made(), made());
        let (one, other) = (one.hits(&text, None, 3), other.hits(&text, None, 3));
        prop_assert!(one.iter().all(|hit| (0.0..=1.0).contains(&hit.sure)));
        prop_assert_eq!(one, other);
    }
}
