//! The wiring: builds every part from the settings, starts them in order, and stops them in reverse.
//!
//! Owns the order of start and stop, and nothing else. Every other module gets what it needs as an argument.
//! Start: store, triage, policies, challenger, budgets, conversations, desk, rescue of
//! unfinished work, listener. Stop: no new connections, sockets
//! in slices, conversations finish what they accepted, the store writes what is queued.

mod challenger;
pub mod seed;
mod translate;

pub use challenger::{challenger_settings, data_folder};
pub use translate::{policy, triage_settings};

use self::translate::{api_settings, bot, budgets, model, own, sampling, scoring, socket_settings};

use crate::api::{self, ApiState, Comparison};
use crate::auth::Auth;
use crate::clock::{SharedClock, SystemClock};
use crate::config::Settings;
use crate::conversation::budget_keeper::{BudgetKeeper, KeeperParts};
use crate::conversation::registry::Parts;
use crate::conversation::replay::jobs::Replays;
use crate::conversation::{PolicyBook, Registry};
use crate::fanout::Fanout;
use crate::listener::Listener;
use crate::routing::{Conversations, Desk, DeskParts};
use crate::session::{self, Sessions};
use crate::socket::{self, Door};
use crate::store::Store;
use crate::store::sqlite::{self, SqliteStore};
use crate::triage::budget::LinesInForce;
use crate::triage::reader::Model;
use crate::triage::{self, Triage};
use anyhow::Context;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// An actor sleeps after this long without work; waking costs one read of its log.
const IDLE_AFTER: Duration = Duration::from_mins(2);

/// What differs between `serve`, `demo` and tests.
#[derive(Default)]
pub struct Options {
    /// Serve the demo's host page and seed its workspace.
    pub demo: bool,
    /// Answers before the commit; only to prove that the crash audit can fail.
    pub acknowledge_before_commit: bool,
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
    store: Arc<dyn Store>,
    registry: Arc<Registry>,
    sessions: Arc<Sessions>,
    stop: CancellationToken,
    draining: CancellationToken,
    tasks: TaskTracker,
    drain: Duration,
}

/// Starts a server.
///
/// # Errors
/// When the database cannot be used, the address is taken, or a file of the configuration is wrong; each says
/// what to do.
pub async fn start(settings: &Settings, options: Options) -> anyhow::Result<Running> {
    let listening = bind(settings.server.listen).await?;
    let addr = listening.local_addr()?;
    let demo = options.demo;
    let core = Core::start(settings, options).await?;
    if demo {
        seed::demo(&core.store, &core.auth, addr).await?;
    } else {
        seed::site(&core.store, &settings.site).await?;
    }
    let setup_token = core.auth.begin_setup().await?.map(|token| token.reveal().to_owned());
    let woken = core.registry.rescue().await.context("reading open conversations")?;
    tracing::info!(%addr, woken, "listening");
    let sessions = Sessions::start(core.session_parts(settings));
    let door = Door::new(socket_settings(settings), Arc::clone(&sessions));
    let mut router = api::router(core.api_state(settings)).merge(socket::router(door)).merge(crate::assets::router());
    if demo {
        router = router.merge(crate::assets::demo_router());
    }
    let stop = CancellationToken::new();
    let max_connections = settings.server.max_sockets as usize + 1_024;
    let tasks = core.tasks.clone();
    let listener = Listener { socket: listening, router, tasks: tasks.clone(), stop: stop.clone(), max_connections };
    tasks.spawn(listener.run());
    tasks.spawn_blocking(crate::assets::warm_up);
    let drain = Settings::seconds(settings.server.drain_seconds);
    let Core { store, triage, registry, draining, .. } = core;
    Ok(Running { addr, setup_token, triage, store, registry, sessions, stop, draining, tasks, drain })
}

/// Everything behind the doors.
struct Core {
    store: Arc<dyn Store>,
    triage: Triage,
    fanout: Arc<Fanout>,
    registry: Arc<Registry>,
    book: Arc<PolicyBook>,
    replays: Arc<Replays>,
    budgets: Arc<BudgetKeeper>,
    desk: Desk,
    auth: Arc<Auth>,
    clock: SharedClock,
    draining: CancellationToken,
    tasks: TaskTracker,
}

impl Core {
    async fn start(settings: &Settings, options: Options) -> anyhow::Result<Self> {
        // Before anybody looks up a figure to keep.
        metrics_handle();
        let clock = options.clock.unwrap_or_else(|| Arc::new(SystemClock));
        let tasks = TaskTracker::new();
        let store = match options.store {
            Some(store) => store,
            None => open_store(settings, options.acknowledge_before_commit).await?,
        };
        let configured = policy(&settings.triage.policy)?;
        let triage = match options.triage {
            Some(triage) => triage,
            None => start_triage(triage_settings(settings, &configured)).await?,
        };
        let book = PolicyBook::open(Arc::clone(&store), Arc::clone(&clock), configured).await;
        let book = Arc::new(book.context("reading the policies")?);
        challenger::challenge(&triage, settings, options.challenger, Arc::clone(&clock));
        let lines = Arc::new(LinesInForce::default());
        let keeper = KeeperParts {
            store: Arc::clone(&store),
            clock: Arc::clone(&clock),
            policies: book.policies(),
            lines: Arc::clone(&lines),
            budgets: budgets(settings),
            model: model(&triage),
        };
        let budgets = Arc::new(BudgetKeeper::open(keeper).await.context("reading the budgets")?);
        let fanout = Arc::new(Fanout::default());
        let registry = Registry::new(Parts {
            store: Arc::clone(&store),
            fanout: Arc::clone(&fanout),
            triage: triage.clone(),
            bot: Arc::new(bot(settings)?),
            clock: Arc::clone(&clock),
            policies: book.policies(),
            lines,
            offer_time: Settings::seconds(settings.routing.offer_seconds),
            escalate_after: Settings::seconds(settings.routing.escalate_seconds),
            sampling: sampling(settings),
            idle_after: IDLE_AFTER,
            tasks: tasks.clone(),
        });
        let draining = CancellationToken::new();
        let beside = (tasks.clone(), draining.clone());
        let replays = Replays::new(Arc::clone(&store), Arc::clone(&clock), Arc::clone(&book), beside);
        tasks.spawn(Arc::clone(&budgets).run(draining.clone()));
        let desk = DeskParts {
            conversations: Arc::clone(&registry) as Arc<dyn Conversations>,
            fanout: Arc::clone(&fanout),
            clock: Arc::clone(&clock),
            grace: Settings::seconds(settings.routing.agent_grace_seconds),
            escalate_after: Settings::seconds(settings.routing.escalate_seconds),
            scoring: scoring(&triage),
            stop: draining.clone(),
        };
        let desk = Desk::start(&tasks, desk);
        registry.set_desk(desk.clone());
        let auth = Arc::new(Auth::new(Arc::clone(&store), Arc::clone(&clock)));
        Ok(Self { store, triage, fanout, registry, book, replays, budgets, desk, auth, clock, draining, tasks })
    }

    fn api_state(&self, settings: &Settings) -> ApiState {
        ApiState {
            store: Arc::clone(&self.store),
            clock: Arc::clone(&self.clock),
            auth: Arc::clone(&self.auth),
            triage: self.triage.clone(),
            book: Arc::clone(&self.book),
            replays: Arc::clone(&self.replays),
            budgets: Arc::clone(&self.budgets),
            draining: self.draining.clone(),
            metrics: metrics_handle(),
            settings: Arc::new(api_settings(settings)),
            readiness: Arc::default(),
            comparison: Arc::new(Comparison::new(
                settings.store.path.clone(),
                data_folder(settings),
                self.book.policies(),
            )),
        }
    }

    fn session_parts(&self, settings: &Settings) -> session::Parts {
        session::Parts {
            store: Arc::clone(&self.store),
            registry: Arc::clone(&self.registry),
            fanout: Arc::clone(&self.fanout),
            auth: Arc::clone(&self.auth),
            desk: self.desk.clone(),
            triage: self.triage.clone(),
            clock: Arc::clone(&self.clock),
            own: own(settings),
            allow_missing_origin: settings.server.allow_missing_origin,
            heartbeat: Settings::seconds(settings.server.heartbeat_seconds),
            draining: self.draining.clone(),
            tasks: self.tasks.clone(),
        }
    }
}

impl Running {
    /// Stops in order, at most as long as the settings allow.
    pub async fn stop(self) {
        self.draining.cancel();
        self.stop.cancel();
        let orderly = async {
            self.sessions.drain(self.drain / 2).await;
            self.registry.shutdown().await;
            self.tasks.close();
            self.tasks.wait().await;
        };
        if tokio::time::timeout(self.drain, orderly).await.is_err() {
            tracing::warn!("stopped before everything had finished");
        }
        if let Err(error) = self.store.close().await {
            tracing::error!(%error, "the store did not close well");
        }
    }
}

/// Installed once per process; a second server in the same process (tests) shares the figures.
fn metrics_handle() -> Option<PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE.get_or_init(|| PrometheusBuilder::new().install_recorder().ok()).clone()
}

async fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(listen).await.with_context(|| {
        format!(
            "cannot listen on {listen}: is another server running there? Choose another port (server.listen, or --port)"
        )
    })
}

async fn open_store(settings: &Settings, ack_before_commit: bool) -> anyhow::Result<Arc<dyn Store>> {
    let path = settings.store.path.clone();
    let sqlite = sqlite::Settings { ack_before_commit, ..sqlite::Settings::default() };
    let opened = tokio::task::spawn_blocking(move || SqliteStore::open(path, sqlite)).await?;
    let store = opened.with_context(|| format!("opening the database {}", settings.store.path.display()))?;
    Ok(Arc::new(store))
}

/// Loading takes a moment of computing, which must not hold up the runtime.
async fn start_triage(settings: triage::Settings) -> anyhow::Result<Triage> {
    Ok(tokio::task::spawn_blocking(move || Triage::start(&settings)).await?)
}
