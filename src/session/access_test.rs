use super::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Every frame type that the generated schema knows, with the least role that may send it (`v`: visitors only,
/// `*`: visitors and staff, `?`: anyone). A new frame type fails the test until it has a row.
const EXPECTED: &[(&str, &str)] = &[
    ("hello", "?"),
    ("ping", "*"),
    ("history", "*"),
    ("typing", "*"),
    ("read", "*"),
    ("open", "v"),
    ("msg", "*"),
    ("human", "v"),
    ("customer", "v"),
    ("rate", "v"),
    ("end", "v"),
    ("note", "agent"),
    ("claim", "agent"),
    ("decline", "agent"),
    ("release", "agent"),
    ("transfer", "agent"),
    ("transfer_cancel", "agent"),
    ("invite", "agent"),
    ("invite_withdraw", "agent"),
    ("invite_accept", "agent"),
    ("invite_decline", "agent"),
    ("invite_leave", "agent"),
    ("resolve", "agent"),
    ("reopen", "agent"),
    ("alert_ack", "supervisor"),
    ("alert_snooze", "supervisor"),
    ("alert_close", "supervisor"),
    ("judge", "agent"),
    ("promise", "agent"),
    ("question", "agent"),
    ("tag", "agent"),
    ("untag", "agent"),
    ("snooze", "agent"),
    ("unsnooze", "agent"),
    ("me", "agent"),
    ("sub", "agent"),
    ("unsub", "agent"),
];

fn frame(t: &str) -> ClientFrame {
    let id = "01890000-0000-7000-8000-000000000001";
    let mut all: BTreeMap<&str, Value> = BTreeMap::from([("t", json!(t))]);
    let mut with = |names: &[&'static str]| {
        for name in names {
            let value = match *name {
                "text" => json!("hello"),
                "on" | "available" | "answered" => json!(true),
                "seq" | "score" | "promise" | "message" | "until" => json!(1),
                "tag" => json!("VIP"),
                "standing" => json!("kept"),
                "topic" => json!("inbox"),
                "minutes" => json!(5),
                "to" => json!({"team": "returns"}),
                "reason" => json!("being_handled"),
                "verdict" => json!("done"),
                "customer" => json!({"language": "en"}),
                _ => json!(id),
            };
            all.insert(name, value);
        }
    };
    match t {
        "hello" | "ping" => {}
        "typing" => with(&["conv", "on"]),
        "read" => with(&["conv", "seq"]),
        "open" => with(&["id"]),
        "msg" | "note" => with(&["id", "conv", "text"]),
        "customer" => with(&["id", "conv", "customer"]),
        "rate" => with(&["id", "conv", "score"]),
        "alert_ack" => with(&["id", "conv", "alert"]),
        "alert_snooze" => with(&["id", "conv", "alert", "minutes", "reason"]),
        "transfer" => with(&["id", "conv", "to", "reason"]),
        "invite" => with(&["id", "conv", "to", "question"]),
        "invite_withdraw" => with(&["id", "conv", "expert"]),
        "promise" => with(&["id", "conv", "promise", "standing"]),
        "question" => with(&["id", "conv", "message", "answered"]),
        "tag" | "untag" => with(&["id", "conv", "tag"]),
        "snooze" => with(&["id", "conv", "until"]),
        "alert_close" => with(&["id", "conv", "alert", "verdict"]),
        "me" => with(&["id", "available"]),
        "sub" | "unsub" => with(&["id", "topic"]),
        _ => with(&["id", "conv"]),
    }
    serde_json::from_value(json!(all)).unwrap_or_else(|error| panic!("{t}: {error}"))
}

#[test]
fn every_frame_type_has_its_right() {
    let schema = serde_json::to_value(schemars::schema_for!(ClientFrame)).expect("a schema");
    let variants = schema["oneOf"].as_array().expect("one schema per type");
    let mut types: Vec<&str> =
        variants.iter().map(|v| v["properties"]["t"]["const"].as_str().expect("a type name")).collect();
    let mut expected: Vec<&str> = EXPECTED.iter().map(|(t, _)| *t).collect();
    types.sort_unstable();
    expected.sort_unstable();
    assert_eq!(types, expected);
    for (t, who) in EXPECTED {
        let act = act_of(&frame(t));
        let may: Vec<bool> = [None, Some(Role::Visitor), Some(Role::Agent), Some(Role::Supervisor), Some(Role::Admin)]
            .map(|role| allowed(act, role))
            .to_vec();
        let want = match *who {
            "?" => [true, true, true, true, true],
            "*" => [false, true, true, true, true],
            "v" => [false, true, false, false, false],
            "agent" => [false, false, true, true, true],
            "supervisor" => [false, false, false, true, true],
            other => panic!("unknown row {other}"),
        };
        assert_eq!(may, want, "{t}");
    }
}

#[test]
fn the_board_is_for_supervisors() {
    assert!(!allowed(Act::FollowBoard, Role::Agent));
    assert!(allowed(Act::FollowBoard, Role::Supervisor));
}

#[test]
fn staff_is_managed_by_admins_alone() {
    for act in [Act::ListStaff, Act::CreateStaff, Act::UpdateStaff] {
        assert!(!allowed(act, Role::Supervisor), "{act:?}");
        assert!(allowed(act, Role::Admin), "{act:?}");
    }
}

#[test]
fn no_act_has_two_rows() {
    for (at, (act, _)) in RIGHTS.iter().enumerate() {
        assert!(!RIGHTS[..at].iter().any(|(earlier, _)| earlier == act), "{act:?}");
    }
}
