//! The servers under test, each a process of its own, started afresh for every workload.

use anyhow::{Context, bail};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::Instant;

/// A server that is not ready by then has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Kinds of servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Kind {
    /// This project, as it comes: login, everything stored before it is acknowledged and delivered.
    Attune,
    /// Yardstick A: the plainest relay on axum; acknowledges at once and stores nothing.
    RelayAck,
    /// Yardstick B: the same relay; acknowledges and delivers after a group commit to SQLite (synchronous FULL).
    RelayDurable,
    /// A relay on Node's `ws`; acknowledges at once and stores nothing.
    Ws,
    /// A relay on Socket.IO rooms; the same.
    SocketIo,
    /// A relay on `FastAPI` and uvicorn; the same.
    Fastapi,
    /// nats-server's WebSocket listener; acknowledges and stores nothing.
    Nats,
}

impl Kind {
    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Attune => "Attune",
            Self::RelayAck => "A: axum relay, nothing stored",
            Self::RelayDurable => "B: axum relay, stored (FULL)",
            Self::Ws => "Node ws, nothing stored",
            Self::SocketIo => "Socket.IO, nothing stored",
            Self::Fastapi => "FastAPI, nothing stored",
            Self::Nats => "NATS, nothing stored, no ack",
        }
    }

    /// Whether the server says that it has a message.
    pub fn acknowledges(self) -> bool {
        self != Self::Nats
    }
}

/// How a server is started.
#[derive(Debug, Clone)]
pub struct Recipe {
    pub kind: Kind,
    /// Whether the model reads every message.
    pub model: bool,
    /// Core of the server; without it, it is not pinned.
    pub core: Option<usize>,
    /// Folder with the peers' programs.
    pub peers: PathBuf,
    /// Attune's program; the one that was built with this bench for none.
    pub program: Option<PathBuf>,
}

/// A running server.
pub struct Subject {
    pub kind: Kind,
    /// `host:port`.
    pub address: String,
    pub core: Option<usize>,
    recipe: Recipe,
    port: u16,
    child: Child,
    // The database lies in it.
    folder: tempfile::TempDir,
}

impl Subject {
    /// Starts a server, on a copy of this database, and waits until it accepts sockets.
    pub async fn start(recipe: Recipe, database: Option<&Path>) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir_in("target").context("run it from the repository's root")?;
        if let Some(database) = database {
            let copy = folder.path().join("attune.db");
            std::fs::copy(database, &copy).with_context(|| format!("copying {}", database.display()))?;
            // What is written back later would be counted as the server's.
            std::fs::File::open(&copy)?.sync_all()?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = spawn(&recipe, folder.path(), port)?;
        let (address, kind, core) = (format!("127.0.0.1:{port}"), recipe.kind, recipe.core);
        let mut subject = Self { kind, address, core, recipe, port, child, folder };
        subject.wait().await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(subject)
    }

    /// Starts the server again after `kill`; the time from its start until it is ready.
    pub async fn start_again(&mut self) -> anyhow::Result<Duration> {
        let began = Instant::now();
        self.child = spawn(&self.recipe, self.folder.path(), self.port)?;
        self.wait().await?;
        Ok(began.elapsed())
    }

    /// Ends the server as a power cut would.
    pub async fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill().await.context("killing the server")
    }

    /// Its database.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("attune.db")
    }

    /// The first error that it spoke of, else the end of what it said.
    pub fn last_words(&self) -> String {
        let said = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let error = lines.iter().find(|line| line.to_lowercase().contains("error"));
        error.map_or_else(|| lines[lines.len().saturating_sub(3)..].join(" | "), |error| (*error).to_owned())
    }

    pub fn pid(&self) -> anyhow::Result<u32> {
        self.child.id().context("the server is gone")
    }

    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.kill().await
    }

    /// Waits until the server says that it is ready; of a peer, until it listens.
    async fn wait(&mut self) -> anyhow::Result<()> {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if self.is_ready().await {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("it ended ({status}): {}", self.last_words());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        bail!("it was not ready within {PATIENCE:?}: {}", self.last_words())
    }

    async fn is_ready(&self) -> bool {
        let Ok(mut socket) = TcpStream::connect(&self.address).await else { return false };
        if self.kind != Kind::Attune {
            return true;
        }
        let asked = format!("GET /readyz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        let mut answer = String::new();
        let exchange = async {
            socket.write_all(asked.as_bytes()).await?;
            socket.read_to_string(&mut answer).await
        };
        let answered = tokio::time::timeout(PATIENCE, exchange).await;
        answered.is_ok_and(|outcome| outcome.is_ok()) && answer.starts_with("HTTP/1.1 200")
    }
}

fn spawn(recipe: &Recipe, folder: &Path, port: u16) -> anyhow::Result<Child> {
    let mut command = command(recipe, folder, port)?;
    if let Some(core) = recipe.core {
        command = pinned(&command, core);
    }
    let log = std::fs::OpenOptions::new().create(true).append(true).open(folder.join("log"))?;
    command
        .env("PORT", port.to_string())
        .env("ORT_DISABLE_TELEMETRY", "1")
        .stdout(Stdio::from(log.try_clone()?))
        .stderr(Stdio::from(log))
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("starting {}", command.as_std().get_program().display()))
}

fn command(recipe: &Recipe, folder: &Path, port: u16) -> anyhow::Result<Command> {
    let Recipe { kind, peers, .. } = recipe;
    let node = |script: &str| {
        let mut command = Command::new("node");
        command.arg(peers.join("node").join(script));
        command
    };
    Ok(match kind {
        Kind::Attune => attune(recipe, folder, port),
        Kind::RelayAck | Kind::RelayDurable => {
            let mut command = Command::new(std::env::current_exe()?);
            command.arg("--serve").arg(if *kind == Kind::RelayAck { "ack" } else { "durable" });
            command.env("DATABASE", folder.join("relay.db"));
            command
        }
        Kind::Ws => node("ws.mjs"),
        Kind::SocketIo => node("socketio.mjs"),
        Kind::Fastapi => {
            let mut command = Command::new(peers.join("venv/bin/python"));
            command.arg("-m").arg("uvicorn").arg("fastapi_relay:app").arg("--app-dir").arg(peers.join("python"));
            command.args([
                "--host",
                "127.0.0.1",
                "--port",
                &port.to_string(),
                "--loop",
                "uvloop",
                "--ws",
                "websockets",
            ]);
            command.args([
                "--ws-per-message-deflate",
                "false",
                "--log-level",
                "warning",
                "--no-access-log",
                "--backlog",
                "4096",
            ]);
            command
        }
        Kind::Nats => {
            let config = folder.join("nats.conf");
            std::fs::write(
                &config,
                format!("listen: 127.0.0.1:-1\nwebsocket {{ listen: \"127.0.0.1:{port}\", no_tls: true }}\n"),
            )?;
            let mut command = Command::new(peers.join("nats/usr/sbin/nats-server"));
            command.arg("-c").arg(config).env("GOMAXPROCS", "1");
            command
        }
    })
}

/// The server as it comes, but for a number of handshakes a second that lets the clients in at once.
fn attune(recipe: &Recipe, folder: &Path, port: u16) -> Command {
    let built = Path::new(env!("CARGO_BIN_EXE_attune"));
    let mut command = Command::new(recipe.program.as_deref().unwrap_or(built));
    command.args(["demo", "--port", &port.to_string(), "--data"]).arg(folder);
    command.env("ATTUNE__LOG__FILTER", "warn").env("ATTUNE__SERVER__HANDSHAKES_PER_SECOND", "20000");
    if !recipe.model {
        command.env("ATTUNE__TRIAGE__MODELS", folder.join("none"));
    }
    command
}

fn pinned(command: &Command, core: usize) -> Command {
    let inner = command.as_std();
    let mut outer = Command::new("taskset");
    outer.arg("-c").arg(core.to_string()).arg(inner.get_program()).args(inner.get_args());
    outer.envs(inner.get_envs().filter_map(|(name, value)| value.map(|value| (name, value))));
    outer
}
