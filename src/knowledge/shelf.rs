//! A shelf: the articles of one language, and the search among them. Pure but for the moment at which meanings arrive.

use super::article::Article;
use super::judge::{Candidate, Mode, Weights, weights};
use super::lexical::{Lexical, Matches};
use super::vectors::{Vector, Vectors};
use crate::domain::Language;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// Articles that each side of the search puts forward.
const CANDIDATES: usize = 32;

/// Articles of one language.
pub struct Shelf {
    language: Language,
    articles: Vec<Arc<Article>>,
    lexical: Lexical,
    /// Meanings of all ways to ask, once they have been read.
    vectors: OnceLock<Vectors>,
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Which.
    pub article: Arc<Article>,
    /// The probability that it is the right answer, as far as the search can tell, 0 to 1.
    pub sure: f32,
}

/// Candidates of a question, and how many telling words it has.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidates {
    /// In no order.
    pub all: Vec<Candidate>,
    /// Telling words of the question, each once.
    pub asked: usize,
}

impl Shelf {
    /// A shelf that knows no meanings yet.
    #[must_use]
    pub fn new(language: Language, articles: Vec<Article>) -> Self {
        Self::of(language, articles.into_iter().map(Arc::new).collect())
    }

    fn of(language: Language, articles: Vec<Arc<Article>>) -> Self {
        let lexical = Lexical::new(&articles);
        Self { language, articles, lexical, vectors: OnceLock::new() }
    }

    /// The same language with other articles. Words are indexed anew, since how telling each is depends on all of them;
    /// meanings are taken over where a way to ask stays as it was, and `fresh` has those of others. One that knows no
    /// meanings makes one that knows none, unless it was empty.
    #[must_use]
    pub fn with(&self, articles: Vec<Arc<Article>>, fresh: &HashMap<String, Vector>) -> Self {
        let made = Self::of(self.language, articles);
        if self.has_meanings() || self.articles.is_empty() {
            let places: HashMap<&str, usize> = self.ways_of().zip(0..).collect();
            let known = |way: &str| self.vectors.get()?.of(*places.get(way)?);
            made.learn(made.ways_of().map(|way| known(way).or_else(|| fresh.get(way).cloned())));
        }
        made
    }

    /// Ways to ask in these articles, as far as they are in its language, that it does not have.
    #[must_use]
    pub fn unknown(&self, articles: &[Arc<Article>]) -> Vec<String> {
        let known: BTreeSet<&str> = self.ways_of().collect();
        let ours = articles.iter().filter(|article| article.language == self.language);
        let ways = ours.flat_map(|article| article.ways());
        ways.filter(|way| !known.contains(way)).map(str::to_owned).collect()
    }

    /// All articles, by place.
    #[must_use]
    pub fn articles(&self) -> &[Arc<Article>] {
        &self.articles
    }

    /// All ways to ask, article by article.
    #[must_use]
    pub fn ways(&self) -> Vec<String> {
        self.ways_of().map(str::to_owned).collect()
    }

    fn ways_of(&self) -> impl Iterator<Item = &str> {
        self.articles.iter().flat_map(|article| article.ways())
    }

    /// Whether it knows the meanings of its articles.
    #[must_use]
    pub fn has_meanings(&self) -> bool {
        self.vectors.get().is_some()
    }

    /// Gives it the meanings of all ways to ask, in order; only the first time counts.
    pub fn learn(&self, vectors: impl IntoIterator<Item = Option<Vector>>) {
        if let Some(vectors) = Vectors::new(vectors) {
            self.vectors.get_or_init(|| vectors);
        }
    }

    /// The best articles, best first, at most `most`. Without a vector, or before meanings are known, by words alone.
    #[must_use]
    pub fn hits(&self, question: &str, vector: Option<&Vector>, most: usize) -> Vec<Hit> {
        let vector = vector.filter(|_| self.vectors.get().is_some());
        let mode = if vector.is_some() { Mode::Hybrid } else { Mode::Words };
        let candidates = self.candidates(question, vector, mode);
        let weights = weights(self.language, mode);
        let mut ranked = ranked(weights, &candidates.all);
        let hit = |article: u32, sure| Hit { article: Arc::clone(&self.articles[article as usize]), sure };
        // Whoever asks in an article's own words leaves the others nothing.
        if let Some(exact) = self.lexical.exact(question) {
            ranked.retain(|candidate| candidate.article != exact);
            let others = ranked.iter().map(|candidate| hit(candidate.article, 0.0));
            return std::iter::once(hit(exact, 1.0)).chain(others).take(most).collect();
        }
        let shares = weights.shares(&ranked, candidates.asked, most);
        ranked.iter().zip(shares).map(|(candidate, sure)| hit(candidate.article, sure)).collect()
    }

    /// What each side of the search puts forward.
    #[must_use]
    pub fn candidates(&self, question: &str, vector: Option<&Vector>, mode: Mode) -> Candidates {
        let Matches { all: matches, touched, asked } = self.lexical.search(question);
        let vectors = self.vectors.get().zip(vector);
        let vectors = vectors.filter(|(vectors, vector)| mode != Mode::Words && vectors.fits(vector));
        let starts = self.lexical.starts();
        let mut chosen: BTreeSet<u32> = BTreeSet::new();
        if mode != Mode::Meanings {
            let worth = |article: u32| matches[article as usize].matching * matches[article as usize].coverage;
            chosen.extend(best(touched.into_iter().map(|article| (article, worth(article))).collect()));
        }
        if let Some((vectors, vector)) = vectors {
            chosen.extend(best(vectors.nearest(vector, starts)));
        }
        let candidate = |article: u32| {
            let found = matches[article as usize];
            let ways = starts[article as usize] as usize..starts[article as usize + 1] as usize;
            let cosine = vectors.map_or(0.0, |(vectors, vector)| vectors.cosine(vector, ways));
            Candidate::new(article, mode, cosine, (found.coverage, found.matching))
        };
        Candidates { all: chosen.into_iter().map(candidate).collect(), asked }
    }
}

/// Candidates, best first; equal ones by their places.
#[must_use]
pub fn ranked(weights: &Weights, candidates: &[Candidate]) -> Vec<Candidate> {
    let mut ranked = candidates.to_vec();
    ranked.sort_by(|one, other| {
        weights.score(other).total_cmp(&weights.score(one)).then_with(|| one.article.cmp(&other.article))
    });
    ranked
}

/// The best few of articles with what they are worth, in no order.
fn best(mut articles: Vec<(u32, f32)>) -> impl Iterator<Item = u32> {
    if articles.len() > CANDIDATES {
        articles.select_nth_unstable_by(CANDIDATES, |one, other| {
            other.1.total_cmp(&one.1).then_with(|| one.0.cmp(&other.0))
        });
        articles.truncate(CANDIDATES);
    }
    articles.into_iter().map(|(article, _)| article)
}

#[cfg(test)]
#[path = "shelf_test.rs"]
mod tests;
