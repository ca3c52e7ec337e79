//! The hand-written files: their format, and what each asks.

use super::*;
use crate::evaluation::fake_lab::{FakeLab, blank, run, values};

#[test]
fn distress_is_paged_at_the_policys_line() {
    let file = "1\tquiet\thelp\n1\tplain\tnot found\n0\thyperbole\tdying\nmaybe\tx\ty\n0\tshort\n";
    let line = Policy::shipped().distress;
    let model = move |question: &Question| {
        let mut score = blank();
        score.risks.distress = if question.text == "help" { line } else { line - 0.01 };
        score
    };
    let mut lab = FakeLab::new(&[("distress_en.tsv", file.to_owned())], model);
    let found = run(&mut lab, "distress en").unwrap();
    let wanted = [("recall at the policy's line | 2", 0.5), ("paged without need | 1", 0.0)];
    assert_eq!(values(&found), wanted.map(|(name, value)| (format!("distress en | {name}"), value)));
    let faults = ["distress_en.tsv line 4: column 1 must be 1 or 0", "distress_en.tsv line 5: 2 columns, must be 3"];
    assert_eq!(lab.faults, faults);
}

#[test]
fn golden_messages_are_read_with_their_context_and_counted_by_case() {
    let file = "high\tshort\tagent:Hi: there || visitor:ok\tgrr\nlow\tthanks\t\tty\nhigh\tshort\t\tmissed\n\
                low\tx\trobot:beep\tno\n";
    let model = |question: &Question| {
        let mut score = blank();
        if question.text == "grr" {
            let agent = Turn { speaker: Speaker::Agent, text: "Hi: there".into() };
            assert_eq!(question.context[0], agent);
            assert_eq!(question.context.len(), 2);
            score.anger = 0.5;
        }
        score
    };
    let mut lab = FakeLab::new(&[("golden_zh.tsv", file.to_owned())], model);
    let found = run(&mut lab, "golden zh").unwrap();
    assert_eq!(values(&found), [("golden zh | accuracy at anger .5 | 3".to_owned(), 0.667)]);
    assert_eq!(found.notes, ["- golden zh, short: 1 of 2", "- golden zh, thanks: 1 of 1"]);
    assert!(lab.faults.len() == 1 && lab.faults[0].starts_with("golden_zh.tsv line 4: "), "{:?}", lab.faults);
}

#[test]
fn explanations_are_compared_in_characters_and_only_the_first_three_count() {
    let file = "你们是骗子\t骗子\n你们是骗子!\t你们\nno thanks\tabsent\n";
    let model = |question: &Question| {
        let mut score = blank();
        let places: &[(u32, u32)] =
            if question.text.ends_with('!') { &[(2, 3), (3, 4), (4, 5), (0, 2)] } else { &[(4, 5)] };
        score.spans = places.iter().map(|&(start, end)| Span { start, end, weight: 1.0 }).collect();
        score
    };
    let mut lab = FakeLab::new(&[("explain_zh.tsv", file.to_owned())], model);
    let found = run(&mut lab, "explain zh").unwrap();
    assert_eq!(values(&found), [("explain zh | a listed word among the first 3 | 2".to_owned(), 0.5)]);
    assert_eq!(lab.faults.len(), 1);
    assert_eq!(places("no no", "no"), [(0, 2), (3, 5)]);
}

#[test]
fn the_committed_suites_hold_no_broken_line() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/models/data/suites");
    for kind in ["distress", "dialect", "golden", "explain"] {
        for (_, name) in LANGUAGES {
            let file = format!("{kind}_{name}.tsv");
            let text = std::fs::read_to_string(format!("{folder}/{file}")).unwrap();
            let mut lab = FakeLab::new(&[(&file, text.clone())], |_| blank());
            run(&mut lab, &format!("{kind} {name}")).unwrap();
            assert!(lab.faults.is_empty() && text.lines().count() >= 60, "{:?}", lab.faults);
        }
    }
}
