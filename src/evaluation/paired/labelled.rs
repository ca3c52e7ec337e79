//! The two models against what people said of the messages.

use super::decisions::ANGRY;
use super::{Row, by_conversation, paired};
use crate::domain::paired::Reading;
use crate::evaluation::interval::Estimate;
use crate::evaluation::metrics::{Scored, auroc, brier};
use serde::Serialize;

/// Messages that somebody has judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Labelled {
    /// How many.
    pub n: usize,
    /// Of these called for somebody.
    pub positives: usize,
    /// Conversations they come from.
    pub conversations: usize,
    /// Area under the ROC curve of P(anger); more is better.
    pub auroc: Side,
    /// Mean squared distance of P(anger) from the truth; less is better.
    pub brier: Side,
    /// Of the decision at P(anger) = .5.
    pub mcnemar: McNemar,
}

/// A figure of both, and the challenger's less the champion's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Side {
    /// The champion's.
    pub champion: f64,
    /// The challenger's.
    pub challenger: f64,
    /// The difference.
    pub difference: Estimate,
}

/// `McNemar`'s exact test: of the messages on which one of two is right, how often it is which.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct McNemar {
    /// Only the champion is right.
    pub champion_right: usize,
    /// Only the challenger is right.
    pub challenger_right: usize,
    /// The chance of a split at least so uneven if both were as good; two-sided.
    pub p: f64,
}

/// `None` when nothing is labelled.
pub(super) fn measure(rows: &[Row]) -> Option<Labelled> {
    let rows: Vec<Row> = rows.iter().filter(|row| row.label.is_some()).copied().collect();
    let clusters = by_conversation(&rows);
    let side = |measure: fn(&[&Scored]) -> f64| {
        let over = |rows: &[&Row], whose: fn(&Row) -> &Reading| {
            let scored: Vec<Scored> = rows.iter().map(|row| scored(row, whose(row))).collect();
            measure(&scored.iter().collect::<Vec<_>>())
        };
        let all: Vec<&Row> = rows.iter().collect();
        Side {
            champion: over(&all, champion),
            challenger: over(&all, challenger),
            difference: paired(&clusters, |rows| over(rows, challenger) - over(rows, champion)),
        }
    };
    (!rows.is_empty()).then(|| Labelled {
        n: rows.len(),
        positives: rows.iter().filter(|row| row.label == Some(true)).count(),
        conversations: clusters.len(),
        auroc: side(auroc),
        brier: side(brier),
        mcnemar: mcnemar(&rows),
    })
}

const fn champion(row: &Row) -> &Reading {
    &row.champion
}

const fn challenger(row: &Row) -> &Reading {
    &row.challenger
}

fn scored(row: &Row, reading: &Reading) -> Scored {
    Scored { is_positive: row.label == Some(true), score: reading.anger }
}

fn mcnemar(rows: &[Row]) -> McNemar {
    let is_right = |row: &Row, reading: &Reading| row.label == Some(reading.anger >= ANGRY);
    let only = |one: fn(&Row) -> &Reading, other: fn(&Row) -> &Reading| {
        rows.iter().filter(|row| is_right(row, one(row)) && !is_right(row, other(row))).count()
    };
    let (champion_right, challenger_right) = (only(champion, challenger), only(challenger, champion));
    McNemar { champion_right, challenger_right, p: sign_test(champion_right, challenger_right) }
}

/// Twice the smaller tail of a fair coin, at most 1. In logarithms, which bear any number of tosses.
pub(super) fn sign_test(one: usize, other: usize) -> f64 {
    let (few, tosses) = (one.min(other), one + other);
    let mut log_ways = 0.0_f64;
    let mut tail = 0.0;
    for k in 0..=few {
        if k > 0 {
            log_ways += ((tosses - k + 1) as f64).ln() - (k as f64).ln();
        }
        tail += (log_ways - tosses as f64 * std::f64::consts::LN_2).exp();
    }
    (2.0 * tail).min(1.0)
}
