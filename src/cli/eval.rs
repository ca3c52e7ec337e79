//! `attune eval`: the model measured on labelled rows and hand-written cases, through the same reading as `attune
//! score`. Owns files, threads and what is printed; what is measured is `evaluation`'s.

use super::lines;
use crate::domain::{Score, Scoring};
use crate::evaluation::table::{self, Baselines};
use crate::evaluation::{self, Findings, Folder, Lab, Question, Section, Unavailable};
use crate::triage::reader::{Model, Prepared, Reader};
use crate::triage::reading::{CHUNK, read_all};
use crate::triage::{Encoder, bundle};
use anyhow::{Context, anyhow};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What simpler readers reach, when the file is there.
const BASELINES: &str = "models/baselines.json";
/// The bundled knowledge base, with the questions about it.
const KNOWLEDGE: &str = "knowledge";
/// The exit code when something could not be measured and nothing that could be fell short.
const INCOMPLETE: u8 = 2;

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Which model.
    #[command(flatten)]
    pub model: super::ModelOptions,
    /// Folder with the labelled data
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Folder with the hand-written cases
    #[arg(long, value_name = "DIR", default_value = "models/data/suites")]
    pub cases: PathBuf,
    /// Only sections whose name holds this word
    #[arg(long, value_name = "WORD")]
    pub only: Option<String>,
}

/// Measures and prints the table on `output` as it grows; progress and faults go to `progress`. The exit code is 1 when
/// a floor was missed, else 2 when a file or row could not be used.
///
/// # Errors
/// When there is no usable model or no such section or folder, or the output cannot be written.
pub fn run(
    settings: &bundle::Settings,
    options: &Options,
    mut output: impl Write,
    mut progress: impl Write,
) -> anyhow::Result<ExitCode> {
    let sections = chosen(options.only.as_deref())?;
    if !options.data.is_dir() {
        return Err(anyhow!("--data {}: no such folder", options.data.display()));
    }
    let baselines = baselines(Path::new(BASELINES))?;
    let mut files = Files::new(settings, &options.data, &options.cases)?;
    let (mut notes, mut skipped, mut missed) = (Vec::new(), Vec::new(), Vec::new());
    writeln!(output, "{}", table::HEAD)?;
    for section in sections {
        writeln!(progress, "measuring {}", section.name)?;
        let outcome = section.run(&mut files);
        for fault in files.faults.drain(..) {
            writeln!(progress, "{fault}")?;
            skipped.push(fault);
        }
        match outcome {
            Ok(Findings { entries, notes: more }) => {
                for entry in &entries {
                    writeln!(output, "{}", table::line(entry, &baselines))?;
                    if entry.limit.is_missed(entry.estimate.value) {
                        missed.push(format!("{} | {}", entry.set, entry.measure));
                    }
                }
                output.flush()?;
                notes.extend(more);
            }
            Err(why) => {
                writeln!(progress, "{}: {why}", section.name)?;
                skipped.push(format!("{}: {why}", section.name));
            }
        }
    }
    for (place, note) in notes.iter().enumerate() {
        // A list begins after an empty line.
        writeln!(output, "{}{note}", if place == 0 { "\n" } else { "" })?;
    }
    output.flush()?;
    say_the_end(&mut progress, &missed, &skipped)
}

fn say_the_end(progress: &mut impl Write, missed: &[String], skipped: &[String]) -> anyhow::Result<ExitCode> {
    if !skipped.is_empty() {
        writeln!(progress, "left out:\n  {}", skipped.join("\n  "))?;
    }
    if !missed.is_empty() {
        writeln!(progress, "floors missed:\n  {}", missed.join("\n  "))?;
        return Ok(ExitCode::FAILURE);
    }
    Ok(if skipped.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
}

fn chosen(word: Option<&str>) -> anyhow::Result<Vec<Section>> {
    let mut sections = evaluation::sections();
    let Some(word) = word else { return Ok(sections) };
    let names: Vec<String> = sections.iter().map(|section| section.name.clone()).collect();
    sections.retain(|section| section.name.to_lowercase().contains(&word.to_lowercase()));
    if sections.is_empty() {
        return Err(anyhow!("--only {word}: no such section; there are:\n  {}", names.join("\n  ")));
    }
    Ok(sections)
}

fn baselines(file: &Path) -> anyhow::Result<Baselines> {
    match std::fs::read_to_string(file) {
        Ok(text) => serde_json::from_str(&text).with_context(|| format!("{}", file.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Baselines::new()),
        Err(error) => Err(error).with_context(|| format!("{}", file.display())),
    }
}

/// The lab of this machine: folders, and one reader and one encoder a core.
pub(super) struct Files {
    data: PathBuf,
    cases: PathBuf,
    model: Model,
    readers: Vec<Reader>,
    /// Made when they are first wanted.
    encoders: Vec<Encoder>,
    faults: Vec<String>,
}

impl Files {
    /// # Errors
    /// When there is no usable model.
    pub(super) fn new(settings: &bundle::Settings, data: &Path, cases: &Path) -> anyhow::Result<Self> {
        let model = bundle::load(settings).map_err(|why| anyhow!("no usable model: {why}"))?;
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        let readers =
            (0..cores).map(|_| Reader::new(&model)).collect::<Result<_, _>>().map_err(|why| anyhow!("{why}"))?;
        let (data, cases) = (data.to_owned(), cases.to_owned());
        Ok(Self { data, cases, model, readers, encoders: Vec::new(), faults: Vec::new() })
    }

    fn prepare(&self, question: &Question) -> Result<Prepared, Unavailable> {
        prepare(&self.model, question).map_err(Unavailable)
    }
}

impl Lab for Files {
    fn lines(&mut self, folder: Folder, file: &str) -> Result<Vec<(usize, String)>, Unavailable> {
        let folder = match folder {
            Folder::Data => &self.data,
            Folder::Cases => &self.cases,
            Folder::Knowledge => Path::new(KNOWLEDGE),
        };
        let path = folder.join(file);
        let opened = File::open(&path).map_err(|error| Unavailable(format!("{}: {error}", path.display())))?;
        let is_packed = path.extension().is_some_and(|ending| ending == "gz");
        let bytes: Box<dyn Read> = if is_packed { Box::new(MultiGzDecoder::new(opened)) } else { Box::new(opened) };
        let mut kept = Vec::new();
        for (number, line) in lines::numbered(BufReader::new(bytes)) {
            match line {
                Ok(line) => kept.push((number, line)),
                Err(fault) => self.faults.push(format!("{file} line {number}: {fault}")),
            }
        }
        Ok(kept)
    }

    fn read(&mut self, questions: &[Question]) -> Result<Vec<Score>, Unavailable> {
        let model = &self.model;
        let threads = self.readers.len();
        // Each reader has its own share by place, not by haste, so that a second run reads the same batches.
        let shares: Vec<Vec<Result<Scoring, String>>> = std::thread::scope(|scope| {
            let started: Vec<_> = (0..)
                .zip(&mut self.readers)
                .map(|(number, reader)| {
                    let mine = questions.chunks(CHUNK).skip(number).step_by(threads);
                    scope.spawn(move || mine.flat_map(|chunk| read_chunk(model, reader, chunk)).collect())
                })
                .collect();
            started.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
        });
        let mut shares: Vec<_> = shares.into_iter().map(Vec::into_iter).collect();
        let mut scores = Vec::with_capacity(questions.len());
        for (number, chunk) in questions.chunks(CHUNK).enumerate() {
            for question in chunk {
                match shares[number % threads].next() {
                    Some(Ok(Scoring::Scored(score))) => scores.push(score),
                    Some(Err(why)) => return Err(Unavailable(format!("{why} on {:?}", question.text))),
                    _ => return Err(Unavailable(format!("the engine failed on {:?}", question.text))),
                }
            }
        }
        Ok(scores)
    }

    fn words(&mut self, questions: &[Question]) -> Result<Vec<Vec<(u32, u32)>>, Unavailable> {
        questions.iter().map(|question| Ok(self.prepare(question)?.words())).collect()
    }

    fn meanings(&mut self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Unavailable> {
        while self.encoders.len() < self.readers.len() {
            self.encoders.push(Encoder::new(&self.model).map_err(Unavailable)?);
        }
        let share = texts.len().div_ceil(self.encoders.len()).max(1);
        let read: Result<Vec<Vec<Vec<f32>>>, String> = std::thread::scope(|scope| {
            let started: Vec<_> = self
                .encoders
                .iter_mut()
                .zip(texts.chunks(share))
                .map(|(encoder, mine)| scope.spawn(move || encoder.encode(mine)))
                .collect();
            let ended = started.into_iter().map(std::thread::ScopedJoinHandle::join);
            ended.map(|read| read.unwrap_or_else(|_| Err("a thread broke".to_owned()))).collect()
        });
        Ok(read.map_err(Unavailable)?.concat())
    }

    fn fault(&mut self, what: String) {
        self.faults.push(what);
    }
}

fn prepare(model: &Model, question: &Question) -> Result<Prepared, String> {
    model.prepare(&question.text, &question.context, Some(question.language))
}

/// Reads a chunk; where a text cannot be prepared the outcome says why, and the others are read.
fn read_chunk(model: &Model, reader: &mut Reader, chunk: &[Question]) -> Vec<Result<Scoring, String>> {
    let prepared: Vec<Result<Prepared, String>> = chunk.iter().map(|question| prepare(model, question)).collect();
    let good: Vec<&Prepared> = prepared.iter().flatten().collect();
    let mut outcomes = read_all(reader, &good).into_iter();
    let outcome = |one: &Result<Prepared, String>| match one {
        Ok(_) => outcomes.next().ok_or_else(|| "the engine failed".to_owned()),
        Err(why) => Err(why.clone()),
    };
    prepared.iter().map(outcome).collect()
}
