//! The knowledge base: articles in Markdown, one folder per language. docs/knowledge-base.md describes the format.
//!
//! Owns finding the files and the rules that articles keep. Every problem of every file is reported at once, with file
//! and line, so that an author mends them in one go.

use super::markdown::{self, Found};
use crate::domain::{Language, MessageText};
use rust_embed::RustEmbed;
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;

/// Longest answer, in characters: what fits a chat bubble without scrolling for ever.
const ANSWER_MAX: usize = 1_200;
/// Longest question, in characters.
const TITLE_MAX: usize = 120;

/// One question with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Language of the folder it lies in.
    pub language: Language,
    /// The question, as in the heading; its name in handoff packets. Unique within its language.
    pub title: String,
    /// Other ways to ask.
    pub also: Vec<String>,
    /// Plain text; a valid message.
    pub answer: String,
}

/// What is wrong with a knowledge base: file, line where known, rule.
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

/// Reads a folder with `en/*.md` and `zh/*.md`.
///
/// # Errors
/// Every problem of every file.
pub fn from_folder(folder: &Path) -> Result<Vec<Article>, KnowledgeError> {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for language in ["en", "zh"] {
        list(folder, language, &mut files, &mut problems);
    }
    if files.is_empty() && problems.is_empty() {
        problems.push(format!("{}: no articles; expected files such as en/returns.md", folder.display()));
    }
    read(files, problems)
}

/// Texts of one language's files. A language without a folder has no articles.
fn list(folder: &Path, language: &str, files: &mut Vec<(String, String)>, problems: &mut Vec<String>) {
    let entries = match std::fs::read_dir(folder.join(language)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return,
        Err(error) => return problems.push(format!("{language}: {error}")),
    };
    for entry in entries {
        let path = match entry {
            Ok(entry) => entry.path(),
            Err(error) => return problems.push(format!("{language}: {error}")),
        };
        if path.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let name = format!("{language}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        match std::fs::read_to_string(&path) {
            Ok(text) => files.push((name, text)),
            Err(error) => problems.push(format!("{name}: {error}")),
        }
    }
}

/// Articles of files with their names, in the order of the names, whatever order the disk lists them in.
fn read(mut files: Vec<(String, String)>, mut problems: Vec<String>) -> Result<Vec<Article>, KnowledgeError> {
    files.sort();
    let (mut articles, mut places) = (Vec::new(), HashMap::new());
    for (name, text) in files {
        let language = match name.split('/').next() {
            Some("en") => Language::En,
            Some("zh") => Language::Zh,
            _ => {
                problems.push(format!("{name}: must lie in the folder en or zh"));
                continue;
            }
        };
        let parsed = markdown::parse(&text);
        let mut wrong = parsed.problems;
        for found in parsed.articles {
            wrong.extend(broken_rules(&found).into_iter().map(|rule| (found.line, rule)));
            let place = format!("{name}:{}", found.line);
            if let Some(first) = places.insert((language, found.title.clone()), place) {
                wrong.push((found.line, format!("the question \"{}\" stands in {first} too", found.title)));
            }
            let Found { title, also, answer, .. } = found;
            articles.push(Article { language, title, also, answer });
        }
        wrong.sort();
        problems.extend(wrong.into_iter().map(|(line, rule)| format!("{name}:{line}: {rule}")));
    }
    if problems.is_empty() { Ok(articles) } else { Err(KnowledgeError(problems)) }
}

fn broken_rules(found: &Found) -> Vec<String> {
    let mut broken = Vec::new();
    let (title, answer) = (found.title.chars().count(), found.answer.chars().count());
    if !(1..=TITLE_MAX).contains(&title) {
        broken.push(format!("the question has {title} characters; must be 1 to {TITLE_MAX}"));
    }
    if !(1..=ANSWER_MAX).contains(&answer) {
        broken.push(format!("the answer has {answer} characters; must be 1 to {ANSWER_MAX}"));
    } else if let Err(rule) = MessageText::try_from(found.answer.clone()) {
        broken.push(format!("the answer cannot be sent: {rule}"));
    }
    broken
}

#[cfg(test)]
#[path = "knowledge_test.rs"]
mod tests;
