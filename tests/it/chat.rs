//! Talking: both ways, once, in order, durable; and nothing of the inside reaches a visitor.

use super::store_contract::{append, conversation, opened};
use super::support::{Staff, TestServer, Visitor, Wire, fresh_id, items, token};
use attune::domain::PhaseName;
use attune::store::{MemoryStore, Store};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Stands in a note; no visitor may ever hear it.
const CANARY: &str = "canary-2c9e";

fn places(frames: &[Value]) -> Vec<u64> {
    frames.iter().map(|frame| frame["seq"].as_u64().expect("a place")).collect()
}

fn run(upto: u64) -> Vec<u64> {
    (1..=upto).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_goes_both_ways() {
    let server = TestServer::start().await;
    let mut lin = Staff::login(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    lin.follow("conv", Some(&visitor.conv)).await;

    visitor.say("Where is my parcel?").await;
    let said = |text: &'static str| move |f: &Value| f["t"] == "event" && f["event"]["text"] == text;
    let seen = lin.wire.find("the visitor's words", said("Where is my parcel?")).await;
    assert_eq!(seen["by"], json!({"who": "visitor"}));

    lin.take_over(&visitor).await;
    let joined = visitor.wire.find("joined", |f| f["t"] == "state" && f["what"] == "joined").await;
    assert_eq!(joined["name"], "Lin");
    lin.say(&visitor.conv, "I am looking. 我在查。").await;
    let answer = visitor.wire.find("the answer", |f| f["t"] == "msg" && f["from"] == "agent").await;
    assert_eq!((&answer["text"], &answer["name"]), (&json!("I am looking. 我在查。"), &json!("Lin")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_outlives_the_server() {
    let mut server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    let ack = visitor.say("Keep this.").await;
    let closed = visitor.wire.closed();
    let (closed, ()) = tokio::join!(closed, server.stop());
    assert_eq!((closed.code, closed.bye.as_deref()), (4013, Some("draining")));
    assert!((500..5_000).contains(&closed.retry_ms.expect("when to come back")), "{closed:?}");
    server.restart().await;

    let mut back = Visitor::again(&server, visitor.token).await;
    assert_eq!(back.welcome["resumed"], false);
    assert_eq!(back.welcome["conv"]["conv"], ack["conv"]);
    let log = back.history(0).await;
    assert_eq!(places(&log), run(log.len() as u64));
    let kept = log.iter().find(|frame| frame["text"] == "Keep this.").expect("it was acknowledged");
    assert_eq!((&kept["seq"], &kept["at"]), (&ack["seq"], &ack["at"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_sent_again_stands_once() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    let id = fresh_id();
    let first = visitor.say_as(&id, "Once.").await;
    let again = visitor.say_as(&id, "Once.").await;
    assert_eq!(again["dup"], true);
    assert!(first.get("dup").is_none(), "{first}");
    assert_eq!((&again["seq"], &again["at"]), (&first["seq"], &first["at"]));
    let other = json!({"t": "msg", "id": id, "conv": visitor.conv, "text": "Something else."});
    assert_eq!(visitor.wire.ask_refused(other).await, "id_reused");
    let log = visitor.history(0).await;
    assert_eq!(log.iter().filter(|frame| frame["id"] == id.as_str()).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_counts_without_gaps_and_hears_nothing_of_the_inside() {
    let server = TestServer::start().await;
    let mut lin = Staff::login(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    lin.follow("conv", Some(&visitor.conv)).await;
    visitor.say("You are useless!").await;
    let note = json!({"t": "note", "id": fresh_id(), "conv": visitor.conv, "text": CANARY});
    lin.wire.ask_ok(note).await;
    lin.take_over(&visitor).await;
    lin.say(&visitor.conv, "Sorry.").await;
    visitor.wire.ask_ok(json!({"t": "rate", "id": fresh_id(), "conv": visitor.conv, "score": 1})).await;

    let log = visitor.history(0).await;
    assert_eq!(places(&log), run(log.len() as u64));
    let mut live: Vec<Value> = visitor.wire.settled().await;
    live.retain(|frame| frame["t"] == "msg" || frame["t"] == "state");
    assert_eq!(live, log, "live and history are the same frames");
    let inside = ["canary", "scored", "stage", "alert", "belief", "\"event\"", "noted", "epoch\":1"];
    for word in inside {
        assert!(!visitor.wire.heard.contains(word), "{word} in {}", visitor.wire.heard);
    }
    let staff_log = json!({"t": "history", "id": fresh_id(), "conv": visitor.conv, "after": 0});
    let staff_log = items(&lin.wire.ask_ok(staff_log).await);
    assert_eq!(places(&staff_log), run(staff_log.len() as u64));
    assert!(staff_log.len() > log.len() && staff_log.iter().any(|frame| frame["event"]["text"] == CANARY));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_tab_of_a_visitor_is_in_the_same_conversation() {
    let server = TestServer::start().await;
    let mut one = Visitor::arrive(&server).await;
    let mut other = Visitor::again(&server, one.token.clone()).await;
    let open = |id: String| json!({"t": "open", "id": id});
    let (first, second) = tokio::join!(one.wire.ask_ok(open(fresh_id())), other.wire.ask_ok(open(fresh_id())));
    assert_eq!(first["conv"], second["conv"]);
    one.conv = first["conv"].as_str().expect("a conversation").to_owned();
    one.say("From the first tab.").await;
    other.wire.find("the other tab's words", |frame| frame["text"] == "From the first tab.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_pages_both_ways() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    for n in 0..6 {
        visitor.say(&format!("Message {n}")).await;
    }
    let head = visitor.history(0).await.len() as u64;
    let page = |more: Value| {
        let mut frame = json!({"t": "history", "id": fresh_id(), "conv": visitor.conv});
        frame.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        frame
    };
    let forward = page(json!({"after": 2, "limit": 3}));
    let newest = page(json!({"limit": 2}));
    let back = page(json!({"before": 3, "limit": 9}));
    let beyond = page(json!({"after": 9_999}));
    let forward = visitor.wire.ask_ok(forward).await;
    assert_eq!((places(&items(&forward)), &forward["more"]), (vec![3, 4, 5], &json!(true)));
    let newest = visitor.wire.ask_ok(newest).await;
    assert_eq!((places(&items(&newest)), &newest["more"]), (vec![head - 1, head], &json!(true)));
    let back = visitor.wire.ask_ok(back).await;
    assert_eq!((places(&items(&back)), &back["more"]), (vec![1, 2], &json!(false)));
    let beyond = visitor.wire.ask_ok(beyond).await;
    assert_eq!((items(&beyond).len(), &beyond["more"], &beyond["head"]), (0, &json!(false), &json!(head)));
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_and_read_marks_reach_the_other_side_in_its_own_numbering() {
    let server = TestServer::start().await;
    let (mut lin, mut ana) = (Staff::login(&server, "lin").await, Staff::login(&server, "ana").await);
    let mut visitor = Visitor::waiting(&server).await;
    lin.follow("conv", Some(&visitor.conv)).await;
    lin.wire.ask_ok(json!({"t": "note", "id": fresh_id(), "conv": visitor.conv, "text": "hidden"})).await;
    let ack = visitor.say("Hello?").await;
    lin.take_over(&visitor).await;

    visitor.wire.say(&json!({"t": "typing", "conv": visitor.conv, "on": true})).await;
    let typing = lin.wire.find_type("typing").await;
    assert_eq!((&typing["who"], &typing["on"]), (&json!("visitor"), &json!(true)));
    visitor.wire.say(&json!({"t": "read", "conv": visitor.conv, "seq": ack["seq"]})).await;
    let receipt = lin.wire.find_type("receipt").await;
    let said = lin.wire.find("the message", |f| f["event"]["text"] == "Hello?").await;
    assert_eq!(receipt["seq"], said["seq"], "the log's numbering");
    assert!(said["seq"].as_u64() > ack["seq"].as_u64(), "a hidden event lies between");

    // Ana holds no floor: the visitor learns nothing of her.
    ana.wire.say(&json!({"t": "typing", "conv": visitor.conv, "on": true})).await;
    ana.wire.say(&json!({"t": "read", "conv": visitor.conv, "seq": said["seq"]})).await;
    ana.wire.settled().await;
    lin.wire.say(&json!({"t": "read", "conv": visitor.conv, "seq": said["seq"]})).await;
    lin.wire.say(&json!({"t": "typing", "conv": visitor.conv, "on": false})).await;
    let receipt = visitor.wire.find_type("receipt").await;
    assert_eq!((&receipt["seq"], &receipt["who"]), (&ack["seq"], &json!("agent")), "the visitor's numbering");
    let typing = visitor.wire.find_type("typing").await;
    assert_eq!((&typing["name"], &typing["on"]), (&json!("Lin"), &json!(false)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inbox_is_a_snapshot_and_then_every_change() {
    let server = TestServer::start().await;
    let mut early = Visitor::chatting(&server).await;
    let mut lin = Staff::login(&server, "lin").await;
    let ack = lin.follow("inbox", None).await;
    let before_ack = lin.wire.find("the snapshot", |f| f["summary"]["conv"] == early.conv.as_str()).await;
    assert_eq!((&ack["t"], &before_ack["t"]), (&json!("ack"), &json!("conv")));
    let late = Visitor::chatting(&server).await;
    lin.wire.find("a new conversation", |f| f["summary"]["conv"] == late.conv.as_str()).await;
    early.say("More words").await;
    lin.wire.find("a change", |f| f["summary"]["preview"] == "More words").await;

    lin.wire.ask_ok(json!({"t": "unsub", "id": fresh_id(), "topic": "inbox"})).await;
    lin.wire.settled().await;
    early.say("Unheard").await;
    lin.follow("conv", Some(&early.conv)).await;
    let after = lin.wire.settled().await;
    assert!(!after.iter().any(|frame| frame["t"] == "conv"), "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_who_is_not_available_stays_so_over_a_reconnect() {
    let server = TestServer::start().await;
    let mut lin = Staff::available(&server, "lin").await;
    assert_eq!(lin.welcome["me"]["available"], true);
    lin.wire.ask_ok(json!({"t": "me", "id": fresh_id(), "available": false})).await;
    let Staff { http, wire, .. } = lin;
    wire.close(1000).await;
    let lin = Staff::connect(&server, http, json!({})).await;
    assert_eq!(lin.welcome["me"]["available"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_welcome_says_what_a_client_must_know() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    visitor.say("One.").await;
    let again = Visitor::again(&server, visitor.token).await.welcome;
    assert_eq!((&again["role"], &again["heartbeat_ms"]), (&json!("visitor"), &json!(25_000)));
    assert_eq!(again["conv"]["phase"], "with_bot");
    assert!(again["conv"]["head"].as_u64() >= Some(2));
    assert!(again["epoch"].as_str().is_some_and(|epoch| !epoch.is_empty()));
    assert!(again.get("scoring").is_none(), "visitors learn nothing of the model");
    let lin = Staff::login(&server, "lin").await.welcome;
    assert_eq!((&lin["role"], &lin["me"]["name"]), (&json!("agent"), &json!("Lin")));
    assert_eq!(lin["scoring"]["scoring"], "off");
    let mut other = Wire::dial(&server).await;
    let fresh = other.hello(json!({"t": "hello", "token": token(&server).await})).await;
    assert!(fresh.get("conv").is_none(), "nothing opened yet");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_who_is_free_is_offered_the_packet_and_takes_the_floor() {
    let server = TestServer::start().await;
    let mut lin = Staff::available(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    let offer = lin.wire.find_type("offer").await;
    assert_eq!(offer["summary"]["conv"], visitor.conv.as_str());
    assert!(offer["packet"]["hash"].as_str().is_some_and(|hash| hash.len() == 64), "{offer}");
    let claimed = lin.ask("claim", &visitor.conv).await;
    assert_eq!(claimed["t"], "ack", "{claimed}");
    visitor.wire.find("joined", |f| f["what"] == "joined" && f["name"] == "Lin").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inbox_of_many_conversations_arrives_whole() {
    // Far more than may wait for a slow reader.
    const MANY: usize = 1_500;
    let store = Arc::new(MemoryStore::new());
    for _ in 0..MANY {
        let mut open = append(conversation(), vec![opened(1, 1)]);
        open.summary.phase = PhaseName::Waiting;
        store.append(&open).await.expect("appends");
    }
    let server = TestServer::over(store).await;
    let mut lin = Staff::login(&server, "lin").await;
    lin.follow("inbox", None).await;
    let lines = lin.wire.settled().await;
    let convs: BTreeSet<_> = lines.iter().filter_map(|frame| frame["summary"]["conv"].as_str()).collect();
    assert_eq!(convs.len(), MANY);
}
