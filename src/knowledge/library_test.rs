use super::*;
use crate::knowledge::example;
use crate::triage::EngineChoice;
use crate::triage::bundle::{self, Settings};

fn few() -> Vec<Article> {
    let of = |language| example().unwrap().into_iter().filter(move |article| article.language == language).take(3);
    of(Language::En).chain(of(Language::Zh)).collect()
}

#[tokio::test]
async fn without_a_model_questions_are_searched_by_words() {
    let library = Library::new(few());
    assert_eq!(library.meaning("where is it").await, None);
    assert_eq!(library.mode(Language::En), Mode::Words);
    let title = library.shelf(Language::Zh).articles()[0].title.clone();
    assert_eq!(library.hits(Language::Zh, &title, None, 1)[0].article.title, title);
}

#[test]
fn what_was_read_is_kept_and_not_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let model = bundle::load(&Settings { engine: EngineChoice::Rten, ..Settings::default() }).unwrap();
    let library = Arc::new(Library::new(few()));
    read_articles(&Arc::downgrade(&library), &model, folder.path()).unwrap();
    for language in [Language::En, Language::Zh] {
        assert!(library.shelf(language).has_meanings());
    }
    let kept = Kept::read(&folder.path().join(FILE), &model.provenance.model);
    let ways: usize = few().iter().map(|article| article.ways().count()).sum();
    assert_eq!(kept.0.len(), ways);
    // An engine that fails is never asked where everything is kept.
    let mut broken = model.clone();
    broken.network = crate::triage::engine::Loaded::new("broken", || Ok(Box::new(Broken) as Box<_>));
    let again = Arc::new(Library::new(few()));
    read_articles(&Arc::downgrade(&again), &broken, folder.path()).unwrap();
    assert!(again.shelf(Language::En).has_meanings());
    let other = Arc::new(Library::new(example().unwrap()));
    assert_eq!(read_articles(&Arc::downgrade(&other), &broken, folder.path()), Err("broken".to_owned()));
}

struct Broken;

impl crate::triage::engine::Engine for Broken {
    fn run(&mut self, _: &crate::triage::engine::Batch) -> Result<crate::triage::engine::Output, String> {
        Err("broken".to_owned())
    }

    fn embed(&mut self, _: &crate::triage::engine::Batch) -> Result<Vec<f32>, String> {
        Err("broken".to_owned())
    }
}

#[tokio::test]
async fn a_change_reads_what_is_new_and_keeps_the_meanings_of_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let model = bundle::load(&Settings { engine: EngineChoice::Rten, ..Settings::default() }).unwrap();
    let library = Arc::new(Library::new(few()));
    library.read(&model, folder.path().to_owned());
    while library.mode(Language::En) == Mode::Words || library.mode(Language::Zh) == Mode::Words {
        tokio::task::yield_now().await;
    }
    let mut articles: Vec<_> =
        LANGUAGES.iter().flat_map(|language| library.shelf(*language).articles().to_vec()).collect();
    let also = Article { variants: vec!["do you lend bicycles".to_owned()], ..(*articles[0]).clone() };
    let before = library.shelf(Language::Zh);
    articles[0] = Arc::new(also);
    let fresh = library.fresh(&articles).await;
    assert_eq!(fresh.keys().collect::<Vec<_>>(), ["do you lend bicycles"], "nothing else is read again");
    library.amend(&articles, &fresh);
    let asked = library.meaning("can I borrow a bike?").await;
    let hits = library.hits(Language::En, "can I borrow a bike?", asked.as_ref(), 1);
    assert_eq!(hits[0].article.title, articles[0].title, "found by meaning alone");
    assert!(Arc::ptr_eq(&before, &library.shelf(Language::Zh)), "a shelf that nobody changed stays");
}
