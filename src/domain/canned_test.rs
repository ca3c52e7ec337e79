use super::*;

fn reply(id: &str, text: &str) -> CannedReply {
    let text = MessageText::try_from(text.to_owned()).expect("a text");
    CannedReply { id: id.to_owned(), en: Some(CannedText { title: "Title".to_owned(), text }), zh: None }
}

#[test]
fn what_keeps_the_rules_is_taken() {
    for text in ["Thanks.", "Hi {customer}, {agent} here about {order}.", "Hi {customer|there}!", "{order|}"] {
        assert_eq!(reply("thanks-2", text).fault(), None, "{text}");
    }
}

#[test]
fn each_broken_rule_names_its_field() {
    let fault = |reply: CannedReply| reply.fault().expect("a fault");
    for id in ["", "Thanks", "a b", "谢谢", &"a".repeat(41)] {
        assert_eq!(fault(reply(id, "x")).0, "id", "{id}");
    }
    assert_eq!(fault(CannedReply { en: None, ..reply("a", "x") }).0, "en");
    let mut untitled = reply("a", "x");
    untitled.zh = untitled.en.take().map(|text| CannedText { title: " ".to_owned(), ..text });
    assert_eq!(fault(untitled).0, "zh.title");
    let strays = [("Hi {name}", "{name}"), ("{", "{"), ("a } b", "}"), ("{customer", "{"), ("{ order }", "{ order }")];
    for (text, stray) in strays {
        let (field, rule) = fault(reply("a", text));
        assert_eq!(field, "en.text");
        assert!(rule.starts_with(&format!("no `{stray}`")), "{text}: {rule}");
    }
}
