//! The table that the bench prints, and the lines that a script may read.

use crate::audit::Faults;
use crate::percentiles::Percentiles;
use crate::subject::Kind;
use crate::workload::Workload;
use serde_json::json;
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// What was measured, in the order of the table's rows.
#[derive(Default)]
pub struct Figures {
    named: Vec<(String, f64)>,
    pub faults: Faults,
}

impl Figures {
    /// Adds a figure.
    pub fn one(mut self, name: &str, value: f64) -> Self {
        self.named.push((name.to_owned(), value));
        self
    }

    /// Adds a figure where there is one.
    pub fn maybe(self, name: &str, value: Option<f64>) -> Self {
        if let Some(value) = value { self.one(name, value) } else { self }
    }

    /// Adds the median and the 99th percentile of latencies, where there are any.
    pub fn spread(self, name: &str, latencies: Vec<Duration>) -> Self {
        if latencies.is_empty() {
            return self;
        }
        let found = Percentiles::of(latencies);
        let ms = |duration: Duration| duration.as_secs_f64() * 1000.0;
        self.one(&format!("{name} p50, ms"), ms(found.p50)).one(&format!("{name} p99, ms"), ms(found.p99))
    }

    /// Adds what was lost, doubled or out of order.
    pub fn with_faults(self, faults: Faults) -> Self {
        Self { faults, ..self }
    }
}

/// All results of a run.
#[derive(Default)]
pub struct Results {
    rounds: HashMap<(String, Kind), Vec<Figures>>,
    failures: HashMap<(String, Kind), String>,
}

impl Results {
    pub fn add(&mut self, workload: &str, kind: Kind, figures: Figures, json: Option<&Path>) -> anyhow::Result<()> {
        if let Some(path) = json {
            let named: serde_json::Map<_, _> =
                figures.named.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
            let faults = figures.faults;
            let line = json!({"workload": workload, "server": kind.name(), "figures": named,
                "lost": faults.lost, "doubled": faults.doubled, "disordered": faults.disordered});
            writeln!(std::fs::OpenOptions::new().create(true).append(true).open(path)?, "{line}")?;
        }
        self.rounds.entry((workload.to_owned(), kind)).or_default().push(figures);
        Ok(())
    }

    pub fn failed(&mut self, workload: &str, kind: Kind, error: &anyhow::Error) {
        eprintln!("{workload} on {}: {error:#}", kind.name());
        self.failures.insert((workload.to_owned(), kind), format!("{error:#}"));
    }

    /// Whether everything ran, and nothing was lost, doubled or out of order.
    pub fn is_whole(&self) -> bool {
        self.failures.is_empty() && self.rounds.values().flatten().all(|figures| figures.faults == Faults::default())
    }

    /// One table for each workload: servers in columns, figures in rows, medians over the rounds.
    pub fn markdown(&self, workloads: &[Workload], kinds: &[Kind]) -> String {
        workloads.iter().map(|workload| self.one(workload, kinds)).collect()
    }

    fn one(&self, workload: &Workload, kinds: &[Kind]) -> String {
        let shown: Vec<(Kind, &Vec<Figures>)> = kinds
            .iter()
            .filter_map(|kind| self.rounds.get(&(workload.name.clone(), *kind)).map(|rounds| (*kind, rounds)))
            .collect();
        let mut out = format!("\n**`{}`**: {}\n\n", workload.name, workload.title);
        for kind in kinds {
            if let Some(why) = self.failures.get(&(workload.name.clone(), *kind)) {
                out += &format!("{} failed: {}\n\n", kind.name(), why.lines().next().unwrap_or_default());
            }
        }
        if shown.is_empty() {
            return out;
        }
        out += &format!(
            "| figure |{}\n|---|{}\n",
            cells(shown.iter().map(|(kind, _)| kind.name().to_owned())),
            "---|".repeat(shown.len())
        );
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in shown.iter().flat_map(|(_, rounds)| rounds.iter().flat_map(|figures| &figures.named)) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        for name in names {
            out += &format!("| {name} |{}\n", cells(shown.iter().map(|(_, rounds)| median(rounds, name))));
        }
        let faults = |rounds: &Vec<Figures>| {
            let sum: Faults = rounds.iter().map(|figures| figures.faults).sum();
            format!("{} / {} / {}", sum.lost, sum.doubled, sum.disordered)
        };
        out + &format!("| lost / doubled / out of order |{}\n", cells(shown.iter().map(|(_, rounds)| faults(rounds))))
    }
}

fn cells(values: impl Iterator<Item = String>) -> String {
    values.fold(String::new(), |row, value| row + " " + &value + " |")
}

/// The median over rounds, and the span where there are several.
fn median(rounds: &[Figures], name: &str) -> String {
    let mut found: Vec<f64> = rounds
        .iter()
        .filter_map(|one| one.named.iter().find(|(known, _)| *known == name))
        .map(|(_, value)| *value)
        .collect();
    found.sort_by(f64::total_cmp);
    let digits = |value: f64| if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") };
    match found.as_slice() {
        [] => "–".to_owned(),
        [only] => digits(*only),
        [low, .., high] => format!("{} ({} to {})", digits(found[found.len() / 2]), digits(*low), digits(*high)),
    }
}
