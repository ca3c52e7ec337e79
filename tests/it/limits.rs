//! Limits: told first, enforced then, and never at the cost of others.

use super::support::{Staff, TestServer, Visitor, Wire, fresh_id, token};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::{Error, Message};

/// An HTTP answer instead of a socket.
async fn refused(server: &TestServer) -> (u16, Option<String>) {
    let headers = [("origin", server.origin()), ("sec-websocket-protocol", "attune.v1.json".to_owned())];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    match Wire::try_dial(server, &headers).await {
        Ok(_) => (101, None),
        Err(Error::Http(answer)) => {
            let retry = answer.headers().get("retry-after").map(|value| value.to_str().expect("text").to_owned());
            (answer.status().as_u16(), retry)
        }
        Err(other) => panic!("neither a socket nor an answer: {other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_who_is_too_fast_is_told_when_to_go_on() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    let mut refused: Option<Value> = None;
    for n in 0..15 {
        let msg = json!({"t": "msg", "id": fresh_id(), "conv": visitor.conv, "text": format!("{n}")});
        let answer = visitor.wire.ask_once(msg.clone()).await;
        if answer["t"] == "nack" {
            assert_eq!((&answer["code"], &answer["id"]), (&json!("rate_limited"), &msg["id"]));
            tokio::time::sleep(Duration::from_millis(answer["retry_ms"].as_u64().expect("a wait"))).await;
            assert_eq!(visitor.wire.ask_once(msg).await["t"], "ack", "after the told wait");
            refused = Some(answer);
            break;
        }
    }
    assert!(refused.is_some(), "fifteen at once are too many");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_goes_on_regardless_is_shown_the_door() {
    let server = TestServer::start().await;
    let mut bystander = Visitor::chatting(&server).await;
    for flood in
        [json!({"t": "open", "id": fresh_id()}).to_string(), json!({"t": "ping"}).to_string(), "nonsense".to_owned()]
    {
        let mut visitor = Visitor::arrive(&server).await;
        for _ in 0..600 {
            if visitor.wire.try_raw(Message::text(flood.clone())).await.is_err() {
                break;
            }
        }
        let closed = visitor.wire.closed().await;
        let (code, bye) = if flood == "nonsense" { (4400, "bad_frame") } else { (4429, "rate_limited") };
        assert_eq!((closed.code, closed.bye.as_deref()), (code, Some(bye)), "{flood}");
        let answers = visitor.wire.heard.matches("\"nack\"").count();
        assert!(answers < 100, "{answers} answers to a flood");
    }
    let mut visitor = Visitor::arrive(&server).await;
    for _ in 0..600 {
        if visitor.wire.try_raw(Message::Ping("x".into())).await.is_err() {
            break;
        }
    }
    assert_eq!(visitor.wire.closed().await.code, 4429, "pings of the WebSocket layer count too");
    bystander.say("Undisturbed.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_server_says_so_before_the_upgrade() {
    let server = TestServer::with(|settings| settings.server.max_sockets = 2).await;
    let one = Visitor::arrive(&server).await;
    let _other = Visitor::arrive(&server).await;
    assert_eq!(refused(&server).await, (503, Some("5".to_owned())));
    one.wire.close(1000).await;
    let admitted = async {
        while refused(&server).await.0 != 101 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(10), admitted).await.expect("the place is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reconnect_storm_is_let_in_slowly() {
    let server = TestServer::with(|settings| settings.server.handshakes_per_second = 3).await;
    let mut answers = Vec::new();
    for _ in 0..8 {
        answers.push(refused(&server).await);
    }
    let let_in = answers.iter().filter(|(status, _)| *status == 101).count();
    assert!((3..8).contains(&let_in), "{answers:?}");
    assert!(answers.contains(&(503, Some("1".to_owned()))), "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_says_nothing_is_closed() {
    let server = TestServer::with(|settings| settings.server.hello_seconds = 1).await;
    let began = Instant::now();
    let mut silent = Wire::dial(&server).await;
    let closed = silent.closed().await;
    assert_eq!((closed.code, closed.bye.as_deref()), (4000, Some("hello_expected")));
    assert!(began.elapsed() >= Duration::from_secs(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heartbeat_keeps_a_socket_and_silence_ends_it() {
    let server = TestServer::with(|settings| settings.server.heartbeat_seconds = 1).await;
    let mut quiet = Visitor::waiting(&server).await;
    assert_eq!(quiet.welcome["heartbeat_ms"], 1_000);
    let mut lin = Staff::login(&server, "lin").await;
    // Reading answers the server's pings, as a browser does by itself: longer than silence would be allowed.
    assert!(timeout(Duration::from_secs(4), lin.wire.closed()).await.is_err(), "closed in spite of its pongs");
    // Nobody has read here for as long: no pong came.
    let closed = quiet.wire.closed().await;
    assert_eq!((closed.code, closed.bye.as_deref()), (4000, Some("no_heartbeat")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_away_says_when_to_come_back() {
    let mut server = TestServer::start().await;
    let mut people = Vec::new();
    for _ in 0..5 {
        people.push(Visitor::arrive(&server).await);
    }
    let began = Instant::now();
    let goodbyes = async {
        let mut waits = Vec::new();
        for visitor in &mut people {
            let closed = visitor.wire.closed().await;
            assert_eq!((closed.code, closed.bye.as_deref()), (4013, Some("draining")));
            waits.push(closed.retry_ms.expect("a wait"));
        }
        waits
    };
    let (waits, ()) = tokio::join!(goodbyes, server.stop());
    assert!(waits.iter().any(|wait| *wait != waits[0]), "not all at once: {waits:?}");
    assert!(began.elapsed() < Duration::from_secs(5), "five sockets need no long goodbye");
    assert!(timeout(Duration::from_secs(5), reqwest::get(server.origin())).await.expect("at once").is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_may_have_many_tabs_but_not_any_number() {
    let server = TestServer::start().await;
    let token = token(&server).await;
    let mut tabs = Vec::new();
    for _ in 0..32 {
        tabs.push(Visitor::again(&server, token.clone()).await);
    }
    let mut one_more = Wire::dial(&server).await;
    one_more.say(&json!({"t": "hello", "token": token})).await;
    let closed = one_more.closed().await;
    assert_eq!((closed.code, closed.bye.as_deref()), (4014, Some("rate_limited")));
    assert!(closed.retry_ms.is_some());
}
