//! The sets: a shelf of articles each, and questions that are no way to ask of theirs.
//!
//! Owns which rows make articles, which are asked, and which half a question is in. An intent's article is its name
//! and its first training rows; of pairs of questions that ask the same, one is the article and the other is asked.

use super::super::sets::parsed;
use super::super::{Folder, LANGUAGES, Lab, Unavailable};
use crate::domain::Language;
use crate::knowledge::{Article, Shelf, Template, Vector, example};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Training rows that make an intent's article, beside its name.
const WAYS: usize = 10;
/// Articles of the Chinese pairs that are nobody's answer.
const DISTRACTORS: usize = 3_000;
/// Chinese questions from elsewhere that are asked in the test half alone.
const ELSEWHERE: usize = 500;

/// All sets.
pub const NAMES: [&str; 7] = ["shop en", "shop zh", "banking77", "clinc150", "bitext", "dstc11 insurance", "afqmc"];

/// Which half of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// For the fit.
    Development,
    /// For the table.
    Test,
}

/// A question.
pub(super) struct Asked {
    pub(super) text: String,
    /// The articles that answer it; empty: none does.
    pub(super) right: Vec<u32>,
    pub(super) vector: Option<Vector>,
    /// Worded as far from the articles as its author could.
    pub(super) is_far: bool,
    half: Half,
}

impl Asked {
    /// In a half by its own hash.
    fn new(text: String, right: Vec<u32>) -> Self {
        let is_even = Sha256::digest(&text)[0].is_multiple_of(2);
        let half = if is_even { Half::Development } else { Half::Test };
        Self { text, right, vector: None, is_far: false, half }
    }
}

/// A shelf and its questions.
pub struct Trial {
    /// The set.
    pub name: String,
    /// What it is written in.
    pub language: Language,
    pub(super) shelf: Shelf,
    /// Whether every right article of a question is known; of pairs only one is, and others may say the same.
    pub(super) is_complete: bool,
    asked: Vec<Asked>,
}

impl Trial {
    pub(super) fn half(&self, half: Half) -> impl Iterator<Item = &Asked> {
        self.asked.iter().filter(move |asked| asked.half == half)
    }

    fn new(
        lab: &mut dyn Lab,
        name: &str,
        (language, articles): (Language, Vec<Article>),
        mut asked: Vec<Asked>,
    ) -> Result<Self, Unavailable> {
        let shelf = Shelf::new(language, articles);
        let ways = shelf.ways();
        let ways: Vec<&str> = ways.iter().map(String::as_str).collect();
        shelf.learn(lab.meanings(&ways)?.into_iter().map(|vector| Vector::pack(&vector)));
        let texts: Vec<&str> = asked.iter().map(|asked| asked.text.as_str()).collect();
        let vectors = lab.meanings(&texts)?;
        for (asked, vector) in asked.iter_mut().zip(vectors) {
            asked.vector = Vector::pack(&vector);
        }
        Ok(Self { name: format!("retrieval {name}"), language, shelf, is_complete: true, asked })
    }
}

/// Makes a set ready: reads its rows, builds its shelf, and has everything read.
///
/// # Errors
/// When its rows cannot be read, or no model reads.
pub fn trial(lab: &mut dyn Lab, name: &str) -> Result<Trial, Unavailable> {
    match name {
        "shop en" => shop(lab, name, 0),
        "shop zh" => shop(lab, name, 1),
        "banking77" => intents(lab, name, "en_banking77"),
        "clinc150" => intents(lab, name, "en_clinc150"),
        "bitext" => intents(lab, name, "en_bitext_support"),
        "dstc11 insurance" => intents(lab, name, "en_dstc11_intents"),
        "afqmc" => pairs(lab, name),
        _ => Err(Unavailable(format!("no set {name}"))),
    }
}

/// One line of the committed questions about the bundled articles.
#[derive(Deserialize)]
struct Committed {
    language: Language,
    text: String,
    article: Option<String>,
    set: String,
    #[serde(default)]
    far: bool,
}

fn shop(lab: &mut dyn Lab, name: &str, language: usize) -> Result<Trial, Unavailable> {
    let (language, _) = LANGUAGES[language];
    let articles = example().map_err(|error| Unavailable(error.to_string()))?;
    let articles: Vec<Article> = articles.into_iter().filter(|article| article.language == language).collect();
    let places: HashMap<&str, u32> = (0..).zip(&articles).map(|(place, it)| (it.title.as_str(), place)).collect();
    let mut asked = Vec::new();
    for (number, line) in lab.lines(Folder::Knowledge, "questions.jsonl")? {
        let question: Committed = serde_json::from_str(&line)
            .map_err(|error| Unavailable(format!("questions.jsonl line {number}: {error}")))?;
        if question.language != language {
            continue;
        }
        let right = match question.article.as_deref().map(|title| places.get(title)) {
            Some(None) => return Err(Unavailable(format!("questions.jsonl line {number}: no such article"))),
            Some(Some(place)) => vec![*place],
            None => Vec::new(),
        };
        let half = if question.set == "tuning" { Half::Development } else { Half::Test };
        asked.push(Asked { half, is_far: question.far, ..Asked::new(question.text, right) });
    }
    Trial::new(lab, name, (language, articles), asked)
}

/// A row of a set of questions; fields that its file lacks are empty.
#[derive(Clone, Deserialize)]
struct Row {
    text: String,
    split: String,
    #[serde(default)]
    label: serde_json::Value,
    #[serde(default)]
    response: String,
    #[serde(default)]
    text_b: String,
}

impl Row {
    fn label(&self) -> &str {
        self.label.as_str().unwrap_or_default()
    }
}

fn intents(lab: &mut dyn Lab, name: &str, set: &str) -> Result<Trial, Unavailable> {
    let rows: Vec<Row> = parsed(lab, set)?;
    let elsewhere: Vec<Row> = if set == "en_clinc150" { rows.clone() } else { parsed(lab, "en_clinc150")? };
    let mut intents: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.split == "train" && row.label() != "oos") {
        intents.entry(row.label()).or_default().push(row);
    }
    let articles: Vec<Article> = intents.iter().map(|(label, rows)| of_intent(label, rows)).collect();
    let places: HashMap<&str, u32> = (0..).zip(intents.keys()).map(|(place, label)| (*label, place)).collect();
    let known: HashSet<&str> = articles.iter().flat_map(Article::ways).collect();
    let mut asked: Vec<Asked> = rows
        .iter()
        .filter(|row| row.split == "validation" && !known.contains(row.text.as_str()))
        .filter_map(|row| Some(Asked::new(row.text.clone(), vec![*places.get(row.label())?])))
        .collect();
    // Marked as out of scope by whoever made the set; no intent of the other sets is about them either.
    asked.extend(
        elsewhere.iter().filter(|row| row.label() == "oos").map(|row| Asked::new(row.text.clone(), Vec::new())),
    );
    Trial::new(lab, name, (Language::En, articles), asked)
}

/// The first training rows of an intent under its name.
fn of_intent(label: &str, rows: &[&Row]) -> Article {
    let mut title = String::new();
    for letter in label.chars() {
        if letter.is_uppercase() {
            title.push(' ');
        }
        title.extend(if letter == '_' { ' ' } else { letter }.to_lowercase());
    }
    let variants = rows.iter().take(WAYS).map(|row| row.text.clone()).collect();
    let answer = rows.first().map_or("", |row| row.response.as_str());
    article(Language::En, title.trim().to_owned(), variants, answer)
}

/// What is measured are questions; braces in an answer are no variables here.
fn article(language: Language, title: String, variants: Vec<String>, answer: &str) -> Article {
    let answer = answer.replace(['{', '}'], " ");
    let answer = Template::parse(&answer).expect("it holds no braces");
    Article { language, title, variants, answer, category: None, version: 1, reviewed: None, source: None }
}

/// Of pairs that ask the same, one is the article and the other is asked; one-sided ones are among the articles too.
fn pairs(lab: &mut dyn Lab, name: &str) -> Result<Trial, Unavailable> {
    let rows: Vec<Row> = parsed(lab, "zh_afqmc_pairs")?;
    let same = |row: &&Row| row.label.as_u64() == Some(1) && row.split == "validation";
    let mut places: HashMap<&str, u32> = HashMap::new();
    let mut titles: Vec<&str> = Vec::new();
    let mut questions: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for row in rows.iter().filter(same) {
        let place = *places.entry(&row.text_b).or_insert_with(|| {
            titles.push(&row.text_b);
            titles.len() as u32 - 1
        });
        questions.entry(&row.text).or_default().push(place);
    }
    let others = rows.iter().filter(|row| row.label.as_u64() == Some(0) && row.split == "train");
    for row in others.take(DISTRACTORS) {
        if !questions.contains_key(row.text_b.as_str()) && places.insert(&row.text_b, titles.len() as u32).is_none() {
            titles.push(&row.text_b);
        }
    }
    let articles = titles.iter().map(|title| article(Language::Zh, (*title).to_owned(), Vec::new(), "")).collect();
    let mut asked: Vec<Asked> = questions
        .into_iter()
        .filter(|(text, _)| !places.contains_key(text))
        .map(|(text, right)| Asked::new(text.to_owned(), right))
        .collect();
    let commands: Vec<Row> = parsed(lab, "zh_smp2019_nlu")?;
    asked.extend(
        commands.into_iter().filter(|row| row.split == "validation").map(|row| Asked::new(row.text, Vec::new())),
    );
    // For evaluation only: never in the half that is fitted on.
    let general: Vec<Row> = parsed(lab, "zh_lcqmc_pairs")?;
    let general = general.into_iter().take(ELSEWHERE);
    asked.extend(general.map(|row| Asked { half: Half::Test, ..Asked::new(row.text, Vec::new()) }));
    Ok(Trial { is_complete: false, ..Trial::new(lab, name, (Language::Zh, articles), asked)? })
}
