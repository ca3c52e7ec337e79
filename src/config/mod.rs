//! Configuration: one TOML file, environment variables over it, defaults under it.
//!
//! Owns the list of settings with their meaning, the merge, and the report of everything that is wrong with it, all
//! problems at once. Never reads a setting twice and holds no logic of the features it configures.

mod attachments;
mod bot;
mod budget;
mod distress;
mod example;
mod form;
mod hours;
mod inbox;
mod load;
mod problem;
mod retention;
mod routing;
mod segment;
mod site;
mod team;

pub use attachments::Attachments;
pub use bot::{Bot, Model, Secret};
pub use distress::Distress;
pub use example::example;
pub use form::{Asked, Form, FormTopic};
pub use hours::{Calendar, Holiday, Hours};
pub use inbox::{Check, Inbox};
pub use load::{ENV_PREFIX, from_parts, load};
pub use problem::{ConfigError, Problem};
pub use retention::Retention;
pub use routing::{Agent, Queue, Routing, Topic};
pub use segment::Segment;
pub use site::{Site, SiteLanguage};
pub use team::{Team, TeamHours};

use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// Everything an operator can set. `Settings::default()` is a working server on loopback.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Sockets and limits.
    pub server: Server,
    /// The website that carries the widget.
    pub site: Site,
    /// Where things are kept.
    pub store: Store,
    /// The model.
    pub triage: Triage,
    /// Bot, queue and handoff.
    pub routing: Routing,
    /// Search over all messages.
    pub search: Search,
    /// How long conversations are kept.
    pub retention: Retention,
    /// Files that visitors and agents send.
    pub attachments: Attachments,
    /// What the bot goes by beside articles.
    pub bot: Bot,
    /// What is checked before a reply is sent.
    pub inbox: Inbox,
    /// Which messages staff may be asked about.
    pub feedback: Feedback,
    /// Who may read the figures.
    pub metrics: Metrics,
    /// Logs.
    pub log: Log,
}

/// Sockets and limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Server {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// The address people reach the server by, when a proxy stands in front.
    pub public_origin: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Lets visitors in who send no Origin, as apps outside of browsers do.
    pub allow_missing_origin: bool,
    /// Most sockets at once.
    pub max_sockets: u32,
    /// New sockets per second.
    pub handshakes_per_second: u32,
    /// Most conversations that a visitor may have open at once.
    pub visitor_conversations: u32,
    /// Heartbeat of sockets, in seconds.
    pub heartbeat_seconds: u32,
    /// Time to say `hello`, in seconds.
    pub hello_seconds: u32,
    /// Longest shutdown, in seconds.
    pub drain_seconds: u32,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_origin: String::new(),
            trusted_proxies: vec![IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)],
            allow_missing_origin: false,
            max_sockets: 20_000,
            handshakes_per_second: 500,
            visitor_conversations: 3,
            heartbeat_seconds: 25,
            hello_seconds: 5,
            drain_seconds: 20,
        }
    }
}

/// Where things are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Store {
    /// The SQLite file; its folder is created.
    pub path: PathBuf,
    /// Largest size of that file in MiB; 0: the disk's size.
    pub max_mib: u32,
}

impl Default for Store {
    fn default() -> Self {
        Self { path: PathBuf::from("data/attune.db"), max_mib: 0 }
    }
}

/// The model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Triage {
    /// `auto`, `ort` or `rten`.
    pub engine: Engine,
    /// Folder with another model; empty: the bundled one.
    pub models: PathBuf,
    /// ONNX Runtime library; empty: looked for.
    pub ort_library: PathBuf,
    /// Threads that read messages.
    pub workers: u32,
    /// Trajectory policy file; empty: the built-in one.
    pub policy: PathBuf,
    /// A second model that reads in idle time and changes nothing.
    pub challenger: Challenger,
    /// Budgets of false alarms.
    pub budget: Budget,
    /// Help for customers in personal distress.
    pub distress: Distress,
}

/// A second model, compared with the one whose scores count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Challenger {
    /// Its folder; empty: no challenger.
    pub models: PathBuf,
    /// Share of messages that it reads.
    pub sample: f64,
    /// Most messages that wait for it.
    pub max_backlog: u32,
}

impl Default for Challenger {
    fn default() -> Self {
        Self { models: PathBuf::new(), sample: 1.0, max_backlog: 512 }
    }
}

/// Budgets of false alarms, per 100 calm conversations.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Budget {
    /// Whether lines are computed from recent conversations; if not, the policy's own hold.
    pub enabled: bool,
    /// Pages to a supervisor.
    pub page: f32,
    /// Handoffs from the bot to a person.
    pub handoff: f32,
    /// Badges on an agent's list.
    pub badge: f32,
    /// Calm conversations needed before lines are computed.
    pub min_chats: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { enabled: true, page: 1.0, handoff: 5.0, badge: 10.0, min_chats: 500 }
    }
}

/// Which engine reads the model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// ONNX Runtime when a library is found, else the built-in engine.
    #[default]
    Auto,
    /// ONNX Runtime only.
    Ort,
    /// The built-in engine only.
    Rten,
}

impl Default for Triage {
    fn default() -> Self {
        Self {
            engine: Engine::Auto,
            models: PathBuf::new(),
            ort_library: PathBuf::new(),
            workers: 1,
            policy: PathBuf::new(),
            challenger: Challenger::default(),
            budget: Budget::default(),
            distress: Distress::default(),
        }
    }
}

/// Which messages staff may be asked about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Feedback {
    /// Share of the flagged messages that are marked for a question to staff, 0 to 1.
    pub sample_flagged: f64,
    /// Share of all other messages, 0 to 1.
    pub sample_unflagged: f64,
    /// Makes the choice of messages repeatable; empty: another one at every start.
    pub salt: String,
    /// Labels are exported with the words of the messages.
    pub export_text: bool,
}

impl Default for Feedback {
    fn default() -> Self {
        Self { sample_flagged: 0.2, sample_unflagged: 0.02, salt: String::new(), export_text: false }
    }
}

/// Who may read the figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metrics {
    /// What whoever asks from elsewhere must bring; empty: the figures are for this machine alone.
    pub token: String,
}

/// Search over all messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Whether there is an index of the messages.
    pub enabled: bool,
}

impl Default for Search {
    fn default() -> Self {
        Self { enabled: true }
    }
}

/// Logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Log {
    /// A `tracing` filter such as `info` or `attune=debug`.
    pub filter: String,
    /// One JSON object a line instead of text.
    pub json: bool,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".to_owned(), json: false }
    }
}

impl Settings {
    /// Rules that types alone cannot hold; all broken ones.
    #[must_use]
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut at_least_one = |key: &'static str, value: u32, most: u32| {
            if value == 0 || value > most {
                problems.push(Problem::rule(key, &value.to_string(), &format!("1 to {most}")));
            }
        };
        at_least_one("server.max_sockets", self.server.max_sockets, 1_000_000);
        at_least_one("server.handshakes_per_second", self.server.handshakes_per_second, 1_000_000);
        at_least_one("server.visitor_conversations", self.server.visitor_conversations, 20);
        at_least_one("server.heartbeat_seconds", self.server.heartbeat_seconds, 300);
        at_least_one("server.hello_seconds", self.server.hello_seconds, 60);
        at_least_one("server.drain_seconds", self.server.drain_seconds, 600);
        at_least_one("triage.workers", self.triage.workers, 64);
        at_least_one("triage.challenger.max_backlog", self.triage.challenger.max_backlog, 10_000);
        problems.extend(self.site.check());
        problems.extend(self.routing.check());
        problems.extend(self.bot.model.check());
        problems.extend(self.triage.challenger.check());
        problems.extend(self.triage.distress.check());
        problems.extend(self.retention.check());
        problems.extend(self.attachments.check());
        let public = &self.server.public_origin;
        if !public.is_empty() && !site::is_origin(public) {
            problems.push(Problem::rule("server.public_origin", public, site::ORIGIN_RULE));
        }
        let shares = [
            ("feedback.sample_flagged", self.feedback.sample_flagged),
            ("feedback.sample_unflagged", self.feedback.sample_unflagged),
        ];
        for (key, share) in shares.into_iter().filter(|(_, share)| !(0.0..=1.0).contains(share)) {
            problems.push(Problem::rule(key, &share.to_string(), "a share, 0 to 1"));
        }
        let token = &self.metrics.token;
        if !token.is_empty() && (token.len() < 16 || !token.bytes().all(|b| b.is_ascii_graphic())) {
            problems.push(Problem::rule("metrics.token", "…", "empty, or 16 or more visible ASCII characters"));
        }
        self.triage.budget.check(&mut problems);
        problems
    }

    /// A duration given in seconds.
    #[must_use]
    pub const fn seconds(value: u32) -> Duration {
        Duration::from_secs(value as u64)
    }
}

impl Challenger {
    fn check(&self) -> Option<Problem> {
        if !(self.sample > 0.0 && self.sample <= 1.0) {
            return Some(Problem::rule("triage.challenger.sample", &self.sample.to_string(), "above 0 and at most 1"));
        }
        // Most likely the folder was forgotten; silence would look like a challenger that finds nothing.
        let is_forgotten = self.models.as_os_str().is_empty() && *self != Self::default();
        is_forgotten
            .then(|| Problem::rule("triage.challenger.models", "", "a folder where its other settings are given"))
    }
}

#[cfg(test)]
#[path = "config_test.rs"]
mod tests;
