//! Champion and challenger compared on the same messages: how far they agree, which decisions would flip, and, where
//! people have judged, which of them is right more often. Pure: rows in, a report out.
//!
//! Every difference is the challenger's figure less the champion's. Intervals are the paired percentile bootstrap over
//! conversations, seeded: both models are measured on the same draw, and messages of one chat are drawn together,
//! since they are alike (`DeLong`'s formula would count each as news of its own).

mod decisions;
mod labelled;
mod labels;
mod words;

pub use self::decisions::Flip;
pub use self::labelled::{Labelled, McNemar, Side};
pub use self::labels::{Labels, labels};
pub use self::words::markdown;

use super::SEED;
use super::interval::{self, Estimate};
use super::metrics::{mean, nearest_rank};
use crate::domain::paired::Reading;
use crate::domain::{ConversationId, Language, Models, Paired, Timestamp};
use crate::triage::Policy;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde::Serialize;
use std::collections::BTreeMap;

/// So many of the newest messages are compared; more would take long and change little.
const NEWEST: usize = 20_000;

/// A message that both have read.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Row {
    conv: ConversationId,
    language: Option<Language>,
    champion: Reading,
    challenger: Reading,
    label: Option<bool>,
}

/// The comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The two models of the newest reading.
    pub models: Models,
    /// Time of the first and last reading that counts; absent when there is none.
    pub period: Option<(Timestamp, Timestamp)>,
    /// Messages that both have read.
    pub n: usize,
    /// Conversations they come from.
    pub conversations: usize,
    /// Messages on which the challenger failed.
    pub failed: usize,
    /// Readings left out because they are of other models.
    pub others: usize,
    /// Readings left out because there are enough newer ones.
    pub older: usize,
    /// Everything, then by language.
    pub groups: Vec<Group>,
    /// The risks, over everything.
    pub risks: Vec<Risk>,
    /// Time in the network.
    pub latency: Latency,
    /// Against what people said; absent when they said nothing.
    pub labelled: Option<Labelled>,
    /// What it comes to.
    pub verdict: Verdict,
}

/// What the two made of a group of messages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// `all`, `en`, `zh` or `other`.
    pub name: &'static str,
    /// Messages.
    pub n: usize,
    /// Share on the same side of P(anger) = .5.
    pub agreement: f64,
    /// Mean difference of P(anger).
    pub anger: Estimate,
    /// Mean difference of the expected level.
    pub level: Estimate,
    /// Mean distance of P(anger), whichever way.
    pub distance: f64,
    /// Decisions that would be others.
    pub flips: Vec<Flip>,
}

/// One risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Risk {
    /// Name.
    pub name: String,
    /// Mean of the champion's.
    pub champion: f64,
    /// Mean of the challenger's.
    pub challenger: f64,
    /// Mean distance, whichever way.
    pub distance: f64,
}

/// Time in the network in milliseconds. The champion's is each message's share of its batch; the challenger reads
/// alone, at a low priority.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Latency {
    /// Of the champion.
    pub champion: Percentiles,
    /// Of the challenger.
    pub challenger: Percentiles,
}

/// Nearest-rank percentiles; NaN of nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[expect(missing_docs, reason = "each field is the percentile it names")]
pub struct Percentiles {
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
}

/// What the comparison comes to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// In one word.
    pub outcome: Outcome,
    /// In plain words, with the figures it rests on.
    pub words: String,
}

/// Which of the two is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The challenger orders messages better and is not shown to be worse calibrated.
    Better,
    /// Neither is shown to be better.
    NoDifferenceShown,
    /// The challenger orders messages worse, or is worse calibrated.
    Worse,
    /// Too few labels to tell.
    NotJudged,
}

/// Compares the two models of the newest reading, against what people said where they said something; `policy` gives
/// the lines at which decisions are made.
#[must_use]
pub fn compare(pairs: &[Paired], policy: &Policy, labels: &Labels) -> Report {
    let models = pairs.last().map(|pair| pair.models.clone()).unwrap_or_default();
    let of_these: Vec<&Paired> = pairs.iter().filter(|pair| pair.models == models).collect();
    let counted = &of_these[of_these.len().saturating_sub(NEWEST)..];
    let rows: Vec<Row> = counted.iter().filter_map(|pair| row(pair, labels)).collect();
    let labelled = labelled::measure(&rows);
    Report {
        period: counted.first().zip(counted.last()).map(|(first, last)| (first.at, last.at)),
        n: rows.len(),
        conversations: by_conversation(&rows).len(),
        failed: counted.len() - rows.len(),
        others: pairs.len() - of_these.len(),
        older: of_these.len() - counted.len(),
        groups: groups(&rows, policy),
        risks: risks(&rows),
        latency: Latency {
            champion: percentiles(rows.iter().map(|row| row.champion.micros)),
            challenger: percentiles(rows.iter().map(|row| row.challenger.micros)),
        },
        verdict: words::verdict(rows.len(), labelled.as_ref()),
        labelled,
        models,
    }
}

fn row(pair: &Paired, labels: &Labels) -> Option<Row> {
    let Paired { conv, message, language, champion, challenger, .. } = *pair;
    Some(Row { conv, language, champion, challenger: challenger?, label: labels.get(&(conv, message)).copied() })
}

fn groups(rows: &[Row], policy: &Policy) -> Vec<Group> {
    let read_as = |language| rows.iter().filter(|row| row.language == language).copied().collect();
    let named: [(&'static str, Vec<Row>); 4] = [
        ("all", rows.to_vec()),
        ("en", read_as(Some(Language::En))),
        ("zh", read_as(Some(Language::Zh))),
        ("other", read_as(None)),
    ];
    let there = named.into_iter().filter(|(name, rows)| *name == "all" || !rows.is_empty());
    there.map(|(name, rows)| group(name, &rows, policy)).collect()
}

fn group(name: &'static str, rows: &[Row], policy: &Policy) -> Group {
    let flips = decisions::flips(rows, policy);
    let changed = flips.first().map_or(0, |flip| flip.up + flip.down);
    let angers = rows.iter().map(|row| f64::from(row.challenger.anger) - f64::from(row.champion.anger));
    let clusters = by_conversation(rows);
    Group {
        name,
        n: rows.len(),
        agreement: 1.0 - changed as f64 / rows.len() as f64,
        anger: difference(&clusters, |reading| reading.anger),
        level: difference(&clusters, |reading| reading.level),
        distance: mean(angers.map(f64::abs)),
        flips,
    }
}

fn difference(clusters: &[Vec<Row>], figure: fn(&Reading) -> f32) -> Estimate {
    let gap = |row: &&Row| f64::from(figure(&row.challenger)) - f64::from(figure(&row.champion));
    paired(clusters, |rows| mean(rows.iter().map(gap)))
}

/// A figure over all rows, with its interval over conversations.
fn paired(clusters: &[Vec<Row>], measure: impl Fn(&[&Row]) -> f64) -> Estimate {
    interval::estimate(clusters, measure, &mut StdRng::seed_from_u64(SEED))
}

fn by_conversation(rows: &[Row]) -> Vec<Vec<Row>> {
    let mut clusters: BTreeMap<ConversationId, Vec<Row>> = BTreeMap::new();
    for row in rows {
        clusters.entry(row.conv).or_default().push(*row);
    }
    clusters.into_values().collect()
}

fn risks(rows: &[Row]) -> Vec<Risk> {
    let mut sums: BTreeMap<String, [f64; 3]> = BTreeMap::new();
    for row in rows {
        // Through the names, so that no risk can be forgotten here.
        let [champion, challenger] = [row.champion, row.challenger].map(|reading| named(&reading));
        for (name, one) in champion {
            let other = challenger.get(&name).copied().unwrap_or(f64::NAN);
            let sum = sums.entry(name).or_default();
            *sum = [sum[0] + one, sum[1] + other, sum[2] + (one - other).abs()];
        }
    }
    let n = rows.len() as f64;
    let risk = |(name, [champion, challenger, distance]): (String, [f64; 3])| Risk {
        name,
        champion: champion / n,
        challenger: challenger / n,
        distance: distance / n,
    };
    sums.into_iter().map(risk).collect()
}

fn named(reading: &Reading) -> BTreeMap<String, f64> {
    let value = serde_json::to_value(reading.risks).expect("risks are plain numbers");
    let fields = value.as_object().into_iter().flatten();
    fields.map(|(name, value)| (name.clone(), value.as_f64().unwrap_or(f64::NAN))).collect()
}

fn percentiles(micros: impl Iterator<Item = u32>) -> Percentiles {
    let mut sorted: Vec<u32> = micros.collect();
    sorted.sort_unstable();
    let at = |percent| nearest_rank(&sorted, percent).map_or(f64::NAN, |micros| f64::from(micros) / 1_000.0);
    Percentiles { p50: at(50), p95: at(95), p99: at(99) }
}

#[cfg(test)]
#[path = "paired_test.rs"]
mod tests;
