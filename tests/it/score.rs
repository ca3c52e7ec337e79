//! `attune score` as people run it: a process, lines in, lines out.

use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run printed.
struct Ran {
    lines: Vec<Value>,
    faults: String,
    code: Option<i32>,
}

fn run(flags: &[&str], library: Option<&Path>, input: &[u8]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attune"));
    command.arg("score").args(flags).env("ORT_DISABLE_TELEMETRY", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(library) = library {
        command.env("ORT_DYLIB_PATH", library);
    }
    let mut child = command.spawn().expect("the binary starts");
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_owned();
    let feeder = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("it ends");
    feeder.join().expect("no panic").expect("it reads everything");
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    Ran {
        lines: lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect(),
        faults: String::from_utf8(output.stderr).expect("UTF-8"),
        code: output.status.code(),
    }
}

fn score(input: &[Value]) -> Vec<Value> {
    let ran = run(&["--engine", "rten"], None, &joined(input));
    assert_eq!((ran.code, ran.lines.len()), (Some(0), input.len()), "{}", ran.faults);
    ran.lines
}

fn joined(lines: &[Value]) -> Vec<u8> {
    lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect()
}

/// The golden messages, each with what is expected of it.
fn golden() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/golden.jsonl");
    let text = std::fs::read_to_string(path).expect("the golden messages");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// What `attune score` takes of them.
fn asked(golden: &[Value]) -> Vec<Value> {
    let one = |line: &Value| {
        let context = line.get("context").cloned().unwrap_or_else(|| json!([]));
        json!({"id": line["id"], "text": line["text"], "lang": line["lang"], "context": context})
    };
    golden.iter().map(one).collect()
}

/// Every probability of a line, by name.
fn probabilities(line: &Value) -> Vec<(String, f64)> {
    let mut all = vec![("anger".to_owned(), line["anger"].as_f64().expect("a number"))];
    for head in ["sentiment", "emotions", "risks"] {
        let head = line[head].as_object().expect("a head");
        all.extend(head.iter().map(|(name, value)| (name.clone(), value.as_f64().expect("a number"))));
    }
    all
}

fn largest_gap(one: &Value, other: &Value) -> f64 {
    let pairs = probabilities(one).into_iter().zip(probabilities(other));
    pairs.map(|((_, a), (_, b))| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn the_golden_messages_come_out_as_expected_and_in_order() {
    let golden = golden();
    assert!(golden.len() >= 300, "a gate of only {} messages", golden.len());
    let scored = score(&asked(&golden));
    for (line, wanted) in scored.iter().zip(&golden) {
        assert_eq!((&line["id"], &line["lang"]), (&wanted["id"], &wanted["lang"]));
        assert!(probabilities(line).iter().all(|(_, p)| (0.0..=1.0).contains(p)), "{line}");
        assert!((0.0..=3.0).contains(&line["level"].as_f64().expect("a number")), "{line}");
    }
    let failures = failures(&golden, &scored);
    assert!(failures.is_empty(), "{} of {} golden messages:\n{}", failures.len(), golden.len(), failures.join("\n"));
}

/// Every golden message that was not read as it should be, by its case.
fn failures(golden: &[Value], scored: &[Value]) -> Vec<String> {
    let fails = |(wanted, line): &(&Value, &Value)| {
        let anger = line["anger"].as_f64().expect("a number");
        let [least, most] = ["anger_min", "anger_max"].map(|name| wanted["expect"][name].as_f64());
        least.is_some_and(|least| anger < least) || most.is_some_and(|most| anger > most)
    };
    let told = |(wanted, line): (&Value, &Value)| {
        format!(
            "{}, {}: anger {:.2}: {}",
            wanted["id"],
            wanted["case"],
            line["anger"].as_f64().unwrap_or(-1.0),
            wanted["text"]
        )
    };
    golden.iter().zip(scored).filter(fails).map(told).collect()
}

/// A model that loads, runs and answers, with its anger read from where the sentiment lies: what a mistake in a release
/// looks like. The gate must not let it through.
#[test]
fn a_wrong_model_does_not_pass_the_gate() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["tokenizer.json", "triage.onnx"] {
        std::fs::copy(models.join(name), folder.path().join(name)).expect("copied");
    }
    let manifest = std::fs::read_to_string(models.join("manifest.toml")).expect("the manifest");
    let swapped =
        manifest.replace("start = 0", "start = x").replace("start = 3", "start = 0").replace("start = x", "start = 3");
    std::fs::write(folder.path().join("manifest.toml"), swapped).expect("written");
    let golden = golden();
    let path = folder.path().to_str().expect("UTF-8");
    let ran = run(&["--engine", "rten", "--models", path], None, &joined(&asked(&golden)));
    assert_eq!((ran.code, ran.lines.len()), (Some(0), golden.len()), "{}", ran.faults);
    let failures = failures(&golden, &ran.lines);
    assert!(failures.len() * 5 > golden.len(), "only {} of {} noticed", failures.len(), golden.len());
    assert!(failures.iter().any(|failure| failure.contains("polite fury")), "{failures:#?}");
}

#[test]
fn both_engines_say_the_same() {
    let Some(library) = onnx_runtime() else {
        eprintln!("SKIPPED: no ONNX Runtime here; `sh scripts/onnxruntime.sh` fetches one");
        return;
    };
    let golden = golden();
    let by_ort = run(&["--engine", "ort"], Some(&library), &joined(&asked(&golden)));
    assert_eq!((by_ort.code, by_ort.lines.len()), (Some(0), golden.len()), "{}", by_ort.faults);
    let mut flips = 0;
    for (ort, rten) in by_ort.lines.iter().zip(score(&asked(&golden))) {
        let engines = [ort, &rten].map(|line| line["engine"].as_str().expect("a name").split(' ').next());
        assert_eq!(engines, [Some("ort"), Some("rten")]);
        assert!(largest_gap(ort, &rten) <= 0.05, "{ort}\n{rten}");
        flips += usize::from((ort["anger"].as_f64() >= Some(0.5)) != (rten["anger"].as_f64() >= Some(0.5)));
    }
    assert!(flips * 100 <= golden.len(), "{flips} labels differ");
}

fn onnx_runtime() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("HOME")?).join(".cache/attune/onnxruntime");
    let versions = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let builds = versions.filter_map(|version| std::fs::read_dir(version.path()).ok()).flatten().filter_map(Result::ok);
    builds.map(|build| build.path().join("libonnxruntime.so")).find(|file| file.is_file())
}

#[test]
fn bad_lines_are_named_by_number_and_field_and_the_others_are_scored() {
    let input = [
        r#"{"id":1,"text":"Hello"}"#,
        "",
        r#"{"id":2,"text":7}"#,
        r#"{"id":3}"#,
        r#"{"id":4,"text":"Hello","langauge":"en"}"#,
        r#"{"id":5,"text":"Hello","lang":"fr"}"#,
        r#"{"id":6,"text":"Hello","context":[{"role":"robot","text":"hi"}]}"#,
        "not JSON",
        r#"{"id":"last","text":"Bye"}"#,
    ];
    let mut bytes = input.join("\n").into_bytes();
    bytes.extend_from_slice(b"\n\xff\xfe\n");
    bytes.extend_from_slice(format!("{{\"id\":11,\"text\":\"{}\"}}\n", "a".repeat(20_001)).as_bytes());
    let ran = run(&["--engine", "rten"], None, &bytes);
    assert_eq!(ran.code, Some(1));
    let ids: Vec<&Value> = ran.lines.iter().map(|line| &line["id"]).collect();
    assert_eq!(ids, [&json!(1), &json!("last")]);
    let faults: Vec<&str> = ran.faults.lines().collect();
    let expected = [
        ("line 3: ", "string"),
        ("line 4: ", "`text`"),
        ("line 5: ", "`langauge`"),
        ("line 6: ", "`fr`"),
        ("line 7: ", "`robot`"),
        ("line 8: ", "column 2"),
        ("line 10: ", "UTF-8"),
        ("line 11: ", "`text`"),
    ];
    assert_eq!(faults.len(), expected.len(), "{faults:?}");
    for (fault, (start, word)) in faults.iter().zip(expected) {
        assert!(fault.starts_with(start) && fault.contains(word), "{fault}");
    }
}

#[test]
fn spans_count_characters_and_a_language_hint_counts() {
    let texts = [
        "😡😡 You are useless, this is a disgrace! 😡",
        "你们这是什么垃圾服务😡，骗子！",
        "👩‍👩‍👧 naïve café STUPID idiots",
    ];
    let mut input: Vec<Value> = texts.iter().enumerate().map(|(id, text)| json!({"id": id, "text": text})).collect();
    input.extend(["en", "zh"].map(|lang| json!({"id": lang, "text": "ok 88", "lang": lang})));
    let scored = score(&input);
    for (line, text) in scored.iter().zip(texts) {
        let letters: Vec<char> = text.chars().collect();
        let spans = line["spans"].as_array().expect("a list");
        assert!(!spans.is_empty() && spans.len() <= 8, "{line}");
        let mut weights = Vec::new();
        for span in spans {
            let [start, end] = ["start", "end"].map(|side| span[side].as_u64().expect("a number") as usize);
            assert!(start < end && end <= letters.len(), "{span} of {} characters", letters.len());
            // A span that counted bytes would cut words elsewhere.
            let is_word = |at: usize| letters.get(at).is_some_and(char::is_ascii_alphabetic);
            assert!(start == 0 || !(is_word(start - 1) && is_word(start)), "{span} starts inside a word of {text}");
            weights.push(span["weight"].as_f64().expect("a number"));
        }
        assert!(weights.windows(2).all(|pair| pair[0] >= pair[1]), "{spans:?}");
    }
    let languages: Vec<&Value> = scored.iter().map(|line| &line["lang"]).collect();
    assert_eq!(languages, ["en", "zh", "en", "en", "zh"]);
}

#[test]
fn a_message_scores_the_same_alone_and_in_company() {
    let golden = golden();
    let all = asked(&golden);
    let together = score(&all);
    // Other neighbours, other order, other lengths beside it.
    let mut shuffled: Vec<usize> = (0..all.len()).filter(|place| place % 3 == 0).collect();
    shuffled.sort_by_key(|place| place * 31 % 17);
    let apart = score(&shuffled.iter().map(|place| all[*place].clone()).collect::<Vec<_>>());
    for (place, line) in shuffled.iter().zip(&apart) {
        assert!(largest_gap(line, &together[*place]) <= 1e-5, "{line}\n{}", together[*place]);
    }
    for place in [0, all.len() / 2] {
        let alone = score(&all[place..=place]);
        assert!(largest_gap(&alone[0], &together[place]) <= 1e-5, "{}\n{}", alone[0], together[place]);
    }
}

#[test]
fn nothing_in_is_nothing_out_and_no_model_is_said() {
    let ran = run(&["--engine", "rten"], None, b"");
    assert_eq!((ran.code, ran.lines.len()), (Some(0), 0));
    let folder = tempfile::tempdir().expect("a folder");
    let ran = run(&["--models", &folder.path().to_string_lossy()], None, b"{\"id\":1,\"text\":\"Hello\"}\n");
    assert_eq!((ran.code, ran.lines.len()), (Some(1), 0));
    assert!(ran.faults.contains("no usable model") && ran.faults.contains("manifest.toml"), "{}", ran.faults);
}

#[test]
fn the_binary_silences_the_library_before_it_loads() {
    let Some(library) = onnx_runtime() else {
        eprintln!("SKIPPED: no ONNX Runtime here; `sh scripts/onnxruntime.sh` fetches one");
        return;
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_attune"));
    command.args(["score", "--engine", "ort"]).env_remove("ORT_DISABLE_TELEMETRY").env("ORT_DYLIB_PATH", library);
    // Without the variable the engine refuses to load the library, so a score shows that it was set.
    let output = command.stdin(Stdio::null()).output().expect("the binary runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
