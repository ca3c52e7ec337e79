use super::*;

#[test]
fn english_words_are_folded_and_stemmed() {
    assert_eq!(words("Returns, RETURNED & returning!"), ["return", "return", "return"]);
    assert_eq!(words("I don't have a process"), ["process"]);
    assert_eq!(words("refund for order 88231, size 44"), ["refund", "order", "siz", "44"]);
}

#[test]
fn han_characters_go_in_pairs_and_alone_when_alone() {
    assert_eq!(words("退货运费"), ["退货", "货运", "运费"]);
    assert_eq!(words("退 order88 貨"), ["退", "order88", "货"]);
    assert!(words("的了吗").is_empty());
}

#[test]
fn a_bare_text_is_letters_and_digits() {
    assert_eq!(bare("Where's MY order, 88?"), "wheresmyorder88");
}
