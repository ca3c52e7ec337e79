//! Both engines on the golden messages, in logits: like the reference, like each other, and whatever the batch.
//! And what a model folder may be like that no engine should be given.

use attune::triage::bundle::{self, Settings};
use attune::triage::engine::{Batch, EngineChoice};
use attune::triage::input::Input;
use attune::triage::reader::Model;
use attune::triage::{Speaker, Turn};
use serde_json::Value;
use std::path::Path;

/// How far engines may lie apart, in logits: rounding in the quantised layers moves nineteen messages of twenty by less …
const APART: f32 = 0.05;
/// … and none by more.
const FAR_APART: f32 = 0.15;
/// How far a message may move with its neighbours in a batch, in logits.
const MOVED: f32 = 1e-5;

struct Golden {
    id: String,
    input: Input,
    logits: Vec<f32>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn load(engine: EngineChoice) -> Result<Model, String> {
    bundle::load(&Settings { engine, ..Settings::default() })
}

/// The engines of this machine: the built-in one, and ONNX Runtime where there is a library.
fn engines() -> Vec<Model> {
    let mut found = vec![load(EngineChoice::Rten).expect("the built-in engine takes the bundled model")];
    match load(EngineChoice::Ort) {
        Ok(model) => found.push(model),
        Err(why) => eprintln!("SKIPPED for ONNX Runtime: {why}"),
    }
    found
}

fn golden(model: &Model) -> Vec<Golden> {
    let text = std::fs::read_to_string(root().join("models/golden.jsonl")).expect("the golden messages");
    let all: Vec<Golden> = text.lines().map(|line| one(model, line)).collect();
    assert!(all.len() >= 100, "only {} golden messages", all.len());
    all
}

fn one(model: &Model, line: &str) -> Golden {
    let line: Value = serde_json::from_str(line).expect("JSON");
    let turn = |turn: &Value| Turn {
        speaker: match turn["role"].as_str() {
            Some("visitor") => Speaker::Visitor,
            Some("bot") => Speaker::Bot,
            _ => Speaker::Agent,
        },
        text: turn["text"].as_str().expect("words").into(),
    };
    let context: Vec<Turn> =
        line["context"].as_array().map(|turns| turns.iter().map(turn).collect()).unwrap_or_default();
    let input = model
        .assembler
        .input(&model.assembler.normalise(line["text"].as_str().expect("words")), &context)
        .expect("tokens");
    let logits = line["logits"].as_array().expect("logits");
    let id = line["id"].as_str().expect("an id").to_owned();
    Golden { id, input, logits: logits.iter().map(|logit| logit.as_f64().expect("a number") as f32).collect() }
}

/// Logits of each message, read in batches of this many.
fn run(model: &Model, golden: &[Golden], rows: usize) -> Vec<Vec<f32>> {
    let mut engine = model.network.engine().expect("an engine");
    let mut all = Vec::new();
    for batch in golden.chunks(rows) {
        let inputs: Vec<&Input> = batch.iter().map(|one| &one.input).collect();
        let logits = engine.run(&Batch::of(&inputs)).expect("it runs").logits;
        all.extend(logits.chunks(logits.len() / batch.len()).map(<[f32]>::to_vec));
    }
    all
}

fn gap(one: &[f32], other: &[f32]) -> f32 {
    assert_eq!(one.len(), other.len());
    one.iter().zip(other).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

/// Differences in logits between two readings: the largest per message, ascending, and flips of the anger label.
fn compare(one: &[Vec<f32>], other: &[Vec<f32>]) -> (Vec<f32>, usize) {
    let mut gaps: Vec<f32> = one.iter().zip(other).map(|(a, b)| gap(a, b)).collect();
    gaps.sort_by(f32::total_cmp);
    (gaps, one.iter().zip(other).filter(|(a, b)| (a[1] >= 0.0) != (b[1] >= 0.0)).count())
}

#[test]
fn every_engine_gives_the_reference_logits() {
    for model in engines() {
        let golden = golden(&model);
        let wanted: Vec<Vec<f32>> = golden.iter().map(|one| one.logits.clone()).collect();
        let (gaps, flips) = compare(&run(&model, &golden, 1), &wanted);
        let (median, largest) = (gaps[gaps.len() / 2], gaps[gaps.len() - 1]);
        eprintln!("{} to the reference: median {median:.4}, largest {largest:.4}, {flips} flips", model.network.name);
        let read = run(&model, &golden, 1);
        let apart = golden.iter().zip(&read).filter(|(one, read)| gap(&one.logits, read) > APART);
        let apart: Vec<&str> = apart.map(|(one, _)| one.id.as_str()).collect();
        assert!(apart.len() * 10 <= golden.len(), "{}: apart on {apart:?}", model.network.name);
        assert!(largest <= FAR_APART, "{}: {largest} at most, on one of {apart:?}", model.network.name);
        assert!(flips * 100 <= golden.len(), "{}: {flips} labels differ", model.network.name);
    }
}

#[test]
fn a_batch_changes_no_message() {
    for model in engines() {
        let golden = golden(&model);
        let alone = run(&model, &golden, 1);
        for rows in [3, 16] {
            let (gaps, _) = compare(&run(&model, &golden, rows), &alone);
            let largest = gaps[gaps.len() - 1];
            assert!(largest <= MOVED, "{} in batches of {rows}: {largest}", model.network.name);
        }
    }
}

#[test]
fn the_built_in_engine_names_its_version() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("the lock file");
    let version = lock.split("name = \"rten\"\nversion = \"").nth(1).and_then(|rest| rest.split('"').next());
    let version = version.expect("rten is locked");
    let named = load(EngineChoice::Rten).expect("it loads").network.name;
    assert!(version.starts_with(named.trim_start_matches("rten ")), "{named}, but {version} is locked");
}

#[test]
fn a_manifest_that_promises_other_heads_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["tokenizer.json", "triage.onnx"] {
        std::fs::copy(root().join("models").join(name), folder.path().join(name)).expect("copied");
    }
    let manifest = std::fs::read_to_string(root().join("models/manifest.toml")).expect("the manifest");
    let more = "\n[[heads]]\nname = \"irony\"\nlabels = [\"yes\", \"no\"]\nstart = 24\n";
    std::fs::write(folder.path().join("manifest.toml"), manifest + more).expect("written");
    let settings =
        Settings { models: Some(folder.path().to_owned()), engine: EngineChoice::Rten, ..Settings::default() };
    let error = bundle::load(&settings).err().expect("refused");
    assert!(error.contains("24 logits") && error.contains("26"), "{error}");
}
