//! One process: the server's own wiring on a runtime of its own, whose clock stands still until everything waits.
//! Killing it is dropping the runtime: every task ends where it stands.

pub mod at_once;
pub mod clock;
pub mod engine;
pub mod panics;
pub mod sabotage;
pub mod store;
pub mod switch;
pub mod wire;

use self::clock::SimClock;
use self::engine::Engine;
use self::store::SimStore;
use self::switch::Switch;
use self::wire::{Link, ServerEnd};
use attune::app::{Inside, Options, site};
use attune::clock::SharedClock;
use attune::config::Settings;
use attune::session::{Peer, Sessions};
use attune::socket::Door;
use attune::store::Store;
use attune::triage::Triage;
use axum::extract::ws::Message;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, sleep_until, timeout};

/// A start takes no longer than this.
const START: Duration = Duration::from_mins(1);
/// An orderly stop takes at most this long.
const DRAIN: Duration = Duration::from_secs(5);

/// What every process of a run is made of.
pub struct Parts {
    pub clock: Arc<SimClock>,
    pub switch: Arc<Switch>,
    pub store: Arc<SimStore>,
    pub engine: Arc<Engine>,
    pub backlog: usize,
    pub hours: Option<(u16, u16)>,
}

pub struct Server {
    runtime: Runtime,
    inside: Option<Inside>,
    door: Arc<Door>,
    sessions: Arc<Sessions>,
    stopped: Arc<AtomicBool>,
}

/// How a process that was to start ended instead.
#[derive(Debug, PartialEq, Eq)]
pub enum Failed {
    /// It was killed.
    Killed,
    /// It never came up, or said why not.
    Stuck(String),
}

/// What the simulation sets; everything else is as shipped.
fn settings(hours: Option<(u16, u16)>) -> Settings {
    let mut settings = Settings::default();
    settings.server.allow_missing_origin = true;
    settings.server.heartbeat_seconds = 5;
    settings.routing.offer_seconds = 10;
    settings.routing.agent_grace_seconds = 10;
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    settings.routing.hours.week =
        hours.map(|(from, to)| format!("mon-sun {}-{}", clock(from), clock(to))).into_iter().collect();
    // A whole shop's would take a quarter of the time of a run to be indexed at every start.
    settings.routing.knowledge = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/simulation/knowledge.json").into();
    "simulation".clone_into(&mut settings.feedback.salt);
    settings
}

impl Server {
    /// Starts a process over what the store holds; and when that was done, or failed.
    pub fn start(parts: &Parts, now: u64) -> (Result<Self, Failed>, u64) {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime");
        parts.switch.turn_on();
        let (started, now) = runtime.block_on(async {
            parts.clock.begin(now);
            let started = tokio::select! {
                biased;
                () = parts.switch.died() => Err(Failed::Killed),
                started = timeout(START, Box::pin(start(parts))) => match started {
                    Err(_) => Err(Failed::Stuck("it does not come up".to_owned())),
                    Ok(started) => started.map_err(|error| Failed::Stuck(format!("{error:#}"))),
                },
            };
            (started, parts.clock.ms())
        });
        let server = started.map(|(inside, door, sessions)| Self {
            runtime,
            inside: Some(inside),
            door,
            sessions,
            stopped: Arc::default(),
        });
        (server, now)
    }

    /// Lets time pass until this moment, or until something has happened that others must see; answers with the time.
    pub fn run(&self, until: u64, parts: &Parts) -> u64 {
        self.runtime.block_on(async {
            let left = Duration::from_millis(until.saturating_sub(parts.clock.ms()));
            tokio::select! {
                biased;
                () = parts.switch.changed.notified() => {}
                () = sleep_until(Instant::now() + left) => {}
            }
            parts.clock.ms()
        })
    }

    /// Serves a connection. Staff get a ticket first, over the login that they have: what they would ask HTTP for.
    pub fn connect(&self, link: Arc<Link>, login: Option<String>, parts: &Parts) {
        let (clock, switch, sabotage) = (Arc::clone(&parts.clock), Arc::clone(&parts.switch), parts.store.sabotage);
        let end = ServerEnd { link, clock, switch, sabotage };
        let (door, held) = (Arc::clone(&self.door), self.sessions.task_token());
        let auth = self.inside.as_ref().map(|inside| Arc::clone(&inside.auth));
        self.runtime.handle().spawn(async move {
            let _held = held;
            if let Some(login) = login {
                let Some(auth) = auth else { return };
                let Ok(session) = auth.staff(&login).await else { return };
                let Ok(ticket) = auth.ticket(&session) else { return };
                end.write(&Message::Text(format!(r#"{{"t":"ticket","ticket":"{}"}}"#, ticket.reveal()).into()));
            }
            door.serve(end, &Peer::default()).await;
        });
    }

    /// Begins an orderly stop.
    pub fn stop(&mut self, parts: &Parts) {
        let Some(inside) = self.inside.take() else { return };
        let (sessions, stopped, switch) =
            (Arc::clone(&self.sessions), Arc::clone(&self.stopped), Arc::clone(&parts.switch));
        self.runtime.handle().spawn(async move {
            inside.stop(&sessions, DRAIN).await;
            stopped.store(true, Ordering::SeqCst);
            switch.changed.notify_one();
        });
    }

    /// Whether it still accepts connections.
    pub fn is_open(&self) -> bool {
        self.inside.is_some()
    }

    /// Whether an orderly stop is over.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

async fn start(parts: &Parts) -> anyhow::Result<(Inside, Arc<Door>, Arc<Sessions>)> {
    let settings = settings(parts.hours);
    let (triage, hand) = Triage::by_hand(parts.backlog);
    let options = Options {
        triage: Some(triage),
        clock: Some(Arc::clone(&parts.clock) as SharedClock),
        store: Some(Arc::clone(&parts.store) as Arc<dyn Store>),
        ..Options::default()
    };
    let inside = Inside::start(&settings, options).await?;
    let site = site::open(&inside.store, &settings, None).await?;
    tokio::runtime::Handle::current().spawn(Arc::clone(&parts.engine).run(hand));
    let (door, sessions) = inside.open(&settings, site).await?;
    Ok((inside, door, sessions))
}
