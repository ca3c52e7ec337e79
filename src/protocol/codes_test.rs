use super::*;
use crate::protocol::decode;
use crate::protocol::generated::server_schema;
use std::collections::BTreeSet;

const DOC: &str = include_str!("../../docs/protocol.md");

fn documented(mark: &str) -> Vec<serde_json::Value> {
    let lines = DOC.lines().filter_map(|line| line.strip_prefix(mark));
    lines.map(|line| serde_json::from_str(line).unwrap_or_else(|why| panic!("{line}: {why}"))).collect()
}

#[test]
fn every_code_has_one_row_and_its_own_name() {
    let schema = serde_json::to_value(schemars::schema_for!(Code)).expect("a schema");
    let variants = schema["oneOf"].as_array().expect("documented variants");
    let known: BTreeSet<&str> = variants.iter().map(|v| v["const"].as_str().expect("a name")).collect();
    let names: BTreeSet<&str> = CODES.iter().map(|row| row.name).collect();
    assert_eq!(names, known);
    assert_eq!(CODES.len(), names.len(), "no name stands twice");
    for row in CODES {
        assert_eq!(row.code.meaning(), row);
        assert_eq!(serde_json::to_value(row.code).expect("JSON"), row.name);
        assert!((400..600).contains(&row.status), "{}", row.name);
    }
}

#[test]
fn the_documented_table_is_the_table() {
    let again = |retry| if retry { "yes" } else { "no" };
    let rows = CODES.iter().map(|r| format!("| `{}` | {} | {} | {} |", r.name, r.status, again(r.retry), r.doc));
    let wanted = rows.collect::<Vec<_>>().join("\n");
    assert!(DOC.contains(&format!("| code | HTTP | again | meaning |\n|---|---|---|---|\n{wanted}\n\n")), "{wanted}");
}

#[test]
fn every_close_code_is_documented() {
    use CloseCode::{
        BadProtocol, Banned, BrokenFraming, Draining, Forbidden, NoHeartbeat, NotUtf8, SessionEnded, SlowConsumer,
        Unauthorized, Unavailable, Version,
    };
    let all = [
        BrokenFraming,
        NotUtf8,
        NoHeartbeat,
        SlowConsumer,
        Draining,
        Unavailable,
        BadProtocol,
        Unauthorized,
        Forbidden,
        Version,
        SessionEnded,
        Banned,
    ];
    let table: String = DOC.lines().filter(|line| line.starts_with("| ") && line.contains('`')).collect();
    for code in all {
        assert!(table.contains(&(code as u16).to_string()), "{code:?}");
    }
}

#[test]
fn documented_client_frames_are_accepted_and_show_every_type() {
    let mut shown = BTreeSet::new();
    for frame in documented("→ ") {
        decode(frame.to_string().as_bytes()).unwrap_or_else(|why| panic!("{frame}: {why:?}"));
        shown.insert(frame["t"].as_str().expect("a type").to_owned());
    }
    assert_eq!(shown.len(), 37, "{shown:?}");
}

#[test]
fn documented_server_frames_fit_the_schema() {
    let schema = serde_json::to_value(server_schema()).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let frames = documented("← ");
    assert!(frames.len() > 10);
    for frame in &frames {
        let faults: Vec<String> = validator.iter_errors(frame).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{frame}: {faults:?}");
    }
    let variants = schema["oneOf"].as_array().expect("one schema per type");
    for t in variants.iter().filter_map(|variant| variant["properties"]["t"]["const"].as_str()) {
        assert!(DOC.contains(&format!("`{t}`")) || DOC.contains(&format!("\"t\":\"{t}\"")), "{t} is not explained");
    }
}
