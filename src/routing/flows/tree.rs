//! A TOML file as a tree that remembers its lines. Pure. Reads on past what is no TOML, so that all of it is told at once.

use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// Longest value that is shown, in characters.
const SHOWN: usize = 40;

/// What is wrong: where, and against which rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Problem {
    pub(super) line: usize,
    /// Key, value and rule.
    pub(super) what: String,
}

/// A value and its line.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) value: Value,
}

#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Whole(i64),
    Yes(bool),
    List(Vec<Node>),
    Table(Table),
    /// Of a kind that no key takes.
    Other,
}

/// Keys with the line of each, in an order of their names.
#[derive(Debug, Clone, Default)]
pub(super) struct Table(pub(super) Vec<(String, usize, Node)>);

impl Table {
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.0.iter().find(|(name, ..)| name == key).map(|(.., node)| node)
    }
}

impl Node {
    /// The value for people.
    pub(super) fn shown(&self) -> String {
        let text = match &self.value {
            Value::Text(text) => text.clone(),
            Value::Whole(number) => number.to_string(),
            Value::Yes(yes) => yes.to_string(),
            Value::List(items) => format!("a list of {}", items.len()),
            Value::Table(_) => "a table".to_owned(),
            Value::Other => "a value of another kind".to_owned(),
        };
        let mut shown: String = text.chars().take(SHOWN).collect();
        if text.chars().count() > SHOWN {
            shown.push('…');
        }
        shown
    }
}

/// Reads a file.
pub(super) fn parse(text: &str) -> (Table, Vec<Problem>) {
    let starts: Vec<usize> = text.match_indices('\n').map(|(place, _)| place).collect();
    let line = |span: Range<usize>| starts.partition_point(|start| *start < span.start) + 1;
    let (root, errors) = DeTable::parse_recoverable(text);
    let problems = errors.iter().map(|error| Problem {
        line: error.span().map_or(1, line),
        what: format!("is no TOML: {}", error.message().replace('\n', " ")),
    });
    (table(root.get_ref(), &line), problems.collect())
}

fn table(of: &DeTable<'_>, line: &impl Fn(Range<usize>) -> usize) -> Table {
    let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let key: &Spanned<std::borrow::Cow<'_, str>> = key;
        let at = line(key.span());
        (key.get_ref().to_string(), at, Node { line: at, ..node(value, line) })
    };
    Table(of.iter().map(entry).collect())
}

fn node(of: &Spanned<DeValue<'_>>, line: &impl Fn(Range<usize>) -> usize) -> Node {
    let value = match of.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => number.as_str().parse().map_or(Value::Other, Value::Whole),
        DeValue::Boolean(yes) => Value::Yes(*yes),
        DeValue::Array(items) => Value::List(list(items, line)),
        DeValue::Table(inner) => Value::Table(table(inner, line)),
        DeValue::Float(_) | DeValue::Datetime(_) => Value::Other,
    };
    Node { line: line(of.span()), value }
}

fn list(items: &DeArray<'_>, line: &impl Fn(Range<usize>) -> usize) -> Vec<Node> {
    items.iter().map(|item| node(item, line)).collect()
}
