//! Answers with places to fill: `{order}`, `{customer name|there}`. Pure.
//!
//! Owns which variables there are, and the rule that an answer with a place that nobody can fill is not given out.

use super::braces::{Piece, pieces};
use crate::domain::MessageText;

/// What a place stands for, with its names in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Variable {
    CustomerName,
    Order,
    Amount,
    Date,
}

const NAMES: &[(&str, Variable)] = &[
    ("customer name", Variable::CustomerName),
    ("order", Variable::Order),
    ("amount", Variable::Amount),
    ("date", Variable::Date),
    ("客户姓名", Variable::CustomerName),
    ("订单号", Variable::Order),
    ("金额", Variable::Amount),
    ("日期", Variable::Date),
];
/// Longest value that is put into an answer, in characters. A name is whatever a visitor claims.
const VALUE_MAX: usize = 60;

/// What is known of this conversation, as the visitor wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    /// The visitor's name, if given.
    pub customer_name: Option<String>,
    /// The order number they mentioned last.
    pub order: Option<String>,
    /// The sum of money they mentioned last.
    pub amount: Option<String>,
    /// The day they mentioned last.
    pub date: Option<String>,
}

impl Values {
    fn of(&self, variable: Variable) -> Option<&str> {
        let value = match variable {
            Variable::CustomerName => &self.customer_name,
            Variable::Order => &self.order,
            Variable::Amount => &self.amount,
            Variable::Date => &self.date,
        };
        let value = value.as_deref().map(str::trim).filter(|value| !value.is_empty())?;
        let is_fit = value.chars().count() <= VALUE_MAX && !value.chars().any(char::is_control);
        is_fit.then_some(value)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Place { name: &'static str, variable: Variable, otherwise: Option<String> },
}

/// A text with places to fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Part>);

impl Template {
    /// Reads a text; `{{` and `}}` are braces that mean nothing.
    ///
    /// # Errors
    /// Every rule that it breaks.
    pub fn parse(text: &str) -> Result<Self, Vec<String>> {
        let (mut parts, mut wrong) = (Vec::new(), Vec::new());
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) => parts.push(Part::Text(words)),
                Piece::Place(inner) => match place(inner) {
                    Ok(place) => parts.push(place),
                    Err(rule) => wrong.push(rule),
                },
                Piece::Stray(brace) => wrong.push(format!("a single `{brace}`; write `{brace}{brace}` for a brace")),
            }
        }
        if wrong.is_empty() { Ok(Self(parts)) } else { Err(wrong) }
    }

    /// The text with every place filled; `None` where a place has neither a value nor a word in its stead.
    #[must_use]
    pub fn fill(&self, values: &Values) -> Option<MessageText> {
        let filled: Option<String> = self
            .0
            .iter()
            .map(|part| match part {
                Part::Text(text) => Some(text.as_str()),
                Part::Place { variable, otherwise, .. } => values.of(*variable).or(otherwise.as_deref()),
            })
            .collect();
        MessageText::try_from(filled?).ok()
    }

    /// The text as it is written, places and all: read again it is the same.
    #[must_use]
    pub fn written(&self) -> String {
        let written = |part: &Part| match part {
            Part::Text(text) => text.replace('{', "{{").replace('}', "}}"),
            Part::Place { name, otherwise: None, .. } => format!("{{{name}}}"),
            Part::Place { name, otherwise: Some(otherwise), .. } => format!("{{{name}|{otherwise}}}"),
        };
        self.0.iter().map(written).collect()
    }

    /// The text without its places, for a search, and for people who compare.
    #[must_use]
    pub fn plain(&self) -> String {
        self.0
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.as_str(),
                Part::Place { otherwise, .. } => otherwise.as_deref().unwrap_or(" "),
            })
            .collect()
    }
}

fn place(inner: &str) -> Result<Part, String> {
    let (name, otherwise) = match inner.split_once('|') {
        Some((name, otherwise)) => (name, Some(otherwise.to_owned())),
        None => (inner, None),
    };
    let wanted = name.trim().to_lowercase();
    let found = NAMES.iter().find(|(known, _)| *known == wanted);
    found.map(|(name, variable)| Part::Place { name, variable: *variable, otherwise }).ok_or_else(|| {
        let known: Vec<&str> = NAMES.iter().map(|(known, _)| *known).collect();
        format!("no variable `{{{}}}`; there are {}", name.trim(), known.join(", "))
    })
}

#[cfg(test)]
#[path = "variables_test.rs"]
mod tests;
