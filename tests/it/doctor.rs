//! `attune doctor` as people run it: what it finds, what it advises, and its exit code.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What was printed, and the exit code.
fn examine(config: &str) -> (String, Option<i32>, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("attune.toml");
    std::fs::write(&file, config.replace("HERE", &folder.path().to_string_lossy())).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_attune"));
    let output = command.arg("doctor").arg("--config").arg(&file).env("ORT_DISABLE_TELEMETRY", "1").output();
    let output = output.expect("the binary runs");
    (String::from_utf8(output.stdout).expect("UTF-8"), output.status.code(), folder)
}

/// The line about one thing.
fn about<'a>(printed: &'a str, what: &str) -> &'a str {
    let line = printed.lines().find(|line| line.split_once(' ').is_some_and(|(_, rest)| rest.trim().starts_with(what)));
    line.unwrap_or_else(|| panic!("nothing about {what} in {printed}"))
}

const WELL: &str =
    "[server]\nlisten = \"127.0.0.1:0\"\n[store]\npath = \"HERE/attune.db\"\n[triage]\nengine = \"rten\"\n";

#[test]
fn a_machine_that_is_well_is_told_so() {
    let (printed, code, folder) = examine(WELL);
    assert_eq!(code, Some(0), "{printed}");
    for what in ["model", "ONNX Runtime", "database", "address", "knowledge"] {
        assert!(about(&printed, what).starts_with("ok"), "{printed}");
    }
    assert!(about(&printed, "model").contains("on rten"), "{printed}");
    let help = about(&printed, "distress help");
    assert!(
        help.starts_with("ok")
            && help.contains("English: the shipped words, without a number (triage.distress.resources_en)"),
        "{printed}"
    );
    assert!(help.contains("Chinese: the shipped words"), "{printed}");
    assert!(about(&printed, "database").contains("will be created"), "{printed}");
    assert!(!folder.path().join("attune.db").exists(), "it changes nothing");
}

#[test]
fn whatever_is_wrong_is_said_at_once_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address");
    let config = format!(
        "[server]\nlisten = \"{address}\"\n[store]\npath = \"HERE/attune.toml\"\n[triage]\nengine = \"ort\"\n\
         models = \"HERE/nothing\"\nort_library = \"HERE/nothing.so\"\n[routing]\nknowledge = \"HERE/nothing\"\n"
    );
    let (printed, code, _folder) = examine(&config);
    assert_eq!(code, Some(1), "{printed}");
    let advice = [
        ("model", "manifest.toml"),
        ("ONNX Runtime", "nothing"),
        ("database", "attune.toml"),
        ("address", "Is the server running already?"),
        ("knowledge", "no articles"),
    ];
    for (what, words) in advice {
        let line = about(&printed, what);
        let rest = &printed[printed.find(line).expect("it is there")..];
        assert!(line.starts_with("MEND") && rest.contains(words), "{what}: {printed}");
    }
}

#[test]
fn a_damaged_model_is_told_from_a_missing_one() {
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let models = tempfile::tempdir().expect("a folder");
    for name in ["manifest.toml", "tokenizer.json", "triage.onnx"] {
        let mut bytes = std::fs::read(bundled.join(name)).expect("read");
        if name == "triage.onnx" {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        }
        std::fs::write(models.path().join(name), bytes).expect("written");
    }
    let (printed, code, _folder) = examine(&format!("{WELL}models = \"{}\"\n", models.path().display()));
    assert_eq!(code, Some(1), "{printed}");
    let line = about(&printed, "model");
    assert!(line.contains("triage.onnx is damaged or another version") && line.contains("bundled"), "{line}");
}

#[test]
fn a_configuration_that_is_wrong_is_named_with_the_nearest_name() {
    let (printed, code, _folder) = examine("[triage]\nengin = \"rten\"\n");
    assert_eq!((printed.as_str(), code), ("", Some(1)));
}
