//! Finding the article that answers a question, or saying that there is none. Pure.
//!
//! BM25 ranks. Whether the best article is an answer at all is decided by coverage: the share of the question's own
//! words, weighted by how telling they are, that the article holds. Words for both languages are made here: lower-cased
//! and roughly stemmed English words, and pairs of neighbouring Han characters.

use super::knowledge::Article;
use bm25::{Document, SearchEngine, SearchEngineBuilder, Tokenizer};
use std::collections::{HashMap, HashSet};

/// An article answers when it covers this share of the question. Chosen on the questions in `bot_test`.
const COVERED: f32 = 0.4;
/// A word of no article weighs like one that this many hold.
const UNKNOWN_HOLDERS: usize = 4;
/// Candidates looked at.
const CANDIDATES: usize = 5;

/// Words too common to tell anything.
const STOP: &[&str] = &[
    "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do",
    "does", "for", "from", "get", "got", "had", "has", "have", "hello", "hey", "hi", "how", "i", "if", "im", "in",
    "is", "it", "its", "just", "like", "me", "my", "need", "no", "not", "of", "on", "or", "our", "please", "so",
    "some", "thank", "thanks", "that", "the", "there", "they", "this", "to", "up", "us", "want", "was", "we", "what",
    "when", "where", "which", "who", "why", "will", "with", "would", "you", "your", "yours", "tell", "know", "id",
    "ive", "until", "one", "cant", "dont", "still",
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
        for letter in text.chars().flat_map(char::to_lowercase).chain([' ']) {
            if is_han(letter) {
                end_word(&mut latin, &mut words);
                han.push(letter);
            } else {
                end_run(&mut han, &mut words);
                if letter.is_alphanumeric() {
                    latin.push(letter);
                } else if letter != '\'' && letter != '’' {
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
    words: Vec<HashSet<String>>,
    /// How many articles hold each word.
    holders: HashMap<String, usize>,
}

impl Index {
    /// Indexes titles and other ways to ask twice as heavy as answers.
    #[must_use]
    pub fn new(articles: &[Article]) -> Self {
        let texts: Vec<String> = articles.iter().map(weighted).collect();
        let words: Vec<HashSet<String>> = texts.iter().map(|text| Words.tokenize(text).into_iter().collect()).collect();
        let mut holders = HashMap::new();
        for word in words.iter().flatten() {
            *holders.entry(word.clone()).or_insert(0) += 1;
        }
        let documents = texts.into_iter().zip(0_u32..).map(|(text, id)| Document::new(id, text)).collect::<Vec<_>>();
        let engine = SearchEngineBuilder::with_tokenizer_and_documents(Words, documents).build();
        Self { engine, words, holders }
    }

    /// Place of the article that answers, or `None`: "I don't know".
    #[must_use]
    pub fn answer(&self, question: &str) -> Option<usize> {
        let asked: HashSet<String> = Words.tokenize(question).into_iter().collect();
        let whole: f32 = asked.iter().map(|word| self.weight(word)).sum();
        if whole <= 0.0 {
            return None;
        }
        let candidates = self.engine.search(question, CANDIDATES);
        let best = candidates.first()?;
        let place = best.document.id as usize;
        let covered: f32 =
            asked.iter().filter(|word| self.words[place].contains(*word)).map(|word| self.weight(word)).sum();
        (covered / whole >= COVERED).then_some(place)
    }

    /// How telling a word is: rare words tell more. A word that no article holds counts like a middling one: people
    /// say the same thing in many ways, and most of their own words are in no article.
    fn weight(&self, word: &str) -> f32 {
        let all = self.words.len() as f32;
        let holding = self.holders.get(word).copied().unwrap_or(UNKNOWN_HOLDERS) as f32;
        (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln()
    }
}

fn weighted(article: &Article) -> String {
    let ways = std::iter::once(&article.title).chain(&article.also);
    let asked: String = ways.flat_map(|way| [way.as_str(), "\n"]).collect();
    format!("{asked}{asked}{}", article.answer)
}
