//! The wiring: builds every part from the settings, starts them in order, and stops them in reverse.
//!
//! Owns the order of start and stop, and nothing else. Every other module gets what it needs as an argument.
//! Start: store, search, triage, calibration, policies, challenger, budgets, conversations, desk (`inside`), rescue of unfinished work,
//! listener. Stop: no new connections, sockets in slices, conversations finish what they accepted, search ends, the store
//! writes what is queued.

mod challenger;
mod descriptors;
mod flows;
mod inside;
mod keepers;
mod overlays;
pub mod seed;
pub mod site;
mod translate;
mod truth;

pub use challenger::{challenger_settings, data_folder};
pub use inside::Inside;
pub use translate::{generator, policy, triage_settings, wording};

use crate::clock::SharedClock;
use crate::config::Settings;
use crate::listener::Listener;
use crate::session::Sessions;
use crate::store::Store;
use crate::triage::Triage;
use crate::triage::reader::Model;
use crate::{api, assets, socket};
use anyhow::Context;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// A promise of durability that is broken on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// Answers before the commit: a killed process loses what it answered.
    AcknowledgesEarly,
    /// Commits without a flush: a power cut loses what was answered.
    FlushesLate,
}

/// What differs between `serve`, `demo` and tests.
#[derive(Default)]
pub struct Options {
    /// Serve the demo's host page and seed its workspace.
    pub demo: bool,
    /// Breaks the promise of durability; only to prove that the audits can fail.
    pub broken: Option<Broken>,
    /// Triage to use instead of the configured one (tests: slow, absent or scripted models).
    pub triage: Option<Triage>,
    /// Model of a challenger instead of the configured one (tests: slow, broken or panicking engines).
    pub challenger: Option<Model>,
    /// Clock to go by instead of the machine's (tests: hours pass at once).
    pub clock: Option<SharedClock>,
    /// Store to use instead of the configured file (tests: faults).
    pub store: Option<Arc<dyn Store>>,
}

/// A running server.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    /// A one-time token that creates the first admin; absent when there is one.
    pub setup_token: Option<String>,
    /// Triage, to say at start whether messages are scored.
    pub triage: Triage,
    inside: Inside,
    sessions: Arc<Sessions>,
    stop: CancellationToken,
    drain: Duration,
}

/// Starts a server.
///
/// # Errors
/// When the database cannot be used, the address is taken, or a file of the configuration is wrong; each says
/// what to do.
pub async fn start(settings: &Settings, options: Options) -> anyhow::Result<Running> {
    let room = descriptors::room(settings.server.max_sockets);
    let mut fitting = settings.clone();
    fitting.server.max_sockets = room.sockets;
    let settings = &fitting;
    let listening = bind(settings.server.listen).await?;
    let addr = listening.local_addr()?;
    let demo = options.demo;
    let inside = Inside::start(settings, options).await?;
    let site = site::open(&inside.store, settings, demo.then_some(addr)).await?;
    if demo {
        seed::demo(&inside.store, &inside.auth).await?;
    }
    let setup_token = inside.auth.begin_setup().await?.map(|token| token.reveal().to_owned());
    let (door, sessions) = inside.open(settings, Arc::clone(&site)).await?;
    let mut router = api::router(inside.api_state(settings, site)).merge(socket::router(door)).merge(assets::router());
    if demo {
        router = router.merge(assets::demo_router());
    }
    let stop = CancellationToken::new();
    let max_connections = room.connections;
    let tasks = inside.tasks.clone();
    let listener = Listener { socket: listening, router, tasks: tasks.clone(), stop: stop.clone(), max_connections };
    tasks.spawn(listener.run());
    tasks.spawn_blocking(assets::warm_up);
    tracing::info!(%addr, "listening");
    let (triage, drain) = (inside.triage.clone(), Settings::seconds(settings.server.drain_seconds));
    Ok(Running { addr, setup_token, triage, inside, sessions, stop, drain })
}

impl Running {
    /// Stops in order, at most as long as the settings allow.
    pub async fn stop(self) {
        self.stop.cancel();
        self.inside.stop(&self.sessions, self.drain).await;
    }
}

async fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(listen).await.with_context(|| {
        format!(
            "cannot listen on {listen}: is another server running there? Choose another port (server.listen, or --port)"
        )
    })
}
