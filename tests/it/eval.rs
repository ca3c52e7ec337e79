//! `attune eval` as people run it: a folder with a few rows in, a table and faults out.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What a run printed.
struct Ran {
    table: String,
    faults: String,
    code: Option<i32>,
}

impl Ran {
    /// The cells of the one line with this set and measure.
    fn cells(&self, set: &str, measure: &str) -> Vec<&str> {
        let start = format!("| {set} | {measure} | ");
        let mut lines = self.table.lines().filter(|line| line.starts_with(&start));
        let line = lines.next().unwrap_or_else(|| panic!("no {start} in\n{}\n{}", self.table, self.faults));
        assert!(lines.next().is_none(), "{start} stands twice");
        line.trim_matches('|').split('|').map(str::trim).collect()
    }
}

fn eval(folder: &Path, flags: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attune"));
    command.args(["eval", "--engine", "rten", "--data", "data", "--cases", "cases"]).args(flags);
    let output = command.current_dir(folder).env("ORT_DISABLE_TELEMETRY", "1").output().expect("the binary runs");
    Ran {
        table: String::from_utf8(output.stdout).expect("UTF-8"),
        faults: String::from_utf8(output.stderr).expect("UTF-8"),
        code: output.status.code(),
    }
}

fn set(folder: &Path, name: &str, lines: &[&str]) {
    let file = std::fs::File::create(folder.join(format!("data/{name}.jsonl.gz"))).expect("a file");
    let mut packed = GzEncoder::new(file, Compression::fast());
    packed.write_all(lines.join("\n").as_bytes()).expect("it packs");
    packed.finish().expect("it ends");
}

/// A folder with a few rows of some sets, and not a row of the others.
fn world() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for name in ["data", "cases", "models"] {
        std::fs::create_dir(root.join(name)).expect("a folder");
    }
    set(
        root,
        "zh_waimai",
        &[
            r#"{"text":"很好吃，下次还点，谢谢","label":"positive","split":"validation"}"#,
            r#"{"text":"太难吃了，送得又慢，差评","label":"negative","split":"validation"}"#,
            r#"{"text":7,"split":"validation"}"#,
        ],
    );
    set(
        root,
        "zh_hotel",
        &[
            r#"{"text":"房间很好，服务很好，很满意","label":"positive","split":"validation"}"#,
            r#"{"text":"服务太差了，房间又脏又吵，再也不来","label":"negative","split":"validation"}"#,
        ],
    );
    set(
        root,
        "support_en",
        &[
            r#"{"split":"dev","turns":[{"role":"visitor","text":"hi, where is my parcel?","anger":0,"flags":[]},{"role":"agent","text":"Let me look."},{"role":"visitor","text":"you useless idiots have lied to me for weeks, I am furious","anger":3,"flags":["abuse"]},{"role":"visitor","text":"thank you, that works now","anger":0,"flags":["gratitude"]}]}"#,
        ],
    );
    std::fs::write(root.join("cases/golden_en.tsv"), "low\tthanks\t\tthank you so much\nhigh\tno context\n")
        .expect("a file");
    std::fs::write(root.join("models/baselines.json"), r#"{"hotel reviews, validation | accuracy":{"linear":0.902}}"#)
        .expect("a file");
    folder
}

#[test]
fn the_table_holds_what_could_be_measured_and_the_rest_is_named() {
    let world = world();
    let ran = eval(world.path(), &["--only", "reviews"]);
    assert!(ran.table.starts_with("| set | measure | n | value | 95 % interval |"), "{}", ran.table);
    let hotel = ran.cells("hotel reviews, validation", "accuracy");
    assert_eq!(
        [hotel[2], hotel[3], hotel[5], hotel[6], hotel[7], hotel[8]],
        ["2", "1.000", ">= 0.900", ">= 0.920", "0.902", "–"]
    );
    assert_eq!(ran.cells("waimai reviews, validation", "accuracy")[2], "2", "the broken row is left out");
    assert!(ran.faults.contains("zh_waimai.jsonl.gz line 3: invalid type"), "{}", ran.faults);
    assert_eq!(ran.code, Some(2), "what was left out is no pass: {}", ran.faults);

    let ran = eval(world.path(), &["--only", "support chats en"]);
    let anger = ran.cells("support chats en, dev", "anger >= 2 AUROC");
    assert_eq!([anger[2], anger[3]], ["3", "1.000"]);
    assert_eq!(ran.cells("support chats en, dev", "churn AUROC")[3], "–");
}

#[test]
fn a_missing_file_is_named_and_the_others_are_measured() {
    let world = world();
    let ran = eval(world.path(), &["--only", "dev"]);
    assert_eq!(ran.cells("support chats en, dev", "anger >= 2 AUROC")[2], "3");
    let left_out = ran.faults.split("left out:").nth(1).expect("it says at the end what was left out");
    assert!(left_out.contains("support chats zh, dev: data/support_zh.jsonl.gz: No such file"), "{}", ran.faults);
    assert!(!left_out.contains("support_en"), "{}", ran.faults);
}

#[test]
fn a_missed_floor_makes_the_exit_code_one_and_is_marked() {
    let world = world();
    set(world.path(), "zh_hotel", &[r#"{"text":"服务很好，很满意，谢谢","label":"negative","split":"validation"}"#]);
    let ran = eval(world.path(), &["--only", "hotel"]);
    assert_eq!(ran.cells("hotel reviews, validation", "accuracy")[3], "0.000 **missed**");
    assert!(ran.faults.contains("floors missed:\n  hotel reviews, validation | accuracy"), "{}", ran.faults);
    assert_eq!(ran.code, Some(1));
}

#[test]
fn cases_stand_under_the_table_and_wrong_lines_are_named() {
    let world = world();
    let ran = eval(world.path(), &["--only", "golden en"]);
    assert_eq!(ran.cells("golden en", "accuracy at anger .5")[2..4], ["1", "1.000"]);
    assert!(ran.table.ends_with("\n- golden en, thanks: 1 of 1\n"), "{}", ran.table);
    assert!(ran.faults.contains("golden_en.tsv line 2: 2 columns, must be 4"), "{}", ran.faults);
}

#[test]
fn what_cannot_be_is_said_before_anything_is_read() {
    let world = world();
    let ran = eval(world.path(), &["--only", "nothing like it"]);
    assert_eq!((ran.code, ran.table.as_str()), (Some(1), ""));
    assert!(ran.faults.contains("no such section") && ran.faults.contains("hotel reviews"), "{}", ran.faults);
    let ran = eval(world.path(), &["--data", "elsewhere"]);
    assert!(ran.code.is_some_and(|code| code != 0) && ran.table.is_empty(), "{}", ran.faults);
    std::fs::write(world.path().join("models/baselines.json"), "{").expect("a file");
    let ran = eval(world.path(), &["--only", "hotel"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.faults.contains("models/baselines.json"), "{}", ran.faults);
}
