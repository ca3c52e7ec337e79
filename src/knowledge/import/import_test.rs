use super::*;
use std::collections::BTreeMap;
use std::fs;

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn problems(files: &[(&str, &[u8])]) -> Vec<String> {
    from_path(folder(files).path()).expect_err("something is wrong").0
}

#[test]
fn the_bundled_example_is_right_and_the_same_in_both_languages() {
    let articles = example().unwrap();
    let of = |language| articles.iter().filter(move |article| article.language == language);
    assert!(of(Language::En).count() >= 120, "{}", of(Language::En).count());
    assert_eq!(of(Language::En).count(), of(Language::Zh).count());
    let mut shelves = BTreeMap::new();
    for (english, chinese) in of(Language::En).zip(of(Language::Zh)) {
        let titles = format!("{} / {}", english.title, chinese.title);
        assert_eq!((english.version, english.reviewed), (chinese.version, chinese.reviewed), "{titles}");
        assert!(english.reviewed.is_some(), "{titles}");
        let shelf = shelves.entry(english.category.clone()).or_insert_with(|| chinese.category.clone());
        assert_eq!(*shelf, chinese.category, "{titles}");
    }
    assert!(articles.iter().all(|article| !article.variants.is_empty()), "every article has other ways to ask");
}

#[test]
fn a_folder_is_read_in_the_order_of_names_and_other_files_are_left_alone() {
    let folder =
        folder(&[("zh/b.md", "# 二？\n二。".as_bytes()), ("en/a.md", b"# One?\nOne."), ("en/notes.txt", b"<b>")]);
    let titles: Vec<String> = from_path(folder.path()).unwrap().into_iter().map(|a| a.title).collect();
    assert_eq!(titles, ["One?", "二？"]);
}

#[test]
fn all_problems_of_all_files_are_told_at_once() {
    let long = format!("# Long?\n{}", "x".repeat(1_201));
    let found = problems(&[
        ("en/a.md", b"# One?\nYes.\n\n# One?\nNo.\n\n# Empty?\n\n# Bell?\nDing \x07."),
        ("en/b.md", long.as_bytes()),
        ("en/good.md", b"# Good?\n\nYes.\n"),
        ("zh/b.md", "Text\n\n#\n\n有 <b>货</b>。".as_bytes()),
        ("zh/c.md", b"\xff\xfe"),
    ]);
    let expected = [
        "en/a.md:4: question: \"One?\" stands in en/a.md:1 too",
        "en/a.md:7: answer: 0 characters; must be 1 to 1200",
        "en/a.md:9: answer: cannot be sent: text holds control characters",
        "en/b.md:1: answer: 1201 characters; must be 1 to 1200",
        "zh/b.md:1: text before the first `# Question`",
        "zh/b.md:3: question: 0 characters; must be 1 to 120",
        "zh/b.md:5: HTML is not allowed; write plain text",
    ];
    assert!(found[0].starts_with("zh/c.md: "), "{found:?}");
    assert_eq!(found[1..], expected);
}

#[test]
fn a_folder_without_articles_says_what_was_expected() {
    let found = problems(&[("readme.md", b"# Not here?\nNo.")]);
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with("no articles; expected files such as en/returns.md, faq.csv or faq.json"), "{found:?}");
    let text = KnowledgeError(found).to_string();
    assert!(text.starts_with("wrong in the knowledge base:\n  "), "{text}");
}

#[test]
fn the_same_question_in_two_languages_is_no_problem() {
    let folder = folder(&[("zh/a.md", b"# FAQ\n1"), ("en/a.md", b"# FAQ\n1")]);
    assert_eq!(from_path(folder.path()).unwrap().len(), 2);
}

#[test]
fn a_table_and_a_list_hold_the_same_as_markdown() {
    let markdown = "# One?\n---\ncategory: Orders\nversion: 3\nreviewed: 2026-11-01\nsource: https://a.example/one\n---\n> uno\n> ein\n\nYes, {order|it} did.";
    let table = "\u{feff}Language,question,variants,answer,category,version,reviewed,source\r\n\
        en,One?,uno | ein,\"Yes, {order|it} did.\",Orders,3,2026-11-01,https://a.example/one\r\n,,,,,,,\r\n";
    let list = r#"{"articles": [{"language": "en", "question": "One?", "variants": ["uno", "ein"], "version": 3,
        "answer": "Yes, {order|it} did.", "category": "Orders", "reviewed": "2026-11-01",
        "source": "https://a.example/one"}]}"#;
    let read = |name: &str, text: &str| from_path(folder(&[(name, text.as_bytes())]).path()).unwrap();
    let from_markdown = read("en/a.md", markdown);
    assert_eq!(from_markdown.len(), 1);
    assert_eq!((from_markdown[0].version, from_markdown[0].category.as_deref()), (3, Some("Orders")));
    assert_eq!(from_markdown[0].reviewed, crate::domain::date::parse("2026-11-01").ok());
    assert_eq!(from_markdown[0].variants, ["uno", "ein"]);
    assert_eq!(read("faq.csv", table), from_markdown);
    assert_eq!(read("faq.json", list), from_markdown);
}

#[test]
fn a_single_file_is_enough() {
    let folder =
        folder(&[("faq.json", "[{\"language\":\"zh\",\"question\":\"一？\",\"answer\":\"一。\"}]".as_bytes())]);
    let articles = from_path(&folder.path().join("faq.json")).unwrap();
    assert_eq!((articles[0].language, articles[0].title.as_str()), (Language::Zh, "一？"));
}

#[test]
fn every_row_that_is_wrong_is_told_with_its_field() {
    let table = "question,answer,version,reviewed,source,languag\n\
        One?,Yes.,0,2026-02-30,shop.example,en\n\
        Two?,\"{nobody} came\",1,,,en\n\
        Three?,Yes.\n\
        \"Four\n?\",Yes.,1,2026-11-26T10:00Z,https://a.example,\n";
    let found = problems(&[("faq.csv", table.as_bytes())]);
    let expected = [
        "faq.csv:row 1: no field `languag`; did you mean `language`?",
        "faq.csv:row 2: language: missing; must be en or zh, or the file lies in the folder en or zh",
        "faq.csv:row 2: reviewed: `2026-02-30`; must be a day such as 2026-11-26",
        "faq.csv:row 2: source: `shop.example`; must be an address such as https://shop.example/help, up to 500 characters",
        "faq.csv:row 2: version: `0`; must be 1 to 1000000",
        "faq.csv:row 3: answer: no variable `{nobody}`; there are customer name, order, amount, date, 客户姓名, 订单号, 金额, 日期",
        "faq.csv:row 3: language: missing; must be en or zh, or the file lies in the folder en or zh",
        "faq.csv:row 4: 2 cells, but the first row names 6",
        "faq.csv:row 5: language: missing; must be en or zh, or the file lies in the folder en or zh",
        "faq.csv:row 5: question: holds control characters",
        "faq.csv:row 5: reviewed: `2026-11-26T10:00Z`; must be a day such as 2026-11-26",
    ];
    assert_eq!(found, expected);
}

#[test]
fn every_item_that_is_wrong_is_told_with_its_field() {
    let list = r#"[{"question": "One?", "answer": 1, "language": "fr"}, 7,
        {"question": "Two?", "answer": "Yes.", "language": "en", "variants": "a|b", "tags": []}]"#;
    let found = problems(&[("faq.json", list.as_bytes()), ("zh/faq.json", b"[{]"), ("zh/ok.json", b"[]")]);
    let expected = [
        "faq.json:item 1: answer: 0 characters; must be 1 to 1200",
        "faq.json:item 1: answer: must be a text",
        "faq.json:item 1: language: `fr`; must be en or zh",
        "faq.json:item 2: must be an object",
        "faq.json:item 3: no field `tags`; there are language, question, variants, answer, category, version, reviewed, source",
        "faq.json:item 3: variants: must be a list of texts",
        "zh/faq.json:1: cannot be read as JSON: key must be a string at line 1 column 3",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_file_in_another_languages_folder_is_told() {
    let found = problems(&[("zh/faq.csv", b"language,question,answer\nen,One?,Yes.\n")]);
    assert_eq!(found, ["zh/faq.csv:row 2: language: `en`, but the file lies in another language's folder"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_table_and_any_list_is_read_or_refused(text in "(question|answer|language|,|\"|\n|\\[|\\{|\\}|:|en|\\PC){0,40}") {
        for name in ["en/a.csv", "a.json"] {
            let _ = read(vec![(name.to_owned(), text.clone())], Vec::new());
        }
    }
}
