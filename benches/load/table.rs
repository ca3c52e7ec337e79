//! The table that the bench prints, and the lines that a script may read.

use crate::audit::Faults;
use crate::percentiles::Percentiles;
use crate::subject::Kind;
use crate::workload::Workload;
use serde_json::json;
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

/// What was measured.
#[derive(Default)]
pub struct Figures {
    pub per_second: Option<f64>,
    pub cpu_per_100k: Option<f64>,
    pub model_cpu_per_100k: Option<f64>,
    pub ack: Option<Percentiles>,
    pub delivery: Option<Percentiles>,
    pub score: Option<Percentiles>,
    pub resident_mib: Option<f64>,
    pub kib_per_socket: Option<f64>,
    pub idle_core_share: Option<f64>,
    pub ready_per_second: Option<f64>,
    pub ready: Option<Percentiles>,
    pub cpu_per_10k_ready: Option<f64>,
    pub inbox_bytes_per_message: Option<f64>,
    pub inbox_frames_per_message: Option<f64>,
    pub first_page_ms: Option<f64>,
    pub first_page_kib: Option<f64>,
    pub generator_share: Option<f64>,
    pub stolen_share: Option<f64>,
    pub faults: Faults,
}

impl Figures {
    /// Name and values, medians and 99th percentiles apart, of what was measured.
    fn named(&self) -> Vec<(&'static str, f64)> {
        let one = [
            ("messages a second", self.per_second),
            ("CPU-s per 100,000", self.cpu_per_100k),
            ("of it the model, besides", self.model_cpu_per_100k),
            ("memory, MiB", self.resident_mib),
            ("KiB per socket", self.kib_per_socket),
            ("share of a core while idle", self.idle_core_share),
            ("ready a second", self.ready_per_second),
            ("CPU-s per 10,000 ready", self.cpu_per_10k_ready),
            ("bytes to each inbox per message", self.inbox_bytes_per_message),
            ("frames to each inbox per message", self.inbox_frames_per_message),
            ("first page, ms", self.first_page_ms),
            ("first page, KiB", self.first_page_kib),
            ("generator's share of its core", self.generator_share),
            ("others' share of the server's core", self.stolen_share),
        ];
        let two = [
            ("ack p50, ms", "ack p99, ms", &self.ack),
            ("delivery p50, ms", "delivery p99, ms", &self.delivery),
            ("score p50, ms", "score p99, ms", &self.score),
            ("ready p50, ms", "ready p99, ms", &self.ready),
        ];
        let ms = |duration: std::time::Duration| duration.as_secs_f64() * 1000.0;
        let pairs = two.into_iter().flat_map(|(low, high, of)| {
            let of = of.as_ref();
            [(low, of.map(|of| ms(of.p50))), (high, of.map(|of| ms(of.p99)))]
        });
        one.into_iter().chain(pairs).filter_map(|(name, value)| value.map(|value| (name, value))).collect()
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
                figures.named().into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
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
        let mut names: Vec<&'static str> = Vec::new();
        for (name, _) in shown.iter().flat_map(|(_, rounds)| rounds.iter().flat_map(Figures::named)) {
            if !names.contains(&name) {
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
        .filter_map(|one| one.named().into_iter().find(|(known, _)| *known == name))
        .map(|(_, value)| value)
        .collect();
    found.sort_by(f64::total_cmp);
    let digits = |value: f64| if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") };
    match found.as_slice() {
        [] => "–".to_owned(),
        [only] => digits(*only),
        [low, .., high] => format!("{} ({} to {})", digits(found[found.len() / 2]), digits(*low), digits(*high)),
    }
}
