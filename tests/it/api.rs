//! REST at its door: real sockets, real cookies, every route under every caller.

use super::store_contract::{append, conversation, opened, said};
use attune::api::{
    ApiSettings, ApiState, BudgetSettings, ByEmail, Comparison, Feedback, HoursBook, HoursSettings, Overlaid, Profiles,
    ROUTES, openapi_document, router,
};
use attune::auth::origin::Own;
use attune::auth::{Auth, LOGIN_LIFE, MemberChange, NewMember, TICKET_LIFE, hash_token};
use attune::clock::Clock;
use attune::conversation::budget_keeper::{BudgetKeeper, KeeperParts};
use attune::conversation::calibration_keeper::CalibrationKeeper;
use attune::conversation::replay::jobs::Replays;
use attune::conversation::{Parts, PolicyBook, Registry};
use attune::domain::budget::Basis;
use attune::domain::outcome::{AngerAlerts, JudgedReadings, Peak};
use attune::domain::{ConversationId, Language, Outcome, PhaseName, Role, SiteId, StaffId, Stage, Timestamp};
use attune::erasing::Eraser;
use attune::fanout::Fanout;
use attune::files::{Files, Folder};
use attune::knowledge::Book as Articles;
use attune::listener::Listener;
use attune::protocol::server::{DistressResources, ScoringStatus};
use attune::routing::hours::Hours;
use attune::routing::rules::Rules;
use attune::routing::{Bot, Desk, DeskParts, help_words};
use attune::search::Search;
use attune::session::{FormSettings, SiteBook, SiteSettings};
use attune::store::{MemoryStore, OverlayKind, Site, Store};
use attune::triage::budget::Budgets;
use attune::triage::feedback::Sampling;
use attune::triage::{Policies, Policy, Triage};
use attune::wording::{Book, Wording};
use metrics_exporter_prometheus::PrometheusBuilder;
use reqwest::{Method, Response, StatusCode, header};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

const PASSWORD: &str = "a long enough password";
const SHOP: &str = "https://shop.example";

/// A clock that moves when told.
#[derive(Default)]
struct Hands(AtomicI64);

impl Hands {
    fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).expect("short"), Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }

    fn fresh_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A running server with one site, one member of each role and one closed conversation.
struct Bench {
    origin: String,
    hands: Arc<Hands>,
    store: Arc<MemoryStore>,
    auth: Arc<Auth>,
    budgets: Arc<BudgetKeeper>,
    draining: CancellationToken,
    agent: StaffId,
    closed: ConversationId,
    stop: CancellationToken,
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Bench {
    async fn start() -> Self {
        Self::with(ApiSettings::default()).await
    }

    async fn with(settings: ApiSettings) -> Self {
        let mut bench = Self::empty(settings).await;
        for (name, role) in [("ana", Role::Agent), ("sam", Role::Supervisor), ("ada", Role::Admin)] {
            let member = bench.auth.create_member(new(name, role)).await.expect("created");
            if role == Role::Agent {
                bench.agent = member.id;
            }
        }
        let id = SiteId::try_from("shop".to_owned()).expect("a name");
        let site = Site { id, name: "小店".to_owned(), language: Language::Zh, origins: vec![SHOP.to_owned()] };
        bench.store.put_site(site).await.expect("puts");
        let mut done = append(bench.closed, vec![opened(1, 1), said(2, 2, "hello"), said(3, 3, "bye")]);
        done.summary.phase = PhaseName::Closed;
        bench.store.append(&done).await.expect("appends");
        bench
    }

    /// Nobody there yet.
    async fn empty(settings: ApiSettings) -> Self {
        let hands = Arc::new(Hands::default());
        let store = Arc::new(MemoryStore::new());
        let auth = Arc::new(Auth::new(store.clone(), hands.clone()));
        let (draining, stop) = (CancellationToken::new(), CancellationToken::new());
        let book = PolicyBook::open(store.clone(), hands.clone(), Policy::default()).await.expect("opens");
        let (book, tasks) = (Arc::new(book), TaskTracker::new());
        let beside = (tasks.clone(), draining.clone());
        let replays = Replays::new(store.clone(), hands.clone(), Arc::clone(&book), beside);
        let budgets = Arc::new(budgets(store.clone(), hands.clone()).await);
        let triage = Triage::off("no model in this test");
        let calibration = CalibrationKeeper::open(store.clone(), hands.clone(), triage.clone()).await;
        let registry = registry(store.clone(), hands.clone(), tasks.clone());
        let desk = desk(&tasks, &registry, hands.clone(), stop.clone());
        let files = no_files(store.clone(), hands.clone(), (tasks.clone(), draining.clone()));
        let eraser = eraser((store.clone(), hands.clone()), &registry, &files);
        let state = ApiState {
            eraser,
            files,
            book,
            replays,
            store: store.clone(),
            clock: hands.clone(),
            auth: Arc::clone(&auth),
            triage,
            budgets: Arc::clone(&budgets),
            tasks: tasks.clone(),
            draining: draining.clone(),
            metrics: Some(PrometheusBuilder::new().build_recorder().handle()),
            settings: Arc::new(settings),
            readiness: Arc::default(),
            articles: Arc::new(Articles::new(Vec::new(), Vec::new()).0),
            wording: Arc::new(Book::new(Wording::shipped())),
            bot: Arc::new(Bot::default()),
            site: no_site(),
            profiles: nobody_can_anything(),
            hours: always_open(),
            spending: as_shipped(),
            kept_days: Arc::default(),
            gaps: Arc::default(),
            guide: Arc::default(),
            registry,
            calibration: Arc::new(calibration.expect("opens")),
            feedback: Arc::new(Feedback::new(false)),
            search: Arc::new(Search::off("not part of this test")),
            desk,
            comparison: no_comparison(),
        };
        let socket = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", socket.local_addr().expect("an address"));
        let (router, stopped) = (router(state), stop.clone());
        let listener = Listener { socket, router, tasks: tasks.clone(), stop: stopped, max_connections: 100 };
        tasks.spawn(listener.run());
        let agent = StaffId(Uuid::nil());
        Self { origin, hands, store, auth, budgets, draining, agent, closed: conversation(), stop }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Somebody without any proof, on one of our own pages.
    fn nobody(&self) -> Caller<'_> {
        Caller {
            bench: self,
            client: reqwest::Client::builder().cookie_store(true).build().expect("a client"),
            bearer: None,
        }
    }

    async fn staff(&self, name: &str) -> Caller<'_> {
        let caller = self.nobody();
        let answer = caller.post("/v1/login", &json!({"email": mail(name), "password": PASSWORD})).await;
        assert_eq!(answer.status(), 200);
        caller
    }

    async fn visitor(&self) -> Caller<'_> {
        let answer = self.nobody().post("/v1/sites/shop/session", &json!({})).await;
        let session: Value = answer.json().await.expect("JSON");
        Caller { bearer: Some(session["token"].as_str().expect("a token").to_owned()), ..self.nobody() }
    }
}

fn no_comparison() -> Arc<Comparison> {
    let policies = Arc::new(Policies::fixed(Policy::default()));
    Arc::new(Comparison::new(PathBuf::new(), PathBuf::new(), policies))
}

fn no_site() -> Arc<SiteBook> {
    let id = SiteId::try_from("none".to_owned()).expect("a name");
    let (name, form) = (String::new(), FormSettings::default());
    let set = SiteSettings { name, language: Language::En, origins: Vec::new(), form };
    Arc::new(SiteBook::new(id, set, None, |_| Vec::new()))
}

fn nobody_can_anything() -> Arc<Profiles> {
    let (names, profiles) = ((Vec::new(), Vec::new()), (ByEmail::new(), ByEmail::new()));
    Arc::new(Profiles::new(names, profiles, Box::new(|_| Vec::new()), Arc::default()))
}

fn always_open() -> Arc<HoursBook> {
    let time_zone = "UTC".to_owned();
    let set = HoursSettings { time_zone, week: Vec::new(), holidays: Vec::new(), offer_when_closed: true };
    let set = Overlaid::new((OverlayKind::Hours, "shop"), set, None, Box::new(|_| Vec::new()));
    Arc::new(HoursBook::new(set, Box::new(|_| (Hours::default(), Vec::new())), Arc::default()))
}

fn as_shipped() -> Arc<Overlaid<BudgetSettings>> {
    let set = BudgetSettings { enabled: true, page: 1.0, handoff: 5.0, badge: 10.0, min_chats: 500 };
    Arc::new(Overlaid::new((OverlayKind::Budgets, "false_alarms"), set, None, Box::new(|_| Vec::new())))
}

fn eraser((store, clock): (Arc<MemoryStore>, Arc<Hands>), registry: &Arc<Registry>, files: &Arc<Files>) -> Eraser {
    let (registry, files) = (Arc::clone(registry), Arc::clone(files));
    Eraser { files, store, registry, search: Arc::new(Search::off("not part of this test")), clock }
}

fn mail(name: &str) -> String {
    format!("{name}@demo.test")
}

fn new(name: &str, role: Role) -> NewMember {
    NewMember {
        email: mail(name),
        name: name.to_owned(),
        password: PASSWORD.to_owned(),
        role,
        capacity: 3,
        language: Language::En,
    }
}

struct Caller<'a> {
    bench: &'a Bench,
    client: reqwest::Client,
    bearer: Option<String>,
}

impl Caller<'_> {
    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, self.bench.url(path)).header(header::ORIGIN, &self.bench.origin);
        match &self.bearer {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.expect("an answer")
    }

    async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path).json(body).send().await.expect("an answer")
    }

    /// A POST with exactly these headers and this body.
    async fn raw(&self, path: &str, headers: &[(&str, &str)], body: impl Into<reqwest::Body>) -> Response {
        let request = self.client.post(self.bench.url(path)).body(body);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.send().await.expect("an answer")
    }
}

/// The status and the problem's code and field.
async fn problem(answer: Response) -> (u16, String, Option<String>) {
    let status = answer.status().as_u16();
    let text = answer.text().await.expect("a body");
    let body: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"));
    let field = body["field"].as_str().map(str::to_owned);
    (status, body["code"].as_str().expect("a code").to_owned(), field)
}

const OPEN: [u16; 5] = [200; 5];
const STAFF: [u16; 5] = [401, 403, 200, 200, 200];
/// None are taken here: tests/it/files.rs sends some.
fn no_files(store: Arc<MemoryStore>, hands: Arc<Hands>, beside: (TaskTracker, CancellationToken)) -> Arc<Files> {
    let folder = Folder::beside(std::path::Path::new("none/attune.db"));
    Arc::new(Files::new(store, hands, folder, None, beside))
}

/// What each route answers to nobody, a visitor, an agent, a supervisor and an admin.
const ANSWERS: &[(&str, &str, [u16; 5])] = &[
    ("GET", "/v1/sites/{site}", OPEN),
    ("POST", "/v1/sites/{site}/session", OPEN),
    ("OPTIONS", "/v1/sites/{site}/session", [204; 5]),
    ("POST", "/v1/login", OPEN),
    ("POST", "/v1/logout", [401, 403, 204, 204, 204]),
    ("GET", "/v1/me", STAFF),
    ("POST", "/v1/ticket", STAFF),
    ("POST", "/v1/setup", [401; 5]),
    ("GET", "/v1/colleagues", STAFF),
    ("GET", "/v1/staff", [401, 403, 403, 403, 200]),
    ("POST", "/v1/staff", [401, 403, 403, 403, 201]),
    ("POST", "/v1/staff/{id}", [401, 403, 403, 403, 200]),
    ("PUT", "/v1/staff/{id}/profile", [401, 403, 403, 403, 400]),
    ("DELETE", "/v1/staff/{id}/profile", [401, 403, 403, 403, 404]),
    ("GET", "/v1/promises", STAFF),
    ("GET", "/v1/conversations", [401, 200, 403, 403, 403]),
    ("OPTIONS", "/v1/conversations", [204; 5]),
    ("GET", "/v1/conversations/closed", STAFF),
    ("GET", "/v1/conversations/{id}", STAFF),
    // Its list says that it has ended, its log does not.
    ("DELETE", "/v1/conversations/{id}", [401, 403, 403, 403, 409]),
    ("DELETE", "/v1/conversations/{id}/visitor", [401, 403, 403, 403, 404]),
    ("GET", "/v1/conversations/{id}/events", STAFF),
    // Another visitor's.
    ("GET", "/v1/conversations/{id}/transcript", [401, 404, 200, 200, 200]),
    ("OPTIONS", "/v1/conversations/{id}/transcript", [204; 5]),
    ("GET", "/v1/conversations/{id}/suggestions", STAFF),
    // Without a conversation to send it to.
    ("POST", "/v1/files", [401, 422, 422, 422, 422]),
    ("OPTIONS", "/v1/files", [204; 5]),
    ("GET", "/v1/files/{id}", [401, 404, 404, 404, 404]),
    ("OPTIONS", "/v1/files/{id}", [204; 5]),
    ("GET", "/v1/knowledge/gaps", [401, 403, 403, 200, 200]),
    ("GET", "/v1/wording", STAFF),
    ("GET", "/v1/wording/rules", [401, 403, 403, 403, 200]),
    ("POST", "/v1/wording/check", [401, 403, 403, 403, 400]),
    ("PUT", "/v1/wording/rules/{id}", [401, 403, 403, 403, 400]),
    ("DELETE", "/v1/wording/rules/{id}", [401, 403, 403, 403, 404]),
    // No site is configured here.
    ("GET", "/v1/settings", [401, 403, 403, 403, 404]),
    ("PUT", "/v1/settings/site", [401, 403, 403, 403, 400]),
    ("DELETE", "/v1/settings/site", [401, 403, 403, 403, 404]),
    ("PUT", "/v1/settings/hours", [401, 403, 403, 403, 400]),
    ("DELETE", "/v1/settings/hours", [401, 403, 403, 403, 404]),
    ("PUT", "/v1/settings/budgets", [401, 403, 403, 403, 400]),
    ("DELETE", "/v1/settings/budgets", [401, 403, 403, 403, 404]),
    ("GET", "/v1/settings/retention", [401, 403, 403, 403, 200]),
    ("PUT", "/v1/settings/retention", [401, 403, 403, 403, 400]),
    ("DELETE", "/v1/settings/retention", [401, 403, 403, 403, 404]),
    ("GET", "/v1/knowledge/articles", [401, 403, 403, 200, 200]),
    ("PUT", "/v1/knowledge/articles/{id}", [401, 403, 403, 403, 400]),
    ("DELETE", "/v1/knowledge/articles/{id}", [401, 403, 403, 403, 404]),
    ("POST", "/v1/knowledge/preview", [401, 403, 403, 400, 400]),
    ("GET", "/v1/replies", STAFF),
    ("PUT", "/v1/replies/{id}", [401, 403, 403, 403, 400]),
    ("DELETE", "/v1/replies/{id}", [401, 403, 403, 403, 404]),
    ("GET", "/v1/budgets", [401, 403, 403, 200, 200]),
    ("GET", "/v1/moods", [401, 403, 403, 200, 200]),
    // Without words to look for.
    ("GET", "/v1/search", [401, 403, 422, 422, 422]),
    ("GET", "/v1/challenger", [401, 403, 403, 200, 200]),
    ("POST", "/v1/replay", [401, 403, 403, 400, 400]),
    ("GET", "/v1/replay/{id}", [401, 403, 403, 404, 404]),
    ("POST", "/v1/replay/{id}/cancel", [401, 403, 403, 404, 404]),
    ("GET", "/v1/policy", [401, 403, 403, 200, 200]),
    ("POST", "/v1/policy", [401, 403, 403, 400, 400]),
    ("POST", "/v1/policy/check", [401, 403, 403, 400, 400]),
    ("POST", "/v1/policy/undo", [401, 403, 403, 409, 409]),
    ("GET", "/v1/feedback", [401, 403, 403, 200, 200]),
    ("GET", "/v1/feedback/questions", STAFF),
    ("GET", "/v1/feedback/labels", [401, 403, 403, 200, 200]),
    ("POST", "/v1/feedback/labels", [401, 403, 400, 400, 400]),
    ("POST", "/v1/feedback/recalibration/proposal", [401, 403, 403, 400, 400]),
    ("POST", "/v1/feedback/recalibration/apply", [401, 403, 403, 400, 400]),
    ("POST", "/v1/feedback/recalibration/undo", [401, 403, 403, 409, 409]),
    ("GET", "/v1/openapi.json", OPEN),
    ("GET", "/healthz", OPEN),
    ("GET", "/readyz", OPEN),
    ("GET", "/metrics", OPEN),
];

#[tokio::test]
async fn every_route_answers_each_caller_as_the_table_says() {
    let routes: BTreeSet<_> = ROUTES.iter().map(|(method, path, _)| (*method, *path)).collect();
    assert_eq!(routes, ANSWERS.iter().map(|(method, path, _)| (*method, *path)).collect(), "each route has its row");

    let bench = Bench::start().await;
    for (method, route, statuses) in ANSWERS {
        let path = match *route {
            "/v1/staff/{id}" => format!("/v1/staff/{}", bench.agent),
            "/v1/conversations/{id}" => format!("/v1/conversations/{}", bench.closed),
            "/v1/conversations/{id}/events" => format!("/v1/conversations/{}/events", bench.closed),
            "/v1/conversations/{id}/transcript" => format!("/v1/conversations/{}/transcript", bench.closed),
            "/v1/conversations/{id}/suggestions" => format!("/v1/conversations/{}/suggestions", bench.closed),
            other => other.replace("{site}", "shop").replace("{id}", &Uuid::nil().to_string()),
        };
        for (at, status) in statuses.iter().enumerate() {
            // The per-account limit is not what this test is about.
            bench.hands.advance(Duration::from_mins(10));
            let caller = match at {
                0 => bench.nobody(),
                1 => bench.visitor().await,
                2 => bench.staff("ana").await,
                3 => bench.staff("sam").await,
                _ => bench.staff("ada").await,
            };
            let body = match *route {
                "/v1/login" => json!({"email": mail("ana"), "password": PASSWORD}),
                "/v1/setup" => json!({"token": "x", "email": "e@x", "name": "Eve", "password": PASSWORD}),
                "/v1/staff" => {
                    json!({"email": format!("{at}@x"), "name": "New", "password": PASSWORD, "role": "agent"})
                }
                _ => json!({}),
            };
            let mut request = caller.request(method.parse().expect("a method"), &path);
            if *method == "POST" {
                request = request.json(&body);
            }
            let answer = request.send().await.expect("an answer");
            assert_eq!(answer.status().as_u16(), *status, "{method} {path} as caller {at}");
        }
    }
}

#[test]
fn the_openapi_document_names_every_route() {
    let document: Value = serde_json::from_str(&openapi_document()).expect("JSON");
    let named: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().expect("methods").keys().map(|method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let routes = ROUTES.iter().filter(|(method, ..)| *method != "OPTIONS");
    assert_eq!(named, routes.map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect());
}

#[tokio::test]
async fn a_login_answers_who_and_sets_a_careful_cookie() {
    let bench = Bench::start().await;
    let answer = bench.nobody().post("/v1/login", &json!({"email": "ANA@demo.test", "password": PASSWORD})).await;
    let cookie = answer.headers()[header::SET_COOKIE].to_str().expect("text").to_owned();
    assert!(cookie.starts_with("attune=") && cookie.ends_with("; HttpOnly; SameSite=Lax"), "{cookie}");
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(answer.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(body["email"], "ana@demo.test");
    assert_eq!(body["role"], "agent");
    assert_eq!(body["language"], "en");
    assert_eq!(body["staff"], bench.agent.to_string());
    assert!(!body.to_string().contains("argon2"), "{body}");

    let own = Own { public: Some("https://chat.example".to_owned()) };
    let secure = Bench::with(ApiSettings { own, ..ApiSettings::default() }).await;
    let body = json!({"email": "ana@demo.test", "password": PASSWORD}).to_string();
    let headers = [("content-type", "application/json"), ("origin", "https://chat.example")];
    let answer = secure.nobody().raw("/v1/login", &headers, body).await;
    let cookie = answer.headers()[header::SET_COOKIE].to_str().expect("text").to_owned();
    assert!(cookie.starts_with("__Host-attune=") && cookie.contains("Path=/;"), "{cookie}");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Secure") && !cookie.contains("Domain"), "{cookie}");
}

#[tokio::test]
async fn wrong_unknown_and_deactivated_are_told_apart_by_nothing() {
    let bench = Bench::start().await;
    let off = MemberChange { active: Some(false), ..MemberChange::default() };
    bench.auth.change_member(bench.agent, off).await.expect("deactivated");
    let mut texts = BTreeSet::new();
    for (email, password) in
        [("sam@demo.test", "not the password"), ("nobody@demo.test", PASSWORD), ("ana@demo.test", PASSWORD)]
    {
        let answer = bench.nobody().post("/v1/login", &json!({"email": email, "password": password})).await;
        assert_eq!(answer.status(), 401);
        assert!(answer.headers().get(header::SET_COOKIE).is_none());
        texts.insert(answer.text().await.expect("a body"));
    }
    assert_eq!(texts, BTreeSet::from([r#"{"code":"unauthorized"}"#.to_owned()]));
}

#[tokio::test]
async fn guessing_is_slowed_down_and_says_for_how_long() {
    let bench = Bench::start().await;
    let guess = json!({"email": "ana@demo.test", "password": "a wrong password"});
    for _ in 0..5 {
        assert_eq!(bench.nobody().post("/v1/login", &guess).await.status(), 401);
    }
    let right = json!({"email": "ana@demo.test", "password": PASSWORD});
    let answer = bench.nobody().post("/v1/login", &right).await;
    assert_eq!(answer.headers()[header::RETRY_AFTER], "60");
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!((body["code"].as_str(), body["retry_ms"].as_u64()), (Some("rate_limited"), Some(60_000)));
    bench.hands.advance(Duration::from_mins(1));
    assert_eq!(bench.nobody().post("/v1/login", &right).await.status(), 200);
}

#[tokio::test]
async fn many_accounts_from_one_place_are_slowed_down_as_the_proxy_names_it() {
    let bench = Bench::start().await;
    let origin = bench.origin.clone();
    let client = bench.nobody();
    let guess = async |from: &str, n: u32| {
        let body = json!({"email": format!("{n}@demo.test"), "password": "x"}).to_string();
        let headers = [("content-type", "application/json"), ("origin", origin.as_str()), ("x-forwarded-for", from)];
        client.raw("/v1/login", &headers, body).await.status().as_u16()
    };
    let mut statuses = Vec::new();
    for n in 0..31 {
        // What the client itself wrote before the proxy's entry changes nothing.
        statuses.push(guess(&format!("10.0.0.{n}, 192.0.2.7"), n).await);
    }
    assert_eq!((statuses[..30].iter().all(|status| *status == 401), statuses[30]), (true, 429), "{statuses:?}");
    assert_eq!(guess("192.0.2.8", 99).await, 401, "another place");
}

#[tokio::test]
async fn a_login_ends_by_logout_by_time_and_by_deactivation() {
    let bench = Bench::start().await;
    let ana = bench.staff("ana").await;
    let kept = bench.staff("ana").await;
    assert_eq!(ana.get("/v1/me").await.status(), 200);
    let answer = ana.post("/v1/logout", &json!({})).await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert!(answer.headers()[header::SET_COOKIE].to_str().expect("text").contains("Max-Age=0"));
    assert_eq!(ana.get("/v1/me").await.status(), 401);
    assert_eq!(kept.get("/v1/me").await.status(), 200, "another login goes on");

    let ada = bench.staff("ada").await;
    let answer = ada.post(&format!("/v1/staff/{}", bench.agent), &json!({"active": false})).await;
    assert_eq!(answer.json::<Value>().await.expect("JSON")["active"], false);
    assert_eq!(kept.get("/v1/me").await.status(), 401);
    bench.hands.advance(LOGIN_LIFE);
    assert_eq!(problem(ada.get("/v1/me").await).await, (401, "unauthorized".to_owned(), None));
}

#[tokio::test]
async fn a_ticket_is_for_one_socket_and_30_seconds() {
    let bench = Bench::start().await;
    let ana = bench.staff("ana").await;
    let mut tickets = Vec::new();
    for _ in 0..2 {
        let body: Value = ana.post("/v1/ticket", &json!({})).await.json().await.expect("JSON");
        assert_eq!(body["expires_in_ms"], 30_000);
        tickets.push(body["ticket"].as_str().expect("a ticket").to_owned());
    }
    assert_eq!(bench.auth.redeem(&tickets[0]).await.expect("opens").member.id, bench.agent);
    assert!(bench.auth.redeem(&tickets[0]).await.is_err(), "twice");
    bench.hands.advance(TICKET_LIFE);
    assert!(bench.auth.redeem(&tickets[1]).await.is_err(), "late");
}

#[tokio::test]
async fn a_visitor_token_is_given_to_listed_pages_and_renewed() {
    let bench = Bench::start().await;
    let client = bench.nobody();
    let ask = async |body: &Value| {
        let headers = [("content-type", "application/json"), ("origin", SHOP)];
        client.raw("/v1/sites/shop/session", &headers, body.to_string()).await
    };
    let answer = ask(&json!({})).await;
    assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], SHOP);
    assert_eq!(answer.headers()[header::VARY], "origin");
    assert!(answer.headers().get(header::ACCESS_CONTROL_ALLOW_CREDENTIALS).is_none());
    let first: Value = answer.json().await.expect("JSON");
    bench.hands.advance(Duration::from_hours(48));
    let again: Value = ask(&json!({"token": first["token"]})).await.json().await.expect("JSON");
    assert_eq!(again["visitor"], first["visitor"]);
    assert_eq!(again["token"], first["token"]);
    assert!(again["expires_at"].as_i64() > first["expires_at"].as_i64());
    let other: Value = ask(&json!({"token": "made up"})).await.json().await.expect("JSON");
    assert_ne!(other["visitor"], first["visitor"]);

    let info: Value = client.get("/v1/sites/shop").await.json().await.expect("JSON");
    assert_eq!(info, json!({"name": "小店", "language": "zh"}));
    for path in ["/v1/sites/other", "/v1/sites/UPPER", "/v1/sites/..%2f..%2fetc"] {
        assert_eq!(problem(client.get(path).await).await, (404, "not_found".to_owned(), Some("site".to_owned())));
    }
}

#[tokio::test]
async fn pages_that_merely_look_listed_are_refused() {
    let bench = Bench::start().await;
    let client = bench.nobody();
    for origin in [
        "null",
        "http://shop.example",
        "https://shop.example:443",
        "https://shop.example.evil.test",
        "https://evilshop.example",
        "https://sub.shop.example",
        "https://SHOP.example",
        "https://xn--shp-tmc.example",
        "http://127.0.0.1",
        "",
    ] {
        let headers = [("content-type", "application/json"), ("origin", origin)];
        let answer = client.raw("/v1/sites/shop/session", &headers, "{}").await;
        assert!(answer.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN).is_none(), "{origin}");
        assert_eq!(problem(answer).await.1, "origin_refused", "{origin}");
        let preflight = client.client.request(Method::OPTIONS, bench.url("/v1/sites/shop/session"));
        let preflight = preflight.header(header::ORIGIN, origin).send().await.expect("an answer");
        assert_eq!(preflight.status(), 403, "{origin}");
        assert!(preflight.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN).is_none(), "{origin}");
    }
    let missing = client.raw("/v1/sites/shop/session", &[("content-type", "application/json")], "{}").await;
    assert_eq!(problem(missing).await.1, "origin_refused");
    let lenient = Bench::with(ApiSettings { allow_missing_origin: true, ..ApiSettings::default() }).await;
    let missing = lenient.nobody().raw("/v1/sites/shop/session", &[("content-type", "application/json")], "{}").await;
    assert_eq!(missing.status(), 200);
}

#[tokio::test]
async fn a_browser_may_ask_before_it_posts() {
    let bench = Bench::start().await;
    let request = bench.nobody().client.request(Method::OPTIONS, bench.url("/v1/sites/shop/session"));
    let request = request
        .header(header::ORIGIN, SHOP)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type");
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], SHOP);
    assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_METHODS], "POST");
    assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_HEADERS], "content-type");
}

#[tokio::test]
async fn another_sites_page_cannot_use_a_cookie() {
    let bench = Bench::start().await;
    let ada = bench.staff("ada").await;
    let own = bench.origin.clone();
    let target = format!("/v1/staff/{}", bench.agent);
    let json = ("content-type", "application/json");
    for headers in [
        vec![json],
        vec![json, ("origin", "https://evil.test")],
        vec![json, ("origin", SHOP)],
        vec![json, ("origin", "null")],
        vec![json, ("sec-fetch-site", "cross-site")],
        vec![json, ("sec-fetch-site", "same-site")],
        vec![json, ("sec-fetch-site", "none")],
        vec![json, ("origin", own.as_str()), ("sec-fetch-site", "cross-site")],
        vec![json, ("origin", "https://evil.test"), ("sec-fetch-site", "same-origin")],
    ] {
        for (path, body) in [
            (target.as_str(), r#"{"active":false}"#),
            ("/v1/ticket", "{}"),
            ("/v1/logout", "{}"),
            ("/v1/login", r#"{"email":"ana@demo.test","password":"a long enough password"}"#),
        ] {
            let answer = ada.raw(path, &headers, body).await;
            assert_eq!(problem(answer).await.1, "origin_refused", "{path} {headers:?}");
        }
    }
    // A plain form needs no permission from us, but cannot say that it is JSON.
    let form = [("content-type", "text/plain"), ("origin", own.as_str())];
    assert_eq!(problem(ada.raw("/v1/staff", &form, "{}").await).await.2.as_deref(), Some("content-type"));
    let accepted = [json, ("sec-fetch-site", "same-origin")];
    assert_eq!(ada.raw("/v1/ticket", &accepted, "{}").await.status(), 200);
}

#[tokio::test]
async fn bad_bodies_name_the_field_and_do_no_harm() {
    let bench = Bench::start().await;
    let client = bench.nobody();
    let origin = bench.origin.clone();
    let headers = [("content-type", "application/json"), ("origin", origin.as_str())];
    for (body, field) in [
        (r#"{"email":{"$ne":1},"password":"x"}"#, Some("email")),
        (r#"{"email":["a"],"password":"x"}"#, Some("email")),
        (r#"{"email":"a","password":{"$gt":""}}"#, Some("password")),
        (r#"{"email":"a","password":"x","role":"admin"}"#, Some("role")),
        (r#"{"email":"a"}"#, None),
        ("[]", None),
        ("null", None),
        ("", None),
        ("{", None),
    ] {
        let (status, code, named) = problem(client.raw("/v1/login", &headers, body).await).await;
        assert_eq!((status, code.as_str(), named.as_deref()), (400, "bad_frame", field), "{body}");
    }
    let utf8 = client.raw("/v1/login", &headers, b"{\"email\":\"\xff\xfe\"}".to_vec()).await;
    assert_eq!(problem(utf8).await.0, 400);
    let fits = format!("{{\"email\":\"{}\",\"password\":\"x\"}}", "a".repeat(64 * 1024 - 27));
    assert_eq!(fits.len(), 64 * 1024);
    assert_eq!(client.raw("/v1/login", &headers, fits.clone()).await.status(), 401);
    let too_large = client.raw("/v1/login", &headers, format!("{fits} ")).await;
    assert_eq!(problem(too_large).await, (413, "too_large".to_owned(), None));

    let ada = bench.staff("ada").await;
    for (body, field) in [
        (json!({"email": "no address", "name": "N", "password": PASSWORD, "role": "agent"}), "email"),
        (json!({"email": "n@x", "name": "", "password": PASSWORD, "role": "agent"}), "name"),
        (json!({"email": "n@x", "name": "N", "password": "short", "role": "agent"}), "password"),
        (json!({"email": "n@x", "name": "N", "password": PASSWORD, "role": "visitor"}), "role"),
        (json!({"email": "n@x", "name": "N", "password": PASSWORD, "role": "agent", "capacity": 0}), "capacity"),
    ] {
        let (status, code, named) = problem(ada.post("/v1/staff", &body).await).await;
        assert_eq!((status, code.as_str(), named.as_deref()), (422, "invalid_field", Some(field)), "{body}");
    }
    let unknown_role = json!({"email": "n@x", "name": "N", "password": PASSWORD, "role": "owner"});
    assert_eq!(problem(ada.post("/v1/staff", &unknown_role).await).await.2.as_deref(), Some("role"));
    let taken = json!({"email": "SAM@demo.test", "name": "N", "password": PASSWORD, "role": "agent"});
    assert_eq!(
        problem(ada.post("/v1/staff", &taken).await).await,
        (409, "conflict".to_owned(), Some("email".to_owned()))
    );
    assert_eq!(bench.store.all_staff().await.expect("readable").len(), 3, "nobody was made");
}

#[tokio::test]
async fn the_last_admin_stays_and_ids_of_nobody_are_not_found() {
    let bench = Bench::start().await;
    let ada = bench.staff("ada").await;
    let me: Value = ada.get("/v1/me").await.json().await.expect("JSON");
    let own = format!("/v1/staff/{}", me["staff"].as_str().expect("an id"));
    assert_eq!(problem(ada.post(&own, &json!({"role": "agent"})).await).await.1, "conflict");
    let nobody = format!("/v1/staff/{}", Uuid::nil());
    assert_eq!(problem(ada.post(&nobody, &json!({"active": false})).await).await.1, "not_found");
    assert_eq!(problem(ada.post("/v1/staff/7", &json!({})).await).await.2.as_deref(), Some("id"));
}

#[tokio::test]
async fn closed_conversations_are_reviewed_in_pages() {
    let bench = Bench::start().await;
    let ana = bench.staff("ana").await;
    let closed: Value = ana.get("/v1/conversations/closed").await.json().await.expect("JSON");
    assert_eq!(closed["conversations"][0]["conv"], bench.closed.to_string());
    let path = format!("/v1/conversations/{}/events", bench.closed);
    let page = async |query: &str| -> Value { ana.get(&format!("{path}{query}")).await.json().await.expect("JSON") };
    let seqs = |page: &Value| -> Vec<u64> {
        page["items"].as_array().expect("items").iter().map(|item| item["seq"].as_u64().expect("a seq")).collect()
    };
    let all = page("").await;
    assert_eq!((seqs(&all), &all["more"], &all["head"]), (vec![1, 2, 3], &json!(false), &json!(3)));
    assert_eq!(all["items"][1]["event"]["text"], "hello");
    let first = page("?after=0&limit=2").await;
    assert_eq!((seqs(&first), &first["more"]), (vec![1, 2], &json!(true)));
    let last = page("?before=4&limit=2").await;
    assert_eq!((seqs(&last), &last["more"]), (vec![2, 3], &json!(true)));
    let rest = page("?before=2").await;
    assert_eq!((seqs(&rest), &rest["more"]), (vec![1], &json!(false)));
    for (query, field) in [
        ("?limit=0", "limit"),
        ("?limit=201", "limit"),
        ("?after=x", "after"),
        ("?after=1&before=2", "before"),
        ("?sort=seq", "sort"),
    ] {
        let (status, code, named) = problem(ana.get(&format!("{path}{query}")).await).await;
        assert_eq!((status, code.as_str(), named.as_deref()), (422, "invalid_field", Some(field)), "{query}");
    }
    let unknown = format!("/v1/conversations/{}/events", Uuid::nil());
    assert_eq!(problem(ana.get(&unknown).await).await.1, "not_found");
    assert_eq!(problem(ana.get("/v1/conversations/1/events").await).await.2.as_deref(), Some("id"));
}

#[tokio::test]
async fn unknown_paths_and_methods_are_said_in_json() {
    let bench = Bench::start().await;
    let client = bench.nobody();
    for path in ["/v1/nothing", "/v1/login/more", "/v1/sites/shop/other", "/v1/conversation"] {
        assert_eq!(problem(client.get(path).await).await, (404, "not_found".to_owned(), None), "{path}");
    }
    let answer = client.get("/v1/login").await;
    assert_eq!(answer.headers()[header::ALLOW], "POST");
    assert_eq!(problem(answer).await, (405, "not_found".to_owned(), None));
    let answer = client.request(Method::DELETE, "/v1/staff").send().await.expect("an answer");
    assert_eq!(problem(answer).await.0, 405);
}

#[tokio::test]
async fn the_first_admin_comes_in_by_the_printed_link_once() {
    let bench = Bench::empty(ApiSettings::default()).await;
    let token = bench.auth.begin_setup().await.expect("asked").expect("nobody yet");
    let ask = |token: &str, email: &str| json!({"token": token, "email": email, "name": "Ada", "password": PASSWORD});
    let ada = bench.nobody();
    assert_eq!(ada.post("/v1/setup", &ask("guess", "eve@demo.test")).await.status(), 401);
    assert_eq!(problem(ada.post("/v1/setup", &ask(token.reveal(), "typo")).await).await.2.as_deref(), Some("email"));
    let answer = ada.post("/v1/setup", &ask(token.reveal(), "ada@demo.test")).await;
    assert_eq!(answer.json::<Value>().await.expect("JSON")["role"], "admin");
    assert_eq!(ada.get("/v1/staff").await.status(), 200, "and is logged in");
    assert_eq!(ada.post("/v1/setup", &ask(token.reveal(), "eve@demo.test")).await.status(), 401);
}

#[tokio::test]
async fn readiness_says_what_is_missing() {
    let bench = Bench::start().await;
    let client = bench.nobody();
    assert_eq!(client.get("/healthz").await.text().await.expect("a body"), "ok\n");
    let ready: Value = client.get("/readyz").await.json().await.expect("JSON");
    assert_eq!((&ready["ready"], &ready["store"]), (&json!(true), &json!("ok")));
    assert_eq!(ready["scoring"], json!({"status": "off", "why": "no model in this test"}));
    bench.draining.cancel();
    let answer = client.get("/readyz").await;
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.json::<Value>().await.expect("JSON")["draining"], true);
    bench.store.close().await.expect("closes");
    bench.hands.advance(Duration::from_secs(2));
    let answer = client.get("/readyz").await;
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.json::<Value>().await.expect("JSON")["store"], "unavailable");
    assert_eq!(client.get("/healthz").await.status(), 200, "alive all the same");
}

#[tokio::test]
async fn a_failing_store_is_a_wait_with_an_id_and_no_details() {
    let bench = Bench::start().await;
    let ana = bench.staff("ana").await;
    bench.store.close().await.expect("closes");
    let answer = ana.get("/v1/me").await;
    assert_eq!(answer.status(), 503);
    assert!(answer.headers().contains_key(header::RETRY_AFTER));
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(body["code"], "storage_unavailable");
    assert!(Uuid::try_parse(body["id"].as_str().expect("an id")).is_ok());
    assert!(!body.to_string().contains("closed"), "{body}");
}

/// A keeper of budgets over this store.
fn registry(store: Arc<MemoryStore>, clock: Arc<Hands>, tasks: TaskTracker) -> Arc<Registry> {
    Registry::new(Parts {
        store,
        fanout: Arc::new(Fanout::default()),
        triage: Triage::off("no model in this test"),
        bot: Arc::new(Bot::default()),
        clock,
        policies: Arc::new(Policies::fixed(Policy::default())),
        lines: Arc::default(),
        offer_time: Duration::from_secs(30),
        invite_time: Duration::from_secs(30),
        escalate_after: Duration::from_mins(1),
        sampling: Sampling::OFF,
        hours: Arc::default(),
        idle_after: Duration::from_mins(1),
        tasks,
    })
}

fn desk(tasks: &TaskTracker, registry: &Arc<Registry>, clock: Arc<Hands>, stop: CancellationToken) -> Desk {
    let parts = DeskParts {
        conversations: registry.clone(),
        fanout: Arc::default(),
        clock,
        grace: Duration::from_secs(30),
        escalate_after: Duration::from_mins(1),
        rules: Rules::default(),
        calendars: Arc::default(),
        help: help_words(&DistressResources::default()).expect("words"),
        scoring: ScoringStatus::Off { why: "a test".to_owned() },
        stop,
    };
    Desk::start(tasks, parts)
}

async fn budgets(store: Arc<MemoryStore>, clock: Arc<Hands>) -> BudgetKeeper {
    let policies = Arc::new(Policies::fixed(Policy::default()));
    let (lines, budgets) = (Arc::default(), Budgets::default());
    let parts = KeeperParts { store, clock, policies, lines, budgets, model: Some("abc".to_owned()) };
    BudgetKeeper::open(parts).await.expect("opens")
}

#[tokio::test]
async fn budgets_are_shown_to_supervisors_with_what_is_spent_of_them() {
    let bench = Bench::start().await;
    let supervisor = bench.staff("sam").await;
    let told = async || -> Value { supervisor.get("/v1/budgets").await.json().await.expect("JSON") };
    assert_eq!(told().await, json!({"enabled": true, "min_chats": 500, "scopes": [], "changes": []}));
    for n in 0..40_u16 {
        let level = f32::from(n) / 40.0;
        bench.store.put_outcome(ended(level, if n < 3 { Stage::Critical } else { Stage::Calm }));
    }
    bench.budgets.look().await.expect("looks");
    let shown = told().await;
    let scopes = shown["scopes"].as_array().expect("scopes");
    let places: Vec<(&Value, &Value, &Value)> =
        scopes.iter().map(|scope| (&scope["site"], &scope["source"], &scope["calm"])).collect();
    let (nowhere, shop, shipped, calm) = (Value::Null, json!("shop"), json!("shipped"), json!(40));
    assert_eq!(places, [(&nowhere, &shipped, &calm), (&shop, &shipped, &calm)]);
    let page = &scopes[1]["purposes"][2];
    assert_eq!((&page["purpose"], &page["per_100"]), (&json!("page"), &json!(1.0)));
    let realised = &page["realised"];
    assert_eq!((realised["per_100"].as_f64(), &realised["chats"]), (Some(7.5), &calm));
    let [low, high] = ["low", "high"].map(|end| realised[end].as_f64().expect("a number"));
    assert!((2.0..3.0).contains(&low) && (19.0..21.0).contains(&high), "{low} {high}");
    assert_eq!(scopes[1]["over_budget"], json!(true));
}

#[tokio::test]
async fn the_mood_over_time_begins_without_samples_and_knows_its_sites() {
    let bench = Bench::start().await;
    let supervisor = bench.staff("sam").await;
    let moods = async |query: &str| {
        let answer = supervisor.get(&format!("/v1/moods{query}")).await;
        (answer.status().as_u16(), answer.json::<Value>().await.expect("JSON"))
    };
    let (status, told) = moods("").await;
    assert_eq!((status, &told["every_ms"], &told["span_ms"]), (200, &json!(60_000), &json!(7_200_000)));
    assert_eq!((&told["samples"], &told["sites"]), (&json!([]), &json!([])), "none is made up");
    for query in ["?site=nowhere", "?site=NO%20SITE"] {
        let (status, problem) = moods(query).await;
        assert_eq!((status, &problem["field"]), (404, &json!("site")), "{query}");
    }
    assert_eq!(moods("?sites=demo").await.0, 400);
}

fn ended(level: f32, stage: Stage) -> Outcome {
    Outcome {
        conv: conversation(),
        site: SiteId::try_from("shop".to_owned()).expect("a site name"),
        language: Some(Language::En),
        opened_at: Timestamp(0),
        closed_at: Timestamp(0),
        peak: Peak { level: if stage == Stage::Calm { level - 3.0 } else { 3.0 }, stage },
        scored: 1,
        unread: 0,
        rating: None,
        alerts: AngerAlerts::default(),
        sensitive: false,
        readings: JudgedReadings { mistaken: stage == Stage::Critical, ..JudgedReadings::default() },
        helped: false,
        basis: Basis { model: "abc".to_owned(), policy: Policy::default().version },
    }
}

#[tokio::test]
async fn the_figures_are_for_this_machine_and_for_whoever_brings_the_token() {
    const TOKEN: &str = "a-token-of-the-operators";
    let status = async |bench: &Bench, headers: &[(&str, &str)]| {
        let mut request = bench.nobody().request(Method::GET, "/metrics");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.expect("an answer").status().as_u16()
    };
    let far = ("x-forwarded-for", "203.0.113.5");
    let (right, wrong) = (format!("Bearer {TOKEN}"), "Bearer something-else-entirely");
    let open = Bench::start().await;
    assert_eq!(status(&open, &[]).await, 200);
    assert_eq!(status(&open, &[far]).await, 403);
    assert_eq!(status(&open, &[("x-forwarded-for", "127.0.0.1")]).await, 403, "whatever a stranger says of themselves");
    assert_eq!(status(&open, &[far, ("authorization", &right)]).await, 403, "no token is set");
    let settings = ApiSettings { metrics_token: Some(hash_token(TOKEN)), ..ApiSettings::default() };
    let kept = Bench::with(settings).await;
    assert_eq!(status(&kept, &[far, ("authorization", &right)]).await, 200);
    assert_eq!(status(&kept, &[far, ("authorization", wrong)]).await, 403);
    assert_eq!(status(&kept, &[far]).await, 403);
}

#[tokio::test]
async fn canned_replies_are_kept_by_admins_and_every_broken_rule_names_its_field() {
    let bench = Bench::start().await;
    let (ada, ana) = (bench.staff("ada").await, bench.staff("ana").await);
    let put = |id: &str, body: Value| ada.request(Method::PUT, &format!("/v1/replies/{id}")).json(&body).send();
    let text = |text: &str| json!({"title": "Wait", "text": text});
    let answer = put("wait", json!({"en": text("One moment, {customer|please}.")})).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    put("wait", json!({"en": text("One moment."), "zh": text("请稍候，{customer}")})).await.expect("an answer");
    let listed: Value = ana.get("/v1/replies").await.json().await.expect("JSON");
    assert_eq!(
        listed,
        json!({"replies": [{"id": "wait", "en": text("One moment."), "zh": text("请稍候，{customer}")}]})
    );

    let wrong = [
        ("Wait", json!({"en": text("x")}), "id"),
        ("a", json!({}), "en"),
        ("a", json!({"en": text("Hi {name}")}), "en.text"),
        ("a", json!({"zh": text(" ")}), "zh.text"),
        ("a", json!({"zh": {"title": "", "text": "x"}}), "zh.title"),
    ];
    for (id, body, field) in wrong {
        let (status, code, at) = problem(put(id, body.clone()).await.expect("an answer")).await;
        assert_eq!((status, code.as_str(), at.as_deref()), (422, "invalid_field", Some(field)), "{body}");
    }
    let gone = ada.request(Method::DELETE, "/v1/replies/wait").send().await.expect("an answer");
    assert_eq!(gone.status(), 204);
    assert_eq!(ana.get("/v1/replies").await.json::<Value>().await.expect("JSON"), json!({"replies": []}));
    let audit = bench.store.audit(9).await.expect("reads");
    let acts: Vec<(&str, &str)> = audit.iter().map(|line| (line.act.as_str(), line.detail.as_str())).collect();
    assert_eq!(acts, [("reply_delete", "wait"), ("reply_put", "wait"), ("reply_put", "wait")]);
}
