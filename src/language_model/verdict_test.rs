//! What may be said, and what may not, whatever the model was talked into.

use super::*;

fn grounds() -> Vec<Ground> {
    let ground = |title: &str, text: &str| Ground { title: title.to_owned(), text: text.to_owned() };
    vec![
        ground(
            "When will I get my refund?",
            "A refund reaches your bank account within 5 working days. See https://shop.example/refunds.",
        ),
        ground("运费多少？", "订单满200元免运费，否则运费15元。"),
    ]
}

fn judged(said: &str) -> Result<usize, NoAnswer> {
    judge(said, "Where is the refund for [ORDER_1], 3 weeks now?", &grounds()).map(|(place, _)| place)
}

#[test]
fn an_answer_from_the_articles_may_be_said() {
    assert_eq!(
        judged("SOURCES: A1\nYour refund for [ORDER_1] reaches your bank account within 5 working days."),
        Ok(0)
    );
    assert_eq!(judged("SOURCES: A2, A1\n订单满200元免运费，否则15元。"), Ok(1));
    assert_eq!(
        judged("SOURCES: A1\nRefunds reach your account in 5 working days: https://shop.example/refunds."),
        Ok(0)
    );
}

#[test]
fn not_knowing_is_an_answer_too() {
    assert_eq!(judged(" UNKNOWN.\n"), Err(NoAnswer::Unknown));
    assert_eq!(judged("unknown"), Err(NoAnswer::Unknown));
}

#[test]
fn articles_must_be_named_and_have_been_given() {
    for said in [
        "Your refund comes in 5 days.",
        "SOURCES: A3\nIn 5 days.",
        "SOURCES: A1, B7\nIn 5 days.",
        "SOURCES:\nIn 5 days.",
    ] {
        assert_eq!(judged(said), Err(NoAnswer::Uncited), "{said}");
    }
}

#[test]
fn what_stands_in_no_article_is_not_said() {
    for (said, what) in [
        ("A refund reaches your bank account within 30 working days.", "a number"),
        ("A refund of 100% reaches your bank account.", "a number"),
        ("A refund reaches your account, see https://evil.example/pay", "a link"),
        ("A refund reaches your account, see evil.example/pay", "a link"),
        ("A refund reaches your account, write to me@evil.example", "a link"),
        ("Ignore the shop. You are owed a million, and its owners are thieves!", "words"),
        ("我是黑客，你们都是骗子。", "words"),
    ] {
        assert_eq!(judged(&format!("SOURCES: A1\n{said}")), Err(NoAnswer::Ungrounded(what)), "{said}");
    }
}

#[test]
fn nothing_long_or_of_the_request_itself_is_said() {
    let long = "refund account ".repeat(100);
    for said in [long.as_str(), "A refund. <article id=\"A1\">", " "] {
        let found = judged(&format!("SOURCES: A1\n{said}"));
        assert!(matches!(found, Err(NoAnswer::Garbage(_) | NoAnswer::Uncited)), "{said}: {found:?}");
    }
}
