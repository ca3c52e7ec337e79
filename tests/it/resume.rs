//! Cuts: what was missed comes back exactly, or the client is told to reload.

use super::support::{Staff, TestServer, Visitor, Wire, fresh_id, ticket, token};
use serde_json::{Value, json};
use std::time::Duration;

fn texts(frames: &[Value]) -> Vec<&str> {
    frames.iter().filter_map(|frame| frame["text"].as_str().or(frame["event"]["text"].as_str())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resumed_session_hears_exactly_what_it_missed() {
    let server = TestServer::start().await;
    let mut lin = Staff::login(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    lin.take_over(&visitor).await;
    let mut counted = visitor.wire.settled().await;
    assert_eq!(counted.last().map(|frame| &frame["what"]), Some(&json!("joined")));

    for round in 0..3 {
        let (token, session) = (visitor.token.clone(), visitor.welcome["session"].clone());
        let received = visitor.wire.received;
        visitor.wire.cut();
        for n in 0..3 {
            lin.say(&visitor.conv, &format!("Missed {round}.{n}")).await;
        }
        let mut wire = Wire::dial(&server).await;
        wire.received = received;
        let resume = json!({"session": session, "received": received});
        let welcome = wire.hello(json!({"t": "hello", "token": token, "resume": resume})).await;
        assert_eq!(welcome["resumed"], true);
        let missed = wire.settled().await;
        assert_eq!(texts(&missed), [0, 1, 2].map(|n| format!("Missed {round}.{n}")));
        counted.extend(missed);
        visitor = Visitor { token, wire, welcome, conv: visitor.conv };
    }
    let log = visitor.history(0).await;
    let first = counted[0]["seq"].as_u64().and_then(|seq| usize::try_from(seq).ok()).expect("a place");
    assert_eq!(counted, log[first - 1..], "each once and in order");
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_on_the_wire_when_it_is_cut_come_again() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    visitor.say("Heard.").await;
    let all = visitor.wire.settled().await;
    assert!(all.len() >= 2);
    // As if the last two had been lost with the socket.
    visitor.wire.received -= 2;
    let mut back = visitor.resume(&server).await;
    assert_eq!(back.welcome["resumed"], true);
    let again = back.wire.settled().await;
    assert_eq!(again, all[all.len() - 2..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_sees_the_reply_that_a_colleague_made_meanwhile() {
    let server = TestServer::start().await;
    let (mut lin, mut ana) = (Staff::login(&server, "lin").await, Staff::login(&server, "ana").await);
    let visitor = Visitor::waiting(&server).await;
    ana.follow("conv", Some(&visitor.conv)).await;
    ana.wire.settled().await;
    lin.take_over(&visitor).await;
    ana.wire.find("the takeover", |f| f["event"]["kind"] == "accepted").await;
    ana.wire.settled().await;
    let (session, received) = (ana.welcome["session"].clone(), ana.wire.received);
    ana.wire.cut();
    lin.say(&visitor.conv, "While Ana was away.").await;
    let resume = json!({"resume": {"session": session, "received": received}});
    let mut ana = Staff::connect(&server, ana.http, resume).await;
    assert_eq!(ana.welcome["resumed"], true);
    let missed = ana.wire.settled().await;
    assert_eq!(texts(&missed), ["While Ana was away."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_resumed_starts_afresh() {
    let mut server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    visitor.wire.settled().await;
    let session = visitor.welcome["session"].clone();
    let hello = |token: &str, session: &Value, received: u64| json!({"t": "hello", "token": token, "resume": {"session": session, "received": received}});

    // Somebody else's session is none; its owner goes on undisturbed.
    let stranger = token(&server).await;
    let mut thief = Wire::dial(&server).await;
    let welcome = thief.hello(hello(&stranger, &session, visitor.wire.received)).await;
    assert_eq!(welcome["resumed"], false);
    assert_ne!(welcome["session"], session);
    assert!(welcome.get("conv").is_none(), "{welcome}");
    visitor.say("Still here.").await;

    // A count that was never reached.
    let mut wire = Wire::dial(&server).await;
    let welcome = wire.hello(hello(&visitor.token, &session, 9_999)).await;
    assert_eq!(welcome["resumed"], false);

    // A server that was restarted remembers no sessions, but the log.
    let (session, received) = (welcome["session"].clone(), wire.received);
    wire.close(1001).await;
    server.restart().await;
    let mut wire = Wire::dial(&server).await;
    let fresh = wire.hello(hello(&visitor.token, &session, received)).await;
    assert_eq!((&fresh["resumed"], &fresh["epoch"]), (&json!(false), &welcome["epoch"]));
    assert_eq!(fresh["conv"]["conv"], visitor.conv.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_said_goodbye_is_not_waited_for() {
    let server = TestServer::start().await;
    for (code, resumed) in [(1000, false), (1001, true)] {
        let mut visitor = Visitor::chatting(&server).await;
        visitor.wire.settled().await;
        let (session, received) = (visitor.welcome["session"].clone(), visitor.wire.received);
        visitor.wire.close(code).await;
        let mut wire = Wire::dial(&server).await;
        let resume = json!({"session": session, "received": received});
        let welcome = wire.hello(json!({"t": "hello", "token": visitor.token, "resume": resume})).await;
        assert_eq!(welcome["resumed"], resumed, "after {code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_without_an_answer_is_sent_again_and_done_once() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    let id = fresh_id();
    let frame = json!({"t": "msg", "id": id, "conv": visitor.conv, "text": "Did you get this?"});
    visitor.wire.say(&frame).await;
    // Cut before the acknowledgement was read.
    let mut back = visitor.resume(&server).await;
    let ack = back.wire.ask_ok(frame).await;
    let log = back.history(0).await;
    let places: Vec<_> = log.iter().filter(|f| f["id"] == id.as_str()).map(|f| &f["seq"]).collect();
    assert_eq!(places, [&ack["seq"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_does_not_read_is_closed_and_goes_on_later() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    for n in 0..9 {
        visitor.say(&format!("{n}{}", "字".repeat(2_500))).await;
    }
    let lin = Staff::login(&server, "lin").await;
    // A small window, so that the kernel swallows little.
    let mut slow = Wire::dial_slow(&server).await;
    let hello = json!({"t": "hello", "ticket": ticket(&lin.http, &server).await});
    let welcome = slow.hello(hello).await;
    slow.ask_ok(json!({"t": "sub", "id": fresh_id(), "topic": "conv", "conv": visitor.conv})).await;
    // More than any kernel keeps for a reader, no faster than staff may ask.
    for burst in 0..4 {
        if burst > 0 {
            tokio::time::sleep(Duration::from_secs(3)).await;
        }
        for _ in 0..38 {
            let page = json!({"t": "history", "id": fresh_id(), "conv": visitor.conv, "after": 0, "limit": 200});
            slow.say(&page).await;
        }
    }
    // Pages wait for room; words of others do not, and are more than is held for one reader.
    let said: Vec<String> = (0..10).map(|n| format!("While nobody read {n}{}", "字".repeat(3_900))).collect();
    for text in &said {
        visitor.say(text).await;
    }
    server.until_metric("slow_consumers_total").await;
    let closed = slow.closed().await;
    assert_eq!((closed.code, closed.bye.as_deref()), (4008, Some("slow_consumer")));

    let resume = json!({"session": welcome["session"], "received": slow.received});
    let mut back = Staff::connect(&server, lin.http, json!({"resume": resume})).await;
    assert_eq!(back.welcome["resumed"], true, "after {} frames", slow.received);
    let missed = back.wire.settled().await;
    assert_eq!(texts(&missed), said);
}
