//! `attune knowledge time`: how long the search takes among many articles, from the question's text to the best three.
//!
//! The articles are made up: words drawn as unevenly as in life (the nth most common has a share of one in n), and
//! meanings that are random directions, since the scan takes the same whatever they say. The questions are read
//! by the model as live ones are.

use crate::domain::Language;
use crate::knowledge::{Article, Shelf, Template, Vector, example};
use crate::triage::reader::Model;
use crate::triage::{Encoder, bundle};
use anyhow::anyhow;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeSet;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;
use tokio::time::Instant;

/// Made-up words beside those of the bundled articles.
const VOCABULARY: usize = 30_000;
/// Words of a question, and of an answer.
const QUESTION: usize = 8;
const ANSWER: usize = 40;
/// Components of the meanings.
const DIMENSIONS: usize = 384;
/// Articles that are given back.
const MOST: usize = 3;
const SEED: u64 = 1;

/// How much of what.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Which model
    #[command(flatten)]
    pub model: super::super::ModelOptions,
    /// Articles
    #[arg(long, default_value_t = 100_000)]
    articles: u32,
    /// Other ways to ask of each
    #[arg(long, default_value_t = 0)]
    variants: u32,
    /// Questions of each thread
    #[arg(long, default_value_t = 500)]
    questions: u32,
    /// Threads that ask at the same time
    #[arg(long, default_value_t = 2)]
    threads: u32,
}

/// Times both languages.
pub fn run(options: &Options, reading: &bundle::Settings, mut out: impl Write) -> anyhow::Result<ExitCode> {
    let model = bundle::load(reading).map_err(|why| anyhow!("no usable model: {why}"))?;
    writeln!(
        out,
        "{} articles with {} ways to ask each, {} threads with {} questions each, {}",
        options.articles,
        options.variants + 1,
        options.threads,
        options.questions,
        model.provenance.engine
    )?;
    for (language, name) in [(Language::En, "English"), (Language::Zh, "Chinese")] {
        let mut writer = Author::new(language);
        let began = Instant::now();
        let shelf = writer.shelf(options);
        writeln!(out, "{name}: indexed in {:.1} s", began.elapsed().as_secs_f64())?;
        for with_meaning in [false, true] {
            let mut times = asked(&shelf, &model, &mut writer, (options, with_meaning))?;
            times.sort_unstable();
            let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e3;
            let how = if with_meaning { "words and meanings" } else { "words alone" };
            let [half, most, nearly_all] = [50, 95, 99].map(at);
            writeln!(out, "{name}, {how}: p50 {half:.2} ms, p95 {most:.2} ms, p99 {nearly_all:.2} ms")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Times of all questions of all threads.
fn asked(
    shelf: &Shelf,
    model: &Model,
    writer: &mut Author,
    (options, with_meaning): (&Options, bool),
) -> anyhow::Result<Vec<Duration>> {
    let work: Vec<Vec<String>> =
        (0..options.threads).map(|_| (0..options.questions).map(|_| writer.text(QUESTION)).collect()).collect();
    let found: Result<Vec<Vec<Duration>>, String> = std::thread::scope(|scope| {
        let started: Vec<_> = work
            .into_iter()
            .map(|questions| scope.spawn(move || one_thread(shelf, model, &questions, with_meaning)))
            .collect();
        started.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err("a thread broke".to_owned()))).collect()
    });
    found.map(|times| times.into_iter().flatten().collect()).map_err(|why| anyhow!(why))
}

fn one_thread(shelf: &Shelf, model: &Model, questions: &[String], with_meaning: bool) -> Result<Vec<Duration>, String> {
    let mut encoder = Encoder::new(model)?;
    encoder.encode(&["the first one loads what is loaded late"])?;
    let mut times = Vec::new();
    for question in questions {
        let began = Instant::now();
        let vector = if with_meaning { Vector::pack(&encoder.encode(&[question])?[0]) } else { None };
        let hits = shelf.hits(question, vector.as_ref(), MOST);
        times.push(began.elapsed());
        if hits.is_empty() && with_meaning {
            return Err(format!("nothing was found for {question}"));
        }
    }
    Ok(times)
}

/// Writes articles and questions.
struct Author {
    language: Language,
    words: Vec<String>,
    chance: StdRng,
}

impl Author {
    fn new(language: Language) -> Self {
        let mut chance = StdRng::seed_from_u64(SEED);
        let mut known = BTreeSet::new();
        for article in example().unwrap_or_default().iter().filter(|article| article.language == language) {
            let text = format!("{} {}", article.variants.join(" "), article.answer.plain());
            match language {
                Language::En => known.extend(text.split_whitespace().map(str::to_owned)),
                Language::Zh => {
                    let letters: Vec<char> = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
                    known.extend(letters.chunks(2).map(String::from_iter));
                }
            }
        }
        let mut words: Vec<String> = known.into_iter().collect();
        while words.len() < VOCABULARY {
            words.push(made_up(language, &mut chance));
        }
        Self { language, words, chance }
    }

    fn text(&mut self, length: usize) -> String {
        let between = if self.language == Language::En { " " } else { "" };
        let words: Vec<&str> = (0..length)
            .map(|_| {
                // Even among the logarithms: the nth word comes up about once in n.
                let bits = self.words.len().ilog2() + 1;
                let below = (1_usize << self.chance.random_range(0..=bits)).min(self.words.len());
                self.words[self.chance.random_range(0..below)].as_str()
            })
            .collect();
        words.join(between)
    }

    fn shelf(&mut self, options: &Options) -> Shelf {
        let articles = (0..options.articles).map(|number| self.article(number, options.variants)).collect();
        let made = Shelf::new(self.language, articles);
        let ways = options.articles as usize * (options.variants as usize + 1);
        made.learn((0..ways).map(|_| {
            let parts: Vec<f32> = (0..DIMENSIONS).map(|_| self.chance.random::<f32>() - 0.5).collect();
            Vector::pack(&parts)
        }));
        made
    }

    fn article(&mut self, number: u32, variants: u32) -> Article {
        let title = format!("{} {number}", self.text(QUESTION));
        let variants = (0..variants).map(|_| self.text(QUESTION)).collect();
        let answer = Template::parse(&self.text(ANSWER).replace(['{', '}'], "")).expect("it holds no braces");
        let (category, version, reviewed, source) = (None, 1, None, None);
        Article { language: self.language, title, variants, answer, category, version, reviewed, source }
    }
}

fn made_up(language: Language, chance: &mut StdRng) -> String {
    match language {
        Language::En => (0..chance.random_range(4..9)).map(|_| char::from(chance.random_range(b'a'..=b'z'))).collect(),
        // Two of the three thousand characters that are met most lie close together.
        Language::Zh => (0..2).filter_map(|_| char::from_u32(0x4e00 + chance.random_range(0..3_000))).collect(),
    }
}
