//! What leaves and what is put back.

use super::*;
use proptest::prelude::*;

fn redacted(text: &str) -> String {
    let known = [(Private::Order, "SH-20488".to_owned()), (Private::Name, "An".to_owned())];
    Redactor::knowing(&known).redact(text)
}

#[test]
fn personal_data_gives_way_to_placeholders() {
    for (text, left) in [
        ("Write to kim.lee+shop@example.org, please", "Write to [EMAIL_1], please"),
        ("我的邮箱是kim@example.org。", "我的邮箱是[EMAIL_1]。"),
        ("call +44 (0)20 7946 0958 now", "call [NUMBER_1] now"),
        ("电话13800138000，谢谢", "电话[NUMBER_1],谢谢"),
        ("手机１３８００１３８０００", "手机[NUMBER_1]"),
        ("card 4111 1111 1111 1111 was charged", "card [NUMBER_1] was charged"),
        ("order sh-20488 and SH-20488!", "order [ORDER_1] and [ORDER_1]!"),
        ("An asks for Another one", "[NAME_1] asks for Another one"),
        ("paid $269 on 2026-11-25, 3 pieces", "paid $269 on 2026-11-25, 3 pieces"),
        ("[ORDER_1] and [NUMBER_9]", "[…] and [...]"),
    ] {
        assert_eq!(redacted(text).replace('…', "..."), left.replace('…', "..."), "{text}");
    }
}

#[test]
fn only_what_was_taken_out_is_put_back_and_never_a_card() {
    let mut redactor = Redactor::knowing(&[(Private::Order, "88231".to_owned())]);
    let text = redactor.redact("88231, 4111 1111 1111 1111, kim@example.org");
    assert_eq!(text, "[ORDER_2], [NUMBER_3], [EMAIL_1]");
    assert_eq!(redactor.restore("Order [ORDER_2], to [EMAIL_1]").as_deref(), Some("Order 88231, to kim@example.org"));
    assert_eq!(redactor.restore("Card [NUMBER_3]"), None);
    assert_eq!(redactor.restore("Order [ORDER_7]"), None);
}

#[test]
fn brackets_that_are_no_placeholders_stay_as_they_are() {
    let mut redactor = Redactor::knowing(&[(Private::Order, "SH-20488".to_owned())]);
    let text = redactor.redact("see [step_1] and [FOO_2] for sh-20488");
    assert_eq!(text, "see [step_1] and [FOO_2] for [ORDER_1]");
    assert_eq!(redactor.restore("as in [step_1]: [ORDER_1]").as_deref(), Some("as in [step_1]: SH-20488"));
}

#[test]
fn texts_of_our_own_keep_their_addresses() {
    let mut redactor = Redactor::knowing(&[(Private::Order, "88231".to_owned())]);
    assert_eq!(redactor.redact_known("Order 88231: help@shop.example"), "Order [ORDER_1]: help@shop.example");
}

proptest! {
    #[test]
    fn no_long_number_and_no_address_is_left(
        before in "[a-z退款 ]{0,8}", digits in "[0-9]{7,19}", gap in "[ .-]?", user in "[a-z]{1,9}", after in "[a-z退款 ]{0,8}",
    ) {
        let spaced: String = digits.chars().flat_map(|digit| [digit.to_string(), gap.clone()]).collect();
        let text = format!("{before}{spaced} {after} {user}@mail.example");
        let left = Redactor::default().redact(&text);
        prop_assert!(!left.contains('@'), "{left}");
        let run = left.split(|letter: char| !letter.is_ascii_digit()).map(str::len).max().unwrap_or(0);
        prop_assert!(run < DIGITS, "{left}");
    }
}
