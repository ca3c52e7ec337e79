//! The measures. Pure: a slice of judged items in, one number out; NaN where the number is not defined (no positive
//! item, an empty sample). Each says where its definition comes from.

use std::collections::BTreeSet;

/// What is true of a row and what was found, as numbers of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The label.
    pub truth: usize,
    /// The answer.
    pub found: usize,
}

/// Whether a row is positive, and how positive it looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The label.
    pub is_positive: bool,
    /// A probability, or anything that orders.
    pub score: f32,
}

/// Bins of the calibration error.
const BINS: usize = 15;

/// Mean over all classes, true or found, of the harmonic mean of precision and recall.
#[must_use]
pub fn macro_f1(pairs: &[&Pair]) -> f64 {
    let classes: BTreeSet<usize> = pairs.iter().flat_map(|pair| [pair.truth, pair.found]).collect();
    mean(classes.iter().map(|class| {
        let hits = count(pairs, |pair| pair.truth == *class && pair.found == *class);
        let (there, found) = (count(pairs, |pair| pair.truth == *class), count(pairs, |pair| pair.found == *class));
        2.0 * hits / (there + found)
    }))
}

/// Mean over all true classes of the share that was found.
#[must_use]
pub fn macro_recall(pairs: &[&Pair]) -> f64 {
    let classes: BTreeSet<usize> = pairs.iter().map(|pair| pair.truth).collect();
    mean(classes.iter().map(|class| {
        let hits = count(pairs, |pair| pair.truth == *class && pair.found == *class);
        hits / count(pairs, |pair| pair.truth == *class)
    }))
}

/// Share of right answers.
#[must_use]
pub fn accuracy(pairs: &[&Pair]) -> f64 {
    count(pairs, |pair| pair.truth == pair.found) / pairs.len() as f64
}

/// Area under the ROC curve: the chance that a positive row scores above a negative one, ties counting half (the
/// Mann-Whitney statistic).
#[must_use]
pub fn auroc(rows: &[&Scored]) -> f64 {
    let (mut below, mut won) = (0.0, 0.0);
    for (positive, negative) in levels(rows, |a, b| a.total_cmp(&b)) {
        won += positive * (below + negative / 2.0);
        below += negative;
    }
    let positives = rows.iter().filter(|row| row.is_positive).count() as f64;
    won / (positives * below)
}

/// Area under the precision-recall curve as average precision: the sum over thresholds of precision times the recall
/// gained there. Equal scores are one threshold.
#[must_use]
pub fn auprc(rows: &[&Scored]) -> f64 {
    let positives = rows.iter().filter(|row| row.is_positive).count() as f64;
    let (mut hits, mut alarms, mut area) = (0.0, 0.0, 0.0);
    for (positive, negative) in levels(rows, |a, b| b.total_cmp(&a)) {
        hits += positive;
        alarms += positive + negative;
        area += positive * hits / alarms;
    }
    if positives > 0.0 { area / positives } else { f64::NAN }
}

/// Expected calibration error over 15 bins of equal width: the mean distance between what was promised and what came
/// true, weighted by the bin's rows (Naeini et al. 2015). For the top class of several, a row is positive when that
/// class is right.
#[must_use]
pub fn calibration_error(rows: &[&Scored]) -> f64 {
    let mut gaps = [0.0; BINS];
    for row in rows {
        #[expect(clippy::cast_sign_loss, reason = "clamped to 0 and above")]
        let bin = ((row.score.clamp(0.0, 1.0) * BINS as f32) as usize).min(BINS - 1);
        gaps[bin] += f64::from(row.score) - f64::from(u8::from(row.is_positive));
    }
    gaps.iter().map(|gap| gap.abs()).sum::<f64>() / rows.len() as f64
}

/// Mean squared distance of the probability from what came true (Brier 1950).
#[must_use]
pub fn brier(rows: &[&Scored]) -> f64 {
    mean(rows.iter().map(|row| (f64::from(row.score) - f64::from(u8::from(row.is_positive))).powi(2)))
}

/// Share of positive rows above `threshold`.
#[must_use]
pub fn recall_above(rows: &[&Scored], threshold: f32) -> f64 {
    let positives = rows.iter().filter(|row| row.is_positive);
    positives.clone().filter(|row| row.score > threshold).count() as f64 / positives.count() as f64
}

/// The lowest of the given scores that at most 5 % of them exceed; NaN of nothing.
#[must_use]
pub fn percentile_95(mut scores: Vec<f32>) -> f32 {
    scores.sort_by(f32::total_cmp);
    nearest_rank(&scores, 95).unwrap_or(f32::NAN)
}

/// The nearest-rank percentile of ascending values; `None` of nothing.
pub fn nearest_rank<T: Copy>(sorted: &[T], percent: usize) -> Option<T> {
    (sorted.len() * percent).div_ceil(100).checked_sub(1).and_then(|place| sorted.get(place)).copied()
}

/// The middle value; NaN of nothing.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let (low, high) = (values.len().saturating_sub(1) / 2, values.len() / 2);
    match (values.get(low), values.get(high)) {
        (Some(low), Some(high)) => f64::midpoint(*low, *high),
        _ => f64::NAN,
    }
}

/// The mean; NaN of nothing.
pub fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let number = values.len() as f64;
    values.sum::<f64>() / number
}

fn count(pairs: &[&Pair], is_meant: impl Fn(&Pair) -> bool) -> f64 {
    pairs.iter().filter(|pair| is_meant(pair)).count() as f64
}

/// Positive and negative rows at each score, in the given order of scores.
fn levels(rows: &[&Scored], order: impl Fn(f32, f32) -> std::cmp::Ordering) -> Vec<(f64, f64)> {
    let mut sorted: Vec<&Scored> = rows.to_vec();
    sorted.sort_by(|a, b| order(a.score, b.score));
    let tied = sorted.chunk_by(|a, b| order(a.score, b.score).is_eq());
    tied.map(|level| {
        let positive = level.iter().filter(|row| row.is_positive).count();
        (positive as f64, (level.len() - positive) as f64)
    })
    .collect()
}

#[cfg(test)]
#[path = "metrics_test.rs"]
mod tests;
