use super::*;
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
    from_folder(folder(files).path()).expect_err("something is wrong").0
}

#[test]
fn the_bundled_example_is_right_and_the_same_in_both_languages() {
    let articles = example().unwrap();
    let count = |language| articles.iter().filter(|article| article.language == language).count();
    assert_eq!(count(Language::En), count(Language::Zh));
    assert!(count(Language::En) >= 25, "{}", count(Language::En));
    assert!(articles.iter().all(|article| !article.also.is_empty()), "every article has other ways to ask");
}

#[test]
fn a_folder_is_read_in_the_order_of_names_and_other_files_are_left_alone() {
    let folder =
        folder(&[("zh/b.md", "# 二？\n二。".as_bytes()), ("en/a.md", b"# One?\nOne."), ("en/notes.txt", b"<b>")]);
    let titles: Vec<String> = from_folder(folder.path()).unwrap().into_iter().map(|a| a.title).collect();
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
        "en/a.md:4: the question \"One?\" stands in en/a.md:1 too",
        "en/a.md:7: the answer has 0 characters; must be 1 to 1200",
        "en/a.md:9: the answer cannot be sent: text holds control characters",
        "en/b.md:1: the answer has 1201 characters; must be 1 to 1200",
        "zh/b.md:1: text before the first `# Question`",
        "zh/b.md:3: the question has 0 characters; must be 1 to 120",
        "zh/b.md:5: HTML is not allowed; write plain text",
    ];
    assert!(found[0].starts_with("zh/c.md: "), "{found:?}");
    assert_eq!(found[1..], expected);
}

#[test]
fn a_folder_without_articles_says_what_was_expected() {
    let found = problems(&[("readme.md", b"# Not here?\nNo.")]);
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with("no articles; expected files such as en/returns.md"), "{found:?}");
    let text = KnowledgeError(found).to_string();
    assert!(text.starts_with("wrong in the knowledge base:\n  "), "{text}");
}

#[test]
fn the_same_question_in_two_languages_is_no_problem() {
    let folder = folder(&[("zh/a.md", b"# FAQ\n1"), ("en/a.md", b"# FAQ\n1")]);
    assert_eq!(from_folder(folder.path()).unwrap().len(), 2);
}
