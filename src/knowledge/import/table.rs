//! From a table with commas (CSV) to drafts. Pure.
//!
//! The first row names the columns, in any order. Other ways to ask stand in one cell, with `|` or line ends between.

use super::draft::{ABOUT, Draft, FIELDS, Written, unknown};
use super::place::{Parsed, Place, Problem};
use csv::{ReaderBuilder, StringRecord};

/// Columns without which there is no article.
const NEEDED: [&str; 2] = ["question", "answer"];

/// Reads one file.
pub(super) fn parse(text: &str) -> Parsed {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows = reader.records().enumerate().map(|(place, row)| (Place::Row(place + 1), row));
    let mut parsed = Parsed::default();
    let Some((_, Ok(header))) = rows.next() else {
        let rule = format!("the first row must name the columns: {}", FIELDS.join(", "));
        parsed.problems.push(Problem::new(Place::Row(1), rule));
        return parsed;
    };
    let columns = columns(&header, &mut parsed.problems);
    for (at, row) in rows {
        match row {
            Ok(row) if row.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(row) if row.len() != columns.len() => {
                let rule = format!("{} cells, but the first row names {}", row.len(), columns.len());
                parsed.problems.push(Problem::new(at, rule));
            }
            Ok(row) => parsed.drafts.push(draft(at, &row, &columns)),
            Err(error) => parsed.problems.push(Problem::new(at, error.to_string())),
        }
    }
    parsed
}

/// The field of each column; none where there is no such field.
fn columns(header: &StringRecord, problems: &mut Vec<Problem>) -> Vec<Option<&'static str>> {
    let at = Place::Row(1);
    let mut columns: Vec<Option<&'static str>> = Vec::new();
    for name in header {
        let name = name.trim().to_lowercase();
        let known = FIELDS.iter().find(|known| **known == name).copied();
        match known {
            None => problems.push(Problem::new(at, unknown(&name, &FIELDS))),
            Some(field) if columns.contains(&Some(field)) => {
                problems.push(Problem { at, field: Some(field), rule: "stands twice".to_owned() });
            }
            Some(_) => {}
        }
        columns.push(known);
    }
    for field in NEEDED.into_iter().filter(|field| !columns.contains(&Some(*field))) {
        problems.push(Problem { at, field: Some(field), rule: "the column is missing".to_owned() });
    }
    columns
}

fn draft(at: Place, row: &StringRecord, columns: &[Option<&'static str>]) -> Draft {
    let mut draft = Draft::at(at);
    for (cell, field) in row.iter().zip(columns) {
        let Some(field) = field.filter(|_| !cell.trim().is_empty()) else { continue };
        let written = || Written { text: cell.trim().to_owned(), at };
        match field {
            "question" => cell.trim().clone_into(&mut draft.question),
            "answer" => cell.trim().clone_into(&mut draft.answer),
            "language" => draft.language = Some(written()),
            "variants" => {
                let ways = cell.split(['|', '\n']).map(str::trim).filter(|way| !way.is_empty());
                draft.variants = ways.map(|way| Written { text: way.to_owned(), at }).collect();
            }
            about => {
                if let Some(place) = ABOUT.iter().position(|known| *known == about) {
                    draft.about[place] = Some(written());
                }
            }
        }
    }
    draft
}
