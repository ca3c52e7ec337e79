//! One fixture file per direction, the same for Rust, TypeScript and strangers: every frame there is, as it stands on
//! the wire.

use super::generated::{client_schema, fresh, server_schema};
use super::samples::frames;
use crate::fanout::Frame;
use serde_json::Value;
use std::collections::BTreeSet;

const CLIENT: &str = include_str!("../../schema/fixtures/client.json");

/// Types that a schema knows.
fn types(schema: &Value) -> BTreeSet<String> {
    let variants = schema["oneOf"].as_array().expect("one schema per type");
    let name = |variant: &Value| variant["properties"]["t"]["const"].as_str().map(str::to_owned);
    variants.iter().map(|variant| name(variant).expect("a type's name")).collect()
}

fn sent() -> Vec<Value> {
    frames().iter().map(|frame| serde_json::to_value(frame).expect("JSON")).collect()
}

fn as_lines(frames: &[Value]) -> String {
    let lines: Vec<String> = frames.iter().map(|frame| format!("  {frame}")).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

#[test]
fn fixtures_of_server_frames_are_fresh() {
    fresh("schema/fixtures/server.json", &as_lines(&sent()));
}

/// The compiler of the faces then holds the types to what really stands on the wire.
#[test]
fn fixtures_in_typescript_are_fresh() {
    let client: Vec<Value> = serde_json::from_str(CLIENT).expect("a list");
    let mut text = "// Generated from schema/fixtures; do not edit.\n\
                    // Anew: ATTUNE_WRITE_GENERATED=1 cargo test --lib protocol\n\
                    import type { ClientFrame, ServerFrame } from './protocol.gen';\n"
        .to_owned();
    for (name, r#type, frames) in [("CLIENT", "ClientFrame", client), ("SERVER", "ServerFrame", sent())] {
        text += &format!("\nexport const {name}_FIXTURES: readonly {type}[] = {};\n", as_lines(&frames).trim_end());
    }
    let counted = frames().into_iter().filter(|frame| Frame::of(frame).is_sequenced());
    let counted: BTreeSet<String> = counted.map(|f| serde_json::to_value(f).expect("JSON")["t"].to_string()).collect();
    let counted = counted.into_iter().collect::<Vec<_>>().join(", ");
    text += &format!(
        "\n/** Types that both sides count. */\nexport const COUNTED: readonly ServerFrame['t'][] = [{counted}];\n"
    );
    fresh("web/src/shared/fixtures.gen.ts", &text);
}

#[test]
fn every_type_has_a_fixture_that_fits_its_schema() {
    let client: Vec<Value> = serde_json::from_str(CLIENT).expect("a list");
    for (schema, fixtures) in [(client_schema(), client), (server_schema(), sent())] {
        let schema = serde_json::to_value(schema).expect("JSON");
        let shown: BTreeSet<String> =
            fixtures.iter().map(|frame| frame["t"].as_str().expect("a type").to_owned()).collect();
        assert_eq!(shown, types(&schema));
        let validator = jsonschema::validator_for(&schema).expect("a valid schema");
        for frame in fixtures {
            let faults: Vec<String> = validator.iter_errors(&frame).map(|fault| fault.to_string()).collect();
            assert!(faults.is_empty(), "{frame}: {faults:?}");
        }
    }
}
