//! The keys of one table, each read with its rule; what is wrong is noted with file line, key, value and rule, and
//! reading goes on.

use super::Text;
use super::template::Template;
use super::tree::{Node, Problem, Table, Value};
use crate::domain::{Label, Language};
use std::ops::RangeInclusive;

/// Longest text of one step, in characters.
const TEXT_MAX: usize = 600;
/// Longest label of a button or a slot, in characters.
pub(super) const LABEL_MAX: usize = 60;
const BOTH: &str = "every text stands in English (en) and in Chinese (zh)";

/// Everything that is wrong so far.
#[derive(Debug, Default)]
pub(super) struct Notes(pub(super) Vec<Problem>);

impl Notes {
    pub(super) fn rule(&mut self, line: usize, at: &str, value: &str, rule: &str) {
        self.0.push(Problem { line, what: format!("{at} is `{value}`; must be {rule}") });
    }

    pub(super) fn missing(&mut self, line: usize, at: &str, rule: &str) {
        self.0.push(Problem { line, what: format!("{at} is missing; {rule}") });
    }

    fn unknown(&mut self, line: usize, at: &str, key: &str, known: &[&str]) {
        let near = known.iter().map(|known| (strsim::jaro_winkler(key, known), *known));
        let what = match near.max_by(|one, other| one.0.total_cmp(&other.0)) {
            Some((likeness, known)) if likeness > 0.7 => format!("unknown; did you mean `{known}`?"),
            _ => format!("unknown; there are {}", known.join(", ")),
        };
        self.0.push(Problem { line, what: format!("{at} is {what}") });
    }
}

/// One table.
pub(super) struct Fields<'a> {
    pub(super) table: &'a Table,
    pub(super) line: usize,
    /// Where it stands, such as `flow.return.order`.
    pub(super) at: String,
}

impl<'a> Fields<'a> {
    /// Only these keys may stand here.
    pub(super) fn of(table: &'a Table, (line, at): (usize, String), known: &[&str], notes: &mut Notes) -> Self {
        let fields = Self { table, line, at };
        for (key, line, _) in table.0.iter().filter(|(key, ..)| !known.contains(&key.as_str())) {
            notes.unknown(*line, &fields.key(key), key, known);
        }
        fields
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    pub(super) fn key(&self, key: &str) -> String {
        if self.at.is_empty() { key.to_owned() } else { format!("{}.{key}", self.at) }
    }

    pub(super) fn missing(&self, key: &str, rule: &str, notes: &mut Notes) {
        notes.missing(self.line, &self.key(key), rule);
    }

    pub(super) fn wrong(&self, key: &str, rule: &str, notes: &mut Notes) {
        if let Some(node) = self.table.get(key) {
            notes.rule(node.line, &self.key(key), &node.shown(), rule);
        }
    }

    pub(super) fn string(&self, key: &str, notes: &mut Notes) -> Option<&'a str> {
        let node = self.table.get(key)?;
        if let Value::Text(text) = &node.value {
            return Some(text);
        }
        self.wrong(key, "a text in quotation marks", notes);
        None
    }

    pub(super) fn number(&self, key: &str, within: &RangeInclusive<u32>, notes: &mut Notes) -> Option<u32> {
        let node = self.table.get(key)?;
        let number = match node.value {
            Value::Whole(number) => u32::try_from(number).ok().filter(|number| within.contains(number)),
            _ => None,
        };
        if number.is_none() {
            self.wrong(key, &format!("{} to {}", within.start(), within.end()), notes);
        }
        number
    }

    pub(super) fn yes(&self, key: &str, notes: &mut Notes) -> Option<bool> {
        let node = self.table.get(key)?;
        if let Value::Yes(yes) = node.value {
            return Some(yes);
        }
        self.wrong(key, "true or false", notes);
        None
    }

    pub(super) fn list(&self, key: &str, notes: &mut Notes) -> Option<&'a [Node]> {
        let node = self.table.get(key)?;
        if let Value::List(items) = &node.value {
            return Some(items);
        }
        self.wrong(key, "a list in square brackets", notes);
        None
    }

    /// Words in both languages.
    pub(super) fn label(&self, key: &str, notes: &mut Notes) -> Option<Label> {
        label(self.table.get(key)?, &self.key(key), (LABEL_MAX, &[]), notes)
    }

    /// A text with places, in both languages.
    pub(super) fn text(&self, key: &str, notes: &mut Notes) -> Option<Text> {
        let node = self.table.get(key)?;
        let label = label(node, &self.key(key), (TEXT_MAX, &[]), notes)?;
        let mut read = |language: Language| {
            let text = label.to(language);
            Template::parse(text)
                .map_err(|rules| {
                    let code = if language == Language::En { "en" } else { "zh" };
                    let at = format!("{}.{code}", self.key(key));
                    let shown = Node { line: node.line, value: Value::Text(text.to_owned()) }.shown();
                    for rule in rules {
                        notes.rule(node.line, &at, &shown, &rule);
                    }
                })
                .ok()
        };
        let (en, zh) = (read(Language::En), read(Language::Zh));
        Some(Text { en: en?, zh: zh? })
    }
}

/// Words in both languages, each of one to so many characters; beside them nothing but the keys of `more`.
pub(super) fn label(node: &Node, at: &str, (most, more): (usize, &[&str]), notes: &mut Notes) -> Option<Label> {
    let Value::Table(table) = &node.value else {
        notes.rule(node.line, at, &node.shown(), "a text in both languages: { en = \"…\", zh = \"…\" }");
        return None;
    };
    let known = [&["en", "zh"], more].concat();
    let fields = Fields::of(table, (node.line, at.to_owned()), &known, notes);
    let mut one = |key: &str| {
        if !fields.has(key) {
            fields.missing(key, BOTH, notes);
        }
        let text = fields.string(key, notes)?;
        let is_fit = (1..=most).contains(&text.trim().chars().count())
            && !text.chars().any(|letter| letter.is_control() && letter != '\n');
        if !is_fit {
            fields.wrong(key, &format!("1 to {most} characters, without control characters"), notes);
        }
        is_fit.then(|| text.trim().to_owned())
    };
    let (en, zh) = (one("en"), one("zh"));
    Some(Label { en: en?, zh: zh? })
}
