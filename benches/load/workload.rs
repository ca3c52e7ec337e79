//! The workloads: one TOML file each, embedded, so that a bench run needs no path.

use crate::stored::Stored;
use anyhow::{Context, bail, ensure};
use serde::Deserialize;

const FILES: [(&str, &str); 18] = [
    ("steady", include_str!("workloads/steady.toml")),
    ("steady-scored", include_str!("workloads/steady-scored.toml")),
    ("steady-stored", include_str!("workloads/steady-stored.toml")),
    ("half", include_str!("workloads/half.toml")),
    ("full", include_str!("workloads/full.toml")),
    ("many", include_str!("workloads/many.toml")),
    ("unwatched", include_str!("workloads/unwatched.toml")),
    ("watched", include_str!("workloads/watched.toml")),
    ("idle", include_str!("workloads/idle.toml")),
    ("storm", include_str!("workloads/storm.toml")),
    ("inbox", include_str!("workloads/inbox.toml")),
    ("inbox-small", include_str!("workloads/inbox-small.toml")),
    ("agent", include_str!("workloads/agent.toml")),
    ("history-50", include_str!("workloads/history-50.toml")),
    ("history-200", include_str!("workloads/history-200.toml")),
    ("start", include_str!("workloads/start.toml")),
    ("resume", include_str!("workloads/resume.toml")),
    ("restart", include_str!("workloads/restart.toml")),
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
    /// One agent holds all conversations and answers every message.
    Agent,
    /// Staff and a visitor leaf back through a long conversation.
    History,
    /// The server starts, with a past.
    Start,
    /// All clients come back, having missed something, after a cut or a restart.
    Resume,
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
    #[serde(default)]
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
    /// What stands in the database before.
    pub stored: Option<Stored>,
    /// Events on a page of history.
    #[serde(default)]
    pub page: u16,
    /// Sockets of staff, and as many of the visitor, that leaf.
    #[serde(default)]
    pub readers: u32,
    /// Whether the server is killed and started again, instead of the sockets being cut.
    #[serde(default)]
    pub restart: bool,
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

/// How much of a workload is run.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// This share of its clients and of what is stored.
    pub scale: f64,
    /// So many seconds instead of its own.
    pub seconds: Option<f64>,
}

/// The workloads of these names, in their order; all for no name.
pub fn chosen(names: &[String], extent: Extent) -> anyhow::Result<Vec<Workload>> {
    ensure!(extent.scale > 0.0 && extent.scale <= 1.0, "--scale is {}; must be above 0 and at most 1", extent.scale);
    let known = || FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    if let Some(name) = names.iter().find(|name| FILES.iter().all(|(known, _)| known != name)) {
        bail!("no workload is called `{name}`; there are: {}", known());
    }
    FILES
        .iter()
        .filter(|_| names.is_empty())
        .map(|(name, _)| *name)
        .chain(names.iter().map(String::as_str))
        .map(|name| {
            let (_, file) = FILES.iter().find(|(known, _)| *known == name).expect("every name was checked above");
            let workload: Workload = toml::from_str(file).with_context(|| format!("workloads/{name}.toml"))?;
            Ok(Workload { name: name.to_owned(), ..workload }.to(extent))
        })
        .collect()
}

impl Workload {
    fn to(mut self, extent: Extent) -> Self {
        if extent.scale < 1.0 {
            let part = |whole: u32| (f64::from(whole) * extent.scale).ceil() as u32;
            self.title += &format!(" (ONLY {} % OF IT: these figures mean nothing)", extent.scale * 100.0);
            self.conversations = part(self.conversations);
            self.stored = self.stored.map(|stored| stored.scaled(extent.scale));
        }
        if let Some(seconds) = extent.seconds {
            (self.seconds, self.warmup) = (seconds, self.warmup.min(seconds / 4.0));
        }
        self
    }
}
