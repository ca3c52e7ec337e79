//! REST: what browsers and operators ask over HTTP. Visitors' sessions, logins, staff, review,
//! search, policies and their replays, budgets, feedback, champion and challenger, health.
//!
//! Owns shapes and statuses of HTTP answers, cookies, CORS. Never decides rights (one table, `session::access`), never
//! proves anything (`auth`), knows no SQL. The socket route and the pages are merged in by `app`.
//! Kept: every route has a row in `ROUTES`; one without a row answers nobody. Every error is a `Problem` with a code
//! from the closed list; what failed inside is logged once and shown as an opaque id.

mod articles;
mod audit;
mod budgets;
mod challenger;
mod change;
mod colleagues;
mod cookie;
mod erase;
mod feedback;
mod files;
mod guard;
mod health;
mod hours;
mod input;
mod knowledge;
mod login;
mod moods;
mod openapi;
mod overlaid;
mod own;
mod own_articles;
mod policy;
mod problem;
mod profiles;
mod promises;
mod replay;
mod replies;
mod retention;
mod review;
mod search;
mod settings;
mod site;
mod sites;
mod spending;
mod staff;
mod transcript;
mod wording;

pub use challenger::Comparison;
pub use feedback::Feedback;
pub use health::Readiness;
pub use hours::{HoursBook, HoursSettings};
pub use knowledge::Gaps;
pub use openapi::document as openapi_document;
pub use overlaid::Overlaid;
pub use problem::Problem;
pub use profiles::{ByEmail, Profile, Profiles};
pub use retention::RetentionSettings;
pub use settings::Guide;
pub use spending::BudgetSettings;

use crate::auth::{Auth, identity::IdentitySecret, origin::Own};
use crate::clock::SharedClock;
use crate::conversation::budget_keeper::BudgetKeeper;
use crate::conversation::calibration_keeper::CalibrationKeeper;
use crate::conversation::replay::jobs::Replays;
use crate::conversation::{PolicyBook, Registry};
use crate::erasing::{Eraser, KeptDays};
use crate::files::Files;
use crate::knowledge::Book as Articles;
use crate::protocol::Code;
use crate::routing::{Bot, Desk};
use crate::search::Search;
use crate::session::{Act, SiteBook};
use crate::store::Store;
use crate::triage::Triage;
use crate::wording as wording_list;
use audit::audit;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, delete, get, post, put};
use metrics_exporter_prometheus::PrometheusHandle;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Largest request body, in bytes.
pub const BODY_MAX_BYTES: usize = 64 * 1024;

/// What the routes work with. Cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    /// Truth.
    pub store: Arc<dyn Store>,
    /// Time.
    pub clock: SharedClock,
    /// Proofs.
    pub auth: Arc<Auth>,
    /// For its status alone.
    pub triage: Triage,
    /// Policies in force.
    pub book: Arc<PolicyBook>,
    /// Replays that supervisors ask for.
    pub replays: Arc<Replays>,
    /// For its report alone.
    pub budgets: Arc<BudgetKeeper>,
    /// Where changes run that go to their end, whoever hangs up.
    pub tasks: TaskTracker,
    /// Cancelled once the server is on its way out.
    pub draining: CancellationToken,
    /// Renders `/metrics`; none: the route says `not_found`.
    pub metrics: Option<PrometheusHandle>,
    /// The site that settings are about.
    pub site: Arc<SiteBook>,
    /// What an operator set.
    pub settings: Arc<ApiSettings>,
    /// Remembers the last write probe.
    pub readiness: Arc<Readiness>,
    /// For judgements, which are commands to conversations.
    pub registry: Arc<Registry>,
    /// This site's calibration of anger.
    pub calibration: Arc<CalibrationKeeper>,
    /// What the routes of feedback share.
    pub feedback: Arc<Feedback>,
    /// Compares champion and challenger.
    pub comparison: Arc<Comparison>,
    /// What the bot answers from.
    pub articles: Arc<Articles>,
    /// For trying questions; never speaks in a conversation from here.
    pub bot: Arc<Bot>,
    /// Words that staff should not send.
    pub wording: Arc<wording_list::Book>,
    /// Remembers what was read of it in logs.
    pub gaps: Arc<Gaps>,
    /// Remembers what of the first steps is done.
    pub guide: Arc<Guide>,
    /// Finds messages.
    pub search: Arc<Search>,
    /// Erases what has ended.
    pub eraser: Eraser,
    /// Pictures and documents beside messages.
    pub files: Arc<Files>,
    /// Who is there.
    pub desk: Desk,
    /// What they can do.
    pub profiles: Arc<Profiles>,
    /// When people answer.
    pub hours: Arc<HoursBook>,
    /// What may be spent on false alarms.
    pub spending: Arc<Overlaid<BudgetSettings>>,
    /// For how many days what has ended is kept.
    pub kept_days: Arc<KeptDays>,
}

/// What an operator sets for HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiSettings {
    /// How the server is reached; tells its own pages, and whether cookies are for HTTPS alone.
    pub own: Own,
    /// Accepts visitors' sessions from clients that send no Origin, which browsers always do.
    pub allow_missing_origin: bool,
    /// Peers whose `X-Forwarded-For` is believed; loopback unless set otherwise.
    pub trusted_proxies: Vec<IpAddr>,
    /// SHA-256 of the token that lets others than this machine read the figures; none: nobody else may.
    pub metrics_token: Option<[u8; 32]>,
    /// With it a shop signs who its customers are; none: nobody is vouched for.
    pub identity_secret: Option<IdentitySecret>,
    /// What `integrity` says of `/widget.js` as this server serves it: `sha384-…`.
    pub widget_integrity: String,
}

impl Default for ApiSettings {
    fn default() -> Self {
        let trusted_proxies = vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        Self {
            own: Own::default(),
            allow_missing_origin: false,
            trusted_proxies,
            metrics_token: None,
            identity_secret: None,
            widget_integrity: String::new(),
        }
    }
}

/// Method, path and right of every route below. `guard` refuses a route that has no row.
pub const ROUTES: &[(&str, &str, Act)] = &[
    ("GET", "/v1/sites/{site}", Act::SiteInfo),
    ("POST", "/v1/sites/{site}/session", Act::VisitorSession),
    ("OPTIONS", "/v1/sites/{site}/session", Act::VisitorSession),
    ("POST", "/v1/login", Act::Login),
    ("POST", "/v1/logout", Act::Logout),
    ("GET", "/v1/me", Act::WhoAmI),
    ("POST", "/v1/ticket", Act::Ticket),
    ("POST", "/v1/setup", Act::Setup),
    ("GET", "/v1/colleagues", Act::SeeColleagues),
    ("GET", "/v1/staff", Act::ListStaff),
    ("POST", "/v1/staff", Act::CreateStaff),
    ("POST", "/v1/staff/{id}", Act::UpdateStaff),
    ("PUT", "/v1/staff/{id}/profile", Act::UpdateStaff),
    ("DELETE", "/v1/staff/{id}/profile", Act::UpdateStaff),
    ("GET", "/v1/promises", Act::SeePromises),
    ("GET", "/v1/conversations", Act::OwnConversations),
    ("OPTIONS", "/v1/conversations", Act::Preflight),
    ("GET", "/v1/conversations/closed", Act::ReviewClosed),
    ("GET", "/v1/conversations/{id}", Act::ReviewEvents),
    ("DELETE", "/v1/conversations/{id}", Act::Erase),
    ("DELETE", "/v1/conversations/{id}/visitor", Act::Erase),
    ("GET", "/v1/conversations/{id}/events", Act::ReviewEvents),
    ("GET", "/v1/conversations/{id}/transcript", Act::Transcript),
    ("OPTIONS", "/v1/conversations/{id}/transcript", Act::Preflight),
    ("GET", "/v1/conversations/{id}/suggestions", Act::Suggest),
    ("POST", "/v1/files", Act::SendFile),
    ("OPTIONS", "/v1/files", Act::Preflight),
    ("GET", "/v1/files/{id}", Act::SeeFile),
    ("OPTIONS", "/v1/files/{id}", Act::Preflight),
    ("GET", "/v1/knowledge/gaps", Act::SeeGaps),
    ("GET", "/v1/knowledge/articles", Act::SeeKnowledge),
    ("POST", "/v1/knowledge/preview", Act::SeeKnowledge),
    ("GET", "/v1/search", Act::Search),
    ("GET", "/v1/replies", Act::SeeReplies),
    ("PUT", "/v1/replies/{id}", Act::ChangeReplies),
    ("DELETE", "/v1/replies/{id}", Act::ChangeReplies),
    ("GET", "/v1/wording", Act::SeeWording),
    ("GET", "/v1/wording/rules", Act::ChangeWording),
    ("POST", "/v1/wording/check", Act::ChangeWording),
    ("PUT", "/v1/knowledge/articles/{id}", Act::ChangeKnowledge),
    ("DELETE", "/v1/knowledge/articles/{id}", Act::ChangeKnowledge),
    ("PUT", "/v1/wording/rules/{id}", Act::ChangeWording),
    ("DELETE", "/v1/wording/rules/{id}", Act::ChangeWording),
    ("GET", "/v1/settings", Act::SeeSettings),
    ("PUT", "/v1/settings/site", Act::ChangeSettings),
    ("DELETE", "/v1/settings/site", Act::ChangeSettings),
    ("PUT", "/v1/settings/hours", Act::ChangeSettings),
    ("DELETE", "/v1/settings/hours", Act::ChangeSettings),
    ("PUT", "/v1/settings/budgets", Act::ChangeSettings),
    ("DELETE", "/v1/settings/budgets", Act::ChangeSettings),
    ("GET", "/v1/settings/retention", Act::SeeSettings),
    ("PUT", "/v1/settings/retention", Act::ChangeSettings),
    ("DELETE", "/v1/settings/retention", Act::ChangeSettings),
    ("GET", "/v1/challenger", Act::CompareModels),
    ("POST", "/v1/replay", Act::Replay),
    ("GET", "/v1/replay/{id}", Act::Replay),
    ("POST", "/v1/replay/{id}/cancel", Act::Replay),
    ("GET", "/v1/policy", Act::SeePolicy),
    ("POST", "/v1/policy", Act::ChangePolicy),
    ("POST", "/v1/policy/check", Act::SeePolicy),
    ("POST", "/v1/policy/undo", Act::ChangePolicy),
    ("GET", "/v1/budgets", Act::SeeBudgets),
    ("GET", "/v1/moods", Act::SeeMoods),
    ("GET", "/v1/feedback", Act::SeeFeedback),
    ("GET", "/v1/feedback/questions", Act::AnswerQuestions),
    ("GET", "/v1/feedback/labels", Act::ExportLabels),
    ("POST", "/v1/feedback/labels", Act::Label),
    ("POST", "/v1/feedback/recalibration/proposal", Act::Recalibrate),
    ("POST", "/v1/feedback/recalibration/apply", Act::Recalibrate),
    ("POST", "/v1/feedback/recalibration/undo", Act::Recalibrate),
    ("GET", "/v1/openapi.json", Act::Operate),
    ("GET", "/healthz", Act::Operate),
    ("GET", "/readyz", Act::Operate),
    ("GET", "/metrics", Act::Operate),
];

/// Every REST route; anything else under /v1 is answered with a `Problem`.
pub fn router(state: ApiState) -> Router {
    Router::new()
        .route("/v1/sites/{site}", get(sites::info))
        .route("/v1/sites/{site}/session", post(sites::session).options(sites::preflight))
        .route("/v1/login", post(login::login))
        .route("/v1/logout", post(login::logout))
        .route("/v1/me", get(login::me))
        .route("/v1/ticket", post(login::ticket))
        .route("/v1/setup", post(login::setup))
        .route("/v1/colleagues", get(colleagues::list))
        .route("/v1/promises", get(promises::list))
        .route("/v1/conversations", get(own::list).options(guard::preflight))
        .route("/v1/conversations/closed", get(review::closed))
        .route("/v1/conversations/{id}", get(review::conversation).delete(erase::conversation))
        .route("/v1/conversations/{id}/visitor", delete(erase::visitor))
        .route("/v1/conversations/{id}/events", get(review::events))
        .route("/v1/conversations/{id}/transcript", get(transcript::transcript).options(guard::preflight))
        .route("/v1/conversations/{id}/suggestions", get(knowledge::suggest))
        .route("/v1/files", post(files::send).options(guard::preflight))
        .route("/v1/files/{id}", get(files::get).options(guard::preflight))
        .route("/v1/knowledge/gaps", get(knowledge::see_gaps))
        .route("/v1/knowledge/articles", get(articles::list))
        .route("/v1/knowledge/articles/{id}", put(own_articles::put).delete(own_articles::delete))
        .route("/v1/knowledge/preview", post(articles::preview))
        .route("/v1/search", get(search::search))
        .route("/v1/replies", get(replies::list))
        .route("/v1/replies/{id}", put(replies::put).delete(replies::delete))
        .route("/v1/wording", get(wording::wording))
        .route("/v1/wording/rules", get(wording::rules))
        .route("/v1/wording/rules/{id}", put(wording::put).delete(wording::delete))
        .route("/v1/wording/check", post(wording::check))
        .route("/v1/challenger", get(challenger::report))
        .route("/v1/replay", post(replay::begin))
        .route("/v1/replay/{id}", get(replay::see))
        .route("/v1/replay/{id}/cancel", post(replay::cancel))
        .route("/v1/policy", get(policy::see).post(policy::apply))
        .route("/v1/policy/check", post(policy::check))
        .route("/v1/policy/undo", post(policy::undo))
        .route("/v1/budgets", get(budgets::budgets))
        .route("/v1/moods", get(moods::moods))
        .route("/v1/feedback", get(feedback::see))
        .route("/v1/feedback/questions", get(feedback::questions))
        .route("/v1/feedback/labels", get(feedback::labels).post(feedback::label))
        .route("/v1/feedback/recalibration/proposal", post(feedback::propose))
        .route("/v1/feedback/recalibration/apply", post(feedback::apply))
        .route("/v1/feedback/recalibration/undo", post(feedback::undo))
        .route("/v1/openapi.json", get(openapi::serve))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .merge(set_by_admins())
        .route_layer(from_fn_with_state(state.clone(), guard::guard))
        .method_not_allowed_fallback(no_such_method)
        .route("/v1/{*rest}", any(no_such_route))
        .layer(DefaultBodyLimit::max(BODY_MAX_BYTES))
        .with_state(state)
}

/// What admins set: people, and the site.
fn set_by_admins() -> Router<ApiState> {
    Router::new()
        .route("/v1/staff", get(staff::list).post(staff::create))
        .route("/v1/staff/{id}", post(staff::update))
        .route("/v1/staff/{id}/profile", put(profiles::put).delete(profiles::delete))
        .route("/v1/settings", get(settings::see))
        .route("/v1/settings/site", put(site::put).delete(site::delete))
        .route("/v1/settings/hours", put(hours::put).delete(hours::delete))
        .route("/v1/settings/budgets", put(spending::put).delete(spending::delete))
        .route("/v1/settings/retention", get(retention::preview).put(retention::put).delete(retention::delete))
}

async fn no_such_route() -> Problem {
    Problem::new(Code::NotFound).rule("a path listed in /v1/openapi.json")
}

async fn no_such_method() -> Problem {
    Problem::new(Code::NotFound).rule("a method named in the header `allow`").status(StatusCode::METHOD_NOT_ALLOWED)
}
