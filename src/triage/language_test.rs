//! Scripts and what they are read as.

use super::*;

#[test]
fn letters_decide_and_digits_do_not() {
    use Language::{En, Zh};
    let table = [
        ("Where is my order?", Some(En)),
        ("naïve café", Some(En)),
        ("ＨＥＬＬＯ", Some(En)),
        ("𝓘 𝓱𝓪𝓽𝓮 𝓲𝓽", Some(En)),
        ("我的订单在哪里", Some(Zh)),
        ("轉人工", Some(Zh)),
        ("𠮷野家", Some(Zh)),
        ("order 88231 还没到", Some(Zh)),
        ("please check 订单", Some(En)),
        ("iPhone 坏了", Some(Zh)),
        ("где мой заказ", None),
        ("注文はどこですか", None),
        ("주문이 어디에 있나요", None),
        ("88231", None),
        ("😡😡😡", None),
        ("", None),
        ("okay да", Some(En)),
    ];
    for (text, language) in table {
        assert_eq!(Script::of(text).language(), language, "{text}");
    }
}

#[test]
fn every_letter_is_counted_once() {
    assert_eq!(Script::of("a字ж1!😡é"), Script { han: 1, latin: 2, other: 1 });
}

#[test]
fn letters_of_neither_language_are_foreign_and_no_letters_are_not() {
    for (text, is_foreign) in
        [("где мой заказ", true), ("okay да", false), ("😡😡", false), ("88231", false), ("", false)]
    {
        assert_eq!(Script::of(text).is_foreign(), is_foreign, "{text}");
    }
}
