//! Fitting this site's recalibration from what staff answered. Pure and deterministic.
//!
//! Platt's line (1999) through the base logits, by Newton's method on the weighted log-loss with a pull towards no
//! change. Guarded: enough answers of both kinds; better than what is in force by more than the standard error, in Brier
//! score and in log-loss, on conversations that the line was not fitted on; not worse on the newest answers when fitted
//! on the older ones, which is its time in the shadow; and bounded. Only answers to questions count, each weighted by
//! the inverse of its chance: what people tap of their own accord are mostly mistakes, and would bend the line.

use super::recalibration::Correction;

/// Fewer answers move nothing.
pub const LEAST: usize = 100;
/// Of each kind.
pub const LEAST_OF_EACH: usize = 15;
/// Fewer answers since a change say nothing of it.
pub const LEAST_SINCE: usize = 30;
/// Conversations are dealt into this many parts.
const FOLDS: usize = 5;
/// The newest fifth of the answers is kept for the shadow.
const SHADOW: usize = 5;
/// Strength of the pull towards no change, in answers.
const PULL: f64 = 2.0;
const ROUNDS: usize = 25;
/// Logits beyond this say the same.
const CLIP: f64 = 6.0;

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// Which conversation: answers of one belong together.
    pub conv: u128,
    /// P(anger >= 2) before any recalibration.
    pub base: f32,
    /// What staff answered.
    pub is_angry: bool,
    /// Inverse of the chance to be asked.
    pub weight: f64,
}

/// How much better a candidate is than what is in force, on answers it was not fitted on; above 0 is better.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Gain {
    /// Mean difference of the squared errors.
    pub brier: f64,
    /// Its standard error, over conversations.
    pub brier_error: f64,
    /// Mean difference of the log-losses.
    pub log_loss: f64,
    /// Its standard error.
    pub log_loss_error: f64,
}

impl Gain {
    /// Better by more than chance, in both measures.
    #[must_use]
    pub fn is_better(&self) -> bool {
        self.brier > self.brier_error && self.log_loss > self.log_loss_error
    }

    /// Worse in Brier score by more than its standard error.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        self.brier < -self.brier_error
    }
}

/// Whether a candidate may be put in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There are not enough answers, or not enough of one kind.
    TooFew,
    /// It is not better by more than the standard error.
    NoBetter,
    /// Fitted on the older answers it is worse on the newest.
    WorseInShadow,
    /// A person may put it in force.
    Ready,
}

/// What the answers of one language come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Answers.
    pub answers: usize,
    /// Of those, angry.
    pub angry: usize,
    /// The line; no change while there are too few answers.
    pub correction: Correction,
    /// Cross-validated.
    pub gain: Gain,
    /// On the newest answers.
    pub shadow: Gain,
    /// What follows.
    pub verdict: Verdict,
}

/// Fits and judges; `cases` oldest first, `in_force` is what the candidate must beat.
#[must_use]
pub fn candidate(cases: &[Case], in_force: Correction) -> Candidate {
    let (answers, angry) = (cases.len(), cases.iter().filter(|case| case.is_angry).count());
    let nothing = Gain::default();
    let (gain, shadow, verdict, correction) =
        if answers < LEAST || angry < LEAST_OF_EACH || answers - angry < LEAST_OF_EACH {
            (nothing, nothing, Verdict::TooFew, Correction::NONE)
        } else {
            let gain = cross_validated(cases, in_force);
            let (older, newest) = cases.split_at(answers - answers / SHADOW);
            let shadow = compare(newest, |_| fit(older), in_force);
            let verdict = match (gain.is_better(), shadow.brier >= 0.0 && shadow.log_loss >= 0.0) {
                (false, _) => Verdict::NoBetter,
                (true, false) => Verdict::WorseInShadow,
                (true, true) => Verdict::Ready,
            };
            (gain, shadow, verdict, fit(cases))
        };
    Candidate { answers, angry, correction, gain, shadow, verdict }
}

/// How a correction does beside the one before it, on answers about messages read since it came into force; `None` while
/// there are too few.
#[must_use]
pub fn since(cases: &[Case], before: Correction, in_force: Correction) -> Option<Gain> {
    (cases.len() >= LEAST_SINCE).then(|| compare(cases, |_| in_force, before))
}

/// The bounded line through these answers.
fn fit(cases: &[Case]) -> Correction {
    let mean = cases.iter().map(|case| case.weight).sum::<f64>() / cases.len().max(1) as f64;
    let (mut slope, mut bias) = (1.0_f64, 0.0_f64);
    for _ in 0..ROUNDS {
        // Gradient and Hessian of the loss; the pull keeps both defined.
        let (mut g0, mut g1) = (PULL * (slope - 1.0), PULL * bias);
        let (mut h00, mut h01, mut h11) = (PULL, 0.0, PULL);
        for case in cases {
            let (x, w) = (logit(case.base), case.weight / mean);
            let p = sigmoid(slope * x + bias);
            let (miss, spread) = (w * (p - f64::from(u8::from(case.is_angry))), w * p * (1.0 - p));
            (g0, g1) = (g0 + miss * x, g1 + miss);
            (h00, h01, h11) = (h00 + spread * x * x, h01 + spread * x, h11 + spread);
        }
        let det = h00 * h11 - h01 * h01;
        // Half a step at most of the bounds' width: far off, Newton overshoots.
        slope -= ((h11 * g0 - h01 * g1) / det).clamp(-0.5, 0.5);
        bias -= ((h00 * g1 - h01 * g0) / det).clamp(-0.5, 0.5);
    }
    Correction { slope: slope as f32, bias: bias as f32 }.bounded()
}

fn cross_validated(cases: &[Case], in_force: Correction) -> Gain {
    let mut conversations: Vec<u128> = cases.iter().map(|case| case.conv).collect();
    conversations.sort_unstable();
    conversations.dedup();
    let fold = |case: &Case| conversations.binary_search(&case.conv).unwrap_or(0) % FOLDS;
    let lines: Vec<Correction> = (0..FOLDS)
        .map(|out| fit(&cases.iter().filter(|case| fold(case) != out).copied().collect::<Vec<_>>()))
        .collect();
    compare(cases, |case| lines[fold(case)], in_force)
}

/// Mean gain over answers, with the standard error of a ratio whose parts are summed by conversation.
fn compare(cases: &[Case], line: impl Fn(&Case) -> Correction, in_force: Correction) -> Gain {
    let mut sums: std::collections::BTreeMap<u128, [f64; 3]> = std::collections::BTreeMap::new();
    for case in cases {
        let (before, after) = (losses(case, in_force), losses(case, line(case)));
        let sum = sums.entry(case.conv).or_default();
        sum[0] += case.weight;
        sum[1] += case.weight * (before.0 - after.0);
        sum[2] += case.weight * (before.1 - after.1);
    }
    let total: f64 = sums.values().map(|sum| sum[0]).sum();
    let of = |which: usize| {
        let mean = sums.values().map(|sum| sum[which]).sum::<f64>() / total;
        let squares: f64 = sums.values().map(|sum| (sum[which] - mean * sum[0]).powi(2)).sum();
        let n = sums.len() as f64;
        (mean, (squares * n / (n - 1.0).max(1.0)).sqrt() / total)
    };
    let ((brier, brier_error), (log_loss, log_loss_error)) = (of(1), of(2));
    Gain { brier, brier_error, log_loss, log_loss_error }
}

/// Squared error and log-loss of one answer.
fn losses(case: &Case, line: Correction) -> (f64, f64) {
    let p = sigmoid(f64::from(line.slope) * logit(case.base) + f64::from(line.bias));
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    let (truth, said) = if case.is_angry { (1.0, p) } else { (0.0, 1.0 - p) };
    ((p - truth) * (p - truth), -said.ln())
}

fn logit(p: f32) -> f64 {
    let p = f64::from(p).clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln().clamp(-CLIP, CLIP)
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
#[path = "fit_test.rs"]
mod tests;
