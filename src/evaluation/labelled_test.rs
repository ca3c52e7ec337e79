//! Which head answers which set, and which rows count.

use super::*;
use crate::evaluation::fake_lab::{FakeLab, blank, run, values};

fn row(text: &str, label: &str, split: &str, source: &str) -> String {
    format!(r#"{{"text":"{text}","label":"{label}","labels":["{label}"],"split":"{split}","source":"{source}"}}"#)
}

#[test]
fn emotions_are_restricted_to_the_labels_of_the_set() {
    let lines = [
        row("rage", "anger", "test", ""),
        row("mild", "anger", "test", ""),
        row("sun", "joy", "test", ""),
        row("odd", "boredom", "test", ""),
        row("other part", "anger", "train", ""),
    ];
    let model = |question: &Question| {
        let mut score = blank();
        // Disgust is no label of the set, so it never wins.
        score.emotions.disgust = 0.9;
        score.emotions.anger = if question.text == "rage" { 0.06 } else { 0.01 };
        score.emotions.joy = if question.text == "rage" { 0.0 } else { 0.04 };
        score
    };
    let mut lab = FakeLab::new(&[("en_tweeteval_emotion.jsonl.gz", lines.join("\n"))], model);
    let found = run(&mut lab, "TweetEval emotion").unwrap();
    let wanted = [("macro-F1 of 4 | 3", 0.667), ("anger AUROC | 3", 0.75)];
    assert_eq!(values(&found), wanted.map(|(name, value)| (format!("TweetEval emotion, test | {name}"), value)));
    assert_eq!(lab.faults.len(), 1);
    assert!(lab.faults[0].contains("boredom") && lab.faults[0].contains("anger, joy"), "{:?}", lab.faults);
}

#[test]
fn sources_are_kept_apart() {
    let lines = [
        row("a", "angry", "test", "smp2020-ewect/usual"),
        row("b", "happy", "test", "smp2020-ewect/usual"),
        row("c", "happy", "test", "smp2020-ewect/virus"),
    ];
    let model = |question: &Question| {
        let mut score = blank();
        score.emotions.anger = f32::from(u8::from(question.text == "a"));
        score.emotions.joy = 0.5;
        score
    };
    let mut lab = FakeLab::new(&[("zh_smp2020_ewect.jsonl.gz", lines.join("\n"))], model);
    let usual = values(&run(&mut lab, "SMP2020 usual").unwrap());
    assert_eq!(usual[0], ("SMP2020 usual, test | macro-F1 of 6 | 2".to_owned(), 1.0));
    let virus = run(&mut lab, "SMP2020 virus").unwrap();
    assert_eq!(virus.entries[0].n, 1);
    assert!(virus.entries[1].estimate.value.is_nan(), "nobody is angry there");
}

#[test]
fn offence_is_read_from_abuse_at_one_half_and_anger_among_many_labels() {
    let lines = [row("x", "offensive", "test", ""), row("y", "not-offensive", "test", "")];
    let model = |question: &Question| {
        let mut score = blank();
        score.risks.abuse = if question.text == "x" { 0.5 } else { 0.4 };
        score.anger = score.risks.abuse;
        score
    };
    let mut lab = FakeLab::new(&[("en_tweeteval_offensive.jsonl.gz", lines.join("\n"))], model);
    let found = values(&run(&mut lab, "TweetEval offensive").unwrap());
    assert_eq!(found.iter().map(|(_, value)| *value).collect::<Vec<_>>(), [0.333, 1.0], "one half is not above it");
    let lines = [row("x", "anger", "test", ""), row("y", "joy", "test", "")];
    let mut lab = FakeLab::new(&[("en_goemotions.jsonl.gz", lines.join("\n"))], model);
    assert_eq!(values(&run(&mut lab, "GoEmotions").unwrap()), [("GoEmotions, test | anger AUPRC | 2".to_owned(), 1.0)]);
}
