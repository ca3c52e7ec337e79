//! Alerts at the door: escalated until somebody takes notice, also over a restart; counted once somebody acted.

use super::support::{Staff, TestServer, Visitor, by_marks, fresh_id};
use serde_json::{Value, json};

/// A visitor who waits, and about whom an alert is raised.
async fn angry(server: &TestServer) -> Visitor {
    let mut visitor = Visitor::waiting(server).await;
    for _ in 0..2 {
        visitor.say("Still nothing!!!").await;
    }
    visitor
}

fn of<'a>(log: &'a [Value], kind: &str) -> Vec<&'a Value> {
    log.iter().map(|frame| &frame["event"]).filter(|event| event["kind"] == kind).collect()
}

/// The next counts of interventions that fit.
async fn counts(supervisor: &mut Staff, fits: impl Fn(&Value) -> bool) -> Value {
    let board = supervisor.wire.find("the counts", |f| f["t"] == "board" && fits(&f["interventions"]["all"])).await;
    board["interventions"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_that_nobody_notices_is_escalated_step_by_step_over_a_restart_until_somebody_does() {
    let mut server = TestServer::reading(by_marks(), |settings| settings.routing.escalate_seconds = 1).await;
    let visitor = angry(&server).await;
    let mut sam = Staff::login(&server, "sam").await;
    let called = sam.wire.find("a call off the board", |f| f["t"] == "alert" && f["alert"]["escalated"].is_object());
    let called = called.await;
    assert_eq!(called["alert"]["escalated"]["name"], "Sam");
    server.restart().await;
    let mut sam = Staff::login(&server, "sam").await;
    sam.follow("board", None).await;
    let id = called["alert"]["id"].clone();
    let again = |f: &Value| f["t"] == "alert" && f["alert"]["id"] == id && f["alert"]["escalated"]["step"] == 3;
    sam.wire.find("a third call", again).await;
    let open = sam.log(&visitor.conv).await;
    for raised in of(&open, "alert_raised") {
        let ack = json!({"t": "alert_ack", "id": fresh_id(), "conv": visitor.conv, "alert": raised["alert"]});
        sam.wire.ask_ok(ack).await;
    }
    let acknowledged = sam.log(&visitor.conv).await;
    // One more second than an escalation takes, seen through the counts that come at least every five.
    sam.wire.find("later counts", |f| f["t"] == "board").await;
    tokio::time::sleep(std::time::Duration::from_millis(1_700)).await;
    let later = sam.log(&visitor.conv).await;
    assert_eq!(of(&later, "alert_escalated"), of(&acknowledged, "alert_escalated"), "somebody took notice");
    for raised in of(&later, "alert_raised") {
        let steps: Vec<u64> = of(&later, "alert_escalated")
            .iter()
            .filter(|step| step["alert"] == raised["alert"])
            .map(|step| step["step"].as_u64().expect("a number"))
            .collect();
        assert_eq!(steps, (1..=steps.len() as u64).collect::<Vec<_>>(), "each step once, in order");
        assert!(steps.len() >= 2, "{steps:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_in_time_is_counted_for_the_queue_and_the_agent_and_outlives_end_and_restart() {
    let mut server = TestServer::reading(by_marks(), |_| {}).await;
    let mut sam = Staff::login(&server, "sam").await;
    sam.follow("board", None).await;
    let mut lin = Staff::login(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    lin.take_over(&visitor).await;
    for _ in 0..2 {
        visitor.say("Still nothing!!!").await;
    }
    let raised = sam.wire.find_type("alert").await;
    assert_eq!(raised["alert"]["holder"]["name"], "Lin");
    lin.say(&visitor.conv, "I am on it.").await;
    let answered = |f: &Value| f["t"] == "alert" && f["alert"]["intervened"]["how"] == "replied";
    sam.wire.find("the intervention", answered).await;
    let now = counts(&mut sam, |all| all["alerts"].as_u64() > Some(0)).await;
    assert_eq!(now["all"]["in_time"], now["all"]["alerts"], "{now}");
    assert_eq!((&now["queues"][0]["site"], &now["agents"][0]["name"]), (&json!("demo"), &json!("Lin")));
    assert_eq!(visitor.ask("end").await["t"], "ack");
    let ended = sam.log(&visitor.conv).await;
    assert_eq!(of(&ended, "alert_closed").len(), of(&ended, "alert_raised").len());
    assert_eq!(ended.last().expect("events")["event"]["kind"], "closed", "nothing follows the end");
    server.restart().await;
    let mut sam = Staff::login(&server, "sam").await;
    sam.follow("board", None).await;
    let after = counts(&mut sam, |_| true).await;
    // One that was raised after the reply has its minute still.
    assert_eq!(after["all"]["alerts"], of(&ended, "intervened").len(), "{after}");
    assert_eq!(after["all"]["in_time"], after["all"]["alerts"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_is_snoozed_and_closed_by_hand_and_the_board_shows_how_it_stands() {
    let server = TestServer::reading(by_marks(), |_| {}).await;
    let visitor = angry(&server).await;
    let mut sam = Staff::login(&server, "sam").await;
    sam.follow("board", None).await;
    let alert = sam.wire.find_type("alert").await["alert"]["id"].clone();
    let snooze = |minutes: u8| {
        json!({"t": "alert_snooze", "id": fresh_id(), "conv": visitor.conv, "alert": alert, "minutes": minutes,
            "reason": "awaiting_customer"})
    };
    assert_eq!(sam.wire.ask_refused(snooze(7)).await, "invalid_field");
    sam.wire.ask_ok(snooze(15)).await;
    let is_this = |f: &Value| f["t"] == "alert" && f["alert"]["id"] == alert;
    let snoozed = sam.wire.find("the snooze", |f| is_this(f) && f["alert"]["snoozed"].is_object()).await;
    assert_eq!(snoozed["alert"]["snoozed"]["reason"], "awaiting_customer");
    assert_eq!(sam.wire.ask_refused(snooze(5)).await, "conflict");
    let close = || json!({"t": "alert_close", "id": fresh_id(), "conv": visitor.conv, "alert": alert, "verdict": "false_alarm"});
    sam.wire.ask_ok(close()).await;
    let closed = sam.wire.find("the end", |f| is_this(f) && f["alert"]["closed"].is_object()).await;
    assert_eq!(
        (&closed["alert"]["closed"]["how"], &closed["alert"]["closed"]["by"]["name"]),
        (&json!("false_alarm"), &json!("Sam"))
    );
    assert_eq!(sam.wire.ask_refused(close()).await, "conflict");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_false_alarm_that_is_taken_back_brings_the_alert_back_as_it_stood() {
    let server = TestServer::reading(by_marks(), |_| {}).await;
    let visitor = angry(&server).await;
    let mut sam = Staff::login(&server, "sam").await;
    sam.follow("board", None).await;
    let alert = sam.wire.find_type("alert").await["alert"]["id"].clone();
    let about = |frame: Value| {
        let mut whole = json!({"id": fresh_id(), "conv": visitor.conv, "alert": alert});
        whole.as_object_mut().expect("an object").extend(frame.as_object().expect("an object").clone());
        whole
    };
    let is_this = |f: &Value| f["t"] == "alert" && f["alert"]["id"] == alert;
    sam.wire.ask_ok(about(json!({"t": "alert_ack"}))).await;
    sam.wire.ask_ok(about(json!({"t": "alert_close", "verdict": "false_alarm"}))).await;
    sam.wire.find("the end", |f| is_this(f) && f["alert"]["closed"].is_object()).await;
    sam.wire.ask_ok(about(json!({"t": "judge", "judgement": "withdrawn"}))).await;
    let back = sam.wire.find("the alert again", |f| is_this(f) && f["alert"]["closed"].is_null()).await;
    assert_eq!(back["alert"]["acknowledged"]["by"]["name"], "Sam", "{back}");
    assert!(back["alert"]["judged"].is_null(), "{back}");
    sam.wire.ask_ok(about(json!({"t": "alert_close", "verdict": "done"}))).await;
}
