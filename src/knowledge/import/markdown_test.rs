use super::*;
use proptest::prelude::*;

#[test]
fn an_article_is_a_heading_other_ways_to_ask_and_an_answer() {
    let parsed =
        parse("\u{feff}# Where is *my* order?\r\n> track it\r\n> order status\n\nSee the **e-mail**.\n\n# Two?\nYes.");
    let first = &parsed.drafts[0];
    assert_eq!((first.at, first.question.as_str()), (Place::Line(1), "Where is my order?"));
    let ways: Vec<(Place, &str)> = first.variants.iter().map(|way| (way.at, way.text.as_str())).collect();
    assert_eq!(ways, [(Place::Line(2), "track it"), (Place::Line(3), "order status")]);
    assert_eq!(first.answer, "See the e-mail.");
    assert_eq!((parsed.drafts[1].at, parsed.drafts[1].answer.as_str()), (Place::Line(7), "Yes."));
    assert!(parsed.problems.is_empty());
}

#[test]
fn formatting_is_dropped_from_every_part() {
    let text =
        "# Can I *return* it?\n\n> send it back\n> give `it` back\n\nYes, **within** 30 days:\n\n- unused\n- whole\n";
    let found = &parse(text).drafts[0];
    assert_eq!(found.question, "Can I return it?");
    let ways: Vec<&str> = found.variants.iter().map(|way| way.text.as_str()).collect();
    assert_eq!(ways, ["send it back", "give it back"]);
    assert_eq!(found.answer, "Yes, within 30 days:\n- unused\n- whole");
}

#[test]
fn lists_lines_and_addresses_stay() {
    let text = "# Q\nDo:\n\n- one\n- two\n\nSee [here](https://a.example/x) or <https://b.example> or <a@b.example>.";
    let answer = &parse(text).drafts[0].answer;
    assert!(answer.contains("- one\n- two"), "{answer}");
    assert!(answer.contains("here (https://a.example/x) or https://b.example or a@b.example."), "{answer}");
}

#[test]
fn problems_say_their_line() {
    let text = "before\n\n# Q\nanswer <b>bold</b>\n\n> late\n\n## Sub\nmore";
    let parsed = parse(text);
    let lines: Vec<Place> = parsed.problems.iter().map(|problem| problem.at).collect();
    assert_eq!(lines, [1, 4, 6, 8].map(Place::Line));
    assert_eq!(parsed.problems[0].rule, "text before the first `# Question`");
}

#[test]
fn what_is_written_about_articles_stands_at_the_top_or_under_a_heading() {
    let text = "---\ncategory: Returns\nversion: 2\n---\n\n# One?\n---\nversion: 3\nsource: https://a.example/x\n---\n> uno\n\nYes.\n\n# Two?\nNo.";
    let parsed = parse(text);
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let written = |nth: usize| parsed.drafts[nth].about.clone().map(|it| it.map(|it| (it.text, it.at)));
    let at = |text: &str, line| Some((text.to_owned(), Place::Line(line)));
    assert_eq!(written(0), [at("Returns", 2), at("3", 8), None, at("https://a.example/x", 9)]);
    assert_eq!(written(1), [at("Returns", 2), at("2", 3), None, None]);
    assert_eq!(parsed.drafts[0].variants[0].text, "uno");
    assert_eq!(parsed.drafts[0].answer, "Yes.");
}

#[test]
fn what_is_wrong_about_an_article_is_told_with_its_line() {
    let text = "---\nkategory: X\nversion 2\nversion: 1\nversion: 2\n---\n# One?\nYes.\n\n# Two?\n---\nversion: 2";
    let parsed = parse(text);
    let told: Vec<String> = parsed.problems.iter().map(|problem| problem.in_file("a")).collect();
    assert_eq!(
        told,
        [
            "a:2: no field `kategory`; did you mean `category`?",
            "a:3: must be `key: value`",
            "a:5: version: stands twice",
            "a:11: this `---` has no second one that ends what is written about the article",
        ]
    );
}

#[test]
fn a_line_across_an_answer_is_none_of_it() {
    let parsed = parse("# One?\n\nYes.\n\n---\n\nReally.");
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    assert!(parsed.drafts[0].answer.starts_with("Yes."));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "(# |> |---|- |\\[a\\]\\(b\\)|<b>|\\*|\n|\r|[a-z 中]|\\PC){0,40}") {
        let lines = text.matches('\n').count() + 1;
        let parsed = parse(&text);
        for at in parsed.drafts.iter().map(|a| a.at).chain(parsed.problems.iter().map(|p| p.at)) {
            prop_assert!(matches!(at, Place::Line(line) if (1..=lines).contains(&line)));
        }
    }
}
