//! Search at its door: a real server, messages in both languages, staff who look for them and visitors who may not.

use super::process::{Cut, Server, Wire};
use super::support::{Staff, TestServer, Visitor, token};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use uuid::Uuid;

/// Asks until nothing is left to be indexed.
async fn found(http: &Client, origin: &str, query: &[(&str, &str)]) -> Value {
    for _ in 0..3_000 {
        let answer = http.get(url(origin, query)).send().await.expect("an answer");
        let answer: Value = answer.error_for_status().expect("granted").json().await.expect("JSON");
        if answer["behind"] == 0 && answer["rebuilding"] == false {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the index stays behind");
}

fn url(origin: &str, query: &[(&str, &str)]) -> reqwest::Url {
    reqwest::Url::parse_with_params(&format!("{origin}/v1/search"), query).expect("an address")
}

fn texts(answer: &Value) -> Vec<&str> {
    answer["hits"].as_array().expect("hits").iter().filter_map(|hit| hit["text"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_and_notes_are_found_in_both_languages() {
    let server = TestServer::start().await;
    let mut lin = Staff::login(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    visitor.say("My parcel AB-1234 is broken <b>twice</b>").await;
    visitor.say("我要退貨，快遞太慢了").await;
    lin.take_over(&visitor).await;
    lin.say(&visitor.conv, "I will look for the parcel").await;
    let note = json!({"t": "note", "id": Uuid::now_v7(), "conv": visitor.conv, "text": "parcel lost before"});
    lin.wire.ask_ok(note).await;

    let origin = server.origin();
    let all = found(&lin.http, &origin, &[("q", "parcel")]).await;
    let newest_first = ["parcel lost before", "I will look for the parcel", "My parcel AB-1234 is broken <b>twice</b>"];
    assert_eq!(texts(&all), newest_first);
    let hits = &all["hits"];
    assert_eq!((&hits[0]["kind"], &hits[1]["kind"]), (&json!("note"), &json!("message")));
    assert_eq!(hits[1]["by"]["who"], "staff");
    assert_eq!(hits[2]["by"]["who"], "visitor");
    assert_eq!(hits[2]["spans"], json!([{"start": 3, "end": 9}]));
    assert_eq!((&hits[2]["conv"], &hits[2]["site"]), (&json!(visitor.conv), &json!("demo")));
    assert_eq!(all["complete"], true);
    assert_eq!(all.get("next"), None);

    let zh = found(&lin.http, &origin, &[("q", "退货"), ("language", "zh"), ("party", "visitor")]).await;
    assert_eq!(texts(&zh), ["我要退貨，快遞太慢了"]);
    assert_eq!(zh["hits"][0]["spans"], json!([{"start": 2, "end": 4}]));
    let order = found(&lin.http, &origin, &[("q", "ab-1234")]).await;
    assert_eq!(order["hits"][0]["seq"], hits[2]["seq"]);
    let first = found(&lin.http, &origin, &[("q", "parcel"), ("limit", "1")]).await;
    let next = first["next"].to_string();
    let second = found(&lin.http, &origin, &[("q", "parcel"), ("limit", "1"), ("before", &next)]).await;
    assert_eq!((texts(&first), texts(&second)), (vec![newest_first[0]], vec![newest_first[1]]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_staff_may_search_and_bad_queries_are_named() {
    let server = TestServer::start().await;
    let asked = url(&server.origin(), &[("q", "hello")]);
    let nobody = Client::new().get(asked.clone()).send().await.expect("an answer");
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
    let visitor = Client::new().get(asked.clone()).bearer_auth(token(&server).await).send().await.expect("an answer");
    assert_eq!(visitor.status(), StatusCode::FORBIDDEN);

    let lin = Staff::login(&server, "lin").await;
    let bad = lin.http.get(url(&server.origin(), &[("q", "…")])).send().await.expect("an answer");
    assert_eq!(bad.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let problem: Value = bad.json().await.expect("JSON");
    let rule = "at least one word, number or Chinese character";
    assert_eq!(problem, json!({"code": "invalid_field", "field": "q", "rule": rule}));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_may_go_without_search() {
    let server = TestServer::with(|settings| settings.search.enabled = false).await;
    let lin = Staff::login(&server, "lin").await;
    let off = lin.http.get(url(&server.origin(), &[("q", "hello")])).send().await.expect("an answer");
    assert_eq!(off.status(), StatusCode::NOT_FOUND);
    assert!(!server.database().with_extension("search.db").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_lose_and_double_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut port = 0;
    let mut said = 0;
    for life in [0, 30, 5, 120, 60] {
        let mut server = Server::start(folder.path(), port, &[]);
        port = server.port;
        let token = Wire::token(port).await.expect("a token");
        let (mut wire, _) = Wire::connect(port, &token).await.expect("connects");
        let opened = wire.request(&json!({"t": "open", "id": Uuid::now_v7()})).await.expect("opens");
        for _ in 0..8 {
            said += 1;
            let text = format!("parcel 包裹 p{said}p");
            let message = json!({"t": "msg", "id": Uuid::now_v7(), "conv": opened["conv"], "text": text});
            let answer = wire.request(&message).await.expect("an answer");
            assert_eq!(answer["t"], "ack", "{answer}");
        }
        // Somewhere between the commit and the index, or after it.
        tokio::time::sleep(Duration::from_millis(life)).await;
        server.kill();
    }
    let server = Server::start(folder.path(), port, &[]);
    let origin = format!("http://127.0.0.1:{}", server.port);
    let http = lin(&origin).await.expect("logged in");
    for word in ["parcel", "包裹"] {
        let answer = found(&http, &origin, &[("q", word), ("party", "visitor"), ("limit", "50")]).await;
        let mut counted: BTreeMap<&str, u32> = BTreeMap::new();
        for text in texts(&answer) {
            *counted.entry(text).or_default() += 1;
        }
        let wanted: BTreeMap<String, u32> = (1..=said).map(|number| (format!("parcel 包裹 p{number}p"), 1)).collect();
        assert_eq!(counted, wanted.iter().map(|(text, once)| (text.as_str(), *once)).collect(), "{word}");
    }
}

async fn lin(origin: &str) -> Result<Client, Cut> {
    let http = Client::builder().cookie_store(true).build()?;
    let credentials = json!({"email": "lin@demo.test", "password": "demo"});
    let asked = http.post(format!("{origin}/v1/login")).header("Origin", origin).json(&credentials);
    asked.send().await?.error_for_status()?;
    Ok(http)
}
