//! Words that are shown against words that count.

use super::*;
use crate::domain::Span;
use crate::evaluation::fake_lab::{FakeLab, blank, run, values};

/// A message of seven words of which five count, each by its number.
fn lab(shown: &'static [(u32, u32)]) -> FakeLab {
    let turns = r#"{"role":"agent","text":"hi"},{"role":"visitor","text":"1 2 3 4 5 x x","anger":2},{"role":"visitor","text":"5 4 3 2 1","anger":3},{"role":"visitor","text":"9 calm 1 2 3 4 5","anger":1}"#;
    let chat = format!(r#"{{"split":"dev","turns":[{turns}]}}"#);
    let model = move |question: &Question| {
        let sum: u32 = question.text.chars().filter_map(|letter| letter.to_digit(10)).sum();
        let mut score = blank();
        score.anger = sum as f32 / 15.0;
        score.spans = shown.iter().map(|&(start, end)| Span { start, end, weight: 1.0 }).collect();
        score
    };
    let zh = r#"{"split":"dev","turns":[{"role":"visitor","text":"短","anger":3}]}"#.to_owned();
    FakeLab::new(&[("support_en.jsonl.gz", chat), ("support_zh.jsonl.gz", zh)], model)
}

#[test]
fn the_best_three_words_reach_one_and_others_less() {
    let name = "explanation, support chats dev | fall by 3 shown words to fall by occlusion | 1";
    // Only the first message is angry, found angry, and six words long.
    let mut best = lab(&[(4, 5), (6, 7), (8, 9), (0, 1)]);
    assert_eq!(values(&run(&mut best, "explanation").unwrap()), [(name.to_owned(), 1.0)]);
    let mut weak = lab(&[(0, 1), (2, 3), (4, 5)]);
    assert_eq!(values(&run(&mut weak, "explanation").unwrap()), [(name.to_owned(), 0.5)]);
}

#[test]
fn words_are_cut_out_by_characters() {
    let question = Question::alone("你们是骗子!", Language::Zh);
    assert_eq!(without(&question, &[(3, 5), (0, 2)]).text, "是!");
    assert_eq!(without(&question, &[(2, 3), (90, 99)]).text, "你们骗子!");
    assert!(!is_long_enough(Language::Zh, "太短了吧", &vec![(0, 1); 9]));
}

#[test]
fn where_occlusion_finds_nothing_nothing_can_be_said() {
    assert!(faithfulness(&[&Falls { shown: 0.1, occluded: 0.0 }]).is_nan());
}
