//! Which turns of a dialogue are read, with what before them, and which count as positive.

use super::*;
use crate::evaluation::fake_lab::{FakeLab, blank, run, values};

const CHAT: &str = r#"{"id":"1","split":"dev","turns":[{"role":"visitor","text":"hello","anger":0,"flags":[]},{"role":"agent","text":"hi","flags":["apologises"]},{"role":"visitor","text":"grr","anger":2,"flags":["legal"]}]}"#;

#[test]
fn visitor_turns_are_read_with_and_without_what_came_before() {
    // Knows anger only from what the agent said before.
    let model = |question: &Question| {
        let mut score = blank();
        score.anger = f32::from(u8::from(question.context.iter().any(|turn| &*turn.text == "hi")));
        score.risks.legal = score.anger;
        score
    };
    let mut lab = FakeLab::new(&[("support_en.jsonl.gz", CHAT.to_owned())], model);
    let found = values(&run(&mut lab, "support chats en").unwrap());
    let value = |measure: &str| {
        let name = format!("support chats en, dev | {measure} | 2");
        found.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("{name} in {found:?}")).1
    };
    let wanted = [
        ("anger >= 2 AUROC", 1.0),
        ("anger >= 2 AUROC, context hidden", 0.5),
        ("anger >= 2 AUPRC", 1.0),
        ("legal AUROC", 1.0),
    ];
    for (measure, wanted) in wanted {
        assert!((value(measure) - wanted).abs() < 1e-6, "{measure}: {found:?}");
    }
    assert!(value("churn AUROC").is_nan());
    assert_eq!(found.len(), 12);
}

#[test]
fn dissatisfaction_is_read_by_mood_and_grouped_by_dialogue() {
    let row = |dialogue: u8, role: &str, text: &str, label: &str| {
        format!(r#"{{"text":"{text}","label":{label},"split":"test","dialogue_id":"{dialogue}","role":"{role}"}}"#)
    };
    let lines = [
        row(1, "user", "a", "null"),
        row(1, "agent", "b", "null"),
        row(1, "user", "bad", "\"sat_0\""),
        row(1, "overall", "OVERALL", "\"sat_0\""),
        row(2, "user", "good", "\"sat_2\""),
        row(2, "overall", "OVERALL", "\"sat_1\""),
        row(2, "user", "fine", "\"sat_1\""),
    ];
    let model = |question: &Question| {
        let texts: Vec<&str> = question.context.iter().map(|turn| &*turn.text).collect();
        let mut score = blank();
        match question.text.as_str() {
            "bad" => assert_eq!(texts, ["a", "b"]),
            "good" => assert!(texts.is_empty(), "another dialogue is no context: {texts:?}"),
            _ => assert_eq!(texts, ["good"], "a rating of the whole is no turn"),
        }
        score.sentiment.negative = f32::from(u8::from(question.text == "bad"));
        score
    };
    let mut lab = FakeLab::new(&[("zh_jddc_satisfaction.jsonl.gz", lines.join("\n"))], model);
    assert_eq!(values(&run(&mut lab, "JDDC").unwrap()), [("JDDC, test | dissatisfied AUROC | 3".to_owned(), 1.0)]);
}
