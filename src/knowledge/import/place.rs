//! Places in files, and what is wrong there.

use std::fmt;

/// Where something stands within its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Place {
    /// A line of a text, from 1.
    Line(usize),
    /// A row of a table, from 1, the header included, as spreadsheets count.
    Row(usize),
    /// An item of a list, from 1.
    Item(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "{line}"),
            Self::Row(row) => write!(f, "row {row}"),
            Self::Item(item) => write!(f, "item {item}"),
        }
    }
}

/// Something that an author must mend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Problem {
    pub(super) at: Place,
    /// Which field, where it is about one.
    pub(super) field: Option<&'static str>,
    pub(super) rule: String,
}

impl Problem {
    pub(super) fn new(at: Place, rule: impl Into<String>) -> Self {
        Self { at, field: None, rule: rule.into() }
    }

    /// `file:place: field: rule`.
    pub(super) fn in_file(&self, file: &str) -> String {
        let Self { at, field, rule } = self;
        let field = field.map_or_else(String::new, |field| format!("{field}: "));
        format!("{file}:{at}: {field}{rule}")
    }
}

/// What a file holds, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) drafts: Vec<super::draft::Draft>,
    pub(super) problems: Vec<Problem>,
}
