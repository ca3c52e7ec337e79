//! Asking an expert privately: they read along and answer in notes, and the visitor's frames tell nothing of it.

use super::support::{Staff, TestServer, Visitor, fresh_id};
use attune::config::{Agent, Topic};
use serde_json::{Value, json};

const QUESTION: &str = "Does the warranty cover water?";

/// Lin holds the visitor's conversation; Ana is there and left alone by the desk.
async fn held(server: &TestServer) -> (Staff, Staff, Visitor) {
    let mut lin = Staff::login(server, "lin").await;
    let visitor = Visitor::waiting(server).await;
    lin.take_over(&visitor).await;
    let mut ana = Staff::login(server, "ana").await;
    lin.follow("inbox", None).await;
    ana.follow("inbox", None).await;
    (lin, ana, visitor)
}

fn invite(conv: &str, to: &Value) -> Value {
    json!({"t": "invite", "id": fresh_id(), "conv": conv, "to": to, "question": QUESTION})
}

fn note(conv: &str, text: &str) -> Value {
    json!({"t": "note", "id": fresh_id(), "conv": conv, "text": text})
}

/// Until the line of the inbox says that the only expert stands so.
async fn stands(staff: &mut Staff, standing: &str) -> Value {
    let is_so = |frame: &Value| frame["t"] == "conv" && frame["summary"]["experts"][0]["standing"] == standing;
    let line = staff.wire.find(standing, is_so).await;
    line["summary"]["experts"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expert_reads_and_answers_and_the_visitor_hears_nothing_of_it() {
    let server = TestServer::start().await;
    let (mut lin, mut ana, mut visitor) = held(&server).await;
    let conv = visitor.conv.clone();
    lin.wire.ask_ok(invite(&conv, &json!({"agent": ana.id()}))).await;
    let asked = stands(&mut ana, "asked").await;
    assert_eq!(
        (&asked["question"], &asked["by_name"], &asked["name"]),
        (&json!(QUESTION), &json!("Lin"), &json!("Ana"))
    );

    assert_eq!(ana.ask("invite_accept", &conv).await["t"], "ack");
    stands(&mut lin, "reading").await;
    let log = ana.log(&conv).await;
    let joined = log.iter().find(|frame| frame["event"]["kind"] == "expert_joined").expect("joined");
    assert_eq!(joined["event"]["packet"]["up_to"].as_u64(), joined["seq"].as_u64().map(|seq| seq - 1));
    assert_eq!(joined["event"]["packet"]["experts"][0]["question"], QUESTION);
    ana.follow("conv", Some(&conv)).await;
    ana.wire.ask_ok(note(&conv, "It does not.")).await;
    let early = json!({"t": "msg", "id": fresh_id(), "conv": conv, "text": "Hello"});
    assert_eq!(ana.wire.ask_refused(early).await, "floor_moved");
    ana.wire.say(&json!({"t": "typing", "conv": conv, "on": true})).await;
    ana.wire.say(&json!({"t": "read", "conv": conv, "seq": 3})).await;
    assert_eq!(ana.ask("invite_leave", &conv).await["t"], "ack");
    stands(&mut lin, "left").await;
    assert_eq!(ana.ask("invite_leave", &conv).await["code"], "not_invited");

    // The next thing that the visitor hears is what Lin says: nothing came between, and no number is left out.
    lin.say(&conv, "It does not, I am sorry.").await;
    let said = visitor.wire.find("the reply", |f| f["text"] == "It does not, I am sorry.").await;
    let history = visitor.history(0).await;
    let seen = format!("{} {history:?} {said}", visitor.wire.heard);
    for secret in [QUESTION, "\"Ana\"", "It does not.\"", "expert", "invit"] {
        assert!(!seen.contains(secret), "{secret} in {seen}");
    }
    assert_eq!(said["seq"], 5, "opened, greeted, waiting, joined, and nothing before the reply");

    assert_eq!(lin.ask("release", &conv).await["t"], "ack");
    assert_eq!(ana.ask("claim", &conv).await["t"], "ack");
    let log = ana.log(&conv).await;
    let offered = log.iter().rev().find(|frame| frame["event"]["kind"] == "offered").expect("a packet");
    let told = &offered["event"]["packet"]["experts"][0];
    assert_eq!((&told["standing"], &told["answers"][0]["text"]), (&json!("left"), &json!("It does not.")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_and_second_thoughts_are_told_to_whoever_asked() {
    let server = TestServer::start().await;
    let (mut lin, mut ana, visitor) = held(&server).await;
    let conv = visitor.conv.clone();
    let to = json!({"agent": ana.id()});
    lin.wire.ask_ok(invite(&conv, &to)).await;
    let no = json!({"t": "invite_decline", "id": fresh_id(), "conv": conv, "reason": "In the middle of a call"});
    ana.wire.ask_ok(no).await;
    assert_eq!(stands(&mut lin, "declined").await["reason"], "In the middle of a call");
    lin.wire.ask_ok(invite(&conv, &to)).await;
    let withdraw = json!({"t": "invite_withdraw", "id": fresh_id(), "conv": conv, "expert": ana.id()});
    assert_eq!(ana.wire.ask_refused(withdraw.clone()).await, "forbidden");
    lin.wire.ask_ok(withdraw).await;
    stands(&mut ana, "withdrawn").await;
    assert_eq!(
        ana.wire.ask_refused(json!({"t": "invite_accept", "id": fresh_id(), "conv": conv})).await,
        "not_invited"
    );
    lin.wire.ask_ok(invite(&conv, &to)).await;
    assert_eq!(ana.ask("invite_accept", &conv).await["t"], "ack");
    assert_eq!(lin.ask("resolve", &conv).await["t"], "ack");
    let ended = ana.wire.find("its end", |f| f["t"] == "conv" && f["summary"]["phase"] == "closed").await;
    assert_eq!(ended["summary"]["experts"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_who_is_not_there_or_asked_already_or_by_whoever_does_not_hold_it() {
    let server = TestServer::start().await;
    let (mut lin, mut ana, visitor) = held(&server).await;
    let conv = visitor.conv.clone();
    let (mine, hers, unknown) = (json!({"agent": lin.id()}), json!({"agent": ana.id()}), json!({"agent": fresh_id()}));
    let no_team = json!({"team": "no such team"});
    for (to, code) in [(&mine, "invalid_field"), (&unknown, "agent_away"), (&no_team, "invalid_field")] {
        assert_eq!(lin.wire.ask_refused(invite(&conv, to)).await, code, "{to}");
    }
    for question in [String::new(), "   ".to_owned(), "x".repeat(501)] {
        let mut asked = invite(&conv, &hers);
        asked["question"] = json!(question);
        assert_eq!(lin.wire.ask_refused(asked).await, "invalid_field");
    }
    assert_eq!(ana.wire.ask_refused(invite(&conv, &mine)).await, "forbidden");
    lin.wire.ask_ok(invite(&conv, &hers)).await;
    assert_eq!(lin.wire.ask_refused(invite(&conv, &hers)).await, "already_invited");
    let mut sam = Staff::login(&server, "sam").await;
    assert_eq!(
        sam.wire.ask_refused(json!({"t": "invite_accept", "id": fresh_id(), "conv": conv})).await,
        "not_invited"
    );
    let mut waiting = Visitor::waiting(&server).await;
    assert_eq!(lin.wire.ask_refused(invite(&waiting.conv, &hers)).await, "wrong_phase");
    let by_visitor = waiting.wire.ask_refused(invite(&waiting.conv.clone(), &hers)).await;
    assert_eq!(by_visitor, "forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_team_whoever_is_free_is_asked() {
    let server = TestServer::with(|settings| {
        let (name, words) = ("returns".to_owned(), vec!["return".to_owned()]);
        settings.routing.queue.topics.push(Topic { name: name.clone(), words, ..Topic::default() });
        let (email, skills) = ("ana@demo.test".to_owned(), vec![name]);
        settings.routing.queue.agents.push(Agent { email, skills, tier: 1, ..Agent::default() });
    })
    .await;
    let (mut lin, mut ana, visitor) = held(&server).await;
    let conv = visitor.conv.clone();
    let team = json!({"team": "returns"});
    assert_eq!(lin.wire.ask_refused(invite(&conv, &team)).await, "agent_away", "Ana takes nothing new");
    ana.wire.ask_ok(json!({"t": "me", "id": fresh_id(), "available": true})).await;
    lin.wire.ask_ok(invite(&conv, &team)).await;
    assert_eq!(stands(&mut ana, "asked").await["name"], "Ana");
    let listed = lin.get(&server, "/v1/colleagues").await;
    assert_eq!(listed["colleagues"][0]["load"], 0, "an expert's room is not taken");
    assert_eq!(lin.wire.ask_refused(invite(&conv, &team)).await, "already_invited");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_outlives_cut_and_restart() {
    let mut server = TestServer::start().await;
    let (mut lin, ana, visitor) = held(&server).await;
    let conv = visitor.conv.clone();
    lin.wire.ask_ok(invite(&conv, &json!({"agent": ana.id()}))).await;
    ana.wire.cut();
    server.restart().await;
    let mut ana = Staff::login(&server, "ana").await;
    ana.follow("inbox", None).await;
    assert_eq!(stands(&mut ana, "asked").await["question"], QUESTION);
    assert_eq!(ana.ask("invite_accept", &conv).await["t"], "ack");
    ana.wire.cut();
    server.restart().await;
    let mut ana = Staff::login(&server, "ana").await;
    ana.follow("inbox", None).await;
    stands(&mut ana, "reading").await;
    assert_eq!(ana.ask("invite_leave", &conv).await["t"], "ack");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_nobody_answers_runs_out_after_a_restart_too() {
    let mut server = TestServer::with(|settings| settings.routing.invite_seconds = 1).await;
    let (mut lin, mut ana, visitor) = held(&server).await;
    let conv = visitor.conv.clone();
    let asked = invite(&conv, &json!({"agent": ana.id()}));
    lin.wire.ask_ok(asked).await;
    stands(&mut lin, "unanswered").await;
    assert_eq!(ana.ask("invite_accept", &conv).await["code"], "not_invited");
    lin.wire.ask_ok(invite(&conv, &json!({"agent": ana.id()}))).await;
    server.restart().await;
    let mut lin = Staff::login(&server, "lin").await;
    lin.follow("inbox", None).await;
    stands(&mut lin, "unanswered").await;
}
