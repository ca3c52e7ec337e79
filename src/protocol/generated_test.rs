//! Writes and checks what is generated from the frames' types: TypeScript for the faces, JSON Schema for strangers.
//! Stale files fail here; `ATTUNE_WRITE_GENERATED=1 cargo test --lib protocol` writes them anew.

use crate::domain::text::MESSAGE_MAX_CHARS;
use crate::protocol::{ClientFrame, FRAME_MAX_BYTES, HISTORY_MAX, SUBPROTOCOL, ServerFrame};
use schemars::{Schema, generate::SchemaSettings};
use std::collections::BTreeMap;
use std::path::Path;
use ts_rs::{Config, TS, TypeVisitor};

/// Compares a file under the package's root with what it should hold, or writes it when asked to.
pub(crate) fn fresh(path: &str, wanted: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    #[expect(clippy::disallowed_methods, reason = "a switch of the test itself, not a setting of the server")]
    let write = std::env::var("ATTUNE_WRITE_GENERATED").is_ok_and(|v| v == "1");
    if write {
        std::fs::create_dir_all(file.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(&file, wanted).expect("the file can be written");
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        found == wanted,
        "{path} is stale: run ATTUNE_WRITE_GENERATED=1 cargo test --lib generated, and --lib protocol"
    );
}

/// Collects the declarations of a type and of everything it is made of, by name.
struct Declarations {
    config: Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only types of ours have a file to go to; numbers and strings have none.
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(&self.config);
        if self.found.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        self.found.insert(name, format!("{docs}export {}", T::decl(&self.config)));
        T::visit_dependencies(self);
    }
}

/// One-line comments on one line, nothing trailing: the file is read by people in every review.
fn tidy(declaration: &str) -> String {
    let lines: Vec<&str> = declaration.trim_end().lines().map(str::trim_end).collect();
    let mut out = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        if let ["/**", middle, " */", ..] = lines[at..] {
            out.push(format!("/** {} */", middle.trim_start_matches(" *").trim()));
            at += 3;
        } else {
            out.push(lines[at].to_owned());
            at += 1;
        }
    }
    out.join("\n")
}

#[test]
fn typescript_is_fresh() {
    let mut all = Declarations { config: Config::new().with_large_int("number"), found: BTreeMap::new() };
    all.visit::<ClientFrame>();
    all.visit::<ServerFrame>();
    let mut text = "// Generated from src/protocol and src/domain; do not edit.\n\
                    // Anew: ATTUNE_WRITE_GENERATED=1 cargo test --lib protocol\n\n"
        .to_owned();
    text += &format!("export const SUBPROTOCOL = \"{SUBPROTOCOL}\";\n");
    text += &format!("export const FRAME_MAX_BYTES = {FRAME_MAX_BYTES};\n");
    text += &format!("export const HISTORY_MAX = {HISTORY_MAX};\n");
    text += &format!("export const MESSAGE_MAX_CHARS = {MESSAGE_MAX_CHARS};\n");
    for declaration in all.found.values() {
        text += &format!("\n{}\n", tidy(declaration));
    }
    assert!(!text.contains("bigint"), "JSON numbers are plain numbers in TypeScript");
    fresh("web/src/shared/protocol.gen.ts", &text);
}

/// What clients may send.
pub(super) fn client_schema() -> Schema {
    SchemaSettings::default().for_deserialize().into_generator().into_root_schema_for::<ClientFrame>()
}

/// What the server sends: what is left out when empty is not required.
pub(super) fn server_schema() -> Schema {
    SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<ServerFrame>()
}

#[test]
fn json_schema_is_fresh() {
    for (file, schema) in
        [("schema/client.schema.json", client_schema()), ("schema/server.schema.json", server_schema())]
    {
        let text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
        fresh(file, &(text + "\n"));
    }
}
