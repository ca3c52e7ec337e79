use super::*;
use proptest::prelude::*;

fn values(name: &str, order: &str) -> Values {
    let value = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Values { customer_name: value(name), order: value(order), ..Values::default() }
}

fn filled(text: &str, values: &Values) -> Option<String> {
    Template::parse(text).unwrap().fill(values).map(String::from)
}

#[test]
fn places_are_filled_in_both_languages() {
    let known = values("Ana", "A-4711");
    assert_eq!(filled("{customer name}, order {order} left.", &known).unwrap(), "Ana, order A-4711 left.");
    assert_eq!(filled("{客户姓名}，订单 {订单号} 已发出。", &known).unwrap(), "Ana，订单 A-4711 已发出。");
    assert_eq!(filled("{ Order }", &known).unwrap(), "A-4711");
}

#[test]
fn an_answer_with_a_place_that_nobody_can_fill_is_not_given_out() {
    assert_eq!(filled("Order {order} left.", &Values::default()), None);
    assert_eq!(filled("Order {order} left.", &values("", "  ")), None);
    assert_eq!(filled("Order {order} left.", &values("", &"9".repeat(61))), None);
    assert_eq!(filled("Hello {customer name}!", &values("A\u{7}", "")), None);
}

#[test]
fn a_word_stands_in_for_what_is_not_known() {
    assert_eq!(filled("Order {order|yours} left.", &Values::default()).unwrap(), "Order yours left.");
    assert_eq!(filled("Hi{customer name|}!", &Values::default()).unwrap(), "Hi!");
    assert_eq!(filled("Order {order|yours} left.", &values("", "88")).unwrap(), "Order 88 left.");
}

#[test]
fn doubled_braces_are_braces() {
    assert_eq!(filled("{{order}}", &values("", "88")).unwrap(), "{order}");
}

#[test]
fn every_broken_place_is_told() {
    let wrong = Template::parse("{nobody} and {order and }").unwrap_err();
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong[0].starts_with("no variable `{nobody}`; there are customer name, order"), "{wrong:?}");
    assert_eq!(Template::parse("a } b").unwrap_err(), ["a single `}`; write `}}` for a brace"]);
    assert_eq!(Template::parse("a { b").unwrap_err(), ["a single `{`; write `{{` for a brace"]);
}

#[test]
fn the_plain_text_is_what_can_be_searched() {
    assert_eq!(Template::parse("Order {order|yours} {date} left.").unwrap().plain(), "Order yours   left.");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_visitor_claims_never_opens_another_place(name in "[{}|a-z]{1,20}") {
        let text = filled("Hi {customer name}.", &values(&name, "secret")).unwrap();
        prop_assert_eq!(text, format!("Hi {}.", name));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(\\{|\\}|\\||order|\\PC){0,30}") {
        let _ = Template::parse(&text);
    }
}

#[test]
fn what_is_written_again_reads_the_same() {
    for text in ["Plain.", "{{a}} {order} {customer name|there}", "您好{客户姓名|朋友}，{订单号}", "{ORDER |x}"]
    {
        let read = Template::parse(text).unwrap();
        assert_eq!(Template::parse(&read.written()).unwrap(), read, "{text}");
    }
}
