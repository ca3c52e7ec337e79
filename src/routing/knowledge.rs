//! The knowledge base: articles in Markdown, one folder per language.
//!
//! Format: `# Question` begins an article. A block quote under it lists other ways to ask, one a line. The rest is the
//! answer; formatting is dropped, since everything is plain text end to end. Owns reading and checking; every problem
//! of every file is reported at once.

use crate::domain::Language;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use rust_embed::RustEmbed;
use std::path::Path;

/// Longest answer, in characters: what fits a chat bubble without scrolling for ever.
const ANSWER_MAX: usize = 1_200;

/// One question with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Language of the folder it lies in.
    pub language: Language,
    /// The question, as in the heading; its name in handoff packets.
    pub title: String,
    /// Other ways to ask.
    pub also: Vec<String>,
    /// Plain text.
    pub answer: String,
}

/// What is wrong with a knowledge base: file, line where known, rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} in the knowledge base:\n  {}", if .0.len() == 1 { "1 problem" } else { "problems" }, .0.join("\n  "))]
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
    parse_all(files)
}

/// Reads a folder with `en/*.md` and `zh/*.md`.
///
/// # Errors
/// Every problem of every file.
pub fn from_folder(folder: &Path) -> Result<Vec<Article>, KnowledgeError> {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for language in ["en", "zh"] {
        let path = folder.join(language);
        let Ok(entries) = std::fs::read_dir(&path) else { continue };
        for path in entries
            .filter_map(|entry| entry.ok().map(|e| e.path()))
            .filter(|p| p.extension().is_some_and(|e| e == "md"))
        {
            let name = format!("{language}/{}", path.file_name().unwrap_or_default().to_string_lossy());
            match std::fs::read_to_string(&path) {
                Ok(text) => files.push((name, text)),
                Err(error) => problems.push(format!("{name}: {error}")),
            }
        }
    }
    if files.is_empty() && problems.is_empty() {
        problems.push(format!("{}: no articles; expected files such as en/returns.md", folder.display()));
    }
    files.sort();
    match parse_all(files) {
        Ok(articles) if problems.is_empty() => Ok(articles),
        Ok(_) => Err(KnowledgeError(problems)),
        Err(KnowledgeError(more)) => Err(KnowledgeError(problems.into_iter().chain(more).collect())),
    }
}

fn parse_all(files: impl IntoIterator<Item = (String, String)>) -> Result<Vec<Article>, KnowledgeError> {
    let (mut articles, mut problems) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let language = match name.split('/').next() {
            Some("en") => Language::En,
            Some("zh") => Language::Zh,
            _ => {
                problems.push(format!("{name}: must lie in the folder en or zh"));
                continue;
            }
        };
        let (found, wrong) = parse(language, &text);
        articles.extend(found);
        problems.extend(wrong.into_iter().map(|(line, what)| format!("{name}:{line}: {what}")));
    }
    if problems.is_empty() { Ok(articles) } else { Err(KnowledgeError(problems)) }
}

/// Articles of one file, and what is wrong with it by line.
#[must_use]
pub fn parse(language: Language, text: &str) -> (Vec<Article>, Vec<(usize, String)>) {
    let mut reading =
        Reading { language, articles: Vec::new(), lines: Vec::new(), problems: Vec::new(), place: Place::Answer };
    for (event, range) in Parser::new(text).into_offset_iter() {
        let line = text[..range.start].matches('\n').count() + 1;
        reading.take(event, line);
    }
    reading.finish()
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Title,
    Also,
    Answer,
}

struct Reading {
    language: Language,
    articles: Vec<Article>,
    lines: Vec<usize>,
    problems: Vec<(usize, String)>,
    place: Place,
}

impl Reading {
    fn take(&mut self, event: Event<'_>, line: usize) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                let (title, also, answer) = (String::new(), Vec::new(), String::new());
                self.articles.push(Article { language: self.language, title, also, answer });
                self.lines.push(line);
                self.place = Place::Title;
            }
            Event::Start(Tag::BlockQuote(_)) => self.place = Place::Also,
            Event::Start(Tag::Item) => self.write("- ", line),
            Event::End(TagEnd::Heading(_) | TagEnd::BlockQuote(_)) => self.place = Place::Answer,
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::List(_)) | Event::HardBreak | Event::SoftBreak => {
                self.write("\n", line);
            }
            Event::Text(text) | Event::Code(text) => self.write(&text, line),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.problems.push((line, "HTML is not allowed; write plain text".to_owned()));
            }
            _ => {}
        }
    }

    fn write(&mut self, text: &str, line: usize) {
        let place = self.place;
        let Some(article) = self.articles.last_mut() else {
            if !text.trim().is_empty() {
                self.problems.push((line, "text before the first `# Question`".to_owned()));
            }
            return;
        };
        match place {
            Place::Title => article.title.push_str(text),
            Place::Answer => article.answer.push_str(text),
            Place::Also => match (text, article.also.last_mut()) {
                ("\n", _) => article.also.push(String::new()),
                (_, Some(last)) => last.push_str(text),
                (_, None) => article.also.push(text.to_owned()),
            },
        }
    }

    fn finish(mut self) -> (Vec<Article>, Vec<(usize, String)>) {
        for (article, line) in self.articles.iter_mut().zip(&self.lines) {
            article.title = article.title.trim().to_owned();
            article.also.retain(|way| !way.trim().is_empty());
            article.answer = article.answer.trim().to_owned();
            let length = article.answer.chars().count();
            if article.title.is_empty() {
                self.problems.push((*line, "the question is empty".to_owned()));
            }
            if length == 0 || length > ANSWER_MAX {
                self.problems.push((*line, format!("the answer has {length} characters; must be 1 to {ANSWER_MAX}")));
            }
        }
        (self.articles, self.problems)
    }
}

#[cfg(test)]
#[path = "knowledge_test.rs"]
mod tests;
