//! The search for answers: does it find the right article for a question it has not seen, and does it say "I don't
//! know" where there is none? Words alone, meanings alone, and both.
//!
//! Owns the sets, their halves, the measures, and the fit of the numbers that judge. Kept: the fit sees development
//! halves alone, the table test halves alone, and no set that is only for evaluation is ever fitted on.

mod fit;
mod newton;
mod trials;

pub use fit::{Fitted, fit};
pub use trials::{Half, NAMES, Trial, trial};

use super::table::Limit;
use super::{Entry, Findings, Lab, Section};
use crate::knowledge::judge::{ANSWER_AT, Mode, OFFER_AT, OFFERED, Weights, weights};
use crate::knowledge::ranked;
use trials::Asked;

/// Added to a place before it is turned over, as Cormack, Clarke and Buettcher (2009) found best.
const RANK_OFFSET: f32 = 60.0;

/// One section for each set.
#[must_use]
pub fn sections() -> Vec<Section> {
    let section = |name: &'static str| {
        Section::new(format!("retrieval {name}"), move |lab: &mut dyn Lab| {
            let trial = trial(lab, name)?;
            Ok(Findings::from(measured(&trial)))
        })
    };
    NAMES.iter().map(|name| section(name)).collect()
}

fn measured(trial: &Trial) -> Vec<Entry> {
    let modes = [(Mode::Words, "words"), (Mode::Meanings, "meanings"), (Mode::Hybrid, "both")];
    let mut entries = Vec::new();
    let judged = modes.map(|(mode, name)| (name, trial.judged(mode, weights(trial.language, mode), Half::Test)));
    let known = |judged: &[Judged]| judged.iter().filter(|one| one.place != Place::NoneIsRight).copied().collect();
    let unknown = |judged: &[Judged]| judged.iter().filter(|one| one.place == Place::NoneIsRight).copied().collect();
    let mut add = |measure: String, rows: Vec<Judged>, is: fn(&Judged) -> bool| {
        if !rows.is_empty() {
            let name = (trial.name.as_str(), measure.as_str());
            entries.push(Entry::over_rows(name, Limit::None, rows, |rows| share(rows, is)));
        }
    };
    for (name, judged) in &judged {
        add(format!("recall@1, {name}"), known(judged), |one| one.place.is_among(1));
    }
    for (name, judged) in &judged {
        add(format!("recall@3, {name}"), known(judged), |one| one.place.is_among(3));
    }
    let fused = trial.fused(Half::Test);
    add("recall@1, both by reciprocal rank".to_owned(), known(&fused), |one| one.place.is_among(1));
    add("recall@3, both by reciprocal rank".to_owned(), known(&fused), |one| one.place.is_among(3));
    for (name, judged) in &judged {
        add(format!("answered rightly, {name}"), known(judged), |one| one.answers() && one.place.is_among(1));
        add(format!("answered with a wrong article, {name}"), known(judged), |one| {
            one.answers() && !one.place.is_among(1)
        });
        add(format!("answered rightly or offered, {name}"), known(judged), Judged::is_contained);
        add(format!("answered where no article is right, {name}"), unknown(judged), Judged::answers);
        add(format!("offered something where no article is right, {name}"), unknown(judged), |one| one.offers);
    }
    let [.., (_, both)] = &judged;
    if both.iter().any(|one| one.is_far) {
        for (wording, is_far) in [("routine wording", false), ("worded far off", true)] {
            let rows = || known(both).into_iter().filter(|one: &Judged| one.is_far == is_far).collect();
            add(format!("recall@3, both, {wording}"), rows(), |one| one.place.is_among(3));
            add(format!("answered rightly, both, {wording}"), rows(), |one| one.answers() && one.place.is_among(1));
            add(format!("answered rightly or offered, both, {wording}"), rows(), Judged::is_contained);
            add(format!("answered with a wrong article, both, {wording}"), rows(), |one| {
                one.answers() && !one.place.is_among(1)
            });
        }
    }
    entries
}

fn share(rows: &[&Judged], is: fn(&Judged) -> bool) -> f64 {
    rows.iter().filter(|one| is(one)).count() as f64 / rows.len() as f64
}

/// Where the right article came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// First is 1.
    At(usize),
    NotFound,
    NoneIsRight,
}

impl Place {
    fn of(asked: &Asked, ranked: impl Iterator<Item = u32>) -> Self {
        if asked.right.is_empty() {
            return Self::NoneIsRight;
        }
        let mut places = (1..).zip(ranked);
        places.find(|(_, article)| asked.right.contains(article)).map_or(Self::NotFound, |(place, _)| Self::At(place))
    }

    fn is_among(self, first: usize) -> bool {
        matches!(self, Self::At(place) if place <= first)
    }
}

/// One question, searched.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Judged {
    place: Place,
    /// How sure the first is.
    sure: f32,
    /// The bot would not answer, but has buttons to offer.
    offers: bool,
    /// And one of them is right.
    offers_right: bool,
    is_far: bool,
}

impl Judged {
    fn answers(&self) -> bool {
        self.sure >= ANSWER_AT
    }

    /// Nobody need be called: the answer is said, or one tap away.
    fn is_contained(&self) -> bool {
        (self.answers() && self.place.is_among(1)) || self.offers_right
    }
}

impl Trial {
    fn judged(&self, mode: Mode, weights: &Weights, half: Half) -> Vec<Judged> {
        let judge = |asked: &Asked| {
            let candidates = self.shelf.candidates(&asked.text, asked.vector.as_ref(), mode);
            let ranked = ranked(weights, &candidates.all);
            let place = Place::of(asked, ranked.iter().map(|candidate| candidate.article));
            let sure = weights.sure(&ranked, candidates.asked);
            let shares = weights.shares(&ranked, candidates.asked, OFFERED);
            let offered = ranked.iter().zip(shares).filter(|(_, share)| sure < ANSWER_AT && *share >= OFFER_AT);
            let offered: Vec<u32> = offered.map(|(candidate, _)| candidate.article).collect();
            let offers_right = offered.iter().any(|article| asked.right.contains(article));
            Judged { place, sure, offers: !offered.is_empty(), offers_right, is_far: asked.is_far }
        };
        self.half(half).map(judge).collect()
    }

    /// Both sides by the places they give, without any fitted number, for comparison.
    fn fused(&self, half: Half) -> Vec<Judged> {
        let judge = |asked: &Asked| {
            let candidates = self.shelf.candidates(&asked.text, asked.vector.as_ref(), Mode::Hybrid).all;
            let places = [0, 3].map(|feature| {
                let mut order: Vec<usize> = (0..candidates.len()).collect();
                order.sort_by(|a, b| candidates[*b].features[feature].total_cmp(&candidates[*a].features[feature]));
                order
            });
            let mut worth = vec![0.0; candidates.len()];
            for order in &places {
                for (place, candidate) in order.iter().enumerate() {
                    worth[*candidate] += 1.0 / (RANK_OFFSET + 1.0 + place as f32);
                }
            }
            let mut order: Vec<usize> = (0..candidates.len()).collect();
            order.sort_by(|a, b| worth[*b].total_cmp(&worth[*a]));
            let place = Place::of(asked, order.into_iter().map(|candidate| candidates[candidate].article));
            Judged { place, sure: 0.0, offers: false, offers_right: false, is_far: asked.is_far }
        };
        self.half(half).map(judge).collect()
    }
}

#[cfg(test)]
#[path = "retrieval_test.rs"]
mod tests;
