//! A server on a free port with its own database, seeded with the demo's people.

use attune::app::{self, Options, Running};
use attune::clock::SharedClock;
use attune::config::Settings;
use attune::store::Store;
use attune::triage::Triage;
use attune::triage::reader::Model;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// Stops when dropped; `restart` keeps the database.
pub struct TestServer {
    pub addr: SocketAddr,
    running: Option<Running>,
    settings: Settings,
    parts: Parts,
    _folder: TempDir,
}

/// What a test puts in the place of the server's own.
#[derive(Clone, Default)]
pub struct Parts {
    pub triage: Option<Triage>,
    pub challenger: Option<Model>,
    pub clock: Option<SharedClock>,
    pub store: Option<Arc<dyn Store>>,
}

impl TestServer {
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// Over a store that the test holds too, to put in what no door lets in.
    pub async fn over(store: Arc<dyn Store>) -> Self {
        Self::of(Parts { store: Some(store), triage: Some(no_triage()), ..Parts::default() }, |_| {}).await
    }

    /// With settings of its own.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::of(Parts { triage: Some(no_triage()), ..Parts::default() }, change).await
    }

    /// With a model that the test scripts, and settings of its own.
    pub async fn reading(triage: Triage, change: impl FnOnce(&mut Settings)) -> Self {
        Self::of(Parts { triage: Some(triage), ..Parts::default() }, change).await
    }

    /// With a model that the test scripts, on a clock that it sets.
    pub async fn on_clock(triage: Triage, clock: SharedClock) -> Self {
        Self::of(Parts { triage: Some(triage), clock: Some(clock), ..Parts::default() }, |_| {}).await
    }

    /// With the model that its settings name.
    pub async fn with_model(change: impl FnOnce(&mut Settings)) -> Self {
        Self::of(Parts::default(), change).await
    }

    /// Of parts that the test holds, and settings of its own.
    pub async fn of(mut parts: Parts, change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut settings = Settings::default();
        settings.server.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        settings.server.drain_seconds = 5;
        settings.store.path = folder.path().join("attune.db");
        change(&mut settings);
        let running = run(&settings, parts.clone()).await;
        // After a restart the database is a file.
        parts.store = None;
        Self { addr: running.addr, running: Some(running), settings, parts, _folder: folder }
    }

    /// The file of its database.
    pub fn database(&self) -> &Path {
        &self.settings.store.path
    }

    /// Stops in order, and starts on the same database and address.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.settings.server.listen = self.addr;
        self.running = Some(run(&self.settings, self.parts.clone()).await);
    }

    /// Stops in order.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// Waits until a counter of the process has moved from nothing.
    pub async fn until_metric(&self, name: &str) {
        for _ in 0..1_000 {
            let page = reqwest::get(format!("{}/metrics", self.origin())).await.expect("an answer");
            let page = page.text().await.expect("text");
            if page.lines().any(|line| line.starts_with(name) && !line.ends_with(" 0")) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("{name} did not move");
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.addr)
    }
}

fn no_triage() -> Triage {
    Triage::off("not part of this test")
}

async fn run(settings: &Settings, parts: Parts) -> Running {
    let Parts { triage, challenger, clock, store } = parts;
    let options = Options { demo: true, triage, challenger, clock, store, ..Options::default() };
    app::start(settings, options).await.expect("the server starts")
}
