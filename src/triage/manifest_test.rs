//! Manifests: what is wrong with a model folder is said in words an operator can act on.

use super::*;

const GOOD: &str = r#"
schema = 1
version = "9"
[model]
file = "m.onnx"
sha256 = "00"
[tokenizer]
file = "t.json"
sha256 = "11"
message_tokens = 64
max_tokens = 96
[normaliser]
version = 3
[[heads]]
name = "anger"
labels = ["1", "2", "3"]
start = 0
[[heads]]
name = "sentiment"
labels = ["negative", "neutral", "positive"]
start = 3
[calibration.zh.anger]
temperature = 2.0
bias = [0.5]
"#;

#[test]
fn a_manifest_names_its_files_heads_and_calibration() {
    let manifest = Manifest::parse(GOOD).unwrap();
    assert_eq!((manifest.model.file.as_str(), manifest.tokenizer.max_tokens, manifest.logits()), ("m.onnx", 96, 6));
    assert_eq!(manifest.head("sentiment", &["negative", "neutral", "positive"]).unwrap(), 3);
    let chinese = manifest.calibration(Language::Zh, "anger");
    assert_eq!((chinese.apply(3.0, 0), chinese.apply(3.0, 1)), (2.0, 1.5), "no bias is a bias of 0");
    let english = manifest.calibration(Language::En, "anger");
    assert_eq!(english, Calibration { temperature: 1.0, bias: Vec::new() });
}

#[test]
fn a_temperature_of_nothing_cannot_divide_by_nothing() {
    let frozen = Calibration { temperature: 0.0, bias: Vec::new() };
    assert!(frozen.apply(3.0, 0).is_finite());
}

#[test]
fn every_fault_says_what_and_where() {
    let said = |text: &str| Manifest::parse(text).unwrap_err().to_string();
    assert_eq!(said(&GOOD.replace("schema = 1", "schema = 2")), "manifest.toml has schema 2; this version reads 1");
    let other = said(&GOOD.replace("[normaliser]\nversion = 3", "[normaliser]\nversion = 7"));
    assert!(other.contains("normaliser 7") && other.contains("this version has 3"), "{other}");
    assert!(said("").starts_with("manifest.toml cannot be read: missing field"), "{}", said(""));
    let without = said(&GOOD.replace("message_tokens = 64", ""));
    assert!(without.contains("message_tokens"), "{without}");
    let manifest = Manifest::parse(GOOD).unwrap();
    for (head, labels) in [("risks", &["abuse"][..]), ("anger", &["1", "3", "2"]), ("anger", &["1", "2"])] {
        let error = manifest.head(head, labels).unwrap_err().to_string();
        assert_eq!(error, format!("the model has no head `{head}` with the labels {}", labels.join(", ")));
    }
}

#[test]
fn a_changed_byte_is_another_digest() {
    let digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    assert!(check_digest("m.onnx", b"hello", digest).is_ok());
    let error = check_digest("m.onnx", b"hellp", digest).unwrap_err().to_string();
    assert!(error.starts_with("m.onnx is damaged or another version") && error.contains(digest), "{error}");
}

#[test]
fn what_contradicts_itself_is_said_all_of_it() {
    let text = GOOD.replace("start = 3", "start = 2").replace("max_tokens = 96", "max_tokens = 65");
    let text = text.replace("temperature = 2.0", "temperature = 0.0") + "[calibration.fr.risks]\ntemperature = nan\n";
    let said = Manifest::parse(&text).unwrap_err().to_string();
    let expected = [
        "max_tokens 65",
        "the heads anger and sentiment overlap",
        "calibration.zh.anger: numbers",
        "calibration.fr: the languages",
        "calibration.fr.risks: no head",
        "calibration.fr.risks: numbers",
    ];
    assert!(expected.iter().all(|words| said.contains(words)), "{said}");
}
