//! What nobody should send: every such thing is answered from the closed list of codes or ends its own socket, leaks
//! nothing, and leaves the server serving.

use super::support::{Closed, Staff, TestServer, Visitor, Wire, fresh_id, post, ticket, token};
use attune::auth::{Auth, NewMember, hash_token};
use attune::clock::SystemClock;
use attune::domain::{Language, Role, SiteId, Timestamp, VisitorId};
use attune::protocol::codes::CODES;
use attune::store::{MemoryStore, Store, Visitor as Known};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error, Message};

/// Words of parsers, panics and Rust's own formatting, which must never reach a client.
const INSIDE: [&str; 10] =
    ["line 1", "column", "expected", "Error", "panicked", "src/", "Some(", "None", "::", "unknown variant"];

async fn closed_after(server: &TestServer, first: Value) -> Closed {
    let mut wire = Wire::dial(server).await;
    wire.say(&first).await;
    wire.closed().await
}

fn ended(code: u16, bye: &str) -> Closed {
    Closed { code, bye: Some(bye.to_owned()), retry_ms: None }
}

/// The server still serves.
async fn assert_alive(server: &TestServer) {
    let mut visitor = Visitor::chatting(server).await;
    let ack = visitor.say("Still there?").await;
    assert_eq!(ack["t"], "ack");
}

fn nonsense(conv: &str) -> Vec<String> {
    let id = fresh_id();
    let msg = |text: Value| json!({"t": "msg", "id": id, "conv": conv, "text": text}).to_string();
    let mut frames = vec![
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "{".to_owned(),
        "\u{0}".to_owned(),
        "{}{}".to_owned(),
        format!("{{\"t\":{}1{}}}", "[".repeat(20_000), "]".repeat(20_000)),
        json!({"event": "base"}).to_string(),
        json!({"t": "base"}).to_string(),
        json!({"t": null}).to_string(),
        json!({"t": ["msg"]}).to_string(),
        json!({"t": "welcome", "session": id}).to_string(),
        json!({"t": "event", "conv": conv}).to_string(),
        json!({"t": "hello", "token": "again"}).to_string(),
        json!({"t": "__proto__"}).to_string(),
        format!(r#"{{"t":"end","id":"{id}","conv":"{conv}","conv":"{conv}"}}"#),
        json!({"t": "msg", "id": id, "conv": conv, "text": "x", "from": "agent", "role": "admin"}).to_string(),
        json!({"t": "msg", "id": "1", "conv": conv, "text": "x"}).to_string(),
        json!({"t": "msg", "id": id, "conv": "'; DROP TABLE events; --", "text": "x"}).to_string(),
        json!({"t": "msg", "id": {"$ne": 1}, "conv": conv, "text": "x"}).to_string(),
        json!({"t": "history", "id": id, "conv": conv, "after": -1}).to_string(),
        json!({"t": "history", "id": id, "conv": conv, "after": 1e300}).to_string(),
        json!({"t": "history", "id": id, "conv": conv, "after": u64::MAX}).to_string(),
        json!({"t": "history", "id": id, "conv": conv, "after": 1, "before": 2}).to_string(),
        json!({"t": "history", "id": id, "conv": conv, "limit": 100_000}).to_string(),
        json!({"t": "rate", "id": id, "conv": conv, "score": 11}).to_string(),
        json!({"t": "read", "conv": conv, "seq": "4"}).to_string(),
        json!({"t": "sub", "id": id, "topic": "admin"}).to_string(),
        json!({"t": "open", "id": id, "customer": {"language": "en", "visitor": id}}).to_string(),
        json!({"t": "open", "id": id, "customer": {"language": "en", "name": "x".repeat(5_000)}}).to_string(),
    ];
    frames.extend(["", " ", "\u{7}bell", "\u{1b}[31m"].map(|text| msg(json!(text))));
    frames.extend([json!({"$gt": ""}), json!(["x"]), json!(7), json!(null), json!("x".repeat(4_001))].map(msg));
    frames
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_answered_from_the_closed_list_and_leaks_nothing() {
    let server = TestServer::start().await;
    let canary = Visitor::chatting(&server).await;
    let names: Vec<&str> = CODES.iter().map(|row| row.name).collect();
    let conv = canary.conv.clone();
    // A few to each visitor: who talks nothing but nonsense is shown the door.
    for frames in nonsense(&conv).chunks(8) {
        let mut visitor = Visitor::arrive(&server).await;
        for frame in frames {
            visitor.wire.raw(Message::text(frame.clone())).await;
            let answer = visitor.wire.find_type("nack").await;
            let code = answer["code"].as_str().expect("a code");
            assert!(names.contains(&code) && code != "internal", "{frame}: {answer}");
            for word in INSIDE {
                assert!(!answer.to_string().contains(word), "{word} in {answer}");
            }
        }
        let secrets = [&canary.token, &canary.welcome["session"].as_str().expect("an id").to_owned()];
        for secret in secrets {
            assert!(!visitor.wire.heard.contains(secret.as_str()), "another session leaked");
        }
        // The socket is none the worse for it.
        let answer = visitor.wire.ask(json!({"t": "open", "id": fresh_id()})).await;
        assert_eq!(answer["t"], "ack", "{answer}");
    }
    assert_alive(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_conversation_does_not_exist() {
    let server = TestServer::start().await;
    let mut owner = Visitor::waiting(&server).await;
    owner.say("Mine.").await;
    owner.wire.settled().await;
    let mut other = Visitor::chatting(&server).await;
    let (id, nobodys) = (fresh_id(), fresh_id());
    for mut frame in [
        json!({"t": "typing", "on": true}),
        json!({"t": "read", "seq": 1}),
        json!({"t": "history", "after": 0}),
        json!({"t": "msg", "text": "Not mine."}),
        json!({"t": "human"}),
        json!({"t": "customer", "customer": {"language": "en", "name": "Mallory"}}),
        json!({"t": "rate", "score": 1}),
        json!({"t": "end"}),
    ] {
        let has_id = !["typing", "read"].iter().any(|t| frame["t"] == *t);
        let mut answers = Vec::new();
        for conv in [&owner.conv, &nobodys] {
            frame["conv"] = json!(conv);
            if has_id {
                frame["id"] = json!(id);
                answers.push(other.wire.ask(frame.clone()).await);
            } else {
                other.wire.say(&frame).await;
                answers.push(other.wire.find_type("nack").await);
            }
        }
        assert_eq!(answers[0]["code"], "not_found", "{frame}");
        assert_eq!(answers[0], answers[1], "as if it had never been: {frame}");
    }
    let mut heard = owner.wire.settled().await;
    // A place in the queue is told whenever it changes.
    heard.retain(|frame| frame["t"] != "queue");
    assert!(heard.is_empty(), "{heard:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_of_a_higher_role_are_forbidden() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    let conv = visitor.conv.clone();
    let staff_only = [
        "note",
        "claim",
        "decline",
        "release",
        "resolve",
        "reopen",
        "alert_ack",
        "alert_snooze",
        "alert_close",
        "me",
        "sub",
        "unsub",
    ];
    for t in staff_only {
        let mut frame = json!({"t": t, "id": fresh_id()});
        match t {
            "me" => frame["available"] = json!(true),
            "sub" | "unsub" => frame["topic"] = json!("inbox"),
            _ => frame["conv"] = json!(conv),
        }
        match t {
            "note" => frame["text"] = json!("x"),
            "alert_ack" => frame["alert"] = json!(fresh_id()),
            "alert_snooze" => {
                frame["alert"] = json!(fresh_id());
                (frame["minutes"], frame["reason"]) = (json!(15), json!("less_urgent"));
            }
            "alert_close" => (frame["alert"], frame["verdict"]) = (json!(fresh_id()), json!("done")),
            _ => {}
        }
        assert_eq!(visitor.wire.ask_refused(frame).await, "forbidden", "{t}");
    }
    let mut lin = Staff::login(&server, "lin").await;
    let board = json!({"t": "sub", "id": fresh_id(), "topic": "board"});
    assert_eq!(lin.wire.ask_refused(board.clone()).await, "forbidden");
    let ack = json!({"t": "alert_ack", "id": fresh_id(), "conv": conv, "alert": fresh_id()});
    assert_eq!(lin.wire.ask_refused(ack).await, "forbidden");
    for t in ["open", "human", "end"] {
        let mut frame = json!({"t": t, "id": fresh_id()});
        if t != "open" {
            frame["conv"] = json!(conv);
        }
        assert_eq!(lin.wire.ask_refused(frame).await, "forbidden", "{t}");
    }
    let mut sam = Staff::login(&server, "sam").await;
    sam.wire.ask_ok(board).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hello_comes_first_and_proves_something() {
    let store = Arc::new(MemoryStore::new());
    let server = TestServer::over(store.clone()).await;
    let hello = |token: &str| json!({"t": "hello", "token": token});
    let id = fresh_id();
    assert_eq!(closed_after(&server, json!({"t": "ping"})).await, ended(4400, "hello_expected"));
    assert_eq!(closed_after(&server, json!({"t": "open", "id": id})).await, ended(4400, "hello_expected"));
    assert_eq!(closed_after(&server, json!({"event": "base"})).await, ended(4400, "bad_frame"));
    assert_eq!(closed_after(&server, json!({"t": "hello", "admin": true})).await, ended(4400, "invalid_field"));
    assert_eq!(closed_after(&server, json!({"t": "hello"})).await, ended(4401, "unauthorized"));
    for token in ["", "guess", "\u{0}", &"x".repeat(60_000)] {
        assert_eq!(closed_after(&server, hello(token)).await, ended(4401, "unauthorized"), "{token:.20}");
    }
    let expired = Known {
        id: VisitorId(uuid::Uuid::now_v7()),
        site: SiteId::try_from("demo".to_owned()).expect("a name"),
        token_hash: hash_token("an expired token of the usual length 0000000"),
        expires_at: Timestamp(1),
        identity: None,
    };
    store.put_visitor(expired).await.expect("put");
    let late = closed_after(&server, hello("an expired token of the usual length 0000000")).await;
    assert_eq!(late, ended(4401, "unauthorized"));

    // A ticket opens one socket; a visitor's token is no ticket, nor the other way round.
    let lin = Staff::login(&server, "lin").await;
    let used = ticket(&lin.http, &server).await;
    Wire::dial(&server).await.hello(json!({"t": "hello", "ticket": used})).await;
    assert_eq!(closed_after(&server, json!({"t": "hello", "ticket": used})).await, ended(4401, "unauthorized"));
    let visitors = token(&server).await;
    assert_eq!(closed_after(&server, json!({"t": "hello", "ticket": visitors})).await, ended(4401, "unauthorized"));
    let fresh = ticket(&lin.http, &server).await;
    assert_eq!(closed_after(&server, hello(&fresh)).await, ended(4401, "unauthorized"));
}

#[tokio::test(flavor = "multi_thread")]
async fn origins_that_only_look_alike_are_refused() {
    let server = TestServer::start().await;
    let port = server.addr.port();
    let visitors = token(&server).await;
    let lin = Staff::login(&server, "lin").await;
    let fresh = ticket(&lin.http, &server).await;
    let alike = [
        None,
        Some("null".to_owned()),
        Some(String::new()),
        Some(format!("http://127.0.0.1:{port}.evil.test")),
        Some(format!("http://evil.test/127.0.0.1:{port}")),
        Some(format!("http://127.0.0.1:{port}/")),
        Some(format!("http://user@127.0.0.1:{port}")),
        Some("http://127.0.0.1".to_owned()),
        Some(format!("http://127.0.0.1:{}", port ^ 1)),
        Some(format!("ftp://127.0.0.1:{port}")),
        Some(format!("http://127.0.0.2:{port}")),
        Some(format!("HTTP://127.0.0.1:{port}")),
        Some("https://evil.test".to_owned()),
        Some(format!("http://127.0.0.1:{port} http://evil.test")),
    ];
    for origin in alike {
        for proof in ["token", "ticket"] {
            let mut headers = vec![("sec-websocket-protocol", "attune.v1.json")];
            headers.extend(origin.as_deref().map(|origin| ("origin", origin)));
            let mut wire = Wire::try_dial(&server, &headers).await.expect("the handshake itself succeeds");
            let secret = if proof == "token" { &visitors } else { &fresh };
            wire.say(&json!({"t": "hello", proof: secret})).await;
            assert_eq!(wire.closed().await, ended(4403, "origin_refused"), "{origin:?} with a {proof}");
        }
    }
    let twice = [("origin", server.origin()), ("origin", "https://evil.test".to_owned())];
    let mut headers: Vec<_> = twice.iter().map(|(name, value)| (*name, value.as_str())).collect();
    headers.push(("sec-websocket-protocol", "attune.v1.json"));
    let mut wire = Wire::try_dial(&server, &headers).await.expect("the handshake itself succeeds");
    wire.say(&json!({"t": "hello", "token": visitors})).await;
    assert_eq!(wire.closed().await, ended(4403, "origin_refused"));
    // None of them has used the ticket up.
    Wire::dial(&server).await.hello(json!({"t": "hello", "ticket": fresh})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_subprotocols_are_turned_away() {
    let server = TestServer::start().await;
    let origin = server.origin();
    for protocols in [None, Some("chat"), Some("ATTUNE.V1.JSON"), Some("json, chat")] {
        let mut headers = vec![("origin", origin.as_str())];
        headers.extend(protocols.map(|names| ("sec-websocket-protocol", names)));
        match Wire::try_dial(&server, &headers).await {
            Err(Error::Http(answer)) => assert_eq!(answer.status(), 400, "{protocols:?}"),
            other => panic!("{protocols:?}: {:?}", other.err()),
        }
    }
    let headers = [("origin", origin.as_str()), ("sec-websocket-protocol", "attune.v9.json")];
    let mut newer = Wire::try_dial(&server, &headers).await.expect("agreed to, for a close code");
    assert_eq!(newer.closed().await.code, 4406);
    let headers = [("origin", origin.as_str()), ("sec-websocket-protocol", "attune.v9.json, attune.v1.json")];
    let mut both = Wire::try_dial(&server, &headers).await.expect("ours is among them");
    both.hello(json!({"t": "hello", "token": token(&server).await})).await;
    let plain = reqwest::get(format!("{origin}/ws")).await.expect("an answer");
    assert_eq!(plain.status(), 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_text_frame_of_the_right_size_ends_its_own_socket_at_most() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    let frame = json!({"t": "human", "id": fresh_id(), "conv": visitor.conv}).to_string();
    let padded = |size: usize| Message::text(format!("{frame}{}", " ".repeat(size - frame.len())));
    visitor.wire.raw(padded(64 * 1024)).await;
    visitor.wire.find_type("ack").await;
    visitor.wire.raw(padded(64 * 1024 + 1)).await;
    let nack = visitor.wire.find_type("nack").await;
    assert_eq!((&nack["code"], nack["id"].is_string()), (&json!("too_large"), true));
    visitor.say("Still connected.").await;

    let raw = |opcode, payload: Vec<u8>| Message::Frame(Frame::message(payload, OpCode::Data(opcode), true));
    for (message, code) in [
        (Message::binary(vec![1, 2, 3]), 4400),
        (raw(Data::Text, vec![0xff, 0xfe]), 1007),
        (raw(Data::Text, vec![b'{', 0xc3, 0x28]), 1007),
        (padded(256 * 1024), 4400),
    ] {
        for greeted in [true, false] {
            let mut wire = Wire::dial(&server).await;
            if greeted {
                wire.hello(json!({"t": "hello", "token": token(&server).await})).await;
            }
            // The server may have hung up before all of it was sent.
            let _ = wire.try_raw(message.clone()).await;
            let closed = wire.closed().await;
            let reset = closed.code == 1006 && message.len() > 128 * 1024;
            assert!(closed.code == code || reset, "{closed:?} instead of {code}");
        }
    }
    assert_alive(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_ends_a_login_ends_its_sockets_within_a_second() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let server = TestServer::over(Arc::clone(&store)).await;
    let auth = Auth::new(Arc::clone(&store), Arc::new(SystemClock));
    let (email, password) = ("eve@demo.test".to_owned(), "a long enough password".to_owned());
    let (name, role, language) = ("Ada".to_owned(), Role::Admin, Language::En);
    let ada = NewMember { email, name, password: password.clone(), role, capacity: 1, language };
    auth.create_member(ada).await.expect("created");
    let admin = reqwest::Client::builder().cookie_store(true).build().expect("a client");
    let login = json!({"email": "eve@demo.test", "password": password});
    post(&admin, &server, "/v1/login", login).await.error_for_status().expect("logged in");

    let mut lin = Staff::login(&server, "lin").await;
    let session = lin.welcome["session"].clone();
    post(&lin.http, &server, "/v1/logout", json!({})).await.error_for_status().expect("logged out");
    let closed = timeout(Duration::from_secs(1), lin.wire.closed()).await.expect("within a second");
    assert_eq!(closed, ended(4409, "session_ended"));
    let again = Staff::login(&server, "lin").await;
    let resume = json!({"resume": {"session": session, "received": 0}});
    let back = Staff::connect(&server, again.http, resume).await;
    assert_eq!(back.welcome["resumed"], false);

    for change in [json!({"role": "supervisor"}), json!({"active": false})] {
        let mut ana = Staff::login(&server, "ana").await;
        let path = format!("/v1/staff/{}", ana.welcome["me"]["staff"].as_str().expect("an id"));
        post(&admin, &server, &path, change.clone()).await.error_for_status().expect("changed");
        let closed = timeout(Duration::from_secs(1), ana.wire.closed()).await.expect("within a second");
        assert_eq!(closed, ended(4409, "session_ended"), "{change}");
    }
}
