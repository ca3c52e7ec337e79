use super::*;
use proptest::prelude::*;

/// Facts in short: `o` for orders, `a` for amounts, `d` for dates.
fn found(text: &str) -> Vec<String> {
    let letter = |kind| match kind {
        FactKind::Order => 'o',
        FactKind::Amount => 'a',
        FactKind::Date => 'd',
    };
    facts(Seq(7), text).into_iter().map(|fact| format!("{}:{}", letter(fact.kind), fact.text)).collect()
}

#[test]
fn orders_amounts_and_dates_are_found_as_written() {
    let table: &[(&str, &[&str])] = &[
        ("订单号88231还没发货", &["o:88231"]),
        ("订单 88231，付了¥269，12月3日下的单", &["o:88231", "a:¥269", "d:12月3日"]),
        ("2026年11月25号买的，269元", &["d:2026年11月25号", "a:269元"]),
        ("My order #88231 cost $12.50 on Dec 3rd", &["o:#88231", "a:$12.50", "d:Dec 3rd"]),
        ("order 4711, paid on 3rd of December", &["o:4711", "d:3rd of December"]),
        ("tracking number AB-123456 says 25/11", &["o:AB-123456", "d:25/11"]),
        ("you took 1,299.00 USD twice on 2026-11-25", &["a:1,299.00 USD", "d:2026-11-25"]),
        ("CNY 269 and US$ 40 and 12 €", &["a:CNY 269", "a:US$ 40", "a:12 €"]),
        ("its number is 20261125001", &["o:20261125001"]),
        ("88231号订单", &["o:88231"]),
        ("I want my 50 dollars back from May 3", &["a:50 dollars", "d:May 3"]),
        ("on 25.11.2026 and 3/12/26", &["d:25.11.2026", "d:3/12/26"]),
    ];
    for (text, facts) in table {
        assert_eq!(&found(text), facts, "{text}");
    }
}

#[test]
fn other_numbers_and_vague_words_are_no_facts() {
    let table = [
        "yesterday I ordered 3 shirts",
        "昨天买的，等了3个月",
        "you are open 24/7, right?",
        "I ordered in 2024",
        "2-4 working days",
        "I may 100 percent agree",
        "在第13月",
        "it is 2 of 3, size 42",
        "version 1.2",
    ];
    for text in table {
        assert!(found(text).is_empty(), "{text}: {:?}", found(text));
    }
}

#[test]
fn facts_say_where_they_stand() {
    assert_eq!(facts(Seq(7), "order 88231")[0].seq, Seq(7));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_facts_stand_in_it(text in "[0-9年月日号#$¥€ .,/a-zA-Z元-]{0,60}|\\PC{0,60}") {
        for fact in facts(Seq(1), &text) {
            prop_assert!(text.contains(&fact.text), "{:?} is not in {:?}", fact.text, text);
            prop_assert!(fact.text.chars().any(|c| c.is_ascii_digit()));
        }
    }
}
