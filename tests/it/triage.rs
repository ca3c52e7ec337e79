//! Triage at the door: nobody ever waits for a score (T1), every message gets one or a mark (T3), and rising anger
//! reaches the people who must know.

use super::support::{Staff, TestServer, Visitor, by_marks, fresh_id, score};
use attune::domain::Risks;
use attune::triage::Triage;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::mpsc;

/// A model that gives one score for each permit that the test sends.
fn held() -> (mpsc::Sender<()>, Triage) {
    let (permit, permits) = mpsc::channel();
    let triage = Triage::with_scorer(move |_| {
        // A test that is over lets go of it.
        let _ = permits.recv();
        score(0.2, Risks::default())
    });
    (permit, triage)
}

/// The next outcome of triage in a conversation that somebody of the staff follows.
async fn outcome(staff: &mut Staff) -> Value {
    let frame = staff.wire.find("a score or a mark", |frame| frame["event"]["kind"] == "scored").await;
    frame["event"].clone()
}

async fn readiness(server: &TestServer) -> Value {
    let answer = reqwest::get(format!("{}/readyz", server.origin())).await.expect("an answer");
    answer.json().await.expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_arrive_and_are_acknowledged_while_their_scores_are_held_back() {
    let (permit, triage) = held();
    let server = TestServer::reading(triage, |_| {}).await;
    let mut lin = Staff::login(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    lin.take_over(&visitor).await;
    lin.follow("conv", Some(&visitor.conv)).await;
    let mut places = Vec::new();
    for text in ["One.", "Two.", "Three."] {
        assert!(visitor.say(text).await["seq"].is_u64());
        let seen = lin.wire.find("the peer's copy", |frame| frame["event"]["text"] == text).await;
        places.push(seen["seq"].clone());
    }
    lin.say(&visitor.conv, "Answered.").await;
    visitor.wire.find("the answer", |frame| frame["text"] == "Answered.").await;
    lin.wire.settled().await;
    assert!(!lin.wire.heard.contains("\"scored\""), "the model is still held");

    for _ in &places {
        permit.send(()).expect("the model waits for it");
    }
    for place in places {
        let scored = outcome(&mut lin).await;
        assert_eq!((&scored["message"], &scored["scoring"]["outcome"]), (&place, &json!("scored")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_answers_while_the_score_is_held_back() {
    let (permit, triage) = held();
    let server = TestServer::reading(triage, |_| {}).await;
    let mut visitor = Visitor::chatting(&server).await;
    visitor.say("When will I get my refund?").await;
    visitor.wire.find("the article", |f| f["from"] == "bot" && f["quick_replies"][0] == "That helped, thanks").await;
    drop(permit);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_ends_before_its_score_is_marked() {
    let (permit, triage) = held();
    let server = TestServer::reading(triage, |_| {}).await;
    let mut lin = Staff::login(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    lin.take_over(&visitor).await;
    lin.follow("conv", Some(&visitor.conv)).await;
    visitor.say("Never mind.").await;
    assert_eq!(visitor.ask("end").await["t"], "ack");
    let mark = outcome(&mut lin).await;
    assert_eq!((&mark["scoring"]["outcome"], &mark["scoring"]["why"]), (&json!("not_scored"), &json!("ended")));
    permit.send(()).expect("the model waits for it");
    assert_eq!(lin.ask("reopen", &visitor.conv).await["t"], "ack");
    let after = lin.wire.settled().await;
    assert!(!after.iter().any(|frame| frame["event"]["kind"] == "scored"), "one outcome for each message: {after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_chats_go_on_and_everybody_who_must_know_is_told() {
    let server = TestServer::reading(Triage::off("the folder is empty"), |_| {}).await;
    let mut sam = Staff::login(&server, "sam").await;
    assert_eq!(sam.welcome["scoring"], json!({"scoring": "off", "why": "the folder is empty"}));
    sam.follow("board", None).await;
    let board = sam.wire.find_type("board").await;
    assert_eq!(board["scoring"]["why"], "the folder is empty");
    let ready = readiness(&server).await;
    assert_eq!((&ready["ready"], &ready["scoring"]["status"]), (&json!(true), &json!("off")));
    assert_eq!(ready["scoring"]["why"], "the folder is empty");

    let mut visitor = Visitor::waiting(&server).await;
    sam.follow("conv", Some(&visitor.conv)).await;
    visitor.say("You are useless!!!").await;
    let mark = outcome(&mut sam).await;
    assert_eq!(mark["scoring"], json!({"outcome": "not_scored", "why": "no_model"}));
    let welcome = Visitor::again(&server, visitor.token).await.welcome;
    assert!(welcome.get("scoring").is_none(), "visitors learn nothing of the model");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_model_is_named_and_the_server_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    for name in ["manifest.toml", "triage.onnx"] {
        std::fs::copy(bundled.join(name), folder.path().join(name)).expect("copied");
    }
    let mut tokenizer = std::fs::read(bundled.join("tokenizer.json")).expect("read");
    let middle = tokenizer.len() / 2;
    tokenizer[middle] ^= 1;
    std::fs::write(folder.path().join("tokenizer.json"), tokenizer).expect("written");

    let models = folder.path().to_owned();
    let server = TestServer::with_model(move |settings| settings.triage.models = models).await;
    let ready = readiness(&server).await;
    let why = ready["scoring"]["why"].as_str().expect("a reason");
    assert!(why.starts_with("tokenizer.json is damaged or another version"), "{why}");
    let mut lin = Staff::login(&server, "lin").await;
    assert_eq!(lin.welcome["scoring"]["why"], why);
    let mut visitor = Visitor::waiting(&server).await;
    lin.follow("conv", Some(&visitor.conv)).await;
    visitor.say("Hello?").await;
    assert_eq!(outcome(&mut lin).await["scoring"]["why"], "no_model");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_of_the_engine_costs_one_message_its_score() {
    let triage = Triage::with_scorer(|request| {
        assert!(!request.text.contains("poison"), "a scripted panic");
        score(0.1, Risks::default())
    });
    let server = TestServer::reading(triage, |_| {}).await;
    let mut lin = Staff::login(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    lin.follow("conv", Some(&visitor.conv)).await;
    visitor.say("poison").await;
    assert_eq!(outcome(&mut lin).await["scoring"], json!({"outcome": "not_scored", "why": "failed"}));
    visitor.say("The next one.").await;
    assert_eq!(outcome(&mut lin).await["scoring"]["outcome"], "scored");
}

#[tokio::test(flavor = "multi_thread")]
async fn rising_anger_changes_the_stage_rings_the_board_and_ends_the_bots_turn() {
    let server = TestServer::reading(by_marks(), |_| {}).await;
    let mut sam = Staff::login(&server, "sam").await;
    sam.follow("board", None).await;
    let mut lin = Staff::available(&server, "lin").await;
    let mut visitor = Visitor::chatting(&server).await;
    sam.follow("conv", Some(&visitor.conv)).await;
    // Each has an article, so that only anger can end the bot's turn.
    let texts = ["Hello", "When will I get my refund!!!", "I was charged twice!!!", "How much is shipping!!!"];
    for text in texts {
        visitor.say(text).await;
        outcome(&mut sam).await;
    }
    let alert = sam.wire.find("the alert", |f| f["t"] == "alert" && f["alert"]["stage"] == "critical").await;
    assert_eq!((&alert["summary"]["conv"], &alert["alert"]["kind"]), (&json!(visitor.conv), &json!("anger")));
    let mut stage = json!("calm");
    while stage != "critical" {
        let moved = sam.wire.find("a stage", |f| f["event"]["kind"] == "stage_changed").await;
        assert_eq!(moved["event"]["from"], stage, "stages join on");
        stage = moved["event"]["to"].clone();
    }
    let queued = sam.wire.find("the handoff", |f| f["event"]["kind"] == "queued").await;
    assert_eq!(queued["event"]["cause"], "triage");
    assert!(queued["event"]["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()), "{queued}");
    let offer = lin.wire.find_type("offer").await;
    assert!(offer["packet"]["why"].as_array().is_some_and(|why| !why.is_empty()), "{offer}");
    visitor.wire.find("waiting", |f| f["what"] == "waiting").await;
    for word in ["anger", "critical", "concern", "alert"] {
        assert!(!visitor.wire.heard.contains(word), "{word} reached the visitor");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_is_acknowledged_once() {
    let server = TestServer::reading(by_marks(), |_| {}).await;
    let (mut sam, mut lin) = (Staff::login(&server, "sam").await, Staff::login(&server, "lin").await);
    sam.follow("board", None).await;
    let mut visitor = Visitor::waiting(&server).await;
    for _ in 0..2 {
        visitor.say("Still nothing!!!").await;
    }
    let raised = sam.wire.find_type("alert").await;
    assert!(raised["alert"].get("acknowledged").is_none(), "{raised}");
    let acknowledge =
        || json!({"t": "alert_ack", "id": fresh_id(), "conv": visitor.conv, "alert": raised["alert"]["id"]});
    assert_eq!(lin.wire.ask_refused(acknowledge()).await, "forbidden", "she holds nothing here");
    sam.wire.ask_ok(acknowledge()).await;
    let known = sam.wire.find("the acknowledgement", |f| f["t"] == "alert" && f["alert"]["acknowledged"].is_object());
    let known = known.await;
    assert_eq!(
        (&known["alert"]["id"], &known["alert"]["acknowledged"]["by"]["name"]),
        (&raised["alert"]["id"], &json!("Sam"))
    );
    assert_eq!(sam.wire.ask_refused(acknowledge()).await, "conflict");
}

#[tokio::test(flavor = "multi_thread")]
async fn distress_calls_a_person_and_is_no_anger() {
    let triage = Triage::with_scorer(|_| score(0.05, Risks { distress: 0.97, ..Risks::default() }));
    let server = TestServer::reading(triage, |_| {}).await;
    let mut sam = Staff::login(&server, "sam").await;
    sam.follow("board", None).await;
    let mut visitor = Visitor::chatting(&server).await;
    visitor.say("Hello").await;
    let alert = sam.wire.find_type("alert").await;
    // Worth a look, and no more than that as anger goes.
    assert_eq!((&alert["alert"]["kind"], &alert["summary"]["stage"]), (&json!("distress"), &json!("watch")));
    assert!(alert["summary"]["belief"].as_f64().is_some_and(|belief| belief < 0.1), "{alert}");
    assert_eq!(alert["alert"]["reasons"], json!([{"code": "distress", "severity": "imminent"}]));
    visitor.wire.find("waiting", |f| f["what"] == "waiting").await;
}
