//! A server on a free port with its own database, seeded with the demo's people.

use attune::app::{self, Options, Running};
use attune::config::Settings;
use attune::triage::Triage;
use std::net::SocketAddr;
use tempfile::TempDir;

/// Stops when dropped; `restart` keeps the database.
pub struct TestServer {
    pub addr: SocketAddr,
    running: Option<Running>,
    settings: Settings,
    _folder: TempDir,
}

impl TestServer {
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// With settings of its own.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut settings = Settings::default();
        settings.server.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        settings.server.drain_seconds = 5;
        settings.store.path = folder.path().join("attune.db");
        change(&mut settings);
        let running = run(&settings).await;
        Self { addr: running.addr, running: Some(running), settings, _folder: folder }
    }

    /// Stops in order, and starts on the same database and address.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.settings.server.listen = self.addr;
        self.running = Some(run(&self.settings).await);
    }

    /// Stops in order.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.addr)
    }
}

async fn run(settings: &Settings) -> Running {
    let triage = Some(Triage::off("not part of this test"));
    app::start(settings, Options { demo: true, triage, ..Options::default() }).await.expect("the server starts")
}
