//! What is a question, and what answers it.

use super::*;
use crate::domain::{StaffId, Timestamp, fixtures};
use uuid::Uuid;

fn visitor() -> Party {
    Party::Visitor
}

fn lin() -> Party {
    Party::Staff { id: StaffId(Uuid::from_u128(1)), name: "Lin".to_owned() }
}

/// A talk from its beginning; each line is logged at the next place.
fn open_after(lines: &[(Party, &str)]) -> Vec<u64> {
    let mut questions = Questions::default();
    for (place, (by, text)) in (1..).zip(lines) {
        let event = fixtures::said(place.into(), text, None, None);
        questions.hear(&logged(place, by.clone(), event));
    }
    questions.open().map(|seq| seq.0).collect()
}

fn logged(place: u64, by: Party, event: Event) -> Stamped<Event> {
    Stamped { seq: Seq(place), public: Some(Seq(place)), at: Timestamp(0), by, event }
}

#[test]
fn questions_are_told_from_statements_in_both_languages() {
    for text in [
        "Where is my order",
        "ok so when will it arrive",
        "can I change the address",
        "It broke. Is there a warranty",
        "refund?",
        "我的快递到哪了",
        "什么时候发货",
        "这个可以退吗",
        "運費是多少",
    ] {
        assert!(is_question(text), "{text}");
    }
    for text in [
        "My order is late.",
        "I did what you said",
        "thanks!",
        "???",
        "我的订单还没到",
        "好的谢谢",
        "Can I talk to a person?",
    ] {
        assert!(!is_question(text), "{text}");
    }
}

#[test]
fn a_reply_answers_the_latest_question_and_those_that_it_speaks_of() {
    let two = [(visitor(), "Where is my parcel?"), (visitor(), "And what is the return address?")];
    assert_eq!(open_after(&two), [1, 2]);
    let reply = |text| [two[0].clone(), two[1].clone(), (lin(), text)];
    assert_eq!(open_after(&reply("You return it to Berlin.")), [1]);
    assert_eq!(open_after(&reply("The parcel is in Berlin, and returns go there too.")), [0_u64; 0]);
    let zh = [(visitor(), "快递到哪了"), (visitor(), "发票怎么开"), (lin(), "发票在订单页面就能开")];
    assert_eq!(open_after(&zh), [1]);
}

#[test]
fn patience_courtesies_and_questions_back_answer_nothing() {
    for reply in
        ["One moment please.", "Hello!", "What is your order number?", "稍等，我查一下", "您好", "请问订单号是多少？"]
    {
        assert_eq!(open_after(&[(visitor(), "Where is my parcel?"), (lin(), reply)]), [1], "{reply}");
    }
}

#[test]
fn the_bot_answers_the_message_it_names_and_staff_have_the_last_word() {
    let mut questions = Questions::default();
    questions.asked(Seq(1), "Where is my parcel?");
    questions.asked(Seq(2), "What is the return address?");
    let bot = Some(BotAct::Answered { article: "returns".to_owned() });
    questions.hear(&logged(3, Party::Bot, fixtures::said(3, "Here.", bot, Some(Seq(2)))));
    assert_eq!(questions.open().collect::<Vec<_>>(), [Seq(1)]);
    questions.hear(&logged(4, lin(), Event::QuestionSettled { message: Seq(2), answered: false }));
    questions.hear(&logged(5, lin(), Event::QuestionSettled { message: Seq(1), answered: true }));
    assert_eq!(questions.open().collect::<Vec<_>>(), [Seq(2)]);
    assert_eq!((questions.is_open(Seq(1)), questions.is_open(Seq(9))), (Some(false), None));
}

#[test]
fn its_memory_has_a_bound_and_keeps_what_is_open() {
    let mut questions = Questions::default();
    questions.asked(Seq(1), "Where is it?");
    questions.asked(Seq(2), "When will it come?");
    questions.settle(Seq(2), true);
    (3..=7).for_each(|seq| questions.asked(Seq(seq), "Why is that so?"));
    assert_eq!(
        questions.open().map(|seq| seq.0).collect::<Vec<_>>(),
        [1, 3, 4, 5, 6, 7],
        "the answered one went first"
    );
    questions.asked(Seq(8), "How?");
    questions.asked(Seq(9), "How is that?");
    assert_eq!(questions.open().count(), MOST);
}
