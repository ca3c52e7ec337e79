//! Tags and putting aside, at the door: lists carry both, a restart forgets neither, the visitor never sees them and
//! takes a chat back by writing; by rights.

use super::support::{Staff, TestServer, Visitor, fresh_id};
use attune::clock::{Clock, SystemClock};
use serde_json::{Value, json};

async fn frame(staff: &mut Staff, conv: &str, t: &str, more: Value) -> Value {
    let mut frame = json!({"t": t, "id": fresh_id(), "conv": conv});
    for (key, value) in more.as_object().expect("fields") {
        frame[key] = value.clone();
    }
    staff.wire.ask(frame).await
}

/// In an hour.
fn later() -> u64 {
    u64::try_from(SystemClock.now().0).expect("after 1970") + 3_600_000
}

/// The line of a conversation, as an inbox begins with it.
async fn line(server: &TestServer, conv: &str) -> Value {
    let mut sam = Staff::login(server, "sam").await;
    sam.follow("inbox", None).await;
    let is_line = |frame: &Value| frame["t"] == "conv" && frame["summary"]["conv"] == conv;
    sam.wire.find("the line", is_line).await["summary"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_and_what_is_put_aside_stand_in_lists_and_survive_a_restart() {
    let mut server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let conv = visitor.conv.clone();
    let mut lin = Staff::login(&server, "lin").await;
    lin.take_over(&visitor).await;
    let until = later();
    for tag in ["VIP", "退款", "vip"] {
        assert_eq!(frame(&mut lin, &conv, "tag", json!({"tag": tag})).await["t"], "ack");
    }
    assert_eq!(frame(&mut lin, &conv, "snooze", json!({"until": until})).await["t"], "ack");
    server.restart().await;
    let after = line(&server, &conv).await;
    assert_eq!((&after["tags"], &after["snoozed_until"]), (&json!(["VIP", "退款"]), &json!(until)));

    visitor = visitor.resume(&server).await;
    let seen = serde_json::to_string(&visitor.history(0).await).expect("JSON");
    assert!(!seen.contains("VIP") && !seen.contains("snooze") && !seen.contains("tagged"), "{seen}");
    visitor.say("Hello, are you there?").await;
    let after = line(&server, &conv).await;
    assert_eq!((&after["tags"], &after["snoozed_until"]), (&json!(["VIP", "退款"]), &Value::Null), "{after}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_a_rule_is_refused_by_its_name_and_a_visitor_may_do_none_of_it() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let conv = visitor.conv.clone();
    let mut lin = Staff::login(&server, "lin").await;
    lin.take_over(&visitor).await;
    for (t, more, field) in [
        ("tag", json!({"tag": " "}), "tag"),
        ("tag", json!({"tag": "x".repeat(41)}), "tag"),
        ("snooze", json!({"until": 1}), "until"),
        ("snooze", json!({"until": later() + 40 * 86_400_000}), "until"),
        ("snooze", json!({"until": "soon"}), "until"),
    ] {
        let refused = frame(&mut lin, &conv, t, more).await;
        assert_eq!((&refused["code"], &refused["field"]), (&json!("invalid_field"), &json!(field)), "{refused}");
    }
    for n in 0..12 {
        assert_eq!(frame(&mut lin, &conv, "tag", json!({"tag": format!("tag {n}")})).await["t"], "ack");
    }
    assert_eq!(frame(&mut lin, &conv, "tag", json!({"tag": "one more"})).await["code"], "too_many_tags");
    let mut ana = Staff::login(&server, "ana").await;
    assert_eq!(frame(&mut ana, &conv, "snooze", json!({"until": later()})).await["code"], "forbidden");
    for (t, more) in [("tag", json!({"tag": "me"})), ("snooze", json!({"until": later()})), ("unsnooze", json!({}))] {
        let mut asked = json!({"t": t, "id": fresh_id(), "conv": conv});
        for (key, value) in more.as_object().expect("fields") {
            asked[key] = value.clone();
        }
        assert_eq!(visitor.wire.ask(asked).await["code"], "forbidden", "{t}");
    }
}
