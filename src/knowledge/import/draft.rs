//! An article as written, whatever file it stands in, and the rules that make it one. Pure.
//!
//! Every rule is checked on its own, so that an author is told of all that is wrong at once, each with its place and
//! the name of its field.

use super::place::{Place, Problem};
use crate::domain::{Language, MessageText, Timestamp, date};
use crate::knowledge::article::Article;
use crate::knowledge::variables::Template;

/// Longest question, in characters.
const TITLE_MAX: usize = 120;
/// Longest of the other ways to ask, in characters.
const VARIANT_MAX: usize = 200;
/// Most other ways to ask.
const VARIANTS_MAX: usize = 50;
/// Longest answer, in characters: what fits a chat bubble without scrolling for ever.
const ANSWER_MAX: usize = 1_200;
/// Longest name of a category, in characters.
const CATEGORY_MAX: usize = 60;
/// Longest address, in characters.
const SOURCE_MAX: usize = 500;

/// The fields that may be written beside question, variants and answer.
pub(super) const ABOUT: [&str; 4] = ["category", "version", "reviewed", "source"];
/// All fields of a table or an object.
pub(super) const FIELDS: [&str; 8] =
    ["language", "question", "variants", "answer", "category", "version", "reviewed", "source"];

/// A value with the place where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) at: Place,
}

/// An article as written; what is empty counts as not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) at: Place,
    pub(super) question: String,
    pub(super) variants: Vec<Written>,
    pub(super) answer: String,
    pub(super) language: Option<Written>,
    /// By the names of `ABOUT`, in their order.
    pub(super) about: [Option<Written>; 4],
}

impl Draft {
    pub(super) fn at(at: Place) -> Self {
        let (question, answer) = (String::new(), String::new());
        Self { at, question, variants: Vec::new(), answer, language: None, about: [const { None }; 4] }
    }

    /// The article, or everything that is wrong with it. `folder` is the language of the folder it lies in.
    pub(super) fn check(self, folder: Option<Language>) -> Result<Article, Vec<Problem>> {
        let mut wrong = Checks(Vec::new());
        let at = self.at;
        let title = wrong.text(at, "question", &self.question, TITLE_MAX);
        let variants = wrong.variants(&self.variants, at);
        let answer = wrong.answer(at, &self.answer);
        let language = wrong.language(at, self.language.as_ref(), folder);
        let [category, version, reviewed, source] = &self.about;
        let category = category.as_ref().map(|it| wrong.text(it.at, "category", &it.text, CATEGORY_MAX));
        let version = version.as_ref().map_or(1, |it| wrong.version(it));
        let reviewed = reviewed.as_ref().and_then(|it| wrong.reviewed(it));
        let source = source.as_ref().map(|it| wrong.source(it));
        match (answer, language) {
            (Some(answer), Some(language)) if wrong.0.is_empty() => {
                Ok(Article { language, title, variants, answer, category, version, reviewed, source })
            }
            _ => Err(wrong.0),
        }
    }
}

/// What was found wrong so far.
struct Checks(Vec<Problem>);

impl Checks {
    fn wrong(&mut self, at: Place, field: &'static str, rule: impl Into<String>) {
        self.0.push(Problem { at, field: Some(field), rule: rule.into() });
    }

    fn text(&mut self, at: Place, field: &'static str, text: &str, most: usize) -> String {
        let (text, length) = (text.trim(), text.trim().chars().count());
        if !(1..=most).contains(&length) {
            self.wrong(at, field, format!("{length} characters; must be 1 to {most}"));
        } else if text.chars().any(char::is_control) {
            self.wrong(at, field, "holds control characters");
        }
        text.to_owned()
    }

    fn variants(&mut self, written: &[Written], at: Place) -> Vec<String> {
        if written.len() > VARIANTS_MAX {
            self.wrong(at, "variants", format!("{} other ways to ask; at most {VARIANTS_MAX}", written.len()));
        }
        written.iter().map(|variant| self.text(variant.at, "variants", &variant.text, VARIANT_MAX)).collect()
    }

    fn answer(&mut self, at: Place, text: &str) -> Option<Template> {
        let length = text.trim().chars().count();
        if !(1..=ANSWER_MAX).contains(&length) {
            self.wrong(at, "answer", format!("{length} characters; must be 1 to {ANSWER_MAX}"));
            return None;
        }
        if let Err(rule) = MessageText::try_from(text.to_owned()) {
            self.wrong(at, "answer", format!("cannot be sent: {rule}"));
        }
        match Template::parse(text.trim()) {
            Ok(template) => Some(template),
            Err(rules) => {
                for rule in rules {
                    self.wrong(at, "answer", rule);
                }
                None
            }
        }
    }

    fn language(&mut self, at: Place, written: Option<&Written>, folder: Option<Language>) -> Option<Language> {
        let Some(Written { text, at }) = written else {
            if folder.is_none() {
                self.wrong(at, "language", "missing; must be en or zh, or the file lies in the folder en or zh");
            }
            return folder;
        };
        let language = named(text.trim());
        match (language, folder) {
            (None, _) => self.wrong(*at, "language", format!("`{}`; must be en or zh", text.trim())),
            (Some(one), Some(other)) if one != other => {
                self.wrong(
                    *at,
                    "language",
                    format!("`{}`, but the file lies in another language's folder", text.trim()),
                );
            }
            _ => {}
        }
        language
    }

    fn version(&mut self, written: &Written) -> u32 {
        let version = written.text.trim().parse().ok().filter(|version| (1..=1_000_000).contains(version));
        version.unwrap_or_else(|| {
            self.wrong(written.at, "version", format!("`{}`; must be 1 to 1000000", written.text.trim()));
            1
        })
    }

    fn reviewed(&mut self, written: &Written) -> Option<Timestamp> {
        let text = written.text.trim();
        let day = date::parse(text).ok().filter(|_| !text.contains('T'));
        if day.is_none() {
            self.wrong(written.at, "reviewed", format!("`{text}`; must be a day such as 2026-11-26"));
        }
        day
    }

    fn source(&mut self, written: &Written) -> String {
        let text = written.text.trim();
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_address = rest.is_some_and(|rest| rest.contains('.') || rest.starts_with("localhost"))
            && !text.chars().any(|c| c.is_whitespace() || c.is_control());
        if !is_address || text.chars().count() > SOURCE_MAX {
            let rule = format!(
                "`{text}`; must be an address such as https://shop.example/help, up to {SOURCE_MAX} characters"
            );
            self.wrong(written.at, "source", rule);
        }
        text.to_owned()
    }
}

/// A language by its name in files and folders.
pub(super) fn named(name: &str) -> Option<Language> {
    match name {
        "en" => Some(Language::En),
        "zh" => Some(Language::Zh),
        _ => None,
    }
}

/// What to say of a field that does not exist.
pub(super) fn unknown(name: &str, known: &[&'static str]) -> String {
    let nearest = known
        .iter()
        .map(|known| (strsim::jaro_winkler(name, known), *known))
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match nearest {
        Some((likeness, near)) if likeness > 0.7 => format!("no field `{name}`; did you mean `{near}`?"),
        _ => format!("no field `{name}`; there are {}", known.join(", ")),
    }
}
