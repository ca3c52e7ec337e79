//! What is told of a message beside its words.

use super::*;
use proptest::prelude::*;

/// Each of the visitor's messages 20 s after the one before, nobody answers.
fn said(texts: &[&str]) -> Vec<Behaviour> {
    let mut habits = Habits::default();
    let one = |(n, text): (usize, &&str)| {
        habits.visitor_said(Seq(n as u64 + 1), Timestamp(20_000 * i64::try_from(n).unwrap()), text)
    };
    texts.iter().enumerate().map(one).collect()
}

fn repeats(texts: &[&str]) -> Vec<u32> {
    said(texts).iter().map(|behaviour| behaviour.repeats).collect()
}

#[test]
fn the_same_is_seen_through_case_punctuation_order_and_a_word_more() {
    assert_eq!(
        repeats(&["Where is my red parcel?", "where is my red PARCEL", "my red parcel, where is it"]),
        [0, 1, 2]
    );
    assert_eq!(repeats(&["where is my parcel", "where is my refund", "cancel everything"]), [0, 0, 0]);
    assert_eq!(repeats(&["我的包裹到底在哪里", "我的包裹到底在哪里啊", "退款"]), [0, 1, 0]);
    assert_eq!(repeats(&["???", "???", "?"]), [0, 1, 0]);
}

#[test]
fn the_same_is_seen_across_other_messages_but_not_for_ever() {
    assert_eq!(repeats(&["where is it", "hello", "where is it", "anybody there", "where is it"]), [0, 0, 1, 0, 2]);
    assert_eq!(repeats(&["where is it", "a b", "c d", "e f", "g h", "where is it"]), [0; 6]);
}

#[test]
fn a_bare_reply_repeats_nothing_and_is_curt_only_after_more() {
    let curt = |texts: &[&str]| said(texts).iter().map(|b| (b.repeats, b.curt)).collect::<Vec<_>>();
    assert_eq!(curt(&["ok", "ok"]), [(0, 0), (0, 0)]);
    let long = "I have been waiting for this parcel";
    assert_eq!(curt(&[long, "ok.", "…", long]), [(0, 0), (0, 1), (0, 2), (1, 0)]);
    assert_eq!(curt(&["我等了整整三天了", "呵呵", "行"]), [(0, 0), (0, 1), (0, 2)]);
    assert_eq!(curt(&[long, "yes"]), [(0, 0), (0, 0)], "an answer is not curt");
}

#[test]
fn files_alone_repeat_nothing_are_not_curt_and_leave_the_rest_as_it_was() {
    let told = said(&["where is my red parcel", "", "", "where is my red parcel"]);
    assert_eq!(
        told.iter().map(|behaviour| (behaviour.repeats, behaviour.curt)).collect::<Vec<_>>(),
        [(0, 0), (0, 0), (0, 0), (1, 0)]
    );
    assert_eq!(told.iter().map(|behaviour| behaviour.unanswered).collect::<Vec<_>>(), [0, 1, 2, 3]);
}

#[test]
fn shouting_is_capitals_and_runs_of_marks() {
    let loud = |text: &str| said(&[text])[0].shouting;
    for quiet in ["Where is my parcel?", "OK", "USA", "my order is AB1234CDEFGHIJK", "你好吗？", ""] {
        assert!(loud(quiet) < 1e-6, "{quiet}: {}", loud(quiet));
    }
    for full in ["WHERE IS MY PARCEL", "why!!!", "为什么？？？", "what?!?!"] {
        assert!((loud(full) - 1.0).abs() < 1e-6, "{full}: {}", loud(full));
    }
    assert!((loud("why??") - 0.5).abs() < 1e-6);
}

#[test]
fn waiting_counts_from_the_first_message_until_somebody_answers() {
    let mut habits = Habits::default();
    let say = |habits: &mut Habits, seq: u64, at: i64| {
        let behaviour = habits.visitor_said(Seq(seq), Timestamp(at * 1_000), &format!("message {seq}"));
        (behaviour.unanswered, behaviour.waited_s)
    };
    assert_eq!(say(&mut habits, 1, 0), (0, 0));
    assert_eq!(say(&mut habits, 2, 100), (1, 100));
    assert_eq!(say(&mut habits, 3, 250), (2, 250));
    habits.staff_answered(Timestamp(260_000));
    assert_eq!(say(&mut habits, 4, 900), (0, 0));
}

#[test]
fn a_bot_that_says_the_same_is_noticed_and_a_person_ends_it() {
    let mut habits = Habits::default();
    let mut looped = Vec::new();
    for (n, answer) in (0_i32..).zip(["Try again.", "try again", "Try again!", "Look here.", "look here"]) {
        let at = Timestamp(i64::from(n));
        habits.bot_answered(at, answer);
        looped.push(habits.visitor_said(Seq(1), at, &format!("question {n}")).bot_loop);
    }
    assert_eq!(looped, [0, 1, 2, 0, 1]);
    habits.staff_answered(Timestamp(9));
    assert_eq!(habits.visitor_said(Seq(9), Timestamp(9), "thanks").bot_loop, 0);
}

#[test]
fn the_language_is_the_one_written_most() {
    let spoken: Vec<_> = said(&["ok", "我的包裹在哪里", "DHL"]).iter().map(|behaviour| behaviour.language).collect();
    assert_eq!(spoken, [Some(Language::En), Some(Language::Zh), Some(Language::Zh)]);
    assert_eq!(said(&["???"])[0].language, None);
}

proptest! {
    #[test]
    fn memory_has_a_bound_and_numbers_are_numbers(texts in proptest::collection::vec(".{0,300}", 0..40)) {
        let mut habits = Habits::default();
        for (n, text) in (0_u32..).zip(&texts) {
            let at = Timestamp(i64::from(n) * 90_000);
            let behaviour = habits.visitor_said(Seq(u64::from(n)), at, text);
            prop_assert!((0.0..=1.0).contains(&behaviour.shouting));
            if n % 2 == 0 {
                habits.bot_answered(at.plus(std::time::Duration::from_secs(70)), text);
            }
        }
        prop_assert!(habits.said.len() <= REMEMBERED);
        prop_assert!(habits.said.iter().all(|(words, _)| words.length() <= 128));
    }
}
