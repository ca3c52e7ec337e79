//! Erasing at the door: what has ended goes for good, out of the log, the search and the files, by age or on demand. What
//! goes on stays.

use super::backup::attune;
use super::support::{Leaping, Parts, Staff, TestServer, Visitor, items};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

const DAY: u64 = 24 * 3_600;

async fn erase(http: &Client, server: &TestServer, path: &str) -> (StatusCode, Value) {
    let url = format!("{}/v1/conversations/{path}", server.origin());
    let asked = http.request(Method::DELETE, url).header("Origin", server.origin());
    let answer = asked.send().await.expect("an answer");
    (answer.status(), answer.json().await.unwrap_or_default())
}

async fn status(staff: &Staff, server: &TestServer, conv: &str) -> StatusCode {
    let url = format!("{}/v1/conversations/{conv}/events", server.origin());
    staff.http.get(url).send().await.expect("an answer").status()
}

async fn hits(staff: &Staff, server: &TestServer, word: &str) -> usize {
    loop {
        let answer = staff.get(server, &format!("/v1/search?q={word}")).await;
        if answer["behind"] == 0 && answer["rebuilding"] == false {
            return answer["hits"].as_array().expect("hits").len();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// A conversation of a visitor in which this was said, and which has ended.
async fn ended(server: &TestServer, agent: &mut Staff, text: &str) -> Visitor {
    let mut visitor = Visitor::waiting(server).await;
    visitor.say(text).await;
    agent.take_over(&visitor).await;
    agent.say(&visitor.conv, "Done.").await;
    assert_eq!(agent.ask("resolve", &visitor.conv).await["t"], "ack");
    visitor
}

/// The files of the data folder that hold these bytes.
fn on_disk(server: &TestServer, text: &str) -> Vec<PathBuf> {
    let folder = server.database().parent().expect("a folder");
    let files = std::fs::read_dir(folder).expect("readable").map(|entry| entry.expect("an entry").path());
    let holds = |path: &PathBuf| {
        let bytes = std::fs::read(path).expect("readable");
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    files.filter(|path| path.is_file()).filter(holds).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ended_conversation_is_erased_to_the_last_byte() {
    let mut server = TestServer::start().await;
    let mut lin = Staff::login(&server, "lin").await;
    let ada = Staff::login(&server, "ada").await;
    let gone = ended(&server, &mut lin, "my name is zyxquavonia").await;
    let stays = ended(&server, &mut lin, "my name is wuvtremolina").await;
    let mut open = Visitor::waiting(&server).await;
    open.say("and mine is zyxquavonia too").await;
    assert_eq!((hits(&ada, &server, "zyxquavonia").await, hits(&ada, &server, "wuvtremolina").await), (2, 1));

    assert_eq!(erase(&lin.http, &server, &gone.conv).await.0, StatusCode::FORBIDDEN, "agents may not");
    let (refused, problem) = erase(&ada.http, &server, &open.conv).await;
    assert_eq!((refused, &problem["code"]), (StatusCode::CONFLICT, &json!("wrong_phase")));
    assert_eq!(erase(&ada.http, &server, &gone.conv).await, (StatusCode::OK, json!({"erased": 1})));

    assert_eq!(erase(&ada.http, &server, &gone.conv).await.0, StatusCode::NOT_FOUND);
    assert_eq!(status(&ada, &server, &gone.conv).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&ada, &server, &stays.conv).await, StatusCode::OK);
    let closed = ada.get(&server, "/v1/conversations/closed").await;
    assert_eq!(closed["conversations"].as_array().map(Vec::len), Some(1));
    assert_eq!(lin.ask("reopen", &gone.conv).await["code"], "not_found");
    assert_eq!((hits(&ada, &server, "zyxquavonia").await, hits(&ada, &server, "wuvtremolina").await), (1, 1));

    // The other who said the word ends and goes too: nothing of it is left in any file once the server has stopped.
    lin.take_over(&open).await;
    lin.ask("resolve", &open.conv).await;
    assert_eq!(erase(&ada.http, &server, &open.conv).await.0, StatusCode::OK);
    assert_eq!(hits(&ada, &server, "zyxquavonia").await, 0);
    server.stop().await;
    assert_eq!(on_disk(&server, "wuvtremolina").len(), 2, "what stays is found in the log and in the index");
    assert_eq!(on_disk(&server, "zyxquavonia"), Vec::<PathBuf>::new());
    let verified = attune(server.database(), &["verify"]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_of_a_visitor_goes_once_all_has_ended() {
    let server = TestServer::start().await;
    let mut lin = Staff::login(&server, "lin").await;
    let ada = Staff::login(&server, "ada").await;
    let first = ended(&server, &mut lin, "the first time").await;
    let mut again = Visitor::again(&server, first.token.clone()).await;
    again.open().await;
    again.say("the second time").await;
    assert_ne!(first.conv, again.conv);
    let all = format!("{}/visitor", first.conv);
    assert_eq!(erase(&ada.http, &server, &all).await.1["code"], "wrong_phase");
    assert_eq!(status(&ada, &server, &first.conv).await, StatusCode::OK, "nothing was erased");

    assert_eq!(again.ask("end").await["t"], "ack");
    assert_eq!(erase(&ada.http, &server, &all).await, (StatusCode::OK, json!({"erased": 2})));
    for conv in [&first.conv, &again.conv] {
        assert_eq!(status(&ada, &server, conv).await, StatusCode::NOT_FOUND);
    }
    let url = format!("{}/v1/me", server.origin());
    let token = Client::new().get(url).bearer_auth(&first.token).send().await.expect("an answer");
    assert_eq!(token.status(), StatusCode::UNAUTHORIZED, "the browser's token is worth nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ended_long_ago_is_erased_by_itself() {
    let clock = Arc::new(Leaping::default());
    let parts = Parts { clock: Some(clock.clone()), ..Parts::default() };
    let mut server = TestServer::of(parts, |settings| settings.retention.closed_days = 30).await;
    let mut lin = Staff::login(&server, "lin").await;
    let old = ended(&server, &mut lin, "long ago").await;
    let open = Visitor::waiting(&server).await;
    clock.leap(29 * DAY);
    let mut lin = Staff::login(&server, "lin").await;
    let young = ended(&server, &mut lin, "of late").await;
    clock.leap(2 * DAY);
    server.restart().await;
    let ada = Staff::login(&server, "ada").await;
    while status(&ada, &server, &old.conv).await == StatusCode::OK {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(status(&ada, &server, &old.conv).await, StatusCode::NOT_FOUND);
    for conv in [&young.conv, &open.conv] {
        assert_eq!(status(&ada, &server, conv).await, StatusCode::OK);
        let events = ada.get(&server, &format!("/v1/conversations/{conv}/events")).await;
        assert!(!items(&events).is_empty());
    }
    let retention = json!({"closed_days": 30, "own": false, "configured_days": 30});
    assert_eq!(ada.get(&server, "/v1/settings").await["retention"], retention);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_sees_what_would_go_and_sets_how_long_conversations_are_kept() {
    let clock = Arc::new(Leaping::default());
    let parts = Parts { clock: Some(clock.clone()), ..Parts::default() };
    let mut server = TestServer::of(parts, |settings| settings.retention.closed_days = 365).await;
    let mut lin = Staff::login(&server, "lin").await;
    let old = ended(&server, &mut lin, "some time ago").await;
    clock.leap(40 * DAY);
    let mut lin = Staff::login(&server, "lin").await;
    let young = ended(&server, &mut lin, "of late").await;
    let ada = Staff::login(&server, "ada").await;
    let would_go = |days: u32| {
        let (ada, server) = (&ada, &server);
        async move { ada.get(server, &format!("/v1/settings/retention?closed_days={days}")).await }
    };
    let seen = would_go(30).await;
    assert_eq!((&seen["closed_days"], &seen["conversations"]), (&json!(30), &json!(1)), "{seen}");
    let moment = |name: &str| seen[name].as_i64().expect("a moment");
    assert_eq!(moment("at") - moment("before"), 3_600_000 + 30 * 86_400_000, "in an hour, by thirty days from now");
    assert_eq!(would_go(365).await["conversations"], 0);
    let for_good = would_go(0).await;
    assert_eq!((&for_good["conversations"], &for_good["before"]), (&json!(0), &Value::Null));

    let set = |who: &Staff, method: Method, body: Value| {
        let asked = who.http.request(method, format!("{}/v1/settings/retention", server.origin()));
        asked.header("origin", server.origin()).json(&body).send()
    };
    let refused = set(&ada, Method::PUT, json!({"closed_days": 36_501})).await.expect("an answer");
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let problem: Value = refused.json().await.expect("JSON");
    assert_eq!(problem["field"], "closed_days");
    assert!(problem["rule"].as_str().expect("a rule").contains("0 (for good) to 36500"), "{problem}");
    let thirty = json!({"closed_days": 30});
    assert_eq!(set(&lin, Method::PUT, thirty.clone()).await.expect("an answer").status(), StatusCode::FORBIDDEN);
    let done = set(&ada, Method::PUT, thirty).await.expect("an answer");
    let stands: Value = done.error_for_status().expect("set").json().await.expect("JSON");
    assert_eq!(stands, json!({"closed_days": 30, "own": true, "configured_days": 365}));
    assert_eq!(status(&ada, &server, &old.conv).await, StatusCode::OK, "it can be taken back for an hour");

    let back = set(&ada, Method::DELETE, Value::Null).await.expect("an answer");
    assert_eq!(back.status(), StatusCode::NO_CONTENT);
    let again = set(&ada, Method::DELETE, Value::Null).await.expect("an answer");
    assert_eq!(again.status(), StatusCode::NOT_FOUND);
    assert_eq!(ada.get(&server, "/v1/settings").await["retention"]["closed_days"], 365);
    let done = set(&ada, Method::PUT, json!({"closed_days": 39})).await.expect("an answer");
    assert_eq!(done.status(), StatusCode::OK);

    server.restart().await;
    let ada = Staff::login(&server, "ada").await;
    while status(&ada, &server, &old.conv).await == StatusCode::OK {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(status(&ada, &server, &young.conv).await, StatusCode::OK);
    assert_eq!(ada.get(&server, "/v1/settings").await["retention"]["own"], true);
}
