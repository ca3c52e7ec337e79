//! The list of phrases: its shape, what is shipped, and an operator's own file.
//!
//! Owns the rules that a list keeps. Every problem is reported at once, as `place: field: rule`, so that it is put right
//! in one go; nothing is taken in while anything is wrong.

use super::fold::{BREAK, fold_phrase};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;
use toml::{Table, Value};
use utoipa::ToSchema;

const SHIPPED: &str = include_str!("shipped.toml");
/// Rules of a file, phrases of a rule, and characters of a phrase and of any other text, at most.
const RULES: usize = 500;
const PHRASES: usize = 200;
const PHRASE_CHARS: usize = 60;
const TEXT_CHARS: usize = 300;

/// What kind of phrases a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Words that should not be used at all.
    Banned,
    /// Blaming or dismissive.
    Tone,
    /// What nobody can keep.
    Promise,
}

/// What becomes of a message with a phrase of a rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The writer is warned.
    #[default]
    Warn,
    /// The server refuses it, unless it is sent knowingly; that is logged.
    Block,
}

/// Why, in the words of the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// Phrases that should not be sent for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Names it: an operator's rule of the same name takes its place.
    pub id: String,
    /// What kind.
    pub kind: Kind,
    /// What becomes of a message.
    #[serde(default)]
    pub level: Level,
    /// The phrases, in whatever language; `#` is any number.
    pub phrases: Vec<String>,
    /// Longer phrases inside which they are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// What may stand in their place, in the phrases' language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instead: Vec<String>,
    /// Why.
    pub why: Why,
}

/// What an operator wants of the list.
#[derive(Debug, Clone, Copy)]
pub struct Own<'a> {
    /// Begin with what is shipped.
    pub shipped: bool,
    /// Names of rules that are left out.
    pub off: &'a [String],
    /// The text of a file with more, or with others of the same names.
    pub file: Option<&'a str>,
}

/// Everything that is wrong with an operator's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<String>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wrong in the list of words:\n  {}", self.0.join("\n  "))
    }
}

impl std::error::Error for Problems {}

/// Rules and acknowledgements.
type List = (Vec<Rule>, Vec<String>);

static LIST: LazyLock<List> = LazyLock::new(|| parse(SHIPPED).expect("a test holds the shipped list to its rules"));

/// What is shipped, read once.
pub(super) fn shipped() -> &'static List {
    &LIST
}

pub(super) fn merged(own: &Own<'_>) -> Result<List, Problems> {
    let mut problems = Vec::new();
    let (mut rules, mut acknowledgements) = if own.shipped { shipped().clone() } else { List::default() };
    let (more, also) = own.file.map_or_else(|| Ok(List::default()), parse).unwrap_or_else(|Problems(found)| {
        problems.extend(found);
        List::default()
    });
    for id in own.off {
        if !rules.iter().chain(&more).any(|rule| rule.id == *id) {
            problems.push(format!("off: `{id}` names no rule{}", nearest(id, &rules)));
        }
    }
    for rule in more {
        match rules.iter_mut().find(|known| known.id == rule.id) {
            Some(known) => *known = rule,
            None => rules.push(rule),
        }
    }
    rules.retain(|rule| !own.off.contains(&rule.id));
    acknowledgements.extend(also);
    if problems.is_empty() { Ok((rules, acknowledgements)) } else { Err(Problems(problems)) }
}

fn nearest(id: &str, rules: &[Rule]) -> String {
    let scored = rules.iter().map(|rule| (strsim::jaro_winkler(id, &rule.id), &rule.id));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(likeness, _)| *likeness > 0.7);
    best.map_or_else(String::new, |(_, known)| format!("; did you mean `{known}`?"))
}

fn parse(text: &str) -> Result<List, Problems> {
    let file: Table = text.parse().map_err(|error: toml::de::Error| Problems(vec![error.to_string()]))?;
    let mut problems: Vec<String> = file
        .keys()
        .filter(|key| !matches!(key.as_str(), "rule" | "acknowledgements"))
        .map(|key| format!("{key}: unknown; there are `rule` and `acknowledgements`"))
        .collect();
    let mut seen = BTreeSet::new();
    let rules: Vec<Rule> = entries(&file, "rule", &mut problems)
        .iter()
        .enumerate()
        .filter_map(|(place, entry)| {
            let rule = Rule::deserialize(entry.clone());
            let rule = rule.map_err(|error| problems.push(format!("rule[{place}]: {}", error.message()))).ok()?;
            check(&rule, seen.insert(rule.id.clone()), &mut problems);
            Some(rule)
        })
        .collect();
    let acknowledgements: Vec<String> = entries(&file, "acknowledgements", &mut problems)
        .iter()
        .filter_map(|entry| {
            let phrase = entry.as_str();
            let fault = phrase.map_or(Some("a text"), phrase_fault);
            problems.extend(fault.map(|rule| format!("acknowledgements: {entry} must be {rule}")));
            phrase.map(str::to_owned)
        })
        .collect();
    if rules.len() > RULES {
        problems.push(format!("rule: at most {RULES}, not {}", rules.len()));
    }
    if problems.is_empty() { Ok((rules, acknowledgements)) } else { Err(Problems(problems)) }
}

fn entries<'a>(file: &'a Table, key: &str, problems: &mut Vec<String>) -> &'a [Value] {
    match file.get(key) {
        None => &[],
        Some(Value::Array(entries)) => entries,
        Some(_) => {
            problems.push(format!("{key}: must be a list"));
            &[]
        }
    }
}

fn check(rule: &Rule, is_new: bool, problems: &mut Vec<String>) {
    let id = &rule.id;
    let mut faults = rule.faults();
    if !is_new {
        faults.push(Fault { field: "id".to_owned(), rule: "stands in the file already".to_owned() });
    }
    problems.extend(faults.into_iter().map(|Fault { field, rule }| format!("rule `{id}`: {field}: {rule}")));
}

/// A field of a rule, and what it must keep to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fault {
    /// Which.
    pub field: String,
    /// What it must be.
    pub rule: String,
}

impl Rule {
    /// Everything that is wrong with it.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let Self { id, phrases, unless, instead, why, .. } = self;
        let mut faults = Vec::new();
        let mut wrong = |field: &str, rule: &str| faults.push(Fault { field: field.to_owned(), rule: rule.to_owned() });
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if id.is_empty() || id.len() > 40 || !id.bytes().all(fits) {
            wrong("id", "1 to 40 of a-z, 0-9 and -");
        }
        if phrases.is_empty() {
            wrong("phrases", "one or more");
        }
        for (field, list) in [("phrases", phrases), ("unless", unless)] {
            if list.len() > PHRASES {
                wrong(field, &format!("at most {PHRASES}, not {}", list.len()));
            }
            for phrase in list {
                if let Some(rule) = phrase_fault(phrase) {
                    wrong(field, &format!("`{phrase}` must be {rule}"));
                }
            }
        }
        for (field, text) in
            instead.iter().map(|text| ("instead", text)).chain([("why.en", &why.en), ("why.zh", &why.zh)])
        {
            if text.trim().is_empty() || text.chars().count() > TEXT_CHARS {
                wrong(field, &format!("1 to {TEXT_CHARS} characters"));
            }
        }
        faults
    }
}

/// A phrase that could never be found, or that would be found everywhere.
fn phrase_fault(phrase: &str) -> Option<&'static str> {
    let letters = fold_phrase(phrase);
    if letters.is_empty() || phrase.chars().count() > PHRASE_CHARS {
        return Some("1 to 60 characters with letters or numbers");
    }
    let is_broken = letters.iter().any(|letter| letter.plain == BREAK);
    is_broken.then_some("within one clause: no comma, colon, question mark or the like")
}
