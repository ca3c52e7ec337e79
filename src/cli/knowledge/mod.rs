//! `attune knowledge`: the knowledge base without a server. Checks files, asks a question, times the search, and fits
//! the numbers that judge. Owns the words printed; the search is `knowledge`'s, the fit `evaluation`'s.

mod time;

pub use time::Options as TimeOptions;

use super::eval::Files;
use crate::domain::Language;
use crate::evaluation::retrieval::{self, NAMES};
use crate::knowledge::import::counted;
use crate::knowledge::{Article, Library, Vector, example, from_path, language_of};
use crate::triage::{Encoder, bundle};
use anyhow::anyhow;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Articles that `ask` shows.
const SHOWN: usize = 3;

/// What to do with it.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Read files and say everything that is wrong with them; 1 when something is
    Check {
        /// Folder or file; the bundled example otherwise
        path: Option<PathBuf>,
    },
    /// The best three articles for a question, each with how sure the search is
    Ask(Ask),
    /// Time the search among made-up articles
    Time(time::Options),
    /// Fit the numbers that rank and judge, on development questions: src/knowledge/judge.toml on standard output
    Fit(Fit),
}

/// A question.
#[derive(Debug, clap::Args)]
pub struct Ask {
    /// Which model
    #[command(flatten)]
    pub model: super::ModelOptions,
    /// Folder or file; the bundled example otherwise
    #[arg(long, value_name = "PATH")]
    knowledge: Option<PathBuf>,
    /// By words alone, as where no model reads
    #[arg(long)]
    words: bool,
    /// The question
    question: String,
}

/// What to fit on.
#[derive(Debug, clap::Args)]
pub struct Fit {
    /// Which model
    #[command(flatten)]
    pub model: super::ModelOptions,
    /// Folder with the labelled data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Runs one of them.
///
/// # Errors
/// When files cannot be read, or there is no usable model.
pub fn run(command: &Command, reading: &bundle::Settings, out: impl Write) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check { path } => check(path.as_deref(), out),
        Command::Ask(options) => ask(options, reading, out),
        Command::Time(options) => time::run(options, reading, out),
        Command::Fit(options) => fit(options, reading, out),
    }
}

fn articles(path: Option<&Path>) -> anyhow::Result<Vec<Article>> {
    Ok(path.map_or_else(example, from_path)?)
}

fn check(path: Option<&Path>, mut out: impl Write) -> anyhow::Result<ExitCode> {
    let articles = articles(path)?;
    let [english, chinese] = counted(&articles);
    let ways: usize = articles.iter().map(|article| article.ways().count()).sum();
    writeln!(out, "{english} articles in English, {chinese} in Chinese, {ways} ways to ask")?;
    let unreviewed = articles.iter().filter(|article| article.reviewed.is_none()).count();
    if unreviewed > 0 {
        writeln!(out, "{unreviewed} without a day of review")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn ask(options: &Ask, reading: &bundle::Settings, mut out: impl Write) -> anyhow::Result<ExitCode> {
    let library = Library::new(articles(options.knowledge.as_deref())?);
    let language = language_of(&options.question).unwrap_or_default();
    let vector = if options.words { None } else { Some(meanings(&library, language, reading, &options.question)?) };
    for hit in library.hits(language, &options.question, vector.as_ref(), SHOWN) {
        writeln!(out, "{:.3}  {}", hit.sure, hit.article.title)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Teaches a shelf its meanings, and reads the question's.
fn meanings(
    library: &Library,
    language: Language,
    reading: &bundle::Settings,
    question: &str,
) -> anyhow::Result<Vector> {
    let model = bundle::load(reading).map_err(|why| anyhow!("no usable model: {why}"))?;
    let mut encoder = Encoder::new(&model).map_err(|why| anyhow!(why))?;
    let ways = library.shelf(language).ways();
    let texts: Vec<&str> = ways.iter().map(String::as_str).chain([question]).collect();
    let mut read = encoder.encode(&texts).map_err(|why| anyhow!(why))?;
    let asked = read.pop().and_then(|vector| Vector::pack(&vector));
    library.shelf(language).learn(read.iter().map(|vector| Vector::pack(vector)));
    asked.ok_or_else(|| anyhow!("the question has no meaning that could be read"))
}

fn fit(options: &Fit, reading: &bundle::Settings, mut out: impl Write) -> anyhow::Result<ExitCode> {
    let mut lab = Files::new(reading, &options.data, Path::new("models/data/suites"))?;
    let mut trials = Vec::new();
    for name in NAMES {
        writeln!(std::io::stderr(), "reading {name}")?;
        trials.push(retrieval::trial(&mut lab, name)?);
    }
    let fitted = retrieval::fit(&trials);
    write!(std::io::stderr(), "{}", fitted.report)?;
    writeln!(
        out,
        "# Written by `attune knowledge fit`: the order of the numbers is that of the features in judge.rs."
    )?;
    write!(out, "{}", toml::to_string(&fitted.weights)?)?;
    Ok(ExitCode::SUCCESS)
}
