//! The evaluation of the model: which rows are read, what is measured over them, and what must be reached.
//!
//! Owns the sections, their measures, limits and attacks, the shape of the table, and the comparison of two models. Never reads a file, never loads
//! a model, never prints: the world comes in through [`Lab`], chance through a seeded generator. Whoever runs it
//! answers with the same scores as the live server gives.
//!
//! Invariant: the same rows and the same scores give the same table, whichever sections are asked for.

pub mod attack;
pub mod calibration;
pub mod cases;
pub mod chats;
pub mod dialect;
pub mod explanation;
pub mod homophones;
pub mod interval;
pub mod labelled;
pub mod metrics;
pub mod month;
pub mod paired;
pub mod retrieval;
pub mod robustness;
pub mod sets;
pub mod table;

use crate::domain::{Language, Score};
use crate::triage::Turn;
use interval::Estimate;
use rand::SeedableRng;
use rand::rngs::StdRng;
use table::Limit;

/// Seed of every interval, so that a section gives the same figures alone and among others.
const SEED: u64 = 1;

/// A message to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What it says.
    pub text: String,
    /// The language of its set.
    pub language: Language,
    /// Turns before it, oldest first.
    pub context: Vec<Turn>,
}

impl Question {
    /// A message without context.
    #[must_use]
    pub fn alone(text: impl Into<String>, language: Language) -> Self {
        Self { text: text.into(), language, context: Vec::new() }
    }
}

/// Where a file is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// The labelled data.
    Data,
    /// The hand-written cases.
    Cases,
    /// The bundled knowledge base.
    Knowledge,
}

/// Why a section could not be measured, for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unavailable(pub String);

/// What the evaluation needs of the world.
pub trait Lab {
    /// The file's lines with their numbers from 1; unpacked when it ends in `.gz`.
    ///
    /// # Errors
    /// When the file cannot be read; names it.
    fn lines(&mut self, folder: Folder, file: &str) -> Result<Vec<(usize, String)>, Unavailable>;

    /// The model's scores, one for each question, in order.
    ///
    /// # Errors
    /// When a question could not be scored.
    fn read(&mut self, questions: &[Question]) -> Result<Vec<Score>, Unavailable>;

    /// For each question the places of its words, as in `Prepared::words`.
    ///
    /// # Errors
    /// When a text could not be cut.
    fn words(&mut self, questions: &[Question]) -> Result<Vec<Vec<(u32, u32)>>, Unavailable>;

    /// What each text means, as the encoder gives it, in order.
    ///
    /// # Errors
    /// When a text could not be read.
    fn meanings(&mut self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Unavailable>;

    /// Takes note of a row that is broken and was left out.
    fn fault(&mut self, what: String);
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What was read.
    pub set: String,
    /// What was measured.
    pub measure: String,
    /// Rows.
    pub n: usize,
    /// The figure.
    pub estimate: Estimate,
    /// What it must reach.
    pub limit: Limit,
}

impl Entry {
    /// A measure over rows that stand each for itself.
    pub fn over_rows<T>(name: (&str, &str), limit: Limit, rows: Vec<T>, measure: impl Fn(&[&T]) -> f64) -> Self {
        let groups: Vec<Vec<T>> = rows.into_iter().map(|row| vec![row]).collect();
        Self::over(name, limit, &groups, measure)
    }

    /// A measure over groups of rows, such as chats; `name` is the set and the measure.
    pub fn over<T>(name: (&str, &str), limit: Limit, groups: &[Vec<T>], measure: impl Fn(&[&T]) -> f64) -> Self {
        let estimate = interval::estimate(groups, measure, &mut StdRng::seed_from_u64(SEED));
        let n = groups.iter().map(Vec::len).sum();
        Self { set: name.0.to_owned(), measure: name.1.to_owned(), n, estimate, limit }
    }
}

/// What a section found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// Lines of the table.
    pub entries: Vec<Entry>,
    /// Lines under the table.
    pub notes: Vec<String>,
}

impl From<Vec<Entry>> for Findings {
    fn from(entries: Vec<Entry>) -> Self {
        Self { entries, notes: Vec::new() }
    }
}

type Measure = Box<dyn Fn(&mut dyn Lab) -> Result<Findings, Unavailable>>;

/// A part of the evaluation that can be run alone.
pub struct Section {
    /// Begins the names of its sets.
    pub name: String,
    measure: Measure,
}

impl Section {
    /// A section.
    pub fn new(
        name: impl Into<String>,
        measure: impl Fn(&mut dyn Lab) -> Result<Findings, Unavailable> + 'static,
    ) -> Self {
        Self { name: name.into(), measure: Box::new(measure) }
    }

    /// Measures it.
    ///
    /// # Errors
    /// Why it cannot be.
    pub fn run(&self, lab: &mut dyn Lab) -> Result<Findings, Unavailable> {
        (self.measure)(lab)
    }
}

/// All sections, in the table's order.
#[must_use]
pub fn sections() -> Vec<Section> {
    let all = [
        labelled::sections(),
        chats::sections(),
        calibration::sections(),
        robustness::sections(),
        cases::sections(),
        vec![explanation::section(), month::section()],
        retrieval::sections(),
    ];
    all.into_iter().flatten().collect()
}

/// The two languages with the names used in files and in the table.
pub const LANGUAGES: [(Language, &str); 2] = [(Language::En, "en"), (Language::Zh, "zh")];

#[cfg(test)]
#[path = "fake_lab_test.rs"]
pub(crate) mod fake_lab;
