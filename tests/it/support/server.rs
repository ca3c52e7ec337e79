//! A server on a free port with its own database, seeded with the demo's people.

use attune::app::{self, Options, Running};
use attune::clock::SharedClock;
use attune::config::Settings;
use attune::store::Store;
use attune::triage::Triage;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// Stops when dropped; `restart` keeps the database.
pub struct TestServer {
    pub addr: SocketAddr,
    running: Option<Running>,
    settings: Settings,
    triage: Option<Triage>,
    clock: Option<SharedClock>,
    _folder: TempDir,
}

impl TestServer {
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// Over a store that the test holds too, to put in what no door lets in.
    pub async fn over(store: Arc<dyn Store>) -> Self {
        Self::build(|_| {}, Some(store), Some(no_triage())).await
    }

    /// With settings of its own.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::build(change, None, Some(no_triage())).await
    }

    /// With a model that the test scripts, and settings of its own.
    pub async fn reading(triage: Triage, change: impl FnOnce(&mut Settings)) -> Self {
        Self::build(change, None, Some(triage)).await
    }

    /// With a model that the test scripts, on a clock that it sets.
    pub async fn on_clock(triage: Triage, clock: SharedClock) -> Self {
        let mut server = Self::unstarted(|_| {}, Some(triage));
        server.clock = Some(clock);
        server.start_again(None).await;
        server
    }

    /// With the model that its settings name.
    pub async fn with_model(change: impl FnOnce(&mut Settings)) -> Self {
        Self::build(change, None, None).await
    }

    async fn build(change: impl FnOnce(&mut Settings), store: Option<Arc<dyn Store>>, triage: Option<Triage>) -> Self {
        let mut server = Self::unstarted(change, triage);
        server.start_again(store).await;
        server
    }

    fn unstarted(change: impl FnOnce(&mut Settings), triage: Option<Triage>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut settings = Settings::default();
        settings.server.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        settings.server.drain_seconds = 5;
        settings.store.path = folder.path().join("attune.db");
        change(&mut settings);
        Self { addr: settings.server.listen, running: None, settings, triage, clock: None, _folder: folder }
    }

    async fn start_again(&mut self, store: Option<Arc<dyn Store>>) {
        let (triage, clock) = (self.triage.clone(), self.clock.clone());
        let options = Options { demo: true, triage, clock, store, ..Options::default() };
        let running = app::start(&self.settings, options).await.expect("the server starts");
        self.addr = running.addr;
        self.running = Some(running);
    }

    /// The file of its database.
    pub fn database(&self) -> &Path {
        &self.settings.store.path
    }

    /// Stops in order, and starts on the same database and address.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.settings.server.listen = self.addr;
        self.start_again(None).await;
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
