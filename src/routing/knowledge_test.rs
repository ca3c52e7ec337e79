//! Reading a knowledge base, and saying what is wrong with it by file and line.

use super::*;

fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    from_folder(folder.path()).map_or_else(|KnowledgeError(problems)| problems, |_| Vec::new())
}

#[test]
fn an_article_is_a_question_other_ways_to_ask_and_plain_words() {
    let text = "# Can I *return* it?\n\n> send it back\n> give `it` back\n\nYes, **within** 30 days:\n\n- unused\n- whole\n\n# Second?\n\nNo.\n";
    let (articles, problems) = parse(Language::En, text);
    assert_eq!(problems, []);
    let [first, second] = articles.as_slice() else { panic!("{articles:?}") };
    assert_eq!(first.title, "Can I return it?");
    assert_eq!(first.also, ["send it back", "give it back"]);
    assert!(first.answer.starts_with("Yes, within 30 days:") && first.answer.contains("- unused\n"), "{first:?}");
    assert_eq!((second.title.as_str(), second.answer.as_str(), second.also.len()), ("Second?", "No.", 0));
}

#[test]
fn the_bundled_articles_are_sound_in_both_languages() {
    let articles = example().unwrap();
    for language in [Language::En, Language::Zh] {
        assert!(articles.iter().filter(|article| article.language == language).count() >= 10);
    }
}

#[test]
fn every_problem_of_every_file_is_named_with_its_line() {
    let long = format!("# Long?\n\n{}\n", "a".repeat(ANSWER_MAX + 1));
    let found = problems(&[
        ("en/a.md", "Hello\n\n# Fine?\n\nYes.\n\n# Empty?\n\n# Tags?\n\nYes <b>indeed</b>.\n"),
        ("en/long.md", &long),
        ("zh/b.md", "#\n\n有。\n"),
        ("en/good.md", "# Good?\n\nYes.\n"),
        ("en/notes.txt", "not read"),
    ]);
    let expected = [
        "en/a.md:1: text before the first `# Question`",
        "en/a.md:7: the answer has 0 characters; must be 1 to 1200",
        "en/a.md:11: HTML is not allowed; write plain text",
        "en/long.md:1: the answer has 1201 characters; must be 1 to 1200",
        "zh/b.md:1: the question is empty",
    ];
    for line in expected {
        assert!(found.iter().any(|problem| problem == line), "{line} is missing in {found:#?}");
    }
    assert!(found.iter().all(|problem| !problem.contains("good.md") && !problem.contains("notes")), "{found:#?}");
}

#[test]
fn a_folder_without_articles_and_a_file_that_is_no_text_are_problems() {
    assert!(problems(&[])[0].ends_with("no articles; expected files such as en/returns.md"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("en")).unwrap();
    std::fs::write(folder.path().join("en/x.md"), b"# \xff\n").unwrap();
    let KnowledgeError(found) = from_folder(folder.path()).unwrap_err();
    assert!(found[0].starts_with("en/x.md: "), "{found:?}");
}
