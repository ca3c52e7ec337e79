//! The library: the shelves of both languages, and the threads that read meanings for them.
//!
//! Owns when meanings are known: articles are read in idle time after the start, and looked up by hash where they were
//! read before; questions are read by a thread of their own. Nobody ever waits long for a meaning: the search goes by
//! words alone until it is there, and where no model is.

use super::article::Article;
use super::judge::Mode;
use super::kept::{Kept, key};
use super::shelf::{Hit, Shelf};
use super::vectors::Vector;
use crate::domain::Language;
use crate::triage::reader::Model;
use crate::triage::{Encoder, priority};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock, Weak};
use std::thread;
use std::time::Duration;
use tokio::sync::oneshot;

/// Articles read at once.
const CHUNK: usize = 64;
/// Questions that wait for their meaning; more are searched by words alone.
const WAITING: usize = 64;
/// Longest wait for a question's meaning.
const PATIENCE: Duration = Duration::from_millis(250);
/// The file with what was read, in the folder of the database.
const FILE: &str = "knowledge-meanings.bin";

type Job = (String, oneshot::Sender<Option<Vector>>);

/// All articles.
pub struct Library {
    english: Shelf,
    chinese: Shelf,
    questions: OnceLock<SyncSender<Job>>,
}

impl Library {
    /// Searches by words alone until `read` is called.
    #[must_use]
    pub fn new(articles: Vec<Article>) -> Self {
        let (english, chinese) = articles.into_iter().partition(|article| article.language == Language::En);
        let (english, chinese) = (Shelf::new(Language::En, english), Shelf::new(Language::Zh, chinese));
        Self { english, chinese, questions: OnceLock::new() }
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

    /// The shelf of a language.
    #[must_use]
    pub const fn shelf(&self, language: Language) -> &Shelf {
        match language {
            Language::En => &self.english,
            Language::Zh => &self.chinese,
        }
    }

    /// The best articles for a question, best first; by words alone where no vector is given.
    #[must_use]
    pub fn hits(&self, language: Language, question: &str, vector: Option<&Vector>, most: usize) -> Vec<Hit<'_>> {
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
        write!(f, "Library({} + {} articles)", self.english.articles().len(), self.chinese.articles().len())
    }
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
    for language in [Language::En, Language::Zh] {
        let Some(ways) = library.upgrade().map(|library| library.shelf(language).ways()) else { return Ok(()) };
        if !read_missing(&ways, &mut encoder, &mut kept, &|| library.strong_count() > 0)? {
            return Ok(());
        }
        let Some(library) = library.upgrade() else { return Ok(()) };
        library.shelf(language).learn(ways.iter().map(|way| kept.0.get(&key(way)).cloned()));
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
