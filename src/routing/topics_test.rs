use super::*;

fn topics() -> Topics {
    let topic = |name: &str, words: &[&str], lift| {
        Topic::new(name.to_owned(), &words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), lift)
    };
    Topics(vec![topic("returns", &["refund", "return label", "退款"], 0), topic("vip", &["Gold Card", "金卡"], 1)])
}

#[test]
fn words_tell_the_topic_in_either_language() {
    let cases = [
        ("I want a REFUND now", Some(0)),
        ("Where is the return label?", Some(0)),
        ("我要退款", Some(0)),
        ("請問退款", Some(0)),
        ("my gold card", Some(1)),
        ("金卡客户", Some(1)),
        ("refund to my gold card", Some(0)),
        ("it is refundable", None),
        ("hello", None),
        ("", None),
    ];
    for (text, wanted) in cases {
        assert_eq!(topics().read(text), wanted, "{text}");
    }
    assert_eq!((topics().lift(Some(1)), topics().lift(Some(0)), topics().lift(None)), (1, 0, 0));
}

#[test]
fn without_topics_nothing_is_about_anything() {
    assert_eq!(Topics::default().read("refund"), None);
    let empty = Topics(vec![Topic::new("nothing".to_owned(), &[String::new()], 0)]);
    assert_eq!(empty.read("refund"), None, "an empty word tells nothing");
}
