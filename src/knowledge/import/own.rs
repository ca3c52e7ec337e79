//! From what an admin has written on the settings page to an article, by the rules of files. Pure.

use super::draft::{Draft, Written};
use super::place::Place;
use crate::domain::Language;
use crate::knowledge::article::Article;
use serde::{Deserialize, Serialize};

/// Longest id, in characters.
const ID_MAX: usize = 60;

/// An article as an admin has written it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnArticle {
    /// Names it; one of a file's article takes its place.
    pub id: String,
    /// Written and kept, but not answered from.
    #[serde(default)]
    pub withdrawn: bool,
    /// Language it is written in.
    pub language: Language,
    /// The question.
    pub title: String,
    /// Other ways to ask.
    #[serde(default)]
    pub variants: Vec<String>,
    /// What is answered, with its places.
    pub answer: String,
    /// The shelf it belongs on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Counts up as the answer changes.
    pub version: u32,
    /// The day of the last review, such as 2026-11-26.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
    /// Where more is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A field of an article, and the rule that it breaks.
pub type FieldFault = (&'static str, String);

impl OwnArticle {
    /// The article.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn article(&self) -> Result<Article, Vec<FieldFault>> {
        let at = Place::Item(1);
        let written = |text: &str| Written { text: text.to_owned(), at };
        let given = |text: &Option<String>| text.as_deref().filter(|text| !text.trim().is_empty()).map(written);
        let language = match self.language {
            Language::En => "en",
            Language::Zh => "zh",
        };
        let draft = Draft {
            at,
            question: self.title.clone(),
            variants: self.variants.iter().map(|way| written(way)).collect(),
            answer: self.answer.clone(),
            language: Some(written(language)),
            about: [
                given(&self.category),
                Some(written(&self.version.to_string())),
                given(&self.reviewed),
                given(&self.source),
            ],
        };
        let checked = draft.check(None).map_err(|problems| {
            let fault = |field: Option<&'static str>| {
                field.map_or("", |field| if field == "question" { "title" } else { field })
            };
            problems.into_iter().map(|problem| (fault(problem.field), problem.rule)).collect::<Vec<_>>()
        });
        if is_id(&self.id) {
            return checked;
        }
        let wrong = ("id", format!("1 to {ID_MAX} of a-z, 0-9 and -"));
        Err(std::iter::once(wrong).chain(checked.err().into_iter().flatten()).collect())
    }
}

fn is_id(id: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=ID_MAX).contains(&id.len()) && id.bytes().all(fits)
}

#[cfg(test)]
#[path = "own_test.rs"]
mod tests;
