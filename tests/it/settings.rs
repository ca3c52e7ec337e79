//! What admins set over REST: rules of wording in force at once and after a restart, the site with its first steps,
//! people with what the configuration says of them, and how the bot would answer; by rights.

use super::support::{Staff, TestServer, Visitor, fresh_id, post};
use attune::config::{Agent, Settings, SiteLanguage, Team, TeamHours, Topic};
use reqwest::Method;
use serde_json::{Value, json};

async fn say(staff: &mut Staff, conv: &str, text: &str) -> Value {
    staff.wire.ask(json!({"t": "msg", "id": fresh_id(), "conv": conv, "text": text})).await
}

async fn ask(staff: &Staff, server: &TestServer, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
    let mut asked = staff.http.request(method, format!("{}{path}", server.origin())).header("origin", server.origin());
    if let Some(body) = body {
        asked = asked.json(&body);
    }
    let answer = asked.send().await.expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or(Value::Null))
}

fn rivals() -> Value {
    let why = json!({"en": "We do not name rivals.", "zh": "不点名同行。"});
    json!({"kind": "banned", "level": "block", "phrases": ["BrandX"], "why": why})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_of_an_admin_is_in_force_at_once_and_after_a_restart_and_its_deletion_too() {
    let mut server = TestServer::start().await;
    let visitor = Visitor::waiting(&server).await;
    let mut lin = Staff::login(&server, "lin").await;
    lin.take_over(&visitor).await;
    let conv = visitor.conv.clone();
    assert_eq!(say(&mut lin, &conv, "Try BrandX").await["t"], "ack", "no rule yet");
    let ada = Staff::login(&server, "ada").await;
    let (status, put) = ask(&ada, &server, Method::PUT, "/v1/wording/rules/rivals", Some(rivals())).await;
    assert_eq!((status, &put["origin"], &put["id"]), (200, &json!("own"), &json!("rivals")), "{put}");
    assert_eq!(say(&mut lin, &conv, "Try Brand-X").await["code"], "banned_words");

    server.restart().await;
    let mut lin = Staff::login(&server, "lin").await;
    assert_eq!(say(&mut lin, &conv, "Try Brand-X").await["code"], "banned_words", "it is stored");
    let ada = Staff::login(&server, "ada").await;
    let (_, tried) =
        ask(&ada, &server, Method::POST, "/v1/wording/check", Some(json!({"text": "BrandX, idiot"}))).await;
    let found: Vec<&Value> = tried["found"].as_array().expect("a list").iter().map(|one| &one["rule"]).collect();
    assert_eq!(found, ["rivals", "insult"]);
    assert_eq!(ask(&ada, &server, Method::DELETE, "/v1/wording/rules/rivals", None).await.0, 204);
    assert_eq!(ask(&ada, &server, Method::DELETE, "/v1/wording/rules/rivals", None).await.0, 404);
    assert_eq!(say(&mut lin, &conv, "Try Brand-X").await["t"], "ack");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_is_judged_as_a_whole_and_takes_a_configured_ones_place() {
    let server = TestServer::start().await;
    let ada = Staff::login(&server, "ada").await;
    let bad = json!({"kind": "tone", "phrases": ["yes, but", "fine"], "instead": [""], "why": {"en": "", "zh": "不"}});
    let (status, problem) = ask(&ada, &server, Method::PUT, "/v1/wording/rules/Bad%20Id", Some(bad)).await;
    assert_eq!((status, &problem["code"]), (422, &json!("invalid_field")));
    let faults = problem["faults"].as_array().expect("all of them");
    let fields: Vec<&str> = faults.iter().filter_map(|fault| fault["field"].as_str()).collect();
    assert_eq!(fields, ["id", "phrases", "instead", "why.en"], "{problem}");

    let own = json!({"kind": "banned", "level": "block", "phrases": ["nitwit"], "why": {"en": "x", "zh": "x"}});
    assert_eq!(ask(&ada, &server, Method::PUT, "/v1/wording/rules/insult", Some(own)).await.0, 200);
    let rules = ada.get(&server, "/v1/wording/rules").await;
    let insults: Vec<&Value> =
        rules["rules"].as_array().expect("rules").iter().filter(|rule| rule["id"] == "insult").collect();
    assert_eq!(insults.len(), 1);
    assert_eq!((&insults[0]["origin"], &insults[0]["phrases"]), (&json!("own"), &json!(["nitwit"])));
    assert_eq!(ask(&ada, &server, Method::DELETE, "/v1/wording/rules/insult", None).await.0, 204);
    let rules = ada.get(&server, "/v1/wording/rules").await;
    let insult = rules["rules"].as_array().expect("rules").iter().find(|rule| rule["id"] == "insult").expect("back");
    assert_eq!(insult["origin"], "shipped");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_with_a_place_that_there_is_not_is_refused_by_its_name() {
    let server = TestServer::start().await;
    let ada = Staff::login(&server, "ada").await;
    let body = json!({"en": {"title": "Hi", "text": "Hello {nmae|there}"}});
    let (status, problem) = ask(&ada, &server, Method::PUT, "/v1/replies/hi", Some(body)).await;
    assert_eq!((status, &problem["field"]), (422, &json!("en.text")));
    assert!(problem["rule"].as_str().is_some_and(|rule| rule.contains("{nmae}")), "{problem}");
}

#[tokio::test(flavor = "multi_thread")]
async fn first_steps_are_ticked_by_what_happened() {
    let server = TestServer::start().await;
    let ada = Staff::login(&server, "ada").await;
    let before = ada.get(&server, "/v1/settings").await;
    assert_eq!(before["site"]["site"], "demo");
    assert_eq!(before["done"], json!(["origin", "colleague"]), "nobody has chatted yet");

    Visitor::arrive(&server).await.open().await;
    let after = ada.get(&server, "/v1/settings").await;
    assert_eq!(after["done"], json!(["origin", "chat", "colleague"]), "on no page");
    let mut visitor = Visitor::arrive(&server).await;
    let page = format!("{}/demo", server.origin());
    let open = json!({"t": "open", "id": fresh_id(), "customer": {"language": "en", "page": page}});
    visitor.wire.ask_ok(open).await;
    let all = ada.get(&server, "/v1/settings").await;
    assert_eq!(all["done"], json!(["origin", "snippet", "chat", "colleague"]));

    let script = reqwest::get(format!("{}/widget.js", server.origin())).await.expect("an answer");
    let digest = <sha2::Sha384 as sha2::Digest>::digest(script.bytes().await.expect("the script"));
    let integrity = format!("sha384-{}", base64::Engine::encode(&base64::engine::general_purpose::STANDARD, digest));
    assert_eq!(after["widget_integrity"], integrity, "of the very bytes that are served");
}

#[tokio::test(flavor = "multi_thread")]
async fn any_page_may_fetch_the_two_files_of_the_widget_and_no_other() {
    let server = TestServer::start().await;
    let server = &server;
    let get =
        |path: String| async move { reqwest::get(format!("{}/{path}", server.origin())).await.expect("an answer") };
    let script = get("widget.js".to_owned()).await;
    assert_eq!(script.headers()["access-control-allow-origin"], "*");
    let script = script.text().await.expect("the script");
    let start = script.find("assets/widget-more-").expect("names the second file");
    let path: String = script[start..].chars().take_while(|sign| *sign != '"').collect();

    let more = get(format!("{path}?1")).await;
    assert_eq!(more.status(), 200, "{path}");
    let header = |name: &str| more.headers()[name].to_str().expect("ASCII").to_owned();
    assert_eq!(header("access-control-allow-origin"), "*");
    assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(header("cache-control"), "public, max-age=31536000, immutable");
    let digest = <sha2::Sha256 as sha2::Digest>::digest(more.bytes().await.expect("the file"));
    let digest = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, digest);
    assert!(script.contains(&format!("sha256-{digest}")), "and its digest");

    let page = get("inbox".to_owned()).await.text().await.expect("the page");
    let start = page.find("/assets/").expect("names a script") + 1;
    let own: String = page[start..].chars().take_while(|sign| *sign != '"').collect();
    assert!(get(own).await.headers().get("access-control-allow-origin").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_see_what_the_configuration_says_of_people() {
    let server = TestServer::with(|settings| {
        let (skills, languages) = (vec!["billing".to_owned()], vec![SiteLanguage::Zh]);
        let team = "Night".to_owned();
        let email = "Lin@demo.test".to_owned();
        settings.routing.queue.agents = vec![Agent { email, skills, languages, tier: 2, team }];
    })
    .await;
    let ada = Staff::login(&server, "ada").await;
    let staff = ada.get(&server, "/v1/staff").await;
    let of = |name: &str| {
        let mut all = staff["staff"].as_array().expect("a list").iter();
        all.find(|one| one["name"] == name).expect("there")["profile"].clone()
    };
    assert_eq!(of("Lin"), json!({"skills": ["billing"], "languages": ["zh"], "tier": 2, "team": "Night"}));
    assert_eq!(of("Ana"), Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_tried_without_a_conversation() {
    let server = TestServer::start().await;
    let sam = Staff::login(&server, "sam").await;
    let articles = sam.get(&server, "/v1/knowledge/articles").await;
    let chinese = articles["articles"].as_array().expect("a list").iter().filter(|one| one["language"] == "zh").count();
    assert!(chinese > 5, "{chinese}");
    let preview = |text: &str| {
        let body = json!({"text": text});
        let (http, server) = (&sam.http, &server);
        async move {
            let answer = post(http, server, "/v1/knowledge/preview", body).await;
            answer.error_for_status().expect("granted").json::<Value>().await.expect("JSON")
        }
    };
    let known = preview("where is my order?").await;
    assert_eq!(known["act"], json!({"act": "answered", "article": "Where is my order?"}), "{known}");
    assert!(known["hits"][0]["sure"].as_f64().expect("a share") >= known["answer_at"].as_f64().expect("a share"));
    assert_eq!(preview("我的订单在哪里？").await["language"], "zh");
    assert_eq!(preview("do you rent bicycles").await["act"]["act"], "missed");
    let empty = post(&sam.http, &server, "/v1/knowledge/preview", json!({"text": " "})).await;
    assert_eq!(empty.status().as_u16(), 422);
    let closed = sam.get(&server, "/v1/conversations/closed").await;
    assert_eq!(closed["conversations"], json!([]), "{closed}");
}

/// Such as 2026-11-26.
fn day_of(at: i64) -> String {
    let day = jiff::Timestamp::from_millisecond(at).expect("a moment");
    day.strftime("%Y-%m-%d").to_string()
}

const ARTICLES: &str = "/v1/knowledge/articles";

fn bicycles() -> Value {
    let (title, answer) = ("Do you rent bicycles?", "Yes, {customer name|friend}, from 9 euros a day.");
    json!({"language": "en", "title": title, "variants": ["borrow a bike"], "answer": answer, "category": "Bicycles",
        "reviewed": "2026-11-26", "source": "https://shop.example/bicycles"})
}

async fn preview(staff: &Staff, server: &TestServer, text: &str, draft: Option<Value>) -> Value {
    let body = draft.map_or_else(|| json!({"text": text}), |draft| json!({"text": text, "draft": draft}));
    let (status, answer) = ask(staff, server, Method::POST, "/v1/knowledge/preview", Some(body)).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_of_an_admin_is_answered_from_at_once_and_after_a_restart() {
    let mut server = TestServer::start().await;
    let ada = Staff::login(&server, "ada").await;
    let asked = "do you rent bicycles";
    assert_eq!(preview(&ada, &server, asked, None).await["act"]["act"], "missed");
    let draft = json!({"id": "bicycles", "article": bicycles()});
    let would = preview(&ada, &server, asked, Some(draft)).await;
    assert_eq!(would["act"], json!({"act": "answered", "article": "Do you rent bicycles?"}), "{would}");
    assert_eq!(preview(&ada, &server, asked, None).await["act"]["act"], "missed", "a draft changes nothing");

    let path = format!("{ARTICLES}/bicycles");
    let (status, put) = ask(&ada, &server, Method::PUT, &path, Some(bicycles())).await;
    assert_eq!((status, &put["origin"], &put["version"], &put["due"]), (200, &json!("own"), &json!(1), &json!(false)));
    let says = "Yes, friend, from 9 euros a day.";
    let answered = |frame: &Value| frame["t"] == "msg" && frame["text"].as_str().is_some_and(|it| it.starts_with(says));
    let mut visitor = Visitor::chatting(&server).await;
    visitor.say(asked).await;
    visitor.wire.find("the new article's words", answered).await;

    server.restart().await;
    let mut visitor = Visitor::chatting(&server).await;
    visitor.say("can I borrow a bike").await;
    visitor.say("borrow a bike").await;
    visitor.wire.find("the article's words after a restart", answered).await;
    let ada = Staff::login(&server, "ada").await;
    let withdrawn = json!({"withdrawn": true, "language": "en", "title": "Do you rent bicycles?", "answer": "No."});
    let (_, put) = ask(&ada, &server, Method::PUT, &path, Some(withdrawn)).await;
    assert_eq!((&put["withdrawn"], &put["version"]), (&json!(true), &json!(2)), "{put}");
    assert_eq!(preview(&ada, &server, asked, None).await["act"]["act"], "missed");
    assert_eq!(ask(&ada, &server, Method::DELETE, &path, None).await.0, 204);
    assert_eq!(ask(&ada, &server, Method::DELETE, &path, None).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_files_article_is_changed_withdrawn_and_put_back() {
    let server = TestServer::start().await;
    let ada = Staff::login(&server, "ada").await;
    let asked = "where is my order?";
    let entry = || async {
        let all = ada.get(&server, ARTICLES).await;
        let mut all = all["articles"].as_array().expect("a list").clone().into_iter();
        all.find(|one| one["title"] == "Where is my order?").expect("there")
    };
    let before = entry().await;
    assert_eq!((&before["origin"], &before["in_file"]), (&json!("file"), &json!(true)));
    let path = format!("{ARTICLES}/{}", before["id"].as_str().expect("an id"));
    let own = json!({"language": "en", "title": "Where is my order?", "answer": "With the lorry."});
    assert_eq!(ask(&ada, &server, Method::PUT, &path, Some(own)).await.0, 200);
    assert_eq!(preview(&ada, &server, asked, None).await["text"], "With the lorry.");
    let changed = entry().await;
    assert_eq!((&changed["origin"], &changed["in_file"]), (&json!("own"), &json!(true)));
    assert_eq!(ask(&ada, &server, Method::DELETE, &path, None).await.0, 204);
    assert_eq!(entry().await, before, "as in the file");
    let of_file = |withdrawn: bool| {
        let mut body = json!({"withdrawn": withdrawn});
        for field in ["language", "title", "variants", "answer", "category", "source"] {
            body[field] = before[field].clone();
        }
        body["reviewed"] = json!(day_of(before["reviewed"].as_i64().expect("a moment")));
        body
    };
    assert_eq!(ask(&ada, &server, Method::PUT, &path, Some(of_file(true))).await.0, 200);
    assert_ne!(preview(&ada, &server, asked, None).await["act"]["article"], before["title"], "withdrawn");
    let (_, back) = ask(&ada, &server, Method::PUT, &path, Some(of_file(false))).await;
    assert_eq!(back, before, "one that says what the file says is the file's");

    let sam = Staff::login(&server, "sam").await;
    assert_eq!(ask(&sam, &server, Method::PUT, &path, Some(bicycles())).await.0, 403);
    let database = rusqlite::Connection::open(server.database()).expect("opens");
    let acts = "SELECT group_concat(act) FROM audit WHERE act LIKE 'article_%'";
    let acts: String = database.query_row(acts, [], |row| row.get(0)).expect("reads");
    assert_eq!(acts, "article_put,article_delete,article_put,article_put");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_judged_as_a_whole() {
    let server = TestServer::start().await;
    let ada = Staff::login(&server, "ada").await;
    let bad = json!({"language": "en", "title": "", "variants": ["x".repeat(201)], "answer": "{odrer}",
        "category": "c".repeat(61), "reviewed": "soon", "source": "shop"});
    let (status, problem) = ask(&ada, &server, Method::PUT, &format!("{ARTICLES}/Bad"), Some(bad.clone())).await;
    assert_eq!((status, &problem["code"]), (422, &json!("invalid_field")));
    let faults = problem["faults"].as_array().expect("all of them");
    let fields: Vec<&str> = faults.iter().filter_map(|fault| fault["field"].as_str()).collect();
    assert_eq!(fields, ["id", "title", "variants", "answer", "category", "reviewed", "source"], "{problem}");
    let tried = json!({"text": "hello", "draft": {"id": "good", "article": bad}});
    let (status, problem) = ask(&ada, &server, Method::POST, "/v1/knowledge/preview", Some(tried)).await;
    assert_eq!((status, problem["faults"].as_array().map(Vec::len)), (422, Some(6)), "{problem}");
    let twin = json!({"language": "en", "title": "Where is my order?", "answer": "Here."});
    let (status, problem) = ask(&ada, &server, Method::PUT, &format!("{ARTICLES}/twin"), Some(twin)).await;
    assert_eq!((status, &problem["field"]), (422, &json!("title")), "{problem}");
}

const SITE: &str = "/v1/settings/site";

/// Whether a page of this origin may have a token.
async fn site_admits(server: &TestServer, origin: &str) -> bool {
    let asked = reqwest::Client::new().post(format!("{}/v1/sites/demo/session", server.origin()));
    let asked = asked.header("origin", origin).json(&json!({}));
    asked.send().await.expect("an answer").status().is_success()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_is_changed_at_once_and_after_a_restart_and_put_back() {
    let mut server = TestServer::start().await;
    let ada = Staff::login(&server, "ada").await;
    let path = format!("{}/v1/sites/demo", server.origin());
    let name =
        || async { reqwest::get(&path).await.expect("an answer").json::<Value>().await.expect("JSON")["name"].clone() };
    let before = ada.get(&server, "/v1/settings").await["site"].clone();
    assert_eq!((&before["own"], &before["form"]["email"]), (&json!(false), &json!("off")));
    let mut came_before = Visitor::arrive(&server).await;
    let form =
        json!({"name": "off", "email": "required", "topic": "optional", "topics": [{"en": "Orders", "zh": "订单"}]});
    let asked = json!({"name": "Two", "language": "zh", "origins": ["https://new.example"], "form": form});
    let (status, put) = ask(&ada, &server, Method::PUT, SITE, Some(asked.clone())).await;
    assert_eq!((status, &put), (200, &asked));
    assert_eq!(name().await, "Two");
    assert!(site_admits(&server, "https://new.example").await, "the next page may");
    came_before.open().await;
    let mut came_after = Visitor::arrive(&server).await;
    let refused = came_after.wire.ask(json!({"t": "open", "id": fresh_id()})).await;
    assert_eq!((&refused["t"], &refused["field"]), (&json!("nack"), &json!("customer.email")), "{refused}");

    server.restart().await;
    let ada = Staff::login(&server, "ada").await;
    let site = ada.get(&server, "/v1/settings").await["site"].clone();
    assert_eq!((&site["own"], &site["name"], &site["form"]), (&json!(true), &json!("Two"), &form));
    assert!(site_admits(&server, "https://new.example").await);
    let visitor = Visitor::arrive(&server).await;
    assert_eq!(visitor.welcome["form"]["email"], "required");
    assert_eq!(visitor.welcome["form"]["topics"][0]["value"], "订单", "in the site's language");

    assert_eq!(ask(&ada, &server, Method::DELETE, SITE, None).await.0, 204);
    assert_eq!(ada.get(&server, "/v1/settings").await["site"], before, "as configured");
    assert!(!site_admits(&server, "https://new.example").await);
    assert_eq!(ask(&ada, &server, Method::DELETE, SITE, None).await.0, 404);
    let bad = json!({"name": " ", "language": "en", "origins": ["https://new.example/shop"],
        "form": {"topic": "required", "topics": []}});
    let (status, problem) = ask(&ada, &server, Method::PUT, SITE, Some(bad)).await;
    assert_eq!((status, &problem["code"]), (422, &json!("invalid_field")));
    let faults = problem["faults"].as_array().expect("all of them");
    let fields: Vec<&str> = faults.iter().filter_map(|fault| fault["field"].as_str()).collect();
    assert_eq!(fields, ["form.topics", "name", "origins"], "{problem}");
    let sam = Staff::login(&server, "sam").await;
    assert_eq!(ask(&sam, &server, Method::PUT, SITE, Some(asked)).await.0, 403);
}

/// Two skills, which Lin has and Ana lacks one of, and the team that works at night, whose hours are at no time.
fn who_can_what(settings: &mut Settings) {
    let routing = &mut settings.routing;
    let topic =
        |name: &str, word: &str| Topic { name: name.to_owned(), words: vec![word.to_owned()], ..Topic::default() };
    routing.queue.topics = vec![topic("billing", "invoice"), topic("returns", "refund")];
    routing.queue.patience_seconds = 3_600;
    let agent = |name: &str, skills: &[&str]| {
        let skills = skills.iter().map(|skill| (*skill).to_owned()).collect();
        Agent { email: format!("{name}@demo.test"), tier: 1, skills, ..Agent::default() }
    };
    routing.queue.agents = vec![agent("lin", &["billing", "returns"]), agent("ana", &["billing"])];
    let never = TeamHours { week: vec!["mon 00:00-00:01".to_owned()], ..TeamHours::default() };
    routing.teams =
        vec![Team { name: "Night".to_owned(), hours: None }, Team { name: "Never".to_owned(), hours: Some(never) }];
}

/// Somebody as the settings page shows them.
async fn shown(ada: &Staff, server: &TestServer, name: &str) -> Value {
    let all = ada.get(server, "/v1/staff").await;
    assert_eq!((&all["skills"], &all["teams"]), (&json!(["billing", "returns"]), &json!(["Night", "Never"])));
    let found = all["staff"].as_array().expect("a list").iter().find(|one| one["name"] == name);
    found.expect("there").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_can_do_is_changed_at_once_and_after_a_restart_and_put_back() {
    let mut server = TestServer::with(who_can_what).await;
    let ada = Staff::login(&server, "ada").await;
    let (before, lin) = (shown(&ada, &server, "Ana").await, shown(&ada, &server, "Lin").await);
    assert_eq!(before["profile_own"], false);
    let path = format!("/v1/staff/{}/profile", before["staff"].as_str().expect("an id"));
    let bad = json!({"skills": ["sorcery"], "languages": [], "tier": 0, "team": "Day"});
    let (status, problem) = ask(&ada, &server, Method::PUT, &path, Some(bad)).await;
    let faults = problem["faults"].as_array().expect("all of them");
    let fields: Vec<&str> = faults.iter().filter_map(|fault| fault["field"].as_str()).collect();
    assert_eq!((status, fields), (422, vec!["team", "skills", "tier"]), "{problem}");
    assert!(problem.to_string().contains("Never, Night"), "it names those that there are: {problem}");

    // Lin, who has the skill, has no place free: whoever wants a refund waits for her, although Ana is free.
    let one = json!({"capacity": 1});
    let lin_at = format!("/v1/staff/{}", lin["staff"].as_str().expect("an id"));
    assert_eq!(ask(&ada, &server, Method::POST, &lin_at, Some(one)).await.0, 200);
    let mut lin = Staff::available(&server, "lin").await;
    let first = Visitor::chatting(&server).await;
    assert_eq!(lin.ask("claim", &first.conv).await["t"], "ack");
    let mut ana = Staff::available(&server, "ana").await;
    let mut visitor = Visitor::chatting(&server).await;
    visitor.wire.wait_for("the greeting", |frame| frame["from"] == "bot").await;
    visitor.say("Where is my refund? I want to talk to a person.").await;
    visitor.wire.find("that she waits", |frame| frame["what"] == "waiting").await;
    let settled = ana.wire.settled().await;
    assert!(!settled.iter().any(|frame| frame["t"] == "offer"), "she lacks the skill: {settled:?}");

    let set = json!({"skills": ["returns"], "languages": ["en"], "tier": 2, "team": "Night"});
    assert_eq!(ask(&ada, &server, Method::PUT, &path, Some(set.clone())).await.0, 200);
    let offer = ana.wire.find_type("offer").await;
    assert_eq!(offer["summary"]["conv"], json!(visitor.conv), "at once");
    let now = shown(&ada, &server, "Ana").await;
    assert_eq!((&now["profile"], &now["profile_own"]), (&set, &json!(true)));

    server.restart().await;
    let ada = Staff::login(&server, "ada").await;
    assert_eq!(shown(&ada, &server, "Ana").await["profile"], set, "it is stored");
    assert_eq!(ask(&ada, &server, Method::DELETE, &path, None).await.0, 204);
    assert_eq!(ask(&ada, &server, Method::DELETE, &path, None).await.0, 404);
    assert_eq!(shown(&ada, &server, "Ana").await, before, "as configured");
    let lin = Staff::login(&server, "lin").await;
    assert_eq!(ask(&lin, &server, Method::PUT, &path, Some(set)).await.0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_joins_a_team_keeps_its_hours_from_then_on() {
    let server = TestServer::with(|settings| {
        who_can_what(settings);
        settings.routing.hours.offer_when_closed = false;
    })
    .await;
    let ada = Staff::login(&server, "ada").await;
    let mut lin = Staff::available(&server, "lin").await;
    let path = format!("/v1/staff/{}/profile", shown(&ada, &server, "Lin").await["staff"].as_str().expect("an id"));
    let set = json!({"skills": [], "languages": [], "tier": 1, "team": "Never"});
    assert_eq!(ask(&ada, &server, Method::PUT, &path, Some(set)).await.0, 200);
    let visitor = Visitor::waiting(&server).await;
    let settled = lin.wire.settled().await;
    assert!(!settled.iter().any(|frame| frame["t"] == "offer"), "her hours are over: {settled:?}");
    assert_eq!(ask(&ada, &server, Method::DELETE, &path, None).await.0, 204);
    assert_eq!(lin.wire.find_type("offer").await["summary"]["conv"], json!(visitor.conv), "the shop's are not");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_budgets_of_false_alarms_are_set_at_once_and_after_a_restart_and_put_back() {
    const BUDGETS: &str = "/v1/settings/budgets";
    let mut server = TestServer::start().await;
    let ada = Staff::login(&server, "ada").await;
    let before = ada.get(&server, "/v1/settings").await["budgets"].clone();
    assert_eq!((&before["own"], &before["page"]), (&json!(false), &json!(1.0)), "{before}");
    let bad = json!({"enabled": true, "page": 0, "handoff": 20, "badge": 10, "min_chats": 99});
    let (status, problem) = ask(&ada, &server, Method::PUT, BUDGETS, Some(bad)).await;
    let faults = problem["faults"].as_array().expect("all of them");
    let fields: Vec<&str> = faults.iter().filter_map(|fault| fault["field"].as_str()).collect();
    assert_eq!((status, fields), (422, vec!["page", "badge", "min_chats"]), "{problem}");

    let set = json!({"enabled": false, "page": 0.5, "handoff": 2.0, "badge": 4.0, "min_chats": 400});
    let (status, stands) = ask(&ada, &server, Method::PUT, BUDGETS, Some(set.clone())).await;
    assert_eq!((status, &stands["own"], &stands["min_chats"]), (200, &json!(true), &json!(400)), "{stands}");
    let in_force = ada.get(&server, "/v1/budgets").await;
    assert_eq!((&in_force["enabled"], &in_force["min_chats"]), (&json!(false), &json!(400)), "at once");
    let sam = Staff::login(&server, "sam").await;
    assert_eq!(ask(&sam, &server, Method::PUT, BUDGETS, Some(set)).await.0, 403);

    server.restart().await;
    let ada = Staff::login(&server, "ada").await;
    assert_eq!(ada.get(&server, "/v1/budgets").await["min_chats"], 400, "it is stored");
    assert_eq!(ask(&ada, &server, Method::DELETE, BUDGETS, None).await.0, 204);
    assert_eq!(ask(&ada, &server, Method::DELETE, BUDGETS, None).await.0, 404);
    assert_eq!(ada.get(&server, "/v1/settings").await["budgets"], before, "as configured");
    assert_eq!(ada.get(&server, "/v1/budgets").await["enabled"], true);
}
