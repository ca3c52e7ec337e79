//! The servers under test, each a process of its own, started afresh for every workload.

use crate::workload::Workload;
use anyhow::{Context, bail};
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

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

/// A running server.
pub struct Subject {
    pub kind: Kind,
    /// `host:port`.
    pub address: String,
    pub core: Option<usize>,
    child: Child,
    // The database lies in it.
    _folder: tempfile::TempDir,
}

impl Subject {
    /// Starts a server and waits until it accepts sockets.
    pub async fn start(kind: Kind, workload: &Workload, core: Option<usize>, peers: &Path) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir_in("target").context("run it from the repository's root")?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = command(kind, workload, folder.path(), peers, port)?;
        if let Some(core) = core {
            command = pinned(&command, core);
        }
        let log = std::fs::File::create(folder.path().join("log"))?;
        let mut child = command
            .env("PORT", port.to_string())
            .env("ORT_DISABLE_TELEMETRY", "1")
            .stdout(Stdio::from(log.try_clone()?))
            .stderr(Stdio::from(log))
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {}", kind.name()))?;
        let address = format!("127.0.0.1:{port}");
        for _ in 0..600 {
            if TcpStream::connect(&address).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(500)).await;
                return Ok(Self { kind, address, core, child, _folder: folder });
            }
            if let Some(status) = child.try_wait()? {
                bail!("{} ended ({status}):\n{}", kind.name(), std::fs::read_to_string(folder.path().join("log"))?);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("{} did not listen within 30 s", kind.name())
    }

    pub fn pid(&self) -> anyhow::Result<u32> {
        self.child.id().context("the server is gone")
    }

    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.child.kill().await.context("stopping the server")
    }
}

fn command(kind: Kind, workload: &Workload, folder: &Path, peers: &Path, port: u16) -> anyhow::Result<Command> {
    let node = |script: &str| {
        let mut command = Command::new("node");
        command.arg(peers.join("node").join(script));
        command
    };
    Ok(match kind {
        Kind::Attune => attune(workload, folder, port),
        Kind::RelayAck | Kind::RelayDurable => {
            let mut command = Command::new(std::env::current_exe()?);
            command.arg("--serve").arg(if kind == Kind::RelayAck { "ack" } else { "durable" });
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
fn attune(workload: &Workload, folder: &Path, port: u16) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attune"));
    command.args(["demo", "--port", &port.to_string(), "--data"]).arg(folder);
    command.env("ATTUNE__LOG__FILTER", "warn").env("ATTUNE__SERVER__HANDSHAKES_PER_SECOND", "20000");
    if !workload.model {
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
