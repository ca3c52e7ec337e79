//! How figures are shown: a table for people, a line for `table.py`.

use crate::percentiles::Percentiles;
use serde_json::{Value, json};
use std::time::Duration;

/// The figures of one engine.
pub struct Report {
    /// Name and version.
    pub who: String,
    /// Tokens of a message of the list, with the two that frame it.
    pub mean_tokens: f64,
    /// One message alone, from text to belief.
    pub whole: Percentiles,
    /// The same, of long messages only.
    pub long: Percentiles,
    /// The part of it before the network: normalising, tokenizing, assembling.
    pub preparing: Percentiles,
    /// Normalising, timed apart.
    pub normalising: Percentiles,
    /// Messages a second, one after the other.
    pub alone_per_second: f64,
    /// Messages a second, in batches.
    pub together_per_second: f64,
    /// Messages in a batch.
    pub mean_batch: f64,
}

impl Report {
    /// One line; times in milliseconds.
    pub fn json(&self) -> Value {
        let percentiles = |of: &Percentiles| json!({"p50": ms(of.p50), "p99": ms(of.p99), "n": of.count});
        json!({
            "who": self.who,
            "mean_tokens": self.mean_tokens,
            "alone": percentiles(&self.whole),
            "long": percentiles(&self.long),
            "preparing": percentiles(&self.preparing),
            "normalising": percentiles(&self.normalising),
            "alone_per_second": self.alone_per_second,
            "together_per_second": self.together_per_second,
            "mean_batch": self.mean_batch,
        })
    }
}

/// One column per engine.
pub fn table(reports: &[Report]) -> String {
    type Cell = fn(&Report) -> String;
    let rows: [(&str, Cell); 7] = [
        ("one message alone", |r| percentiles(&r.whole)),
        ("of these, 20 to 32 tokens", |r| percentiles(&r.long)),
        ("its normalising and tokenizing", |r| percentiles(&r.preparing)),
        ("its normalising", |r| percentiles(&r.normalising)),
        ("messages a second, one by one", |r| format!("{:.0}", r.alone_per_second)),
        ("messages a second, in batches", |r| format!("{:.0} (mean batch {:.1})", r.together_per_second, r.mean_batch)),
        ("tokens a message, mean", |r| format!("{:.1}", r.mean_tokens)),
    ];
    let line = |name: &str, cell: &dyn Fn(&Report) -> String| {
        let cells: Vec<String> = reports.iter().map(cell).collect();
        format!("| {name} | {} |\n", cells.join(" | "))
    };
    let mut out = line("figure", &|report| report.who.clone());
    out.push_str(&line("---", &|_| "---".to_owned()));
    for (name, cell) in rows {
        out.push_str(&line(name, &cell));
    }
    out
}

fn percentiles(of: &Percentiles) -> String {
    format!("p50 {:.3} ms, p99 {:.3} ms (n = {})", ms(of.p50), ms(of.p99), of.count)
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
