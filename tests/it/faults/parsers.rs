//! Whatever bytes come, parsers answer: frames, cursors, settings and knowledge files. Valid examples are bent and
//! broken at random; nothing may panic, and every refusal comes from its closed list. The same four doors stand in
//! `fuzz/` for a coverage-guided fuzzer.

use attune::config::from_parts;
use attune::knowledge;
use attune::protocol::decode;
use proptest::prelude::*;
use serde_json::Value;
use std::sync::LazyLock;

/// One example of every frame that clients send.
static FRAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/fixtures/client.json");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(file).expect("fixtures")).expect("JSON");
    let mut found = Vec::new();
    collect(&all, &mut found);
    assert!(found.len() > 20, "only {} examples", found.len());
    found
});

fn collect(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) if fields.get("t").is_some_and(Value::is_string) => into.push(value.to_string()),
        Value::Object(fields) => fields.values().for_each(|inner| collect(inner, into)),
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, into)),
        _ => {}
    }
}

/// How an example is bent.
#[derive(Debug, Clone)]
enum Bend {
    Flip(usize, u8),
    Cut(usize),
    Insert(usize, Vec<u8>),
    Repeat(usize, usize),
}

fn bends() -> impl Strategy<Value = Vec<Bend>> {
    let numbers = prop_oneof![
        Just("-1"),
        Just("1e400"),
        Just("18446744073709551616"),
        Just("9007199254740993"),
        Just("null"),
        Just("\"\\ud800\""),
        Just("{}"),
        Just("[[[[[[[[[["),
        Just("\u{0}"),
        Just("\u{202e}"),
    ];
    let bend = prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, with)| Bend::Flip(at, with)),
        any::<usize>().prop_map(Bend::Cut),
        (any::<usize>(), prop::collection::vec(any::<u8>(), 0..8)).prop_map(|(at, with)| Bend::Insert(at, with)),
        (any::<usize>(), numbers).prop_map(|(at, with)| Bend::Insert(at, with.as_bytes().to_vec())),
        (any::<usize>(), 1_usize..2_000).prop_map(|(at, times)| Bend::Repeat(at, times)),
    ];
    prop::collection::vec(bend, 1..5)
}

fn bent(mut bytes: Vec<u8>, bends: Vec<Bend>) -> Vec<u8> {
    for bend in bends {
        let size = bytes.len();
        match bend {
            Bend::Flip(at, with) if size > 0 => bytes[at % size] ^= with,
            Bend::Cut(at) if size > 0 => bytes.truncate(at % size),
            Bend::Insert(at, with) => {
                let at = at % (size + 1);
                bytes.splice(at..at, with);
            }
            Bend::Repeat(at, times) if size > 0 => {
                let at = at % size;
                let octet = bytes[at];
                bytes.splice(at..at, std::iter::repeat_n(octet, times));
            }
            Bend::Flip(..) | Bend::Cut(_) | Bend::Repeat(..) => {}
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn any_bytes_are_a_frame_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = decode(&bytes);
    }

    /// Cursors among them: `resume`, `after`, `before`, `received`.
    #[test]
    fn bent_frames_are_frames_or_refused(pick in any::<prop::sample::Index>(), bends in bends()) {
        let bytes = bent(pick.get(FRAMES.as_slice()).clone().into_bytes(), bends);
        if let Ok(frame) = decode(&bytes) {
            // What is accepted is understood the same a second time.
            prop_assert_eq!(format!("{:?}", decode(&bytes).expect("again")), format!("{frame:?}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn bent_settings_are_settings_or_named_problems(bends in bends(), name in "ATTUNE__[A-Z_]{0,20}", value in ".{0,20}") {
        let plain = attune::config::example().replace("\n# ", "\n");
        let text = String::from_utf8_lossy(&bent(plain.into_bytes(), bends)).into_owned();
        if let Err(error) = from_parts(&text, [(name, value)]) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn bent_knowledge_is_articles_or_named_problems(bends in bends(), text in ".{0,200}") {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("en")).expect("a folder");
        let article = format!("# Where is my parcel?\n\n- where is it\n\n{text}\n\n## Another?\n\n```\n> {text}\n");
        std::fs::write(folder.path().join("en/a.md"), bent(article.into_bytes(), bends)).expect("written");
        if let Err(error) = knowledge::from_path(folder.path()) {
            prop_assert!(error.to_string().contains("en/"), "{}", error);
        }
    }
}
