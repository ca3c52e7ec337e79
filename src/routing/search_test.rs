use super::*;
use crate::domain::Language;
use crate::knowledge::Template;
use proptest::prelude::*;

fn words(text: &str) -> Vec<String> {
    Words.tokenize(text)
}

fn article(title: &str, also: &[&str], answer: &str) -> Article {
    let variants = also.iter().map(|way| (*way).to_owned()).collect();
    let answer = Template::parse(answer).expect("no variables");
    let (category, version, reviewed, source) = (None, 1, None, None);
    Article { language: Language::En, title: title.to_owned(), variants, answer, category, version, reviewed, source }
}

#[test]
fn english_words_are_folded_and_stemmed() {
    assert_eq!(words("Returns, RETURNED & returning!"), ["return", "return", "return"]);
    assert_eq!(words("I don't have a process"), ["process"]);
}

#[test]
fn han_characters_go_in_pairs_and_alone_when_alone() {
    assert_eq!(words("退货运费"), ["退货", "货运", "运费"]);
    assert_eq!(words("退 order88 貨"), ["退", "order88", "货"]);
    assert!(words("的了吗").is_empty());
}

#[test]
fn an_empty_knowledge_base_knows_nothing() {
    assert_eq!(Index::new(&[]).answer("where is my order"), None);
}

#[test]
fn the_words_of_the_question_decide_not_those_it_lacks() {
    let index = Index::new(&[
        article("Where is my order?", &["track it"], "See the mail."),
        article("Can I cancel my order?", &["stop my order"], "Yes."),
    ]);
    assert_eq!(index.answer("where is my order"), Some(0));
    assert_eq!(index.answer("cancel the order"), Some(1));
    assert_eq!(index.answer("where can I watch whales, submarines and volcanoes"), None);
    assert_eq!(index.answer(""), None);
    assert_eq!(index.answer("???"), None);
}

#[test]
fn a_question_word_for_word_is_answered_whatever_its_words_weigh() {
    let index = Index::new(&[article("Who are you?", &["that"], "A shop.")]);
    assert_eq!(index.answer("THAT!"), Some(0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_question_is_taken_and_the_same_one_gets_the_same_answer(text in "(where|order|退货|运费| |\\PC){0,30}") {
        let index = Index::new(&[article("Where is my order?", &["怎么退货"], "运费"), article("Cancel?", &[], "order")]);
        let again = Index::new(&[article("Where is my order?", &["怎么退货"], "运费"), article("Cancel?", &[], "order")]);
        prop_assert_eq!(index.answer(&text), again.answer(&text));
    }
}
