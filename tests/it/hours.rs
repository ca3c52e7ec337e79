//! Business hours at the door: with `offer_when_closed = false` nobody but whoever is in distress is offered while the
//! shop is closed, those who wait are told when it opens and keep their place, and the opening lets them in.

use super::support::{Leaping, Parts, Staff, TestServer, Visitor, fresh_id, score};
use attune::clock::{Clock, SystemClock};
use attune::config::{Agent, Settings, Team, TeamHours, Topic};
use attune::domain::Risks;
use attune::triage::Triage;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;
/// What the demo gives each agent.
const CAPACITY: usize = 4;

/// Reads distress off three dots.
fn reading() -> Triage {
    Triage::with_scorer(|request| {
        let distress = 0.6 * f32::from(request.text.contains("..."));
        score(0.02, Risks { distress, ..Risks::default() })
    })
}

/// From and to, in hours from now: whenever the test runs.
fn daily(from: i64, to: i64) -> Vec<String> {
    let clock = |hours: i64| {
        let minute = (SystemClock.now().0 + hours * HOUR_MS) / MINUTE_MS % (24 * 60);
        format!("{:02}:{:02}", minute / 60, minute % 60)
    };
    vec![format!("mon-sun {}-{}", clock(from), clock(to))]
}

/// Opens in two hours, for six.
fn opens_later(settings: &mut Settings) {
    settings.routing.hours.week = daily(2, 8);
    settings.routing.hours.offer_when_closed = false;
}

/// The same, but Lin's team is open now, for an hour, and returns are Ana's, who keeps the shop's hours.
fn lin_works_at_night(settings: &mut Settings) {
    opens_later(settings);
    let hours = TeamHours { week: daily(-1, 1), ..TeamHours::default() };
    settings.routing.teams = vec![Team { name: "night".to_owned(), hours: Some(hours) }];
    let queue = &mut settings.routing.queue;
    queue.topics =
        vec![Topic { name: "returns".to_owned(), words: vec!["parcel back".to_owned()], ..Topic::default() }];
    let agent = |name: &str, team: &str, skills: &[&str]| Agent {
        email: format!("{name}@demo.test"),
        team: team.to_owned(),
        skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
        tier: 1,
        ..Agent::default()
    };
    queue.agents = vec![agent("lin", "night", &[]), agent("ana", "", &["returns"])];
}

/// Open at any hour; but returns are kept for a team that opens in two hours, for six.
fn returns_are_kept(settings: &mut Settings) {
    let hours = TeamHours { week: daily(2, 8), ..TeamHours::default() };
    settings.routing.teams = vec![Team { name: "day".to_owned(), hours: Some(hours) }];
    let (name, words) = ("returns".to_owned(), vec!["parcel back".to_owned()]);
    let queue = &mut settings.routing.queue;
    queue.topics = vec![Topic { name: name.clone(), words, keep_until_open: true, ..Topic::default() }];
    let (email, team) = ("kim@demo.test".to_owned(), "day".to_owned());
    queue.agents = vec![Agent { email, team, skills: vec![name], tier: 1, ..Agent::default() }];
}

fn conv(offer: &Value) -> String {
    offer["summary"]["conv"].as_str().expect("a conversation").to_owned()
}

fn says(words: &'static str) -> impl Fn(&Value) -> bool {
    move |frame| frame["from"] == "bot" && frame["text"].as_str().is_some_and(|text| text.contains(words))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_held_until_the_shop_opens_and_distress_never() {
    let clock = Arc::new(Leaping::default());
    let parts = Parts { triage: Some(reading()), clock: Some(clock.clone()), ..Parts::default() };
    let mut server = TestServer::of(parts, opens_later).await;
    let mut lin = Staff::available(&server, "lin").await;
    let mut sam = Staff::login(&server, "sam").await;
    let mut waiting = Vec::new();
    for _ in 0..CAPACITY {
        let mut visitor = Visitor::waiting(&server).await;
        visitor.wire.find("when the shop opens", says("Our team is away at this hour and back")).await;
        waiting.push(visitor);
    }
    let mut distressed = Visitor::chatting(&server).await;
    distressed.say("I cannot go on...").await;
    // The first offer of all, although four came before.
    assert_eq!(conv(&lin.wire.find_type("offer").await), distressed.conv);
    assert_eq!(lin.ask("claim", &distressed.conv).await["t"], "ack");
    sam.follow("board", None).await;
    let held = |frame: &Value| frame["t"] == "board" && frame["waiting"] == CAPACITY;
    let board = sam.wire.find("four who wait", held).await;
    let opens_at = board["offers_resume_at"].as_i64().expect("until then");
    assert!((HOUR_MS..=2 * HOUR_MS).contains(&(opens_at - clock.now().0)), "{board}");

    server.restart().await;
    let mut lin = Staff::connect(&server, lin.http, json!({})).await;
    let settled = lin.wire.settled().await;
    assert!(!settled.iter().any(|frame| frame["t"] == "offer"), "closed after a restart too: {settled:?}");
    let last = waiting.last().expect("some").token.clone();
    let mut last = Visitor::again(&server, last).await;
    clock.leap(2 * 3_600);
    let mut offered = BTreeSet::new();
    for _ in 1..CAPACITY {
        offered.insert(conv(&lin.wire.find_type("offer").await));
    }
    let first = waiting[..CAPACITY - 1].iter().map(|visitor| visitor.conv.clone()).collect();
    assert_eq!(offered, first, "those who came first");
    // Whom nobody can be offered to yet is told that the shop is open, by a server that did not tell it was closed.
    let told = last.wire.find("that people are back", says("Our team is back")).await;
    assert_eq!(told["conv"], last.conv.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn by_default_whoever_is_there_answers_at_any_hour() {
    let server = TestServer::with(|settings| {
        opens_later(settings);
        settings.routing.hours.offer_when_closed = true;
    })
    .await;
    let mut lin = Staff::available(&server, "lin").await;
    let visitor = Visitor::waiting(&server).await;
    assert_eq!(conv(&lin.wire.find_type("offer").await), visitor.conv);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_team_answers_in_its_own_hours_and_a_closed_one_says_until_when() {
    let clock = Arc::new(Leaping::default());
    let parts = Parts { clock: Some(clock.clone()), ..Parts::default() };
    let server = TestServer::of(parts, lin_works_at_night).await;
    let mut lin = Staff::available(&server, "lin").await;
    let mut ana = Staff::available(&server, "ana").await;
    let mut waiting = BTreeSet::new();
    for _ in 0..2 {
        waiting.insert(Visitor::waiting(&server).await.conv);
    }
    let mut offered = BTreeSet::new();
    for _ in 0..2 {
        let chat = conv(&lin.wire.find_type("offer").await);
        assert_eq!(lin.ask("claim", &chat).await["t"], "ack");
        offered.insert(chat);
    }
    assert_eq!(offered, waiting, "both to the one whose team is open, though Ana has as much room");
    let settled = ana.wire.settled().await;
    assert!(!settled.iter().any(|frame| frame["t"] == "offer"), "{settled:?}");
    let known = lin.get(&server, "/v1/colleagues").await;
    let opens_in = known["closed"][0]["opens_at"].as_i64().expect("an opening") - clock.now().0;
    assert!(known["closed"][0]["team"] == "returns" && (HOUR_MS..=2 * HOUR_MS).contains(&opens_in), "{known}");

    clock.leap(3 * 3_600);
    let later = Visitor::waiting(&server).await;
    assert_eq!(conv(&ana.wire.find_type("offer").await), later.conv, "Lin's hours are over, the shop's have begun");
    assert_eq!(lin.get(&server, "/v1/colleagues").await["closed"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_passed_to_a_closed_team_is_kept_for_it_and_distress_never() {
    let clock = Arc::new(Leaping::default());
    let parts = Parts { triage: Some(reading()), clock: Some(clock.clone()), ..Parts::default() };
    let server = TestServer::of(parts, returns_are_kept).await;
    let mut lin = Staff::available(&server, "lin").await;
    let mut passed = Vec::new();
    for _ in 0..2 {
        let mut visitor = Visitor::waiting(&server).await;
        lin.wire.find_type("offer").await;
        assert_eq!(lin.ask("claim", &visitor.conv).await["t"], "ack");
        let to = json!({"team": "returns"});
        let transfer = json!({"t": "transfer", "id": fresh_id(), "conv": visitor.conv, "to": to, "reason": "Returns"});
        lin.wire.ask_ok(transfer).await;
        visitor.wire.find("when the team opens", says("The colleagues who look after this are away")).await;
        passed.push(visitor);
    }
    assert_eq!(lin.get(&server, "/v1/colleagues").await["closed"][0]["keeps"], true);
    let mut ana = Staff::available(&server, "ana").await;
    let mut sam = Staff::login(&server, "sam").await;
    sam.follow("board", None).await;
    let kept = |frame: &Value| frame["t"] == "board" && frame["kept"][0]["waiting"] == 2;
    let board = sam.wire.find("two that are kept", kept).await;
    let opens_in = board["kept"][0]["opens_at"].as_i64().expect("until then") - clock.now().0;
    assert!(board["kept"][0]["team"] == "returns" && (HOUR_MS..=2 * HOUR_MS).contains(&opens_in), "{board}");
    let settled = ana.wire.settled().await;
    assert!(!settled.iter().any(|frame| frame["t"] == "offer"), "she is free, and has not the skill: {settled:?}");

    passed[0].say("I cannot go on...").await;
    assert_eq!(conv(&ana.wire.find_type("offer").await), passed[0].conv);
    assert_eq!(ana.ask("claim", &passed[0].conv).await["t"], "ack");
    clock.leap(3 * 3_600);
    let offer = ana.wire.find_type("offer").await;
    assert_eq!(conv(&offer), passed[1].conv, "it has opened, and nobody of them is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_sets_the_hours_and_everybody_goes_by_them_at_once() {
    let mut server = TestServer::with(opens_later).await;
    let mut lin = Staff::available(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    visitor.wire.find("when the shop opens", says("Our team is away at this hour and back")).await;
    let ada = Staff::login(&server, "ada").await;
    let bad =
        json!({"time_zone": "Mars/Base", "week": ["mon-fri 9-18"], "holidays": ["13-40"], "offer_when_closed": false});
    let problem = change(&ada, &server, Method::PUT, bad).await.json::<Value>().await.expect("JSON");
    let faults = problem["faults"].as_array().expect("all of them");
    let fields: Vec<&str> = faults.iter().filter_map(|fault| fault["field"].as_str()).collect();
    assert_eq!(fields, ["time_zone", "week[0]", "holidays[0]"], "{problem}");
    let before = ada.get(&server, "/v1/settings").await["hours"].clone();
    assert_eq!((&before["own"], &before["open"]), (&json!(false), &json!(false)));
    let settled = lin.wire.settled().await;
    assert!(!settled.iter().any(|frame| frame["t"] == "offer"), "closed: {settled:?}");

    let set = json!({"time_zone": "UTC", "week": daily(-1, 3), "holidays": [], "offer_when_closed": false});
    let done = change(&ada, &server, Method::PUT, set.clone()).await.error_for_status().expect("set");
    let stands = done.json::<Value>().await.expect("JSON");
    assert_eq!((&stands["own"], &stands["open"], &stands["week"]), (&json!(true), &json!(true), &set["week"]));
    assert!(stands["until"].as_i64().is_some(), "{stands}");
    assert_eq!(conv(&lin.wire.find_type("offer").await), visitor.conv, "open now");
    let refused = change(&lin, &server, Method::PUT, set.clone()).await;
    assert_eq!(refused.status().as_u16(), 403);

    server.restart().await;
    let ada = Staff::login(&server, "ada").await;
    let kept = ada.get(&server, "/v1/settings").await["hours"].clone();
    assert_eq!((&kept["week"], &kept["open"]), (&set["week"], &json!(true)), "it is stored");
    assert_eq!(change(&ada, &server, Method::DELETE, Value::Null).await.status().as_u16(), 204);
    assert_eq!(change(&ada, &server, Method::DELETE, Value::Null).await.status().as_u16(), 404);
    assert_eq!(ada.get(&server, "/v1/settings").await["hours"]["week"], before["week"], "as configured");
}

async fn change(who: &Staff, server: &TestServer, method: Method, body: Value) -> reqwest::Response {
    let asked = who.http.request(method, format!("{}/v1/settings/hours", server.origin()));
    asked.header("origin", server.origin()).json(&body).send().await.expect("an answer")
}
