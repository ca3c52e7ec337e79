//! The workloads: one TOML file each, embedded, so that a bench run needs no path.

use anyhow::{Context, bail};
use serde::Deserialize;

const FILES: [(&str, &str); 10] = [
    ("steady", include_str!("workloads/steady.toml")),
    ("steady-scored", include_str!("workloads/steady-scored.toml")),
    ("half", include_str!("workloads/half.toml")),
    ("full", include_str!("workloads/full.toml")),
    ("many", include_str!("workloads/many.toml")),
    ("watched", include_str!("workloads/watched.toml")),
    ("idle", include_str!("workloads/idle.toml")),
    ("storm", include_str!("workloads/storm.toml")),
    ("inbox", include_str!("workloads/inbox.toml")),
    ("inbox-small", include_str!("workloads/inbox-small.toml")),
];

/// What the clients do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Visitors write, staff read.
    Pairs,
    /// Sockets stay open in silence.
    Idle,
    /// All sockets come at once, drop, and come again.
    Storm,
    /// Staff watch the list of all open conversations while some change.
    Inbox,
}

/// One workload.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workload {
    /// File name without its ending.
    #[serde(skip)]
    pub name: String,
    /// What this asks, in a few words, for the table.
    pub title: String,
    /// What the clients do.
    pub shape: Shape,
    /// Conversations, each with a visitor's socket.
    pub conversations: u32,
    /// Conversations that one staff socket follows.
    #[serde(default = "hundred")]
    pub per_agent: u32,
    /// Messages a second and conversation; absent: the next is written when the last has arrived.
    pub rate: Option<f64>,
    /// Staff sockets that watch the inbox and none of these conversations.
    #[serde(default)]
    pub watchers: u32,
    /// Seconds before measuring begins.
    #[serde(default = "two")]
    pub warmup: f64,
    /// Seconds measured.
    #[serde(default = "eight")]
    pub seconds: f64,
    /// Whether the model reads every message.
    #[serde(default)]
    pub model: bool,
    /// Whether only the product has what is asked here.
    #[serde(default)]
    pub product: bool,
}

const fn hundred() -> u32 {
    100
}

const fn two() -> f64 {
    2.0
}

const fn eight() -> f64 {
    8.0
}

/// The workloads of these names, in their order; all for no name.
pub fn chosen(names: &[String]) -> anyhow::Result<Vec<Workload>> {
    let known = || FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    if let Some(name) = names.iter().find(|name| FILES.iter().all(|(known, _)| known != name)) {
        bail!("no workload is called `{name}`; there are: {}", known());
    }
    let wanted: Vec<&str> = if names.is_empty() {
        FILES.iter().map(|(name, _)| *name).collect()
    } else {
        names.iter().map(String::as_str).collect()
    };
    wanted
        .into_iter()
        .map(|name| {
            let (_, file) = FILES.iter().find(|(known, _)| *known == name).expect("every name was checked above");
            let workload: Workload = toml::from_str(file).with_context(|| format!("workloads/{name}.toml"))?;
            Ok(Workload { name: name.to_owned(), ..workload })
        })
        .collect()
}
