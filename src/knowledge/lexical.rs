//! The lexical side of the search: an inverted index over ways to ask and over whole articles. Pure.
//!
//! Each way to ask is a document of its own for BM25 (Robertson and Zaragoza 2009), and an article matches as well as
//! its best one does. Coverage is the share of the question's own words, weighted by how telling they are, that the
//! article holds anywhere. Owns both; which article is an answer is decided elsewhere.

use super::article::Article;
use super::postings::Postings;
use super::words::{bare, words};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// How soon more of the same word counts for little (BM25).
const K1: f32 = 1.2;
/// How much long ways to ask are held against them (BM25).
const B: f32 = 0.75;
/// A word that only the answer holds counts this much: it is less what people ask by.
const IN_ANSWER: f32 = 0.5;
/// A word of no article weighs like one that this many hold, or a quarter of a small knowledge base.
const UNKNOWN_HOLDERS: f32 = 4.0;

/// An index over articles of one language, by their places.
pub(super) struct Lexical {
    terms: HashMap<Box<str>, u32>,
    /// Over ways to ask: what a term adds to BM25.
    ways: Postings,
    /// Over articles: 1 where a way to ask holds the term, `IN_ANSWER` where only the answer does.
    articles: Postings,
    /// Where each article's ways begin; one more at the end.
    starts: Vec<u32>,
    /// Ways to ask, bare of everything but letters.
    exact: HashMap<Box<str>, u32>,
}

/// How an article compares with a question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Match {
    /// BM25 of its best way to ask, 1 where that is the question word for word.
    pub(super) matching: f32,
    /// Share of the question that it holds, 0..=1.
    pub(super) coverage: f32,
}

/// A question's matches by article; `touched` are those that hold any of its words.
pub(super) struct Matches {
    pub(super) all: Vec<Match>,
    pub(super) touched: Vec<u32>,
    /// Telling words of the question, each once.
    pub(super) asked: usize,
}

impl Lexical {
    pub(super) fn new(articles: &[Arc<Article>]) -> Self {
        let mut gathering = Gathering::default();
        for (place, article) in (0..).zip(articles) {
            gathering.take(place, article);
        }
        gathering.finish()
    }

    /// Where each article's ways begin; one more at the end.
    pub(super) fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// The article of which this is a way to ask, word for word.
    pub(super) fn exact(&self, question: &str) -> Option<u32> {
        self.exact.get(bare(question).as_str()).copied()
    }

    /// Compares a question with every article.
    pub(super) fn search(&self, question: &str) -> Matches {
        // In a fixed order: sums of floats depend on it, and the same question must get the same answer.
        let mut asked: BTreeMap<String, u32> = BTreeMap::new();
        for word in words(question) {
            *asked.entry(word).or_default() += 1;
        }
        let count = self.starts.len() - 1;
        let mut all = vec![Match::default(); count];
        let mut touched = Vec::new();
        let mut by_way = vec![0.0_f32; self.whole()];
        let (mut whole, mut ideal) = (0.0, 0.0);
        for word in asked.keys() {
            let term = self.terms.get(word.as_str()).copied();
            let weight = self.telling(term.map(|term| self.articles.holders(term)));
            whole += weight;
            let Some(term) = term else { continue };
            ideal += self.idf(term);
            for (article, counts) in self.articles.of(term) {
                let found = &mut all[article as usize];
                if found.coverage == 0.0 {
                    touched.push(article);
                }
                found.coverage += weight * counts;
            }
            self.ways.of(term).for_each(|(way, adds)| by_way[way as usize] += adds);
        }
        for article in &touched {
            let ways = self.starts[*article as usize] as usize..self.starts[*article as usize + 1] as usize;
            let best = by_way[ways].iter().copied().fold(0.0, f32::max);
            let found = &mut all[*article as usize];
            *found = Match { matching: best / f32::max(ideal, f32::MIN_POSITIVE), coverage: found.coverage / whole };
        }
        Matches { all, touched, asked: asked.len() }
    }

    fn whole(&self) -> usize {
        self.starts.last().map_or(0, |last| *last as usize)
    }

    /// How rare a term is among ways to ask.
    fn idf(&self, term: u32) -> f32 {
        rarity(self.whole() as f32, self.ways.holders(term) as f32)
    }

    /// How telling a word is: rare words tell more. A word that no article holds counts like a middling one: people
    /// say the same thing in many ways, and most of their own words are in no article.
    fn telling(&self, holders: Option<usize>) -> f32 {
        let all = (self.starts.len() - 1) as f32;
        let unknown = UNKNOWN_HOLDERS.min(all / 4.0).max(1.0);
        rarity(all, holders.map_or(unknown, |holders| holders as f32))
    }
}

fn rarity(all: f32, holding: f32) -> f32 {
    (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln()
}

/// The index while articles come in.
#[derive(Default)]
struct Gathering {
    terms: HashMap<Box<str>, u32>,
    ways: Vec<(u32, u32, f32)>,
    articles: Vec<(u32, u32, f32)>,
    lengths: Vec<f32>,
    starts: Vec<u32>,
    exact: HashMap<Box<str>, u32>,
}

impl Gathering {
    fn take(&mut self, place: u32, article: &Article) {
        let mut held: BTreeMap<u32, f32> = BTreeMap::new();
        self.starts.push(self.way());
        for way in article.ways() {
            let id = self.way();
            let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
            let words = words(way);
            for word in &words {
                *counts.entry(self.term(word)).or_default() += 1.0;
            }
            held.extend(counts.keys().map(|term| (*term, 1.0)));
            self.ways.extend(counts.into_iter().map(|(term, times)| (term, id, times)));
            self.lengths.push(words.len() as f32);
            self.exact.entry(bare(way).into_boxed_str()).or_insert(place);
        }
        for word in words(&article.answer.plain()) {
            let term = self.term(&word);
            held.entry(term).or_insert(IN_ANSWER);
        }
        self.articles.extend(held.into_iter().map(|(term, counts)| (term, place, counts)));
    }

    fn way(&self) -> u32 {
        u32::try_from(self.lengths.len()).unwrap_or(u32::MAX)
    }

    fn term(&mut self, word: &str) -> u32 {
        let next = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        if let Some(term) = self.terms.get(word) {
            return *term;
        }
        self.terms.insert(word.into(), next);
        next
    }

    fn finish(mut self) -> Lexical {
        self.starts.push(self.way());
        // Bare of letters is not a way to ask anything.
        self.exact.remove("");
        let all = self.lengths.len() as f32;
        let average = (self.lengths.iter().sum::<f32>() / all.max(1.0)).max(1.0);
        let mut ways = Postings::pack(self.terms.len(), &self.ways);
        let holders: Vec<f32> = (0..).take(self.terms.len()).map(|term| ways.holders(term) as f32).collect();
        ways.weigh(|term, way, times| {
            let length = self.lengths[way as usize];
            let saturated = times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length / average));
            rarity(all, holders[term as usize]) * saturated
        });
        let articles = Postings::pack(self.terms.len(), &self.articles);
        Lexical { terms: self.terms, ways, articles, starts: self.starts, exact: self.exact }
    }
}
