//! Passing a conversation on: to a colleague, who is asked while its agent keeps the floor, and to a team through the
//! queue.

use super::support::{Staff, TestServer, Visitor, fresh_id};
use attune::config::Topic;
use serde_json::{Value, json};

/// What the demo gives each agent.
const CAPACITY: usize = 4;

/// Lin holds the visitor's conversation; Ana is there.
async fn held(server: &TestServer) -> (Staff, Staff, Visitor) {
    let mut lin = Staff::login(server, "lin").await;
    let visitor = Visitor::waiting(server).await;
    lin.take_over(&visitor).await;
    let mut ana = Staff::available(server, "ana").await;
    lin.follow("conv", Some(&visitor.conv)).await;
    ana.follow("conv", Some(&visitor.conv)).await;
    (lin, ana, visitor)
}

fn transfer(conv: &str, to: &Value, reason: &str) -> Value {
    json!({"t": "transfer", "id": fresh_id(), "conv": conv, "to": to, "reason": reason})
}

/// The last event of a kind.
async fn last(staff: &mut Staff, conv: &str, kind: &str) -> Value {
    let log = staff.log(conv).await;
    let found = log.into_iter().rev().find(|frame| frame["event"]["kind"] == kind);
    found.unwrap_or_else(|| panic!("no {kind} in the log"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_is_asked_while_its_agent_goes_on() {
    let server = TestServer::start().await;
    let (mut lin, mut ana, mut visitor) = held(&server).await;
    let conv = visitor.conv.clone();
    lin.wire.ask_ok(transfer(&conv, &json!({"agent": ana.id()}), "Knows returns")).await;
    let offer = ana.wire.find("the transfer", |f| f["t"] == "offer" && f["summary"]["passing"].is_object()).await;
    let passing = &offer["summary"]["passing"];
    assert_eq!((&passing["by_name"], &passing["reason"]), (&json!("Lin"), &json!("Knows returns")));
    assert_eq!(offer["summary"]["phase"], "with_agent");
    assert!(offer["packet"]["hash"].is_string());

    lin.say(&conv, "Ana will be with you in a moment.").await;
    let early = json!({"t": "msg", "id": fresh_id(), "conv": conv, "text": "Hello"});
    assert_eq!(ana.wire.ask_refused(early).await, "floor_moved");
    let second = transfer(&conv, &json!({"agent": ana.id()}), "Again");
    assert_eq!(lin.wire.ask_refused(second).await, "transfer_pending");

    assert_eq!(ana.ask("claim", &conv).await["t"], "ack");
    ana.say(&conv, "Hello, I am Ana.").await;
    let late = json!({"t": "msg", "id": fresh_id(), "conv": conv, "text": "Still here"});
    assert_eq!(lin.wire.ask_refused(late).await, "floor_moved");
    let joined = visitor.wire.find("Ana", |f| f["what"] == "joined" && f["name"] == "Ana").await;
    let seen = visitor.history(0).await;
    assert!(joined.is_object() && !format!("{seen:?}").contains("Knows returns"), "the reason is for staff: {seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_agent_reads_every_transfer_before() {
    let server = TestServer::start().await;
    let (mut lin, mut ana, visitor) = held(&server).await;
    let conv = visitor.conv.clone();
    lin.wire.ask_ok(transfer(&conv, &json!({"agent": ana.id()}), "Knows returns")).await;
    assert_eq!(ana.ask("claim", &conv).await["t"], "ack");
    lin.wire.ask_ok(json!({"t": "me", "id": fresh_id(), "available": true})).await;
    ana.wire.ask_ok(transfer(&conv, &json!({"agent": lin.id()}), "Back to you, it was the bill")).await;
    let offer = last(&mut lin, &conv, "offered").await;
    let passed = offer["event"]["packet"]["passed"].as_array().expect("transfers").clone();
    assert_eq!(passed.len(), 1, "{passed:?}");
    assert_eq!((&passed[0]["by"], &passed[0]["to"]["name"]), (&json!("Lin"), &json!("Ana")));
    assert_eq!(passed[0]["reason"], "Knows returns");
    assert_eq!(offer["event"]["passed"], "Back to you, it was the bill");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_an_absence_and_second_thoughts_leave_it_where_it_was() {
    let server = TestServer::start().await;
    let (mut lin, mut ana, visitor) = held(&server).await;
    let conv = visitor.conv.clone();
    let to = json!({"agent": ana.id()});
    lin.wire.ask_ok(transfer(&conv, &to, "Knows returns")).await;
    let no = json!({"t": "decline", "id": fresh_id(), "conv": conv, "reason": "In the middle of a call"});
    ana.wire.ask_ok(no).await;
    let ended = last(&mut lin, &conv, "offer_ended").await;
    assert_eq!(
        (&ended["event"]["declined"], &ended["event"]["reason"]),
        (&json!(true), &json!("In the middle of a call"))
    );
    lin.say(&conv, "One moment.").await;

    lin.wire.ask_ok(transfer(&conv, &to, "Please")).await;
    assert_eq!(lin.ask("transfer_cancel", &conv).await["t"], "ack");
    assert_eq!(ana.wire.ask_refused(json!({"t": "claim", "id": fresh_id(), "conv": conv})).await, "conflict");

    lin.wire.ask_ok(transfer(&conv, &to, "Once more")).await;
    let before = last(&mut lin, &conv, "offered").await["seq"].as_u64().expect("a place");
    ana.wire.cut();
    let ended =
        lin.wire.find("its end", |f| f["event"]["kind"] == "offer_ended" && f["seq"].as_u64() > Some(before)).await;
    assert_eq!((&ended["by"]["who"], &ended["event"]["declined"]), (&json!("system"), &json!(false)));
    lin.say(&conv, "I am still with you.").await;
    assert_eq!(lin.wire.ask_refused(transfer(&conv, &to, "Gone?")).await, "agent_away");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_who_cannot_take_it() {
    let server = TestServer::start().await;
    let (mut lin, mut ana, visitor) = held(&server).await;
    let conv = visitor.conv.clone();
    let (mine, hers) = (json!({"agent": lin.id()}), json!({"agent": ana.id()}));
    let unknown = json!({"agent": fresh_id()});
    ana.wire.ask_ok(json!({"t": "me", "id": fresh_id(), "available": false})).await;
    for (to, code) in [(&mine, "invalid_field"), (&hers, "agent_away"), (&unknown, "agent_away")] {
        assert_eq!(lin.wire.ask_refused(transfer(&conv, to, "Please")).await, code, "{to}");
    }
    let team = json!({"team": "no such team"});
    assert_eq!(lin.wire.ask_refused(transfer(&conv, &team, "Please")).await, "invalid_field");
    for reason in ["", "   ", &"x".repeat(501)] {
        assert_eq!(lin.wire.ask_refused(transfer(&conv, &hers, reason)).await, "invalid_field");
    }
    assert_eq!(ana.wire.ask_refused(transfer(&conv, &mine, "Not hers to give")).await, "agent_away");
    let colleagues = lin.get(&server, "/v1/colleagues").await;
    let listed = colleagues["colleagues"].as_array().expect("a list").clone();
    assert_eq!(listed.len(), 1, "without whoever asks: {listed:?}");
    assert_eq!((&listed[0]["name"], &listed[0]["available"]), (&json!("Ana"), &json!(false)));
}

/// An agent's screen says what was acknowledged, and colleagues go by it.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_told_that_they_take_chats_can_be_asked_from_then_on() {
    let server = TestServer::start().await;
    let mut lin = Staff::login(&server, "lin").await;
    let visitor = Visitor::waiting(&server).await;
    lin.take_over(&visitor).await;
    let conv = visitor.conv.clone();
    let mut ana = Staff::available(&server, "ana").await;
    let hers = json!({"agent": ana.id()});
    lin.wire.ask_ok(transfer(&conv, &hers, "Just welcomed")).await;
    assert_eq!(lin.ask("transfer_cancel", &conv).await["t"], "ack");
    for round in 0..10 {
        ana.wire.ask_ok(json!({"t": "me", "id": fresh_id(), "available": false})).await;
        let refused = lin.wire.ask_refused(transfer(&conv, &hers, "Takes none")).await;
        assert_eq!(refused, "agent_away", "round {round}");
        ana.wire.ask_ok(json!({"t": "me", "id": fresh_id(), "available": true})).await;
        lin.wire.ask_ok(transfer(&conv, &hers, "Takes them again")).await;
        assert_eq!(lin.ask("transfer_cancel", &conv).await["t"], "ack");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_to_hold_more_than_they_can_and_whoever_lets_one_go_can_be_asked_at_once() {
    let server = TestServer::start().await;
    let (mut lin, mut ana, visitor) = held(&server).await;
    let mut sam = Staff::login(&server, "sam").await;
    let (conv, hers) = (visitor.conv.clone(), json!({"agent": ana.id()}));
    let mut full = Vec::new();
    for _ in 0..CAPACITY {
        full.push(Visitor::chatting(&server).await);
        assert_eq!(ana.ask("claim", &full.last().expect("one").conv).await["t"], "ack");
    }
    for (who, whose) in [(&mut lin, "their agent"), (&mut sam, "a supervisor")] {
        assert_eq!(who.wire.ask_refused(transfer(&conv, &hers, "Full")).await, "at_capacity", "{whose}");
    }
    for one in &full {
        assert_eq!(ana.ask("resolve", &one.conv).await["t"], "ack");
        sam.wire.ask_ok(transfer(&conv, &hers, "Room for one")).await;
        assert_eq!(sam.ask("transfer_cancel", &conv).await["t"], "ack");
        let next = Visitor::chatting(&server).await;
        assert_eq!(ana.ask("claim", &next.conv).await["t"], "ack");
        assert_eq!(sam.wire.ask_refused(transfer(&conv, &hers, "Full again")).await, "at_capacity");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_gets_it_through_the_queue() {
    let server = TestServer::with(|settings| {
        let (name, words) = ("returns".to_owned(), vec!["return".to_owned()]);
        settings.routing.queue.topics.push(Topic { name, words, ..Topic::default() });
    })
    .await;
    let mut lin = Staff::login(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    let conv = visitor.conv.clone();
    lin.take_over(&visitor).await;
    lin.follow("inbox", None).await;
    lin.wire.ask_ok(transfer(&conv, &json!({"team": "returns"}), "Wants to send it back")).await;
    let queued = last(&mut lin, &conv, "queued").await;
    assert_eq!(
        (&queued["event"]["cause"], &queued["event"]["passed"]["team"]),
        (&json!("transferred"), &json!("returns"))
    );
    visitor.wire.find("the handoff", |f| f["what"] == "waiting").await;
    let mut ana = Staff::available(&server, "ana").await;
    let offer = ana.wire.find_type("offer").await;
    assert_eq!((&offer["summary"]["conv"], &offer["summary"]["team"]), (&json!(conv), &json!("returns")));
    let passed = &offer["packet"]["passed"][0];
    assert_eq!((&passed["by"], &passed["reason"]), (&json!("Lin"), &json!("Wants to send it back")));
    assert_eq!(ana.ask("claim", &conv).await["t"], "ack");
    visitor.wire.find("Ana", |f| f["what"] == "joined" && f["name"] == "Ana").await;
}
