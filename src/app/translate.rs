//! From the settings to what each part wants. Pure but for reading the knowledge folder and the policy file.

use crate::api::{self, ApiSettings};
use crate::assets;
use crate::auth::hash_token;
use crate::auth::identity::IdentitySecret;
use crate::auth::origin::Own;
use crate::config::{self, Calendar, Distress, Engine, Holiday, Queue, Routing, Settings, SiteLanguage};
use crate::domain::{FileKind, Language};
use crate::files::{FileLimits, Pace};
use crate::knowledge::{self, Article};
use crate::language_model::{Endpoint, LanguageModel, Limits};
use crate::protocol::files::FileRules;
use crate::protocol::server::{DistressResources, ScoringStatus};
use crate::routing::calendar_book::CalendarBook;
use crate::routing::generator::Generator;
use crate::routing::hours::Hours;
use crate::routing::rules::{Ladder, Rules};
use crate::routing::segments::{Segment, Segments};
use crate::routing::topics::{Topic, Topics};
use crate::socket;
use crate::store::FileBounds;
use crate::triage::feedback::Sampling;
use crate::triage::{self, EngineChoice, Policy, Triage};
use crate::wording::{self, Wording};
use anyhow::{Context, anyhow};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files of one sender that arrive at once.
const FILES_AT_ONCE: u64 = 5;

/// The configured knowledge base.
pub(super) fn articles(settings: &Settings) -> anyhow::Result<Vec<Article>> {
    Ok(given(&settings.routing.knowledge).map_or_else(knowledge::example, |path| knowledge::from_path(&path))?)
}

/// Words that staff should not send: what is shipped, as the settings change it.
///
/// # Errors
/// When the file cannot be read, or whatever is wrong with it or with the settings; everything is named.
pub fn wording(settings: &Settings) -> anyhow::Result<Wording> {
    let check = &settings.inbox.check;
    let read =
        |file: &PathBuf| std::fs::read_to_string(file).with_context(|| format!("inbox.check.rules {}", file.display()));
    let file = given(&check.rules).as_ref().map(read).transpose()?;
    let own = wording::Own { shipped: check.shipped, off: &check.off, file: file.as_deref() };
    Wording::new(&own).map_err(|problems| anyhow!("inbox.check: {problems}"))
}

/// The language model of the bot, where one is configured.
///
/// # Errors
/// When its address, its key or the machine's certificates cannot be used; it says what to do.
pub fn generator(settings: &Settings) -> anyhow::Result<Option<Generator>> {
    let wanted = &settings.bot.model;
    if !wanted.is_on() {
        return Ok(None);
    }
    let key = match given(&wanted.key_file) {
        None => wanted.key.0.clone(),
        Some(file) => {
            let read =
                std::fs::read_to_string(&file).with_context(|| format!("bot.model.key_file {}", file.display()))?;
            read.trim().to_owned()
        }
    };
    let endpoint = Endpoint { url: wanted.url.clone(), model: wanted.model.clone(), key };
    let limits = Limits { time: Settings::seconds(wanted.timeout_seconds), max_tokens: wanted.max_tokens };
    let model = Arc::new(LanguageModel::new(endpoint, limits)?);
    Ok(Some(Generator { model, rephrase: wanted.rephrase, summarise: wanted.summarise }))
}

/// Order of the queue and choice of an agent; who can do what is `overlays`' business.
pub(super) fn rules(settings: &Settings) -> Rules {
    let queue = &settings.routing.queue;
    let tier = |tier: u32| u8::try_from(tier).unwrap_or(u8::MAX);
    let topics = queue.topics.iter().map(|told| {
        let topic = Topic::new(told.name.clone(), &told.words, tier(told.lift));
        if told.keep_until_open { topic.kept_until_open() } else { topic }
    });
    Rules {
        lift: Settings::seconds(queue.lift_seconds),
        patience: Settings::seconds(queue.patience_seconds),
        hot_chats: queue.hot_chats,
        rest: Settings::seconds(queue.rest_seconds),
        express_places: queue.express_places,
        tier_at_concern: tier(queue.tier_at_concern),
        tier_at_critical: tier(queue.tier_at_critical),
        offer_when_closed: settings.routing.hours.offer_when_closed,
        ladder: ladder(queue),
        topics: Topics(topics.collect()),
        segments: segments(settings),
        profiles: BTreeMap::new(),
    }
}

/// Kinds of customers.
pub(super) fn segments(settings: &Settings) -> Segments {
    let segment = |told: &config::Segment| Segment {
        name: told.name.clone(),
        attribute: told.attribute.clone(),
        values: told.values.clone(),
        lift: u8::try_from(told.lift).unwrap_or(u8::MAX),
    };
    Segments(settings.routing.queue.segments.iter().map(segment).collect())
}

fn ladder(queue: &Queue) -> Option<Ladder> {
    let (senior, supervisor) = (Settings::seconds(queue.senior_seconds), Settings::seconds(queue.supervisor_seconds));
    (queue.senior_seconds > 0).then_some(Ladder { senior, supervisor })
}

/// When people answer: the shop, and each team with hours of its own, as configured.
pub(super) fn calendars(settings: &Settings) -> CalendarBook {
    let routing = &settings.routing;
    let (shop, teams) = all_hours(routing, &routing.hours);
    let names = routing.teams.iter().filter(|team| team.hours.is_some()).map(|team| team.name.clone());
    CalendarBook::new(shop, names.zip(teams).collect())
}

/// What hours of the shop mean for it, and for teams with hours of their own, in their order.
pub(super) fn all_hours(routing: &Routing, shop: &config::Hours) -> (Hours, Vec<Hours>) {
    // What is wrong was named when it was checked.
    let of_shop = shop.read().map(hours).unwrap_or_default();
    let own = routing.teams.iter().filter_map(|team| team.hours.as_ref());
    (of_shop, own.map(|own| own.read(shop, "hours").map(hours).unwrap_or_default()).collect())
}

fn hours(Calendar { zone, week, holidays }: Calendar) -> Hours {
    let except = |hours: Hours, day: Holiday| hours.except(day.year, day.day, day.spans);
    holidays.into_iter().fold(Hours::new(zone, week), except)
}

/// A language of the configuration.
pub(super) const fn language(language: SiteLanguage) -> Language {
    match language {
        SiteLanguage::En => Language::En,
        SiteLanguage::Zh => Language::Zh,
    }
}

/// Which messages staff are asked about. Each choice is logged with its chance, so another salt at every start does no
/// harm; a salt that was set lets the choice be checked.
pub(super) fn sampling(settings: &Settings) -> Sampling {
    let wanted = &settings.feedback;
    let salt = if wanted.salt.is_empty() {
        rand::random()
    } else {
        let mut half = [0; 16];
        half.copy_from_slice(&Sha256::digest(&wanted.salt)[..16]);
        half
    };
    Sampling { salt, flagged: wanted.sample_flagged as f32, unflagged: wanted.sample_unflagged as f32 }
}

/// What the operator has set for customers in distress, and where that is what is shipped.
pub(super) fn resources(settings: &Settings) -> DistressResources {
    let [en, zh] = settings.triage.distress.texts().map(|(_, _, text)| text.map(str::to_owned));
    let texts = [(Language::En, &en), (Language::Zh, &zh)];
    let is_shipped = |text: &Option<String>| text.as_deref().is_some_and(Distress::is_shipped);
    let shipped = texts.into_iter().filter(|(_, text)| is_shipped(text)).map(|(language, _)| language).collect();
    DistressResources { en, zh, shipped }
}

/// What is taken of files; nothing where none are.
pub(super) fn file_limits(settings: &Settings) -> Option<FileLimits> {
    let wanted = settings.attachments;
    let bounds = FileBounds {
        conversation_files: wanted.max_conversation_files,
        conversation_bytes: wanted.max_conversation_bytes,
        day_bytes: wanted.max_day_bytes,
        at_once: FILES_AT_ONCE,
        total_bytes: wanted.max_total_bytes,
    };
    wanted.enabled.then(|| FileLimits { max_bytes: wanted.max_bytes, bounds, pace: Pace::default() })
}

/// What clients are told of it.
pub(super) fn file_rules(settings: &Settings) -> Option<FileRules> {
    let types = FileKind::ALL.to_vec();
    file_limits(settings).map(|limits| FileRules { max_bytes: limits.max_bytes, types })
}

/// Triage's status, as screens are told.
pub(super) fn scoring(triage: &Triage) -> ScoringStatus {
    match triage.status() {
        triage::Status::On { model, engine } => ScoringStatus::On { model, engine },
        triage::Status::Off { why } => ScoringStatus::Off { why },
    }
}

/// The model that reads, where one does.
pub(super) fn model(triage: &Triage) -> Option<String> {
    match triage.status() {
        triage::Status::On { model, .. } => Some(model),
        triage::Status::Off { .. } => None,
    }
}

/// How the server is reached.
pub(super) fn own(settings: &Settings) -> Own {
    let public = &settings.server.public_origin;
    Own { public: (!public.is_empty()).then(|| public.clone()) }
}

/// What sockets want.
pub(super) fn socket_settings(settings: &Settings) -> socket::Settings {
    let server = &settings.server;
    socket::Settings {
        max_sockets: server.max_sockets,
        handshakes_per_second: server.handshakes_per_second,
        heartbeat: Settings::seconds(server.heartbeat_seconds),
        hello_within: Settings::seconds(server.hello_seconds),
    }
}

/// What HTTP wants.
pub(super) fn api_settings(settings: &Settings) -> ApiSettings {
    ApiSettings {
        own: own(settings),
        allow_missing_origin: settings.server.allow_missing_origin,
        trusted_proxies: settings.server.trusted_proxies.clone(),
        identity_secret: IdentitySecret::given(&settings.site.identity_secret),
        metrics_token: Some(&settings.metrics.token).filter(|token| !token.is_empty()).map(|token| hash_token(token)),
        widget_integrity: assets::widget_integrity(),
    }
}

/// What the settings say of the staff, for screens.
pub(super) fn profiles(settings: &Settings) -> api::ByEmail {
    let agents = settings.routing.queue.agents.iter();
    let profile = |agent: &config::Agent| api::Profile {
        skills: agent.skills.clone(),
        languages: agent.languages.iter().copied().map(language).collect(),
        tier: agent.tier,
        team: agent.team.clone(),
    };
    agents.map(|agent| (agent.email.to_lowercase(), profile(agent))).collect()
}

/// What triage needs of the settings.
#[must_use]
pub fn triage_settings(settings: &Settings, policy: &Policy) -> triage::Settings {
    let wanted = &settings.triage;
    triage::Settings {
        models: given(&wanted.models),
        engine: match wanted.engine {
            Engine::Auto => EngineChoice::Auto,
            Engine::Ort => EngineChoice::Ort,
            Engine::Rten => EngineChoice::Rten,
        },
        ort_library: given(&wanted.ort_library),
        workers: wanted.workers as usize,
        policy: policy.version.clone(),
    }
}

/// The trajectory policy of a file, or the built-in one when no file is set.
///
/// # Errors
/// When the file cannot be read or holds what no policy can; every problem is named.
pub fn policy(file: &Path) -> anyhow::Result<Policy> {
    let Some(file) = given(file) else { return Ok(Policy::shipped()) };
    let text = std::fs::read_to_string(&file).with_context(|| format!("reading the policy {}", file.display()))?;
    Policy::parse(&text).map_err(|problems| anyhow!("the policy {}:\n{problems}", file.display()))
}

/// A path that was set; empty means "not set".
fn given(path: &Path) -> Option<PathBuf> {
    (!path.as_os_str().is_empty()).then(|| path.to_owned())
}
