use super::*;
use proptest::prelude::*;

#[test]
fn an_article_is_a_heading_other_ways_to_ask_and_an_answer() {
    let parsed =
        parse("\u{feff}# Where is *my* order?\r\n> track it\r\n> order status\n\nSee the **e-mail**.\n\n# Two?\nYes.");
    let first = Found {
        line: 1,
        title: "Where is my order?".to_owned(),
        also: vec!["track it".to_owned(), "order status".to_owned()],
        answer: "See the e-mail.".to_owned(),
    };
    assert_eq!(parsed.articles[0], first);
    assert_eq!((parsed.articles[1].line, parsed.articles[1].answer.as_str()), (7, "Yes."));
    assert!(parsed.problems.is_empty());
}

#[test]
fn formatting_is_dropped_from_every_part() {
    let text =
        "# Can I *return* it?\n\n> send it back\n> give `it` back\n\nYes, **within** 30 days:\n\n- unused\n- whole\n";
    let found = &parse(text).articles[0];
    assert_eq!(found.title, "Can I return it?");
    assert_eq!(found.also, ["send it back", "give it back"]);
    assert_eq!(found.answer, "Yes, within 30 days:\n- unused\n- whole");
}

#[test]
fn lists_lines_and_addresses_stay() {
    let text = "# Q\nDo:\n\n- one\n- two\n\nSee [here](https://a.example/x) or <https://b.example> or <a@b.example>.";
    let answer = &parse(text).articles[0].answer;
    assert!(answer.contains("- one\n- two"), "{answer}");
    assert!(answer.contains("here (https://a.example/x) or https://b.example or a@b.example."), "{answer}");
}

#[test]
fn problems_say_their_line() {
    let text = "before\n\n# Q\nanswer <b>bold</b>\n\n> late\n\n## Sub\nmore";
    let lines: Vec<(usize, &str)> = parse(text)
        .problems
        .iter()
        .map(|(line, rule)| (*line, &rule[..4]))
        .map(|(l, r)| (l, if r == "text" { "text" } else { "rule" }))
        .collect();
    assert_eq!(lines, [(1, "text"), (4, "rule"), (6, "rule"), (8, "rule")]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "(# |> |- |\\[a\\]\\(b\\)|<b>|\\*|\n|\r|[a-z 中]|\\PC){0,40}") {
        let lines = text.matches('\n').count() + 1;
        let parsed = parse(&text);
        for line in parsed.articles.iter().map(|a| a.line).chain(parsed.problems.iter().map(|p| p.0)) {
            prop_assert!((1..=lines).contains(&line));
        }
    }
}
