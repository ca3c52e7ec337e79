//! Everything of a server that is behind its doors: the parts, who gets which of them, and the order of start and stop.
//!
//! Knows no listener and no route: a door is a value here, and what carries messages through it is the caller's. So the
//! simulation runs this very wiring over a network of its own.

use super::keepers::{Keepers, sweep};
use super::translate::{
    api_settings, calendars, file_limits, file_rules, generator, own, policy, resources, rules, sampling, scoring,
    segments, socket_settings, triage_settings,
};
use super::{Options, challenger, data_folder, flows, overlays, truth};
use crate::api::{ApiState, Comparison, Feedback, HoursBook, Profiles};
use crate::auth::Auth;
use crate::clock::{SharedClock, SystemClock};
use crate::config::Settings;
use crate::conversation::Registry;
use crate::conversation::registry::Parts;
use crate::conversation::replay::jobs::Replays;
use crate::erasing::{self, Eraser, KeptDays};
use crate::fanout::Fanout;
use crate::files::{self, Files};
use crate::knowledge;
use crate::routing::calendar_book::CalendarBook;
use crate::routing::flows::FlowBook;
use crate::routing::{Bot, Conversations, Desk, DeskParts, help_words};
use crate::search::Search;
use crate::session::{self, Sessions, SiteBook};
use crate::socket::Door;
use crate::store::Store;
use crate::triage::{self, Triage};
use crate::wording::Book;
use anyhow::{Context, anyhow};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// An actor sleeps after this long without work; waking costs one read of its log.
const IDLE_AFTER: Duration = Duration::from_mins(2);

/// Everything behind the doors.
pub struct Inside {
    /// Truth.
    pub store: Arc<dyn Store>,
    /// Proofs.
    pub auth: Arc<Auth>,
    pub(super) triage: Triage,
    search: Arc<Search>,
    pub(super) tasks: TaskTracker,
    fanout: Arc<Fanout>,
    registry: Arc<Registry>,
    keepers: Keepers,
    replays: Arc<Replays>,
    texts: Texts,
    bot: Arc<Bot>,
    desk: Desk,
    eraser: Eraser,
    files: Arc<Files>,
    clock: SharedClock,
    draining: CancellationToken,
}

/// What was read of files, beside the policy, with what admins have set on top of it.
struct Texts {
    profiles: Arc<Profiles>,
    hours: Arc<HoursBook>,
    kept_days: Arc<KeptDays>,
    articles: Arc<knowledge::Book>,
    wording: Arc<Book>,
}

impl Texts {
    /// What is configured, with what admins have set on top of it.
    async fn open(settings: &Settings, store: &Arc<dyn Store>, calendars: &Arc<CalendarBook>) -> anyhow::Result<Self> {
        let (articles, wording) =
            (overlays::knowledge(settings, store).await?, overlays::words(settings, store).await?);
        let (profiles, hours) =
            (overlays::profiles(settings, store, calendars).await?, overlays::hours(settings, store, calendars).await?);
        Ok(Self { profiles, hours, kept_days: overlays::kept_days(settings, store).await?, articles, wording })
    }

    /// Has the model read the articles, beside everything else.
    fn read(&self, triage: &Triage, settings: &Settings) {
        if let Some(model) = triage.model() {
            self.articles.library().read(model, data_folder(settings));
        }
    }
}

impl Inside {
    /// Starts every part; nobody is let in yet.
    ///
    /// # Errors
    /// When the database cannot be used, or a file of the configuration is wrong; each says what to do.
    pub async fn start(settings: &Settings, options: Options) -> anyhow::Result<Self> {
        // Before anybody looks up a figure to keep.
        metrics_handle();
        let (clock, tasks) = (options.clock.unwrap_or_else(|| Arc::new(SystemClock)), TaskTracker::new());
        let (store, search) = truth::open(settings, options.store, options.broken).await?;
        let configured = policy(&settings.triage.policy)?;
        let triage = start_triage(options.triage, triage_settings(settings, &configured)).await?;
        let keepers = Keepers::open(settings, configured, &store, &clock, &triage).await?;
        challenger::challenge(&triage, settings, options.challenger, Arc::clone(&clock));
        let (flows, calendars) = (flows::read(settings, options.demo)?, Arc::new(calendars(settings)));
        let texts = Texts::open(settings, &store, &calendars).await?;
        let bot = bot(settings, texts.articles.library(), &flows, &calendars)?;
        let fanout = Arc::new(Fanout::default());
        let registry = Registry::new(Parts {
            store: Arc::clone(&store),
            fanout: Arc::clone(&fanout),
            triage: triage.clone(),
            bot: Arc::clone(&bot),
            clock: Arc::clone(&clock),
            policies: keepers.book.policies(),
            lines: Arc::clone(&keepers.lines),
            offer_time: Settings::seconds(settings.routing.offer_seconds),
            invite_time: Settings::seconds(settings.routing.invite_seconds),
            escalate_after: Settings::seconds(settings.routing.escalate_seconds),
            sampling: sampling(settings),
            hours: Arc::clone(&calendars),
            idle_after: IDLE_AFTER,
            tasks: tasks.clone(),
        });
        texts.read(&triage, settings);
        let draining = CancellationToken::new();
        let beside = (tasks.clone(), draining.clone());
        let replays = Replays::new(Arc::clone(&store), Arc::clone(&clock), Arc::clone(&keepers.book), beside);
        keepers.watch(&tasks, &draining);
        tasks.spawn(flows::watch(settings.clone(), flows, draining.clone()));
        let parts = desk_parts(settings, &registry, (&fanout, &clock, &calendars), (&triage, &texts), &draining)?;
        let desk = Desk::start(&tasks, parts);
        registry.set_desk(desk.clone());
        let auth = auth(&store, &clock, (&tasks, &draining));
        let files = attachments(settings, (&store, &clock), (&tasks, &draining));
        let eraser = eraser(&texts.kept_days, (&store, &registry, &search, &files), (&clock, &tasks, &draining));
        Ok(Self {
            store,
            auth,
            triage,
            search,
            tasks,
            fanout,
            registry,
            keepers,
            replays,
            texts,
            bot,
            desk,
            eraser,
            files,
            clock,
            draining,
        })
    }

    /// Takes up what the last process left unfinished, then lets people in: through a door to their sessions.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn open(&self, settings: &Settings, site: Arc<SiteBook>) -> anyhow::Result<(Arc<Door>, Arc<Sessions>)> {
        let unfinished = self.registry.rescue().await.context("reading open conversations")?;
        tracing::info!(unfinished, "conversations with unfinished work are being woken");
        let sessions = Sessions::start(self.session_parts(settings, site));
        Ok((Door::new(socket_settings(settings), Arc::clone(&sessions)), sessions))
    }

    /// Stops in order, within `drain`: nobody is let in any more, sockets end in slices, conversations finish what they
    /// accepted, the store writes what is queued.
    pub async fn stop(self, sessions: &Sessions, drain: Duration) {
        self.draining.cancel();
        let orderly = async {
            sessions.drain(drain / 2).await;
            self.registry.shutdown().await;
            self.tasks.close();
            self.tasks.wait().await;
        };
        if tokio::time::timeout(drain, orderly).await.is_err() {
            tracing::warn!("stopped before everything had finished");
        }
        let search = self.search;
        if tokio::task::spawn_blocking(move || search.stop()).await.is_err() {
            tracing::error!("the search index did not stop well");
        }
        if let Err(error) = self.store.close().await {
            tracing::error!(%error, "the store did not close well");
        }
    }

    pub(super) fn api_state(&self, settings: &Settings, site: Arc<SiteBook>) -> ApiState {
        ApiState {
            store: Arc::clone(&self.store),
            clock: Arc::clone(&self.clock),
            auth: Arc::clone(&self.auth),
            triage: self.triage.clone(),
            book: Arc::clone(&self.keepers.book),
            replays: Arc::clone(&self.replays),
            budgets: Arc::clone(&self.keepers.budgets),
            registry: Arc::clone(&self.registry),
            calibration: Arc::clone(&self.keepers.calibration),
            feedback: Arc::new(Feedback::new(settings.feedback.export_text)),
            tasks: self.tasks.clone(),
            draining: self.draining.clone(),
            metrics: metrics_handle(),
            settings: Arc::new(api_settings(settings)),
            site,
            readiness: Arc::default(),
            articles: Arc::clone(&self.texts.articles),
            bot: Arc::clone(&self.bot),
            wording: Arc::clone(&self.texts.wording),
            gaps: Arc::default(),
            guide: Arc::default(),
            desk: self.desk.clone(),
            profiles: Arc::clone(&self.texts.profiles),
            hours: Arc::clone(&self.texts.hours),
            spending: Arc::clone(&self.keepers.spending),
            kept_days: Arc::clone(&self.texts.kept_days),
            eraser: self.eraser.clone(),
            files: Arc::clone(&self.files),
            search: Arc::clone(&self.search),
            comparison: Arc::new(Comparison::new(
                settings.store.path.clone(),
                data_folder(settings),
                self.keepers.book.policies(),
            )),
        }
    }

    fn session_parts(&self, settings: &Settings, site: Arc<SiteBook>) -> session::Parts {
        session::Parts {
            store: Arc::clone(&self.store),
            registry: Arc::clone(&self.registry),
            fanout: Arc::clone(&self.fanout),
            auth: Arc::clone(&self.auth),
            desk: self.desk.clone(),
            triage: self.triage.clone(),
            wording: Arc::clone(&self.texts.wording),
            segments: segments(settings),
            clock: Arc::clone(&self.clock),
            own: own(settings),
            resources: resources(settings),
            site,
            files: file_rules(settings),
            most_open: settings.server.visitor_conversations as usize,
            allow_missing_origin: settings.server.allow_missing_origin,
            heartbeat: Settings::seconds(settings.server.heartbeat_seconds),
            draining: self.draining.clone(),
            tasks: self.tasks.clone(),
        }
    }
}

/// Proves who somebody is, and forgets logins that have ended.
fn auth(
    store: &Arc<dyn Store>,
    clock: &SharedClock,
    (tasks, draining): (&TaskTracker, &CancellationToken),
) -> Arc<Auth> {
    let auth = Arc::new(Auth::new(Arc::clone(store), Arc::clone(clock)));
    tasks.spawn(sweep(Arc::clone(&auth), draining.clone()));
    auth
}

/// Erases on demand, and whatever has grown old.
fn eraser(
    kept_days: &Arc<KeptDays>,
    (store, registry, search, files): (&Arc<dyn Store>, &Arc<Registry>, &Arc<Search>, &Arc<Files>),
    (clock, tasks, draining): (&SharedClock, &TaskTracker, &CancellationToken),
) -> Eraser {
    let eraser = Eraser {
        store: Arc::clone(store),
        registry: Arc::clone(registry),
        search: Arc::clone(search),
        files: Arc::clone(files),
        clock: Arc::clone(clock),
    };
    tasks.spawn(erasing::keep(eraser.clone(), Arc::clone(kept_days), draining.clone()));
    eraser
}

/// Takes files in and lets those go that no message needs.
fn attachments(
    settings: &Settings,
    (store, clock): (&Arc<dyn Store>, &SharedClock),
    (tasks, draining): (&TaskTracker, &CancellationToken),
) -> Arc<Files> {
    let (folder, limits) = (files::Folder::beside(&settings.store.path), file_limits(settings));
    let beside = (tasks.clone(), draining.clone());
    let files = Arc::new(Files::new(Arc::clone(store), Arc::clone(clock), folder, limits, beside));
    tasks.spawn(files::keep(Arc::clone(&files), draining.clone()));
    files
}

/// Installed once per process; a second server in the same process (tests) shares the figures.
fn metrics_handle() -> Option<PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE.get_or_init(|| PrometheusBuilder::new().install_recorder().ok()).clone()
}

fn desk_parts(
    settings: &Settings,
    registry: &Arc<Registry>,
    (fanout, clock, calendars): (&Arc<Fanout>, &SharedClock, &Arc<CalendarBook>),
    (triage, texts): (&Triage, &Texts),
    stop: &CancellationToken,
) -> anyhow::Result<DeskParts> {
    let mut rules = rules(settings);
    rules.offer_when_closed = texts.hours.in_force().offer_when_closed;
    let profiles = texts.profiles.in_force().into_iter();
    rules.profiles = profiles.map(|(email, named)| (email, rules.by_names(&named))).collect();
    Ok(DeskParts {
        conversations: Arc::clone(registry) as Arc<dyn Conversations>,
        fanout: Arc::clone(fanout),
        clock: Arc::clone(clock),
        grace: Settings::seconds(settings.routing.agent_grace_seconds),
        escalate_after: Settings::seconds(settings.routing.escalate_seconds),
        rules,
        calendars: calendars.now(),
        help: help_words(&resources(settings)).map_err(|why| anyhow!("triage.distress: {why}"))?,
        scoring: scoring(triage),
        stop: stop.clone(),
    })
}

/// The bot with its flows, and with a language model where one is configured.
fn bot(
    settings: &Settings,
    library: &Arc<knowledge::Library>,
    flows: &Arc<FlowBook>,
    calendars: &Arc<CalendarBook>,
) -> anyhow::Result<Arc<Bot>> {
    let bot = Bot::guided(Arc::clone(library), Arc::clone(flows), Arc::clone(calendars));
    Ok(Arc::new(bot.with_generator(generator(settings)?)))
}

/// The one given, or the configured one. Loading takes a moment of computing, which must not hold up the runtime.
async fn start_triage(given: Option<Triage>, settings: triage::Settings) -> anyhow::Result<Triage> {
    match given {
        Some(triage) => Ok(triage),
        None => Ok(tokio::task::spawn_blocking(move || Triage::start(&settings)).await?),
    }
}
