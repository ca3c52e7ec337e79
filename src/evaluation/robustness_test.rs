//! What an attack costs, at a threshold that clean text set.

use super::*;
use crate::evaluation::fake_lab::{FakeLab, blank, run, values};

fn turn(text: &str, anger: u8) -> String {
    format!(r#"{{"role":"visitor","text":"{text}","anger":{anger},"flags":[]}}"#)
}

#[test]
fn the_loss_is_relative_to_what_was_found_before() {
    // The model knows "bad" in small letters; one angry turn it never finds.
    let turns = [turn("bad", 2), turn("so bad", 3), turn("odd", 3), turn("fine", 0), turn("hm", 1)].join(",");
    let chat = format!(r#"{{"split":"dev","turns":[{turns}]}}"#);
    let model = |question: &Question| {
        assert!(question.context.is_empty());
        let mut score = blank();
        score.anger = if question.text.contains("bad") { 0.9 } else { 0.1 };
        score
    };
    let mut lab = FakeLab::new(&[("support_en.jsonl.gz", chat)], model);
    let found = run(&mut lab, "robustness en").unwrap();
    let values = values(&found);
    let set = "robustness en, support chats dev, no context";
    assert_eq!(values[0], (format!("{set} | recall at 5 % false alarms, clean | 5"), 0.667));
    assert!(values.contains(&(format!("{set} | loss of recall, all capitals | 3"), 1.0)), "{values:?}");
    assert!(values.contains(&(format!("{set} | loss of recall, lookalike letters | 3"), 1.0)), "{values:?}");
    assert_eq!(found.entries.len(), 8);
    assert!(found.entries[1].limit.is_missed(1.0));
}

#[test]
fn a_gain_is_a_negative_loss() {
    let rows = [(true, true), (false, true), (true, true)].map(|(before, after)| Attacked { before, after });
    assert!((loss(&rows.each_ref()) + 0.5).abs() < 1e-9);
    assert!(loss(&[&Attacked { before: false, after: false }]).is_nan(), "nothing was found that could be lost");
}

#[test]
fn homophones_need_chinese_texts() {
    let chat = format!(r#"{{"split":"dev","turns":[{}]}}"#, [turn("是是是是是是是是是", 2), turn("好", 0)].join(","));
    let model = |question: &Question| {
        let mut score = blank();
        score.anger = if question.text == "是是是是是是是是是" { 0.9 } else { 0.1 };
        score
    };
    let mut lab = FakeLab::new(&[("support_zh.jsonl.gz", chat.clone())], model);
    assert_eq!(run(&mut lab, "robustness zh, homophones").unwrap_err().0, "no zh_smp2020_ewect.jsonl.gz");
    let train = r#"{"text":"是事时","split":"train"}"#.to_owned();
    let files = [("support_zh.jsonl.gz", chat), ("zh_smp2020_ewect.jsonl.gz", train)];
    let found = run(&mut FakeLab::new(&files, model), "robustness zh, homophones").unwrap();
    assert_eq!((found.entries.len(), found.entries[0].n), (1, 1));
    assert!((found.entries[0].estimate.value - 1.0).abs() < 1e-9);
}
