//! A conversation as a text to keep, and a visitor's list of their conversations, over HTTP.

use super::support::{Staff, TestServer, Visitor, fresh_id};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

const SHOP: &str = "https://shop.example";

/// What a visitor's page asks, at another origin.
async fn ask(server: &TestServer, token: &str, path: &str) -> Response {
    let asked = Client::new().get(format!("{}{path}", server.origin())).bearer_auth(token).header("origin", SHOP);
    asked.send().await.expect("an answer")
}

async fn text(server: &TestServer, token: &str, path: &str) -> String {
    let answer = ask(server, token, path).await.error_for_status().expect("granted");
    answer.text().await.expect("text")
}

/// What stands behind the time of each line.
fn lines(text: &str) -> Vec<&str> {
    text.lines().skip(3).map(|line| line.get(18..).unwrap_or(line)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_keeps_what_was_said_and_nothing_of_what_staff_noted() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let mut lin = Staff::login(&server, "lin").await;
    lin.take_over(&visitor).await;
    lin.say(&visitor.conv, "Hello from Lin").await;
    let note = json!({"t": "note", "id": fresh_id(), "conv": visitor.conv, "text": "VIP, careful"});
    lin.wire.ask_ok(note).await;
    visitor.say("Thank you\nso much").await;
    visitor.wire.ask_ok(json!({"t": "rate", "id": fresh_id(), "conv": visitor.conv, "score": 5})).await;
    visitor.ask("end").await;

    let path = format!("/v1/conversations/{}/transcript", visitor.conv);
    let answer = ask(&server, &visitor.token, &path).await;
    let header = |name: &str| answer.headers()[name].to_str().expect("ASCII").to_owned();
    assert_eq!(header("content-type"), "text/plain; charset=utf-8");
    assert!(header("content-disposition").starts_with("attachment; filename=\"chat-20"), "a name for the file");
    assert_eq!(header("access-control-allow-origin"), SHOP);
    assert_eq!(header("cache-control"), "no-store");
    let english = answer.text().await.expect("text");
    let told = lines(&english);
    assert!(told[0].starts_with("Assistant (automatic): "), "{english}");
    let rest = [
        "-- A person was asked to join.",
        "-- Lin joined.",
        "Lin: Hello from Lin",
        "You: Thank you",
        "    so much",
        "-- The chat was rated.",
        "-- The chat ended.",
    ];
    assert!(told.ends_with(&rest), "{english}");
    assert!(!english.contains("careful"), "{english}");

    let chinese = text(&server, &visitor.token, &format!("{path}?language=zh&zone=Asia/Shanghai")).await;
    assert!(chinese.contains("时间均为 Asia/Shanghai 时区。"), "{chinese}");
    assert!(chinese.contains("我：Thank you"), "{chinese}");
    let staff = lin.http.get(format!("{}{path}", server.origin())).send().await.expect("an answer");
    let staff = staff.text().await.expect("text");
    assert!(staff.contains("Customer: Thank you") && !staff.contains("careful"), "{staff}");

    // Nobody else's.
    let stranger = Visitor::chatting(&server).await;
    assert_eq!(ask(&server, &stranger.token, &path).await.status(), 404);
    let nobody = ask(&server, "nonsense", &path).await;
    assert_eq!(nobody.status(), 401);
    assert_eq!(nobody.headers()["access-control-allow-origin"], SHOP, "which the page may read");
    for (query, field) in
        [("language=fr", "language"), ("zone=Mars", "zone"), ("zone=../../etc/passwd", "zone"), ("x=1", "x")]
    {
        let answer = ask(&server, &visitor.token, &format!("{path}?{query}")).await;
        assert_eq!(answer.status(), 422, "{query}");
        assert_eq!(answer.json::<Value>().await.expect("JSON")["field"], field);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_talk_is_told_whole_up_to_where_it_stands() {
    let server = TestServer::start().await;
    let visitor = Visitor::waiting(&server).await;
    let mut lin = Staff::login(&server, "lin").await;
    lin.take_over(&visitor).await;
    for number in 0..70 {
        lin.say(&visitor.conv, &format!("number {number}")).await;
    }
    let path = format!("/v1/conversations/{}/transcript", visitor.conv);
    let text = text(&server, &visitor.token, &path).await;
    let numbers: Vec<&str> = lines(&text).into_iter().filter_map(|line| line.strip_prefix("Lin: number ")).collect();
    let expected: Vec<String> = (0..70).map(|number: u32| number.to_string()).collect();
    assert_eq!(numbers, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_finds_their_own_conversations_and_no_other() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let mut lin = Staff::login(&server, "lin").await;
    lin.take_over(&visitor).await;
    lin.say(&visitor.conv, "Your order is on its way").await;
    let note = json!({"t": "note", "id": fresh_id(), "conv": visitor.conv, "text": "VIP, careful"});
    lin.wire.ask_ok(note).await;
    visitor.ask("end").await;
    let ended = visitor.conv.clone();
    visitor.open().await;
    visitor.say("A new question").await;
    Visitor::chatting(&server).await;

    let answer = ask(&server, &visitor.token, "/v1/conversations").await;
    let found: Value = answer.error_for_status().expect("granted").json().await.expect("JSON");
    let found = found["conversations"].as_array().expect("a list");
    let of = |conv: &str| found.iter().find(|line| line["conv"] == conv).expect("there");
    assert_eq!(found.len(), 2);
    let (old, new) = (of(&ended), of(&visitor.conv));
    assert_eq!((&old["phase"], &old["agent_name"]), (&json!("closed"), &json!("Lin")));
    assert_eq!((&old["preview"], &old["last_from"]), (&json!("Your order is on its way"), &json!("agent")));
    assert_ne!(new["phase"], "closed");
    let allowed = ["agent_name", "conv", "head", "last_at", "last_from", "opened_at", "phase", "preview"];
    for line in found {
        let names: Vec<&str> = line.as_object().expect("an object").keys().map(String::as_str).collect();
        assert!(names.iter().all(|name| allowed.contains(name)), "{line}");
    }

    let asked = Client::new().request(Method::OPTIONS, format!("{}/v1/conversations", server.origin()));
    let preflight = asked.header("origin", SHOP).header("access-control-request-headers", "authorization");
    let preflight = preflight.send().await.expect("an answer");
    assert_eq!(preflight.status(), 204);
    assert_eq!(preflight.headers()["access-control-allow-origin"], SHOP);
    assert!(preflight.headers()["access-control-allow-headers"].to_str().expect("ASCII").contains("authorization"));
}
