//! The desk at the door: nobody waits while somebody is free (R2), nobody gets more than they can hold (R1).

use super::support::{Staff, TestServer, Visitor, by_marks};
use serde_json::Value;

/// What the demo gives each agent.
const CAPACITY: u64 = 4;

fn conv(offer: &Value) -> String {
    offer["summary"]["conv"].as_str().expect("a conversation").to_owned()
}

/// The next counts that fit; every one on the way must keep R1.
async fn counts(supervisor: &mut Staff, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
    loop {
        let board = supervisor.wire.find(what, |frame| frame["t"] == "board").await;
        for agent in board["agents"].as_array().expect("agents") {
            assert!(agent["load"].as_u64() <= agent["capacity"].as_u64(), "R1: {agent}");
        }
        if fits(&board) {
            return board;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_are_filled_to_their_capacity_and_a_freed_one_gets_the_next() {
    let server = TestServer::start().await;
    let mut sam = Staff::login(&server, "sam").await;
    sam.follow("board", None).await;
    let (mut lin, mut ana) = (Staff::available(&server, "lin").await, Staff::available(&server, "ana").await);
    let mut visitors = Vec::new();
    for _ in 0..2 * CAPACITY + 2 {
        visitors.push(Visitor::waiting(&server).await);
    }
    let mut held = Vec::new();
    for staff in [&mut lin, &mut ana] {
        for _ in 0..CAPACITY {
            let offer = staff.wire.find_type("offer").await;
            assert_eq!(staff.ask("claim", &conv(&offer)).await["t"], "ack");
            held.push(conv(&offer));
        }
    }
    let full = |board: &Value| board["with_agent"] == 2 * CAPACITY && board["waiting"] == 2;
    counts(&mut sam, "both are full", full).await;
    for staff in [&mut lin, &mut ana] {
        let more = staff.wire.settled().await;
        assert!(!more.iter().any(|frame| frame["t"] == "offer"), "R1: {more:?}");
    }
    let next: Vec<&str> = visitors.iter().map(|v| v.conv.as_str()).filter(|c| !held.iter().any(|h| h == c)).collect();
    assert_eq!(lin.ask("resolve", &held[0]).await["t"], "ack");
    assert_eq!(conv(&lin.wire.find_type("offer").await), next[0], "who has waited longest is next");
    assert_eq!(ana.ask("resolve", held.last().expect("some")).await["t"], "ack");
    assert_eq!(conv(&ana.wire.find_type("offer").await), next[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_cannot_claim_more_than_they_can_hold_and_a_supervisor_can() {
    let server = TestServer::start().await;
    let (mut lin, mut sam) = (Staff::login(&server, "lin").await, Staff::login(&server, "sam").await);
    let mut visitors = Vec::new();
    for _ in 0..=CAPACITY {
        visitors.push(Visitor::chatting(&server).await);
    }
    let (last, first) = visitors.split_last().expect("some");
    for visitor in first {
        assert_eq!(lin.ask("claim", &visitor.conv).await["t"], "ack");
    }
    let refused = lin.ask("claim", &last.conv).await;
    assert_eq!((&refused["t"], &refused["code"]), (&"nack".into(), &"at_capacity".into()), "{refused}");
    assert_eq!(lin.ask("claim", &first[0].conv).await["t"], "ack", "what they hold they may claim again");
    assert_eq!(lin.ask("resolve", &first[0].conv).await["t"], "ack");
    assert_eq!(lin.ask("claim", &last.conv).await["t"], "ack", "there is room again");
    for visitor in &visitors[1..] {
        assert_eq!(sam.ask("claim", &visitor.conv).await["t"], "ack", "a supervisor takes over");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_of_an_agent_who_vanishes_goes_to_another_at_once() {
    let server = TestServer::start().await;
    let mut lin = Staff::available(&server, "lin").await;
    let visitor = Visitor::waiting(&server).await;
    lin.wire.find_type("offer").await;
    let mut ana = Staff::available(&server, "ana").await;
    lin.wire.close(1000).await;
    assert_eq!(conv(&ana.wire.find_type("offer").await), visitor.conv);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_becomes_available_is_offered_who_waits() {
    let server = TestServer::start().await;
    let mut lin = Staff::login(&server, "lin").await;
    let visitor = Visitor::waiting(&server).await;
    assert!(!lin.wire.settled().await.iter().any(|frame| frame["t"] == "offer"), "she takes none");
    lin.wire.ask_ok(serde_json::json!({"t": "me", "id": super::support::fresh_id(), "available": true})).await;
    assert_eq!(conv(&lin.wire.find_type("offer").await), visitor.conv);
}

#[tokio::test(flavor = "multi_thread")]
async fn visitors_learn_their_place_and_anger_moves_it() {
    let server = TestServer::reading(by_marks(), |_| {}).await;
    let mut first = Visitor::waiting(&server).await;
    first.wire.find("first in line", |f| f["t"] == "queue" && f["position"] == 1).await;
    let mut second = Visitor::waiting(&server).await;
    second.wire.find("second in line", |f| f["t"] == "queue" && f["position"] == 2).await;
    for _ in 0..2 {
        second.say("Still nothing!!!").await;
    }
    second.wire.find("first in line", |f| f["t"] == "queue" && f["position"] == 1).await;
    first.wire.find("second in line", |f| f["t"] == "queue" && f["position"] == 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_follows_the_board_has_the_counts_before_the_answer() {
    let server = TestServer::start().await;
    let _visitor = Visitor::waiting(&server).await;
    let mut sam = Staff::login(&server, "sam").await;
    sam.wire.say(&serde_json::json!({"t": "sub", "id": super::support::fresh_id(), "topic": "board"})).await;
    let board = sam.wire.next().await;
    assert_eq!((&board["t"], &board["waiting"]), (&serde_json::json!("board"), &serde_json::json!(1)), "{board}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gives_a_conversation_back_is_not_the_next_to_be_offered_it() {
    let server = TestServer::start().await;
    let mut lin = Staff::available(&server, "lin").await;
    let visitor = Visitor::waiting(&server).await;
    lin.wire.find_type("offer").await;
    assert_eq!(lin.ask("claim", &visitor.conv).await["t"], "ack");
    let mut ana = Staff::available(&server, "ana").await;
    assert_eq!(lin.ask("release", &visitor.conv).await["t"], "ack");
    assert_eq!(conv(&ana.wire.find_type("offer").await), visitor.conv);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_a_conversation_does_not_stay_with_an_agent_who_never_returns() {
    let mut server = TestServer::with(|settings| settings.routing.agent_grace_seconds = 1).await;
    let mut lin = Staff::available(&server, "lin").await;
    let visitor = Visitor::waiting(&server).await;
    lin.wire.find_type("offer").await;
    assert_eq!(lin.ask("claim", &visitor.conv).await["t"], "ack");
    server.restart().await;
    let mut ana = Staff::available(&server, "ana").await;
    assert_eq!(conv(&ana.wire.find_type("offer").await), visitor.conv);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_long_in_anger_is_offered_to_a_supervisor_who_takes_nothing_else() {
    let server = TestServer::reading(by_marks(), |settings| {
        (settings.routing.queue.senior_seconds, settings.routing.queue.supervisor_seconds) = (1, 1);
        settings.routing.offer_seconds = 1;
    })
    .await;
    let mut sam = Staff::login(&server, "sam").await;
    let calm = Visitor::waiting(&server).await;
    let mut angry = Visitor::waiting(&server).await;
    for _ in 0..3 {
        angry.say("Where is it!!!").await;
    }
    let offer = sam.wire.find_type("offer").await;
    assert_eq!(conv(&offer), angry.conv, "the calm one has waited longer");
    let waited = |of: &Value| of["expires_at"].as_i64().zip(of["summary"]["waiting_since"].as_i64());
    let (until, since) = waited(&offer).expect("a deadline, and since when they wait");
    assert!(until - since >= 3_000, "two rungs, and the time of the offer: {offer}");
    // Not accepted in time: it keeps its place, and is Sam's to claim all the same.
    sam.follow("conv", Some(&angry.conv)).await;
    sam.wire.find("the end of the offer", |frame| frame["event"]["kind"] == "offer_ended").await;
    assert_eq!(sam.ask("claim", &angry.conv).await["t"], "ack");
    let settled = sam.wire.settled().await;
    assert!(!settled.iter().any(|frame| frame["t"] == "offer" && conv(frame) == calm.conv), "{settled:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_nobody_answers_at_all_is_shown_to_supervisors_until_somebody_does() {
    let server = TestServer::reading(by_marks(), |settings| {
        (settings.routing.queue.senior_seconds, settings.routing.queue.supervisor_seconds) = (1, 1);
    })
    .await;
    let mut sam = Staff::login(&server, "sam").await;
    sam.follow("board", None).await;
    let calm = Visitor::waiting(&server).await;
    let mut angry = Visitor::waiting(&server).await;
    for _ in 0..3 {
        angry.say("Where is it!!!").await;
    }
    // Nobody else is there, and Sam lets it pass: there is nobody left to ask.
    let offer = sam.wire.find_type("offer").await;
    assert_eq!(conv(&offer), angry.conv);
    assert_eq!(sam.ask("decline", &angry.conv).await["t"], "ack");
    let left = |board: &Value| board["unanswered"]["waiting"] == 1 && board["waiting"] == 2;
    let board = counts(&mut sam, "who is left", left).await;
    let shown = &board["unanswered"]["open"];
    assert_eq!(
        (&shown[0]["conv"], &shown[0]["since"]),
        (&angry.conv.clone().into(), &offer["summary"]["waiting_since"])
    );
    assert!(!format!("{shown}").contains(&calm.conv), "a calm one waits for longer until then: {shown}");
    assert_eq!(sam.ask("claim", &angry.conv).await["t"], "ack");
    counts(&mut sam, "nobody is left", |board| board["unanswered"]["waiting"] == 0 && board["waiting"] == 1).await;
}
