//! Import: from files to articles. docs/knowledge-base.md describes the formats.
//!
//! Owns finding the files and the rules that hold across them. Every problem of every file is reported at once, as
//! `file:place: field: rule`, so that an author mends them in one go; nothing is taken in while anything is wrong.

mod about;
mod draft;
mod json;
mod markdown;
mod own;
mod place;
mod table;

pub use own::{FieldFault, OwnArticle};

use super::article::Article;
use crate::domain::Language;
use draft::named;
use place::{Parsed, Problem};
use rust_embed::RustEmbed;
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;

/// Largest file, in bytes.
const FILE_MAX: u64 = 64 * 1024 * 1024;
/// Endings of the files that are read.
const ENDINGS: [&str; 3] = ["md", "csv", "json"];

/// What is wrong with a knowledge base: file, place, field, rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("wrong in the knowledge base:\n  {}", .0.join("\n  "))]
pub struct KnowledgeError(pub Vec<String>);

#[derive(RustEmbed)]
#[folder = "knowledge"]
#[include = "*.md"]
struct Example;

/// The bundled example: a shop's questions in English and Chinese.
///
/// # Errors
/// Never, unless the bundled files are wrong, which a test excludes.
pub fn example() -> Result<Vec<Article>, KnowledgeError> {
    let files = Example::iter().filter_map(|name| {
        let text = Example::get(&name)?.data.into_owned();
        Some((name.to_string(), String::from_utf8(text).unwrap_or_default()))
    });
    read(files.collect(), Vec::new())
}

/// Reads one file, or a folder: tables and lists in it, and in its folders `en` and `zh` Markdown too.
///
/// # Errors
/// Every problem of every file.
pub fn from_path(path: &Path) -> Result<Vec<Article>, KnowledgeError> {
    let mut found = Files::default();
    if path.is_file() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.take(path, name);
    } else {
        for folder in ["", "en", "zh"] {
            found.list(path, folder);
        }
    }
    if found.files.is_empty() && found.problems.is_empty() {
        let rule = "no articles; expected files such as en/returns.md, faq.csv or faq.json";
        found.problems.push(format!("{}: {rule}", path.display()));
    }
    read(found.files, found.problems)
}

/// Names and texts of files, and what could not be read.
#[derive(Default)]
struct Files {
    files: Vec<(String, String)>,
    problems: Vec<String>,
}

impl Files {
    /// Takes what lies in one folder. A language without a folder has no articles there.
    fn list(&mut self, base: &Path, folder: &str) {
        let place = if folder.is_empty() { base.to_owned() } else { base.join(folder) };
        let entries = match std::fs::read_dir(&place) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return,
            Err(error) => return self.problems.push(format!("{}: {error}", place.display())),
        };
        for entry in entries {
            let path = match entry {
                Ok(entry) => entry.path(),
                Err(error) => return self.problems.push(format!("{}: {error}", place.display())),
            };
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let ending = ending(&file);
            // A text of no language, such as a page that explains the folder.
            let is_ours = ENDINGS.contains(&ending) && !(folder.is_empty() && ending == "md");
            if is_ours && path.is_file() {
                self.take(&path, if folder.is_empty() { file } else { format!("{folder}/{file}") });
            }
        }
    }

    fn take(&mut self, path: &Path, name: String) {
        let size = path.metadata().map_or(0, |facts| facts.len());
        if size > FILE_MAX {
            return self.problems.push(format!("{name}: {size} bytes; at most {FILE_MAX}"));
        }
        match std::fs::read_to_string(path) {
            Ok(text) => self.files.push((name, text)),
            Err(error) => self.problems.push(format!("{name}: {error}")),
        }
    }
}

fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Articles of files with their names, in the order of the names, whatever order the disk lists them in.
fn read(mut files: Vec<(String, String)>, mut problems: Vec<String>) -> Result<Vec<Article>, KnowledgeError> {
    files.sort();
    let (mut articles, mut places) = (Vec::new(), HashMap::new());
    for (name, text) in files {
        let folder = name.split_once('/').and_then(|(folder, _)| named(folder));
        let Parsed { drafts, problems: mut wrong } = match ending(&name) {
            "csv" => table::parse(&text),
            "json" => json::parse(&text),
            _ => markdown::parse(&text),
        };
        for draft in drafts {
            let at = draft.at;
            match draft.check(folder) {
                Ok(article) => {
                    let key = (article.language, article.title.clone());
                    if let Some(first) = places.insert(key, format!("{name}:{at}")) {
                        let rule = format!("\"{}\" stands in {first} too", article.title);
                        wrong.push(Problem { at, field: Some("question"), rule });
                    }
                    articles.push(article);
                }
                Err(more) => wrong.extend(more),
            }
        }
        wrong.sort();
        problems.extend(wrong.iter().map(|problem| problem.in_file(&name)));
    }
    if problems.is_empty() { Ok(articles) } else { Err(KnowledgeError(problems)) }
}

/// How many articles there are in each language.
#[must_use]
pub fn counted(articles: &[Article]) -> [usize; 2] {
    [Language::En, Language::Zh].map(|wanted| articles.iter().filter(|article| article.language == wanted).count())
}

#[cfg(test)]
#[path = "import_test.rs"]
mod tests;
