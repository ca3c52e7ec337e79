use super::*;
use proptest::prelude::*;

fn texts(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.text).collect()
}

#[test]
fn english_goes_by_stems_and_numbers_stay_whole() {
    assert_eq!(
        texts("I don't get my REFUNDS, order AB-1234 or AB1234!"),
        ["i", "dont", "get", "my", "refund", "order", "ab", "1234", "or", "ab1234"]
    );
}

#[test]
fn each_han_character_goes_with_the_next_and_the_last_alone() {
    assert_eq!(texts("退貨運費。好"), ["退货", "货运", "运费", "费", "好"]);
    assert_eq!(texts("买iPhone15壳"), ["买", "iphone15", "壳"]);
}

#[test]
fn a_document_ends_with_its_characters() {
    assert_eq!(document("退款, 退货 ok"), "退款 款 退货 货 ok 退");
    assert_eq!(document("…"), "");
}

#[test]
fn places_count_characters_of_the_text_as_written() {
    let found: Vec<_> =
        tokens("🙂 ㎏退款 Café").iter().map(|token| (token.text.clone(), token.start, token.end)).collect();
    assert_eq!(
        found,
        [("kg".to_owned(), 2, 3), ("退款".to_owned(), 3, 5), ("款".to_owned(), 4, 5), ("cafe".to_owned(), 6, 10)]
    );
}

#[test]
fn a_word_without_end_is_cut() {
    let token = &tokens(&"x".repeat(4_000))[0];
    assert_eq!((token.text.len(), token.start, token.end), (WORD_MAX_CHARS, 0, 4_000));
}

proptest! {
    #[test]
    fn tokens_are_plain_and_stand_in_order(text in "(\\PC|[退款货運 a-zA-Z0-9'\"-]){0,80}") {
        let count = u32::try_from(text.chars().count()).unwrap();
        let mut before = 0;
        for token in tokens(&text) {
            prop_assert!(token.text.chars().all(|c| c.is_alphanumeric() && !c.is_ascii_uppercase()), "{token:?}");
            prop_assert!(before <= token.start && token.start < token.end && token.end <= count, "{token:?}");
            before = token.start;
        }
    }

    #[test]
    fn case_and_width_make_no_difference(text in "[a-z0-9 退款货]{0,40}") {
        let wide: String = text.chars().map(|c| match c {
            '!'..='~' => char::from_u32(u32::from(c.to_ascii_uppercase()) + 0xfee0).unwrap(),
            other => other,
        }).collect();
        prop_assert_eq!(tokens(&text), tokens(&wide));
    }
}
