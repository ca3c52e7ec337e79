//! Whether a calm message stays calm when it is said in another variety of the language. Owns the threshold: what at
//! most 5 % of the standard texts exceed, and at least .3.

use super::cases::Suite;
use super::metrics::{median, percentile_95};
use super::table::Limit;
use super::{Entry, Findings, Lab, Unavailable};
use std::collections::BTreeMap;

/// Nothing below this is an alarm.
const LOWEST: f32 = 0.3;
/// A variety with fewer pairs is not shown by itself.
const ENOUGH: usize = 20;
/// Most false alarms on a variety for each one on the standard.
const LIMIT: Limit = Limit::at_most(1.25);

/// P(anger) of the same message in two varieties.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Said {
    standard: f32,
    dialect: f32,
}

/// Measures a file of pairs.
///
/// # Errors
/// When it cannot be read or scored.
pub fn measure(lab: &mut dyn Lab, suite: &Suite) -> Result<Findings, Unavailable> {
    let pairs = suite.columns::<3>(lab, "no column may be empty", |columns| columns.iter().all(|c| !c.is_empty()))?;
    let standard = lab.read(&suite.questions(pairs.iter().map(|[_, standard, _]| standard)))?;
    let dialect = lab.read(&suite.questions(pairs.iter().map(|[_, _, dialect]| dialect)))?;
    let mut by_variety: BTreeMap<&str, Vec<Said>> = BTreeMap::new();
    let mut all = Vec::new();
    for (([variety, ..], standard), dialect) in pairs.iter().zip(&standard).zip(&dialect) {
        let said = Said { standard: standard.anger, dialect: dialect.anger };
        by_variety.entry(variety).or_default().push(said);
        all.push(said);
    }
    let threshold = percentile_95(all.iter().map(|said| said.standard).collect()).max(LOWEST);
    let ratio = |rows: &[&Said]| ratio(rows, threshold);
    let set = suite.set.as_str();
    let mut entries = vec![
        Entry::over_rows((set, "false alarms, dialect to standard"), LIMIT, all.clone(), ratio),
        Entry::over_rows((set, "median difference of anger"), Limit::None, all, difference),
    ];
    for (variety, rows) in by_variety.into_iter().filter(|(_, rows)| rows.len() >= ENOUGH) {
        entries.push(Entry::over_rows((set, &format!("false alarms, {variety} to standard")), LIMIT, rows, ratio));
    }
    Ok(entries.into())
}

/// Alarms on the dialect for each alarm on the standard. None on both sides is 1; none on the standard alone counts as
/// half a one.
fn ratio(rows: &[&Said], threshold: f32) -> f64 {
    let alarms = |of: fn(&Said) -> f32| rows.iter().filter(|said| of(said) > threshold).count() as f64;
    let (standard, dialect) = (alarms(|said| said.standard), alarms(|said| said.dialect));
    if standard + dialect > 0.0 { dialect / standard.max(0.5) } else { 1.0 }
}

fn difference(rows: &[&Said]) -> f64 {
    median(rows.iter().map(|said| f64::from((said.standard - said.dialect).abs())).collect())
}

#[cfg(test)]
#[path = "dialect_test.rs"]
mod tests;
