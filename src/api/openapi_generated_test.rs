//! `schema/openapi.json` is committed for strangers; a stale one fails here, and
//! `ATTUNE_WRITE_GENERATED=1 cargo test --lib generated` writes it anew.

use super::document;
use std::path::Path;

#[test]
fn the_committed_document_is_fresh() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/openapi.json");
    let wanted = document() + "\n";
    #[expect(clippy::disallowed_methods, reason = "a switch of the test itself, not a setting of the server")]
    let write = std::env::var("ATTUNE_WRITE_GENERATED").is_ok_and(|v| v == "1");
    if write {
        std::fs::write(&file, &wanted).expect("the file can be written");
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(found == wanted, "openapi.json is stale: run ATTUNE_WRITE_GENERATED=1 cargo test --lib generated");
}
