use super::*;
use crate::knowledge::Template;
use proptest::prelude::*;

fn article(language: Language, title: &str) -> Article {
    let answer = Template::parse("See the mail.").expect("no variables");
    let (variants, category, version, reviewed, source) = (Vec::new(), None, 1, None, None);
    Article { language, title: title.to_owned(), variants, answer, category, version, reviewed, source }
}

fn written(id: &str, title: &str, answer: &str) -> OwnArticle {
    OwnArticle {
        id: id.to_owned(),
        withdrawn: false,
        language: Language::En,
        title: title.to_owned(),
        variants: Vec::new(),
        answer: answer.to_owned(),
        category: None,
        version: 1,
        reviewed: None,
        source: None,
    }
}

fn files() -> Vec<Article> {
    vec![article(Language::En, "Where is it?"), article(Language::Zh, "在哪里？"), article(Language::En, "Refund?")]
}

fn book(own: Vec<OwnArticle>) -> Arc<Book> {
    let (book, faulty) = Book::new(files(), own);
    assert_eq!(faulty, []);
    Arc::new(book)
}

fn titles(book: &Book) -> Vec<(String, bool, bool)> {
    book.entries().into_iter().map(|entry| (entry.article.title.clone(), entry.is_own, entry.withdrawn)).collect()
}

fn best(library: &Library, question: &str) -> Option<String> {
    let hits = library.hits(Language::En, question, None, 1);
    hits.first().filter(|hit| hit.sure > 0.9).map(|hit| hit.article.answer.written())
}

#[tokio::test]
async fn an_own_article_takes_the_place_of_a_files_and_gives_it_back() {
    let book = book(Vec::new());
    let id = book.entries()[0].id.clone();
    assert_eq!(id, id_of(&files()[0]), "it follows from the question");
    let put = book.judged(written(&id, "Where is my order?", "On its way.")).unwrap();
    assert_eq!(put.version, 2, "another answer");
    let entry = book.amend(&id, Some(put)).await.unwrap();
    assert!(entry.is_own && entry.in_file);
    assert_eq!(best(book.library(), "where is my order"), Some("On its way.".to_owned()));
    assert_eq!(best(book.library(), "where is it"), None, "the file's is no longer searched");
    assert_eq!(titles(&book)[0], ("Where is my order?".to_owned(), true, false));

    book.amend(&id, None).await;
    assert_eq!(best(book.library(), "where is it"), Some("See the mail.".to_owned()));
    assert_eq!(titles(&book)[0], ("Where is it?".to_owned(), false, false));
}

#[tokio::test]
async fn a_withdrawn_article_is_kept_and_not_found() {
    let book = book(Vec::new());
    let id = book.entries()[1].id.clone();
    let away = OwnArticle { withdrawn: true, ..written(&id, "Refund?", "See the mail.") };
    book.amend(&id, Some(book.judged(away.clone()).unwrap())).await;
    assert_eq!(best(book.library(), "refund?"), None);
    assert_eq!(titles(&book)[1], ("Refund?".to_owned(), true, true));
    let back = book.judged(OwnArticle { withdrawn: false, ..away }).unwrap();
    assert_eq!(back.version, 1, "its answer is as it was");
    assert!(book.is_as_in_file(&back) && !book.is_as_in_file(&away_again(&back)));
    book.amend(&id, Some(back)).await;
    assert_eq!(best(book.library(), "refund?"), Some("See the mail.".to_owned()));
}

fn away_again(written: &OwnArticle) -> OwnArticle {
    OwnArticle { withdrawn: true, ..written.clone() }
}

#[tokio::test]
async fn a_question_stands_once_and_a_draft_changes_nothing() {
    let book = book(vec![written("a", "Opening hours?", "Nine to five.")]);
    let twin = book.judged(written("b", "Refund?", "No.")).unwrap_err();
    assert_eq!(twin[0].0, "title");
    assert!(twin[0].1.contains("`Refund?`"), "{twin:?}");
    assert_eq!(book.judged(written("b", "Opening hours?", "Ten.")).unwrap_err()[0].0, "title");
    assert!(book.judged(written("a", "Opening hours?", "Ten.")).is_ok(), "itself");

    let trial = book.trial(written("c", "Do you ship abroad?", "Yes.")).await;
    assert_eq!(best(&trial, "do you ship abroad"), Some("Yes.".to_owned()));
    assert_eq!(best(book.library(), "do you ship abroad"), None);
    assert_eq!(best(book.library(), "opening hours"), Some("Nine to five.".to_owned()));
}

#[test]
fn what_is_stored_and_wrong_is_named_and_the_rest_is_in_force() {
    let (book, faulty) = Book::new(files(), vec![written("a", "", "x"), written("b", "Refund?", "Yes.")]);
    assert_eq!(faulty[0].0, "a");
    let stands = |title: &str| titles(&book).into_iter().filter(|(one, ..)| one == title).count();
    assert_eq!((stands("Refund?"), stands("Where is it?")), (1, 1), "a file that has the question now gives way");
}

proptest! {
    /// Whatever is written and taken back in whatever order: what is searched is what stands, and every question once.
    #[test]
    fn the_library_is_what_stands_in_the_book(
        steps in prop::collection::vec((0..4_usize, 0..5_usize, any::<bool>(), any::<bool>()), 0..12),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let book = book(Vec::new());
        let files: Vec<String> = book.entries().into_iter().map(|entry| entry.id).collect();
        let ids = [files[0].as_str(), files[1].as_str(), "a", "b"];
        let questions = ["Where is it?", "Refund?", "Opening hours?", "Do you ship?", "在哪里？"];
        for (id, question, withdrawn, deletes) in steps {
            let asked = OwnArticle { withdrawn, ..written(ids[id], questions[question], "Yes.") };
            let put = if deletes { None } else { book.judged(asked).ok() };
            if deletes || put.is_some() {
                runtime.block_on(book.amend(ids[id], put));
            }
            let standing = book.entries();
            let shelves = [Language::En, Language::Zh].map(|language| book.library().shelf(language));
            let found: Vec<_> = shelves.iter().flat_map(|shelf| shelf.articles().iter().cloned()).collect();
            let in_force: Vec<_> =
                standing.iter().filter(|entry| !entry.withdrawn).map(|entry| Arc::clone(&entry.article)).collect();
            prop_assert_eq!(&found, &in_force);
            let mut once: Vec<_> = standing.iter().map(|entry| (entry.article.language, &entry.article.title)).collect();
            once.sort();
            once.dedup();
            prop_assert_eq!(once.len(), standing.len());
        }
    }
}
