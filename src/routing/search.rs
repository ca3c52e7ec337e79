//! Finding the article that answers a question, or saying that there is none. Pure.
//!
//! Each way to ask is a document of its own: BM25 finds those that are like the question, and an article ranks as its
//! best one does. Whether that article is an answer at all is decided by coverage: the share of the question's own
//! words, weighted by how telling they are, that the article holds. Words for both languages are made here: folded and
//! roughly stemmed English words, and pairs of neighbouring Han characters.

use crate::knowledge::{Article, fold};
use bm25::{Document, SearchEngine, SearchEngineBuilder, Tokenizer};
use std::collections::{HashMap, HashSet};

/// An article answers when it covers this share of the question. Chosen on the questions of the set `tuning` in
/// `tests/fixtures/bot_questions.jsonl`: lower answers what it should not, higher misses what it could.
const COVERED: f32 = 0.34;
/// A word that only the answer holds counts this much: it is less what people ask by.
const IN_ANSWER: f32 = 0.5;
/// A word of no article weighs like one that this many hold, or a quarter of a small knowledge base.
const UNKNOWN_HOLDERS: f32 = 4.0;
/// Ways to ask that are looked at.
const CANDIDATES: usize = 64;

/// Words too common to tell anything.
const STOP: &[&str] = &[
    "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do",
    "does", "for", "from", "get", "got", "had", "has", "have", "hello", "hey", "hi", "i", "if", "im", "in", "is", "it",
    "its", "just", "like", "me", "my", "need", "no", "not", "of", "on", "or", "our", "please", "so", "some", "thank",
    "thanks", "that", "the", "there", "they", "this", "to", "up", "us", "want", "was", "we", "what", "will", "with",
    "would", "you", "your", "yours", "tell", "know", "id", "ive", "until", "one", "cant", "dont", "still", "two",
    "three", "new", "news",
];
/// Han characters that tell nothing by themselves; pairs that hold two of them are dropped.
const STOP_HAN: &str =
    "的了吗呢吧啊我你您他她它们是在有和就都要也还这那个么什怎样请问想能可以会不没把被给到去来说对哪里为上下";

/// Makes words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words;

impl Tokenizer for Words {
    fn tokenize(&self, text: &str) -> Vec<String> {
        let mut words = Vec::new();
        let (mut latin, mut han) = (String::new(), Vec::new());
        for letter in fold(text).chars().chain([' ']) {
            if is_han(letter) {
                end_word(&mut latin, &mut words);
                han.push(letter);
            } else {
                end_run(&mut han, &mut words);
                if letter.is_alphanumeric() {
                    latin.push(letter);
                } else if letter != '\'' {
                    end_word(&mut latin, &mut words);
                }
            }
        }
        words
    }
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn end_word(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() && !STOP.contains(&word.as_str()) {
        words.push(stem(word));
    }
    word.clear();
}

/// Overlapping pairs; a single character stands alone.
fn end_run(run: &mut Vec<char>, words: &mut Vec<String>) {
    let telling = |letter: &char| !STOP_HAN.contains(*letter);
    match run.as_slice() {
        [only] if telling(only) => words.push(only.to_string()),
        run => words.extend(run.windows(2).filter(|pair| pair.iter().any(telling)).map(String::from_iter)),
    }
    run.clear();
}

/// Cuts the commonest English endings, so that "returns", "returned" and "returning" are one word.
fn stem(word: &str) -> String {
    let cut = ["ing", "ied", "ies", "ed", "es", "ly", "s"].iter().find_map(|end| {
        let rest = word.strip_suffix(end)?;
        (rest.len() >= 3 && word.is_ascii() && !word.ends_with("ss")).then_some(rest)
    });
    let root = cut.unwrap_or(word);
    root.strip_suffix('e').filter(|rest| rest.len() >= 3).unwrap_or(root).to_owned()
}

/// An index over articles of one language.
pub struct Index {
    engine: SearchEngine<u32, u32, Words>,
    /// Whose way to ask a document is.
    whose: Vec<usize>,
    articles: Vec<Held>,
    /// Ways to ask, bare of everything but letters.
    exact: HashMap<String, usize>,
    /// How many articles hold each word.
    holders: HashMap<String, usize>,
}

/// Words of one article.
struct Held {
    asked: HashSet<String>,
    answer: HashSet<String>,
}

impl Held {
    fn of(article: &Article) -> Self {
        let asked = article.ways().flat_map(|way| Words.tokenize(way)).collect();
        Self { asked, answer: Words.tokenize(&article.answer.plain()).into_iter().collect() }
    }

    fn counts(&self, word: &str) -> f32 {
        if self.asked.contains(word) {
            1.0
        } else if self.answer.contains(word) {
            IN_ANSWER
        } else {
            0.0
        }
    }
}

impl Index {
    /// Indexes articles by their places.
    #[must_use]
    pub fn new(articles: &[Article]) -> Self {
        let (mut documents, mut whose, mut exact) = (Vec::new(), Vec::new(), HashMap::new());
        for (place, article) in articles.iter().enumerate() {
            for (id, way) in (whose.len()..).zip(article.ways()) {
                documents.push(Document::new(u32::try_from(id).unwrap_or(u32::MAX), way));
                exact.entry(bare(way)).or_insert(place);
            }
            whose.resize(documents.len(), place);
        }
        let held: Vec<Held> = articles.iter().map(Held::of).collect();
        let mut holders = HashMap::new();
        for word in held.iter().flat_map(|held| held.asked.union(&held.answer)) {
            *holders.entry(word.clone()).or_insert(0) += 1;
        }
        let engine = SearchEngineBuilder::with_tokenizer_and_documents(Words, documents).build();
        Self { engine, whose, articles: held, exact, holders }
    }

    /// Place of the article that answers, or `None`: "I don't know".
    #[must_use]
    pub fn answer(&self, question: &str) -> Option<usize> {
        if let Some(place) = self.exact.get(&bare(question)) {
            return Some(*place);
        }
        let asked: HashSet<String> = Words.tokenize(question).into_iter().collect();
        let mut best: Option<(f32, f32, usize)> = None;
        for found in self.engine.search(question, CANDIDATES) {
            let Some(place) = self.whose.get(found.document.id as usize).copied() else { continue };
            let covered = self.coverage(place, &asked);
            let rank = found.score * covered;
            if best.is_none_or(|(highest, ..)| rank > highest) {
                best = Some((rank, covered, place));
            }
        }
        best.filter(|(_, covered, _)| *covered >= COVERED).map(|(.., place)| place)
    }

    /// Which share of the question an article holds, 0..=1.
    fn coverage(&self, place: usize, asked: &HashSet<String>) -> f32 {
        // In a fixed order: sums of floats depend on it, and the same question must get the same answer.
        let mut words: Vec<&String> = asked.iter().collect();
        words.sort_unstable();
        let whole: f32 = words.iter().map(|word| self.weight(word)).sum();
        let held: f32 = words.iter().map(|word| self.weight(word) * self.articles[place].counts(word)).sum();
        if whole > 0.0 { held / whole } else { 0.0 }
    }

    /// How telling a word is: rare words tell more. A word that no article holds counts like a middling one: people
    /// say the same thing in many ways, and most of their own words are in no article.
    fn weight(&self, word: &str) -> f32 {
        let all = self.articles.len() as f32;
        let unknown = UNKNOWN_HOLDERS.min(all / 4.0).max(1.0);
        let holding = self.holders.get(word).map_or(unknown, |holders| *holders as f32);
        (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln()
    }
}

fn bare(text: &str) -> String {
    fold(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

#[cfg(test)]
#[path = "search_test.rs"]
mod tests;
