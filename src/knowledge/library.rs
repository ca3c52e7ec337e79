//! The library: the shelves of both languages, and the threads that read meanings for them.
//!
//! Owns when meanings are known: articles are read in idle time after the start, and looked up by hash where they were
//! read before; questions are read by a thread of their own. Nobody ever waits long for a meaning: the search goes by
//! words alone until it is there, and where no model is. Articles may change while it is searched: a shelf is replaced as
//! a whole, and only what is new is read.

use super::article::Article;
use super::judge::Mode;
use super::kept::{Kept, key};
use super::shelf::{Hit, Shelf};
use super::vectors::Vector;
use crate::domain::Language;
use crate::triage::reader::Model;
use crate::triage::{Encoder, priority};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, Weak};
use std::thread;
use std::time::Duration;
use tokio::sync::oneshot;

/// Articles read at once.
const CHUNK: usize = 64;
/// Questions that wait for their meaning; more are searched by words alone.
const WAITING: usize = 64;
/// Longest wait for a question's meaning.
const PATIENCE: Duration = Duration::from_millis(250);
/// Longest time for the meanings of an article that is changed.
const READING: Duration = Duration::from_secs(10);
/// In the order of the shelves.
const LANGUAGES: [Language; 2] = [Language::En, Language::Zh];
/// The file with what was read, in the folder of the database.
const FILE: &str = "knowledge-meanings.bin";

type Job = (String, oneshot::Sender<Option<Vector>>);

/// All articles.
pub struct Library {
    /// English, Chinese. Whoever searches holds the shelf that was there when they began.
    shelves: RwLock<[Arc<Shelf>; 2]>,
    /// Held while a shelf gives way to another, or learns: no meaning goes to a shelf that is on its way out.
    changing: Mutex<()>,
    questions: OnceLock<SyncSender<Job>>,
}

impl Library {
    /// Searches by words alone until `read` is called.
    #[must_use]
    pub fn new(articles: Vec<Article>) -> Self {
        let (english, chinese) = articles.into_iter().partition(|article| article.language == Language::En);
        Self::of([Shelf::new(Language::En, english), Shelf::new(Language::Zh, chinese)].map(Arc::new))
    }

    fn of(shelves: [Arc<Shelf>; 2]) -> Self {
        Self { shelves: RwLock::new(shelves), changing: Mutex::default(), questions: OnceLock::new() }
    }

    /// Lets a model read articles and questions from now on. `folder` keeps what was read. Ends with the library.
    pub fn read(self: &Arc<Self>, model: &Model, folder: PathBuf) {
        let (sender, receiver) = sync_channel(WAITING);
        if self.questions.set(sender).is_err() {
            return;
        }
        let (of_questions, of_articles, me) = (model.clone(), model.clone(), Arc::downgrade(self));
        let started = [
            thread::Builder::new()
                .name("knowledge-questions".to_owned())
                .spawn(move || answer(&of_questions, &receiver)),
            thread::Builder::new().name("knowledge-articles".to_owned()).spawn(move || {
                priority::lower(priority::LOWEST);
                if let Err(error) = read_articles(&me, &of_articles, &folder) {
                    tracing::error!(%error, "the articles' meanings are not read: the search goes by words alone");
                }
            }),
        ];
        for error in started.into_iter().filter_map(Result::err) {
            tracing::error!(%error, "no thread for meanings could be started: the search goes by words alone");
        }
    }

    /// The shelf of a language, as it is now.
    #[must_use]
    pub fn shelf(&self, language: Language) -> Arc<Shelf> {
        let shelves = self.shelves.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&shelves[place(language)])
    }

    /// The same with other articles, in each language's order, beside this one: for trying. `fresh` has meanings of ways
    /// to ask that are new. It takes a moment of computing: the words of a shelf that changes are indexed anew.
    #[must_use]
    pub fn with(&self, articles: &[Arc<Article>], fresh: &HashMap<String, Vector>) -> Self {
        let shelves = LANGUAGES.map(|language| {
            let before = self.shelf(language);
            let of = articles.iter().filter(|article| article.language == language).cloned().collect::<Vec<_>>();
            if same(before.articles(), &of) { before } else { Arc::new(before.with(of, fresh)) }
        });
        let questions = self.questions.clone();
        Self { questions, ..Self::of(shelves) }
    }

    /// Puts other articles in the place of those that are there.
    pub fn amend(&self, articles: &[Arc<Article>], fresh: &HashMap<String, Vector>) {
        let _held = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let shelves = self.with(articles, fresh).shelves.into_inner().unwrap_or_else(PoisonError::into_inner);
        *self.shelves.write().unwrap_or_else(PoisonError::into_inner) = shelves;
    }

    /// Meanings of ways to ask that no shelf knows: none where no model reads, and no more than are read in time.
    pub async fn fresh(&self, articles: &[Arc<Article>]) -> HashMap<String, Vector> {
        let mut fresh = HashMap::new();
        let until = tokio::time::Instant::now() + READING;
        let unknown = LANGUAGES.map(|language| self.shelf(language).unknown(articles));
        for way in unknown.into_iter().flatten() {
            let Some(questions) = self.questions.get() else { break };
            let (sender, meaning) = oneshot::channel();
            if questions.try_send((way.clone(), sender)).is_err() {
                break;
            }
            match tokio::time::timeout_at(until, meaning).await {
                Ok(Ok(Some(vector))) => drop(fresh.insert(way, vector)),
                Ok(_) => {}
                Err(_) => break,
            }
        }
        fresh
    }

    /// Gives a shelf the meanings of its ways to ask; `false` where another has taken its place meanwhile.
    fn learn(&self, of: &Arc<Shelf>, meanings: impl Iterator<Item = Option<Vector>>) -> bool {
        let _held = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let is_there = LANGUAGES.iter().any(|language| Arc::ptr_eq(&self.shelf(*language), of));
        if is_there {
            of.learn(meanings);
        }
        is_there
    }

    /// The best articles for a question, best first; by words alone where no vector is given.
    #[must_use]
    pub fn hits(&self, language: Language, question: &str, vector: Option<&Vector>, most: usize) -> Vec<Hit> {
        self.shelf(language).hits(question, vector, most)
    }

    /// What a question means; none where no model reads, too many wait, or it takes too long.
    pub async fn meaning(&self, question: &str) -> Option<Vector> {
        let questions = self.questions.get()?;
        let (sender, meaning) = oneshot::channel();
        questions.try_send((question.to_owned(), sender)).ok()?;
        tokio::time::timeout(PATIENCE, meaning).await.ok()?.ok()?
    }

    /// How a question is searched now.
    #[must_use]
    pub fn mode(&self, language: Language) -> Mode {
        if self.questions.get().is_some() && self.shelf(language).has_meanings() { Mode::Hybrid } else { Mode::Words }
    }
}

impl std::fmt::Debug for Library {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [english, chinese] = LANGUAGES.map(|language| self.shelf(language).articles().len());
        write!(f, "Library({english} + {chinese} articles)")
    }
}

const fn place(language: Language) -> usize {
    match language {
        Language::En => 0,
        Language::Zh => 1,
    }
}

fn same(some: &[Arc<Article>], others: &[Arc<Article>]) -> bool {
    some.len() == others.len() && some.iter().zip(others).all(|(one, other)| Arc::ptr_eq(one, other))
}

/// Reads questions until nobody can ask any more.
fn answer(model: &Model, questions: &Receiver<Job>) {
    // Deliveries go first, as before scores.
    priority::lower(priority::SCORING);
    let mut encoder = match Encoder::new(model) {
        Ok(encoder) => encoder,
        Err(error) => return tracing::error!(%error, "questions are searched by words alone"),
    };
    while let Ok((question, sender)) = questions.recv() {
        // Who has stopped waiting needs no meaning.
        if sender.is_closed() {
            continue;
        }
        let read = encoder.encode(&[&question]);
        let vector = read.map_err(|error| tracing::error!(%error, "a question's meaning could not be read")).ok();
        let _ = sender.send(vector.and_then(|vectors| Vector::pack(vectors.first()?)));
    }
}

/// Reads all articles, the shorter shelf first, and keeps what was not kept before. Stops when the library goes.
fn read_articles(library: &Weak<Library>, model: &Model, folder: &Path) -> Result<(), String> {
    let path = folder.join(FILE);
    let mut encoder = Encoder::new(model)?;
    let mut kept = Kept::read(&path, encoder.model());
    let before = kept.0.len();
    let mut used = Kept::default();
    for language in LANGUAGES {
        // Again where the articles were changed meanwhile.
        let ways = loop {
            let Some(shelf) = library.upgrade().map(|library| library.shelf(language)) else { return Ok(()) };
            let ways = shelf.ways();
            if !read_missing(&ways, &mut encoder, &mut kept, &|| library.strong_count() > 0)? {
                return Ok(());
            }
            let Some(library) = library.upgrade() else { return Ok(()) };
            if library.learn(&shelf, ways.iter().map(|way| kept.0.get(&key(way)).cloned())) {
                break ways;
            }
        };
        let found = ways.iter().filter_map(|way| kept.0.get_key_value(&key(way)));
        used.0.extend(found.map(|(key, vector)| (*key, vector.clone())));
    }
    let fresh = kept.0.len() - before;
    tracing::info!(ways = used.0.len(), fresh, "the articles' meanings are known");
    // What no article says any more goes.
    if fresh == 0 && used.0.len() == before {
        return Ok(());
    }
    used.write(&path, encoder.model()).map_err(|error| format!("{} cannot be kept: {error}", path.display()))
}

/// Reads what is not known; answers whether it went to the end.
fn read_missing(
    ways: &[String],
    encoder: &mut Encoder,
    kept: &mut Kept,
    is_wanted: &dyn Fn() -> bool,
) -> Result<bool, String> {
    let missing: Vec<&str> = ways.iter().map(String::as_str).filter(|way| !kept.0.contains_key(&key(way))).collect();
    for chunk in missing.chunks(CHUNK) {
        if !is_wanted() {
            return Ok(false);
        }
        let vectors = encoder.encode(chunk)?;
        let read = chunk.iter().zip(vectors).filter_map(|(way, vector)| Some((key(way), Vector::pack(&vector)?)));
        kept.0.extend(read);
    }
    Ok(true)
}

#[cfg(test)]
#[path = "library_test.rs"]
mod tests;
