//! Hand-written cases: distress, golden messages, explanations; dialects have a module of their own. Owns the files'
//! format; a broken line is reported and left out.

use super::metrics::{Pair, accuracy, mean};
use super::table::Limit;
use super::{Entry, Findings, Folder, LANGUAGES, Lab, Question, Section, Unavailable, dialect};
use crate::domain::{Language, Span};
use crate::triage::{Policy, Speaker, Turn};
use std::collections::BTreeMap;

/// So many of the words that explain a message are shown to people first.
pub const SHOWN: usize = 3;
/// From this probability on a golden message counts as angry.
const HIGH: f32 = 0.5;

/// All sections on hand-written cases.
#[must_use]
pub fn sections() -> Vec<Section> {
    let of = |kind: &str, measure: fn(&mut dyn Lab, &Suite) -> Result<Findings, Unavailable>| {
        LANGUAGES.map(|(language, name)| {
            let suite = Suite { set: format!("{kind} {name}"), file: format!("{kind}_{name}.tsv"), language };
            Section::new(suite.set.clone(), move |lab| measure(lab, &suite))
        })
    };
    [of("distress", distress), of("dialect", dialect::measure), of("golden", golden), of("explain", explain)]
        .into_iter()
        .flatten()
        .collect()
}

/// One file of cases.
pub struct Suite {
    /// As the table calls it.
    pub set: String,
    /// Its file.
    pub file: String,
    /// Its language.
    pub language: Language,
}

impl Suite {
    /// The lines' columns; those with another number of columns, or that `is_good` refuses, are reported.
    ///
    /// # Errors
    /// When the file cannot be read or holds nothing good.
    pub fn columns<const N: usize>(
        &self,
        lab: &mut dyn Lab,
        rule: &str,
        is_good: fn(&[String; N]) -> bool,
    ) -> Result<Vec<[String; N]>, Unavailable> {
        let mut kept = Vec::new();
        for (number, line) in lab.lines(Folder::Cases, &self.file)? {
            let line = line.trim_end_matches(['\n', '\r']);
            if line.is_empty() {
                continue;
            }
            let columns: Vec<String> = line.split('\t').map(str::to_owned).collect();
            match <[String; N]>::try_from(columns) {
                Ok(columns) if is_good(&columns) => kept.push(columns),
                Ok(_) => lab.fault(format!("{} line {number}: {rule}", self.file)),
                Err(columns) => {
                    lab.fault(format!("{} line {number}: {} columns, must be {N}", self.file, columns.len()));
                }
            }
        }
        if kept.is_empty() { Err(Unavailable(format!("{} holds no case", self.file))) } else { Ok(kept) }
    }

    /// Messages without context in this language.
    #[must_use]
    pub fn questions<'a>(&self, texts: impl Iterator<Item = &'a String>) -> Vec<Question> {
        texts.map(|text| Question::alone(text, self.language)).collect()
    }
}

fn distress(lab: &mut dyn Lab, suite: &Suite) -> Result<Findings, Unavailable> {
    let cases =
        suite.columns::<3>(lab, "column 1 must be 1 or 0", |[page, _, _]| matches!(page.as_str(), "1" | "0"))?;
    let scores = lab.read(&suite.questions(cases.iter().map(|[_, _, text]| text)))?;
    let line = Policy::shipped().distress;
    let paged = |page: &str| -> Vec<bool> {
        let meant = cases.iter().zip(&scores).filter(|([known, ..], _)| known == page);
        meant.map(|(_, score)| score.risks.distress >= line).collect()
    };
    let recall = Limit::AtLeast { floor: 0.95, goal: None };
    Ok(vec![
        Entry::over_rows((&suite.set, "recall at the policy's line"), recall, paged("1"), share),
        Entry::over_rows((&suite.set, "paged without need"), Limit::at_most(0.05), paged("0"), share),
    ]
    .into())
}

/// Share of those that are so.
fn share(rows: &[&bool]) -> f64 {
    mean(rows.iter().map(|row| f64::from(u8::from(**row))))
}

fn golden(lab: &mut dyn Lab, suite: &Suite) -> Result<Findings, Unavailable> {
    let rule = "column 1 must be high or low, column 3 turns `role:text` joined by ` || `";
    let cases = suite.columns::<4>(lab, rule, |[level, _, context, _]| {
        matches!(level.as_str(), "high" | "low") && turns(context).is_some()
    })?;
    let language = suite.language;
    let question = |[_, _, context, text]: &[String; 4]| {
        let context = turns(context).unwrap_or_default();
        Question { text: text.clone(), language, context }
    };
    let scores = lab.read(&cases.iter().map(question).collect::<Vec<_>>())?;
    let mut by_case: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    let mut pairs = Vec::new();
    for ([level, case, ..], score) in cases.iter().zip(&scores) {
        let pair = Pair { truth: usize::from(level == "high"), found: usize::from(score.anger >= HIGH) };
        by_case.entry(case).or_default().push(pair.truth == pair.found);
        pairs.push(pair);
    }
    let line = |(case, right): (&str, Vec<bool>)| {
        let good = right.iter().filter(|is_right| **is_right).count();
        format!("- {}, {case}: {good} of {}", suite.set, right.len())
    };
    let notes = by_case.into_iter().map(line).collect();
    let entry = Entry::over_rows((&suite.set, "accuracy at anger .5"), Limit::None, pairs, accuracy);
    Ok(Findings { entries: vec![entry], notes })
}

/// Turns as a golden case writes them; `None` when they are written otherwise.
fn turns(context: &str) -> Option<Vec<Turn>> {
    if context.trim().is_empty() {
        return Some(Vec::new());
    }
    let turn = |written: &str| {
        let (role, text) = written.trim().split_once(':')?;
        let speaker = match role {
            "visitor" => Speaker::Visitor,
            "bot" => Speaker::Bot,
            "agent" => Speaker::Agent,
            _ => return None,
        };
        Some(Turn { speaker, text: text.trim().into() })
    };
    context.split(" || ").map(turn).collect()
}

fn explain(lab: &mut dyn Lab, suite: &Suite) -> Result<Findings, Unavailable> {
    let rule = "column 2 must be words of the text with commas between";
    let cases = suite.columns::<2>(lab, rule, |[text, words]| !words.is_empty() && missing(text, words).is_none())?;
    let scores = lab.read(&suite.questions(cases.iter().map(|[text, _]| text)))?;
    let hits = cases.iter().zip(&scores).map(|([text, words], score)| {
        let first = &score.spans[..score.spans.len().min(SHOWN)];
        words.split(',').flat_map(|word| places(text, word.trim())).any(|place| overlaps(first, place))
    });
    let name = (suite.set.as_str(), "a listed word among the first 3");
    Ok(vec![Entry::over_rows(name, Limit::None, hits.collect(), share)].into())
}

/// The first listed word that the text does not hold.
fn missing<'a>(text: &str, words: &'a str) -> Option<&'a str> {
    words.split(',').find(|word| word.trim().is_empty() || !text.contains(word.trim()))
}

/// Where the word stands in the text, in characters: first and one past the last, of every place.
fn places(text: &str, word: &str) -> Vec<(u32, u32)> {
    let length = word.chars().count();
    let found = text.match_indices(word).map(|(byte, _)| text[..byte].chars().count());
    found.map(|start| (start as u32, (start + length) as u32)).collect()
}

fn overlaps(spans: &[Span], (start, end): (u32, u32)) -> bool {
    spans.iter().any(|span| span.start < end && start < span.end)
}

#[cfg(test)]
#[path = "cases_test.rs"]
mod tests;
