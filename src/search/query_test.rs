use super::*;

fn phrases(typed: &str) -> Vec<String> {
    Words::parse(typed).unwrap().phrases.iter().map(|phrase| phrase.join(" ")).collect()
}

#[test]
fn words_are_apart_and_quotations_together() {
    assert_eq!(phrases("Late refunds"), ["late", "refund"]);
    assert_eq!(phrases("“late refunds” order"), ["late refund", "order"]);
    assert_eq!(phrases("\"late refunds"), ["late refund"]);
    assert_eq!(phrases("refund refunds"), ["refund"]);
}

#[test]
fn what_is_written_without_a_space_stands_together() {
    assert_eq!(phrases("AB-1234 lin@demo.test"), ["ab 1234", "lin demo test"]);
    assert_eq!(phrases("退貨運費"), ["退货 货运 运费"]);
    assert_eq!(phrases("退款　太慢"), ["退款", "太慢"]);
}

#[test]
fn a_last_character_may_have_more_after_it_in_a_message() {
    assert_eq!(phrases("退"), ["退"]);
    assert_eq!(phrases("iphone壳"), ["iphone", "壳"]);
    assert_eq!(phrases("iphone手机"), ["iphone 手机"]);
    assert_eq!(phrases("a退款b"), ["a 退款 款 b"]);
}

#[test]
fn operators_are_text() {
    assert_eq!(phrases("a OR b* NOT (c) NEAR/2 tokens:x"), ["a", "or", "b", "not", "c", "near 2", "token x"]);
    let query = Query::of(Words::parse("a' \"b\" AND c").unwrap());
    assert_eq!(query.expression(), "\"a\" AND \"b\" AND \"and\" AND \"c\"");
}

#[test]
fn what_breaks_a_rule_is_refused() {
    assert_eq!(Words::parse(" !? “” "), Err(BadWords::Nothing));
    assert_eq!(Words::parse(&"x".repeat(201)), Err(BadWords::TooLong(201)));
    let many: Vec<String> = (0..17).map(|number| number.to_string()).collect();
    assert_eq!(Words::parse(&many.join(" ")), Err(BadWords::TooMany(17)));
}
