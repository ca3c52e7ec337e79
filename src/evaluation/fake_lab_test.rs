//! A lab made of a few lines and a made-up model, for the tests of the sections.

use super::{Findings, Folder, Lab, Question, Unavailable};
use crate::domain::{Emotions, Provenance, Risks, Score, Sentiment};
use std::collections::BTreeMap;

/// Files by name, and a model that answers as it is told.
pub struct FakeLab {
    files: BTreeMap<String, String>,
    model: Box<dyn FnMut(&Question) -> Score>,
    /// Faults that were noted.
    pub faults: Vec<String>,
}

impl FakeLab {
    /// A lab with these files and this model.
    pub fn new(files: &[(&str, String)], model: impl FnMut(&Question) -> Score + 'static) -> Self {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
        Self { files, model: Box::new(model), faults: Vec::new() }
    }
}

impl Lab for FakeLab {
    fn lines(&mut self, _: Folder, file: &str) -> Result<Vec<(usize, String)>, Unavailable> {
        let text = self.files.get(file).ok_or_else(|| Unavailable(format!("no {file}")))?;
        Ok((1..).zip(text.lines().map(str::to_owned)).collect())
    }

    fn read(&mut self, questions: &[Question]) -> Result<Vec<Score>, Unavailable> {
        Ok(questions.iter().map(&mut self.model).collect())
    }

    /// Words between spaces.
    fn words(&mut self, questions: &[Question]) -> Result<Vec<Vec<(u32, u32)>>, Unavailable> {
        let cut = |question: &Question| {
            let letters: Vec<char> = question.text.chars().collect();
            let mut words = Vec::new();
            let mut start = None;
            for at in 0..=letters.len() {
                match (start, letters.get(at).is_some_and(|letter| letter.is_alphanumeric())) {
                    (None, true) => start = Some(at as u32),
                    (Some(begun), false) => {
                        words.push((begun, at as u32));
                        start = None;
                    }
                    _ => {}
                }
            }
            words
        };
        Ok(questions.iter().map(cut).collect())
    }

    /// Which letters a text holds.
    fn meanings(&mut self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Unavailable> {
        let holds = |text: &str, letter: char| f32::from(u8::from(text.to_lowercase().contains(letter)));
        Ok(texts.iter().map(|text| ('a'..='z').map(|letter| holds(text, letter)).collect()).collect())
    }

    fn fault(&mut self, what: String) {
        self.faults.push(what);
    }
}

/// A score that says nothing.
pub fn blank() -> Score {
    Score {
        language: None,
        anger: 0.0,
        base: None,
        level: 0.0,
        sentiment: Sentiment::default(),
        emotions: Emotions::default(),
        risks: Risks::default(),
        confidence: 1.0,
        spans: Vec::new(),
        by: Provenance { model: "m".to_owned(), engine: "e".to_owned(), policy: "1".to_owned(), calibrator: None },
    }
}

/// `set | measure | n` of every entry, with its value.
pub fn values(findings: &Findings) -> Vec<(String, f64)> {
    let one = |entry: &super::Entry| {
        (format!("{} | {} | {}", entry.set, entry.measure, entry.n), (entry.estimate.value * 1e3).round() / 1e3)
    };
    findings.entries.iter().map(one).collect()
}

/// A section by the beginning of its name.
pub fn run(lab: &mut FakeLab, name: &str) -> Result<Findings, Unavailable> {
    let sections = super::sections();
    let section = sections.iter().find(|section| section.name.starts_with(name)).expect("a section");
    section.run(lab)
}
