//! The fit of the numbers that rank articles and say how sure the first is, on development halves alone.
//!
//! The rank is a conditional logit over each question's candidates, the certainty a logistic over the first's
//! features; both with a small pull towards nought. Every set weighs the same, whatever its size.

use super::newton::{Slope, least};
use super::trials::Asked;
use super::{Half, Judged, Place, Trial};
use crate::domain::Language;
use crate::knowledge::judge::{AllWeights, Mode, RANK, SURE, Weights, name};
use crate::knowledge::ranked;
use std::fmt::Write;

/// Pull towards nought, in questions.
const PULL: f64 = 1.0;
/// Features of the certainty and its constant.
const SURE_AND_ONE: usize = SURE + 1;
/// Lines at which the report looks.
const LINES: [f32; 6] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

/// What was fitted, and how it does on what it was fitted on.
pub struct Fitted {
    /// The numbers.
    pub weights: AllWeights,
    /// One line for each set, mode and line: for whoever chooses the line.
    pub report: String,
}

/// Fits all numbers.
#[must_use]
pub fn fit(trials: &[Trial]) -> Fitted {
    let mut fitted = Fitted { weights: AllWeights::new(), report: String::new() };
    for language in [Language::En, Language::Zh] {
        let mine: Vec<&Trial> = trials.iter().filter(|trial| trial.language == language).collect();
        for mode in Mode::ALL {
            let rank = rank(&mine, mode);
            let ranking = Weights { rank, sure: [0.0; SURE], bias: 0.0 };
            let (sure, bias) = certainty(&mine, mode, &ranking);
            let weights = Weights { rank, sure, bias };
            for trial in &mine {
                report(&mut fitted.report, trial, mode, &weights);
            }
            fitted.weights.entry(name(language).to_owned()).or_default().insert(mode, weights);
        }
    }
    fitted
}

fn known(trial: &Trial) -> impl Iterator<Item = &Asked> {
    trial.half(Half::Development).filter(|asked| !asked.right.is_empty())
}

/// One question's candidates, and which of them are right.
type Choice = (Vec<[f64; RANK]>, Vec<bool>);

fn rank(trials: &[&Trial], mode: Mode) -> [f32; RANK] {
    let mut choices: Vec<(f64, Choice)> = Vec::new();
    for trial in trials {
        let found: Vec<Choice> = known(trial).filter_map(|asked| choice(trial, asked, mode)).collect();
        let weight = 1.0 / found.len().max(1) as f64;
        choices.extend(found.into_iter().map(|choice| (weight, choice)));
    }
    let scale = choices.len() as f64 / trials.len().max(1) as f64;
    let at = least(|at: &[f64; RANK]| {
        let mut slope = Slope::flat();
        for (weight, (features, right)) in &choices {
            add_choice(&mut slope, at, (features, right), weight * scale);
        }
        slope.pull(at, PULL);
        slope
    });
    at.map(rounded)
}

fn choice(trial: &Trial, asked: &Asked, mode: Mode) -> Option<Choice> {
    let candidates = trial.shelf.candidates(&asked.text, asked.vector.as_ref(), mode).all;
    let right: Vec<bool> = candidates.iter().map(|candidate| asked.right.contains(&candidate.article)).collect();
    let features = candidates.iter().map(|candidate| candidate.features.map(f64::from)).collect();
    (right.contains(&true) && right.contains(&false)).then_some((features, right))
}

/// Log-loss of choosing a right one among the candidates: expectation over all less expectation over the right ones.
fn add_choice(slope: &mut Slope<RANK>, at: &[f64; RANK], (features, right): (&[[f64; RANK]], &[bool]), weight: f64) {
    let worth: Vec<f64> = features.iter().map(|one| one.iter().zip(at).map(|(x, w)| x * w).sum()).collect();
    let highest = worth.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let chances: Vec<f64> = worth.iter().map(|worth| (worth - highest).exp()).collect();
    for (only_right, sign) in [(false, 1.0), (true, -1.0)] {
        let counts = |place: usize| !only_right || right[place];
        let sum: f64 = (0..chances.len()).filter(|place| counts(*place)).map(|place| chances[place]).sum();
        let mut mean = [0.0; RANK];
        let mut square = [[0.0; RANK]; RANK];
        for place in (0..chances.len()).filter(|place| counts(*place)) {
            let chance = chances[place] / sum;
            for a in 0..RANK {
                mean[a] += chance * features[place][a];
                for b in 0..RANK {
                    square[a][b] += chance * features[place][a] * features[place][b];
                }
            }
        }
        for a in 0..RANK {
            slope.gradient[a] += sign * weight * mean[a];
            // With one right candidate the second part is nought, and the whole stays convex.
            for b in 0..RANK {
                slope.hessian[a][b] += sign * weight * (square[a][b] - mean[a] * mean[b]);
            }
        }
    }
}

fn certainty(trials: &[&Trial], mode: Mode, ranking: &Weights) -> ([f32; SURE], f32) {
    let mut rows: Vec<(f64, [f64; SURE_AND_ONE], f64)> = Vec::new();
    let mut all = 0;
    for trial in trials {
        // Where other articles may be right too, a wrong one cannot be told.
        let can_be_told = |asked: &&Asked| trial.is_complete || asked.right.is_empty();
        let asked = trial.half(Half::Development).filter(can_be_told);
        let found: Vec<_> = asked.filter_map(|asked| outcome(trial, asked, mode, ranking)).collect();
        let weight = 1.0 / found.len().max(1) as f64;
        all += found.len();
        rows.extend(found.into_iter().map(|(features, is_right)| (weight, features, is_right)));
    }
    let scale = all as f64 / trials.len().max(1) as f64;
    let at = least(|at: &[f64; SURE_AND_ONE]| {
        let mut slope = Slope::flat();
        for (weight, features, is_right) in &rows {
            let worth: f64 = features.iter().zip(at).map(|(x, w)| x * w).sum();
            let chance = 1.0 / (1.0 + (-worth).exp());
            let (miss, bend) = (weight * scale * (chance - is_right), weight * scale * chance * (1.0 - chance));
            for a in 0..SURE_AND_ONE {
                slope.gradient[a] += miss * features[a];
                for b in 0..SURE_AND_ONE {
                    slope.hessian[a][b] += bend * features[a] * features[b];
                }
            }
        }
        slope.pull(at, PULL);
        slope
    });
    let mut sure = [0.0; SURE];
    for (slot, part) in sure.iter_mut().zip(at) {
        *slot = rounded(part);
    }
    (sure, rounded(at[SURE]))
}

fn outcome(trial: &Trial, asked: &Asked, mode: Mode, ranking: &Weights) -> Option<([f64; SURE_AND_ONE], f64)> {
    let candidates = trial.shelf.candidates(&asked.text, asked.vector.as_ref(), mode);
    let ranked = ranked(ranking, &candidates.all);
    let features = ranking.features(&ranked, candidates.asked)?;
    let mut all = [1.0; SURE_AND_ONE];
    for (slot, feature) in all.iter_mut().zip(features) {
        *slot = f64::from(feature);
    }
    let is_right = ranked.first().is_some_and(|best| asked.right.contains(&best.article));
    Some((all, f64::from(u8::from(is_right))))
}

fn rounded(value: f64) -> f32 {
    ((value * 1e4).round() / 1e4) as f32
}

fn report(out: &mut String, trial: &Trial, mode: Mode, weights: &Weights) {
    let judged = trial.judged(mode, weights, Half::Development);
    let (unknown, known): (Vec<Judged>, Vec<Judged>) =
        judged.into_iter().partition(|one| one.place == Place::NoneIsRight);
    for line in LINES {
        let share = |all: &[Judged], is: &dyn Fn(&Judged) -> bool| {
            all.iter().filter(|one| one.sure >= line && is(one)).count() as f64 / all.len().max(1) as f64
        };
        let right = share(&known, &|one| one.place.is_among(1));
        let wrong = share(&known, &|one| !one.place.is_among(1));
        let needless = share(&unknown, &|_| true);
        let _ = writeln!(
            out,
            "{} {mode:?} at {line}: rightly {right:.3} of {}, wrongly {wrong:.3}, where none is right {needless:.3} of {}",
            trial.name,
            known.len(),
            unknown.len()
        );
    }
}
