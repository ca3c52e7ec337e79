//! The articles in force: those of the files, and on top of them what admins have written.
//!
//! Owns their order and their ids: an admin's article takes the place of a file's one of the same id, or of the very same
//! question; the others come behind. A withdrawn one takes its place too, and is not answered from. Never reads or writes
//! a store; whoever keeps them tells of them here.
//! Kept: what the library searches is what stands here; of one language no two articles in force have the same question.

use super::article::Article;
use super::import::{FieldFault, OwnArticle};
use super::kept::key;
use super::library::Library;
use crate::domain::Language;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{Mutex, MutexGuard};

/// Articles of admins, at most.
pub const OWN_ARTICLES: usize = 2_000;
/// Bytes of a question's hash in the id of a file's article.
const ID_BYTES: usize = 8;

/// An article with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Names it.
    pub id: String,
    /// The article.
    pub article: Arc<Article>,
    /// Written by an admin.
    pub is_own: bool,
    /// A file's article stands behind it, and holds again once this one is deleted.
    pub in_file: bool,
    /// Not answered from.
    pub withdrawn: bool,
}

/// What an admin has written, with the article that it makes.
type Own = BTreeMap<String, (OwnArticle, Arc<Article>)>;

/// The articles in force.
#[derive(Debug)]
pub struct Book {
    configured: Vec<(String, Arc<Article>)>,
    own: RwLock<Own>,
    library: Arc<Library>,
    changing: Mutex<()>,
}

impl Book {
    /// What stands in files, with what admins have written before; the library knows no meanings yet. With it, what of
    /// theirs is not in force any more, and why.
    #[must_use]
    pub fn new(configured: Vec<Article>, written: Vec<OwnArticle>) -> (Self, Vec<(String, Vec<FieldFault>)>) {
        let configured: Vec<_> = configured.into_iter().map(|it| (id_of(&it), Arc::new(it))).collect();
        let (mut own, mut faulty) = (Own::new(), Vec::new());
        for kept in written {
            match kept.article() {
                Ok(article) => drop(own.insert(kept.id.clone(), (kept, Arc::new(article)))),
                Err(wrong) => faulty.push((kept.id, wrong)),
            }
        }
        let library = Library::new(Vec::new());
        library.amend(&in_force(&configured, &own), &HashMap::new());
        (Self { configured, own: RwLock::new(own), library: Arc::new(library), changing: Mutex::default() }, faulty)
    }

    /// What is searched.
    #[must_use]
    pub const fn library(&self) -> &Arc<Library> {
        &self.library
    }

    /// Every article, withdrawn ones too: English ones first, in the order of their files, those of admins alone behind.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries = entries(&self.configured, &self.own());
        entries.sort_by_key(|entry| entry.article.language == Language::Zh);
        entries
    }

    /// What an admin has written under this id.
    #[must_use]
    pub fn written(&self, id: &str) -> Option<OwnArticle> {
        self.own.read().unwrap_or_else(PoisonError::into_inner).get(id).map(|(written, _)| written.clone())
    }

    /// Until it is dropped nobody else changes articles: what is in force is always what is stored.
    pub async fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().await
    }

    /// An article as it may be put: with its version counted up where its answer is another.
    ///
    /// # Errors
    /// Everything that is wrong with it, alone and beside the others.
    pub fn judged(&self, mut written: OwnArticle) -> Result<OwnArticle, Vec<FieldFault>> {
        let entries = self.entries();
        let before = entries.iter().find(|entry| entry.id == written.id);
        written.version = before.map_or(1, |entry| entry.article.version);
        let mut faults = Vec::new();
        match written.article() {
            Ok(article) => {
                let is_another = before.is_some_and(|entry| entry.article.answer != article.answer);
                written.version = written.version.saturating_add(u32::from(is_another)).min(1_000_000);
                let twin = |entry: &&Entry| entry.id != written.id && same_question(&entry.article, &article);
                if entries.iter().any(|entry| twin(&entry)) {
                    faults.push(("title", format!("`{}` stands already: change that article", article.title)));
                }
            }
            Err(wrong) => faults = wrong,
        }
        let own = self.own.read().unwrap_or_else(PoisonError::into_inner);
        if own.len() >= OWN_ARTICLES && !own.contains_key(&written.id) {
            faults.push(("id", format!("no more than {OWN_ARTICLES} articles are written here")));
        }
        drop(own);
        if faults.is_empty() { Ok(written) } else { Err(faults) }
    }

    /// Whether it says just what the file says, so that it need not be kept.
    #[must_use]
    pub fn is_as_in_file(&self, written: &OwnArticle) -> bool {
        let of_file = self.configured.iter().find(|(id, _)| *id == written.id);
        !written.withdrawn && of_file.is_some_and(|(_, article)| written.article().is_ok_and(|it| it == **article))
    }

    /// Puts an article into force, or takes an admin's back; meanings of what is new are read first. Nothing happens where
    /// it is none.
    pub async fn amend(self: &Arc<Self>, id: &str, written: Option<OwnArticle>) -> Option<Entry> {
        let own = self.changed(id, written);
        let articles = in_force(&self.configured, &own);
        let fresh = self.library.fresh(&articles).await;
        let library = Arc::clone(&self.library);
        // Indexing takes a moment of computing, which must not hold up the runtime.
        if let Err(error) = tokio::task::spawn_blocking(move || library.amend(&articles, &fresh)).await {
            tracing::error!(%error, "a change of articles is not in force before the next start");
        }
        let found = entries(&self.configured, &own).into_iter().find(|entry| entry.id == id);
        *self.own.write().unwrap_or_else(PoisonError::into_inner) = own;
        found
    }

    /// What would be searched if this were put.
    pub async fn trial(&self, written: OwnArticle) -> Arc<Library> {
        let id = written.id.clone();
        let articles = in_force(&self.configured, &self.changed(&id, Some(written)));
        let fresh = self.library.fresh(&articles).await;
        let library = Arc::clone(&self.library);
        let made = tokio::task::spawn_blocking(move || Arc::new(library.with(&articles, &fresh))).await;
        made.unwrap_or_else(|_| Arc::clone(&self.library))
    }

    fn own(&self) -> Own {
        self.own.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn changed(&self, id: &str, written: Option<OwnArticle>) -> Own {
        let mut own = self.own();
        match written.and_then(|written| Some((written.article().ok()?, written))) {
            Some((article, written)) => drop(own.insert(id.to_owned(), (written, Arc::new(article)))),
            None => drop(own.remove(id)),
        }
        own
    }
}

/// The id of a file's article: it follows from the language and the question.
fn id_of(article: &Article) -> String {
    let mut id = match article.language {
        Language::En => "en-".to_owned(),
        Language::Zh => "zh-".to_owned(),
    };
    for byte in &key(&article.title)[..ID_BYTES] {
        let _ = write!(id, "{byte:02x}");
    }
    id
}

fn same_question(one: &Article, other: &Article) -> bool {
    one.language == other.language && one.title == other.title
}

fn entries(configured: &[(String, Arc<Article>)], own: &Own) -> Vec<Entry> {
    let entry = |id: &str, (written, article): &(OwnArticle, Arc<Article>), in_file| Entry {
        id: id.to_owned(),
        article: Arc::clone(article),
        is_own: true,
        in_file,
        withdrawn: written.withdrawn,
    };
    let questions: HashSet<(bool, &str)> =
        own.values().map(|(_, article)| (article.language == Language::En, article.title.as_str())).collect();
    let mut left: BTreeMap<&String, &(OwnArticle, Arc<Article>)> = own.iter().collect();
    let mut all = Vec::with_capacity(configured.len() + own.len());
    for (id, article) in configured {
        if let Some(written) = left.remove(id) {
            all.push(entry(id, written, true));
        } else if !questions.contains(&(article.language == Language::En, article.title.as_str())) {
            let (id, article) = (id.clone(), Arc::clone(article));
            all.push(Entry { id, article, is_own: false, in_file: true, withdrawn: false });
        }
    }
    all.extend(left.into_iter().map(|(id, written)| entry(id, written, false)));
    all
}

fn in_force(configured: &[(String, Arc<Article>)], own: &Own) -> Vec<Arc<Article>> {
    let all = entries(configured, own).into_iter().filter(|entry| !entry.withdrawn);
    all.map(|entry| entry.article).collect()
}

#[cfg(test)]
#[path = "book_test.rs"]
mod tests;
