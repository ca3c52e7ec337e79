//! Promises in the log: given with the words, settled by staff, alive after the end; questions end with the talk.

use crate::conversation::fixtures::*;
use crate::domain::event::CloseCause;
use crate::domain::{Command, Event, Party, PromiseStanding, Refusal, Seq};

fn settle(by: crate::domain::Actor, promise: Seq, standing: PromiseStanding) -> Command {
    Command::SettlePromise { by, promise, standing }
}

fn promised(chat: &Chat) -> Vec<(Seq, String)> {
    chat.state.summary(CONV).unwrap().promises.into_iter().map(|promise| (promise.seq, promise.text)).collect()
}

#[test]
fn an_agents_promise_is_logged_right_behind_the_words_and_hidden() {
    let mut chat = Chat::held_by(LIN);
    chat.put(&say(agent(LIN), 1, "Sorry! I'll refund you within 2 hours.")).unwrap();
    let [said, promise] = &chat.log[chat.log.len() - 2..] else { panic!("two events") };
    let Event::Promised { message, text, due } = &promise.event else { panic!("{promise:?}") };
    assert_eq!((*message, text.as_str()), (said.seq, "I'll refund you within 2 hours."));
    assert_eq!(due.unwrap().0, chat.now.0 + 7_200_000);
    assert!(promise.public.is_none() && promise.by == said.by);
    assert_eq!(promised(&chat), [(promise.seq, text.clone())]);
}

#[test]
fn what_the_visitor_says_promises_nothing() {
    let mut chat = Chat::held_by(LIN);
    chat.put(&say(visitor(), 1, "I'll call you within 2 hours.")).unwrap();
    assert!(!chat.log.iter().any(|logged| matches!(logged.event, Event::Promised { .. })));
}

#[test]
fn staff_settle_a_promise_even_after_the_end_and_may_take_that_back() {
    let mut chat = Chat::held_by(LIN);
    chat.put(&say(agent(LIN), 1, "I'll call you within 2 hours.")).unwrap();
    let promise = chat.state.last;
    assert_eq!(chat.put(&settle(visitor(), promise, PromiseStanding::Kept)), Err(Refusal::Forbidden));
    assert_eq!(chat.put(&settle(agent(ANA), Seq(1), PromiseStanding::Kept)), Err(Refusal::NotFound));
    chat.put(&Command::Close { by: agent(LIN), cause: CloseCause::Resolved }).unwrap();
    assert_eq!(promised(&chat).len(), 1, "it outlives the talk");
    chat.put(&settle(agent(ANA), promise, PromiseStanding::Kept)).unwrap();
    assert_eq!(promised(&chat), []);
    assert!(chat.put(&settle(agent(ANA), promise, PromiseStanding::Kept)).unwrap().events.is_empty());
    chat.put(&settle(agent(ANA), promise, PromiseStanding::Open)).unwrap();
    assert_eq!(promised(&chat).len(), 1);
}

#[test]
fn the_most_pressing_promises_are_shown_first_and_few() {
    let mut chat = Chat::held_by(LIN);
    let texts = [
        "I'll get back to you.",
        "I'll call you within 3 hours.",
        "I'll ship it within 2 days.",
        "I'll email you within 1 hour.",
    ];
    for (id, text) in (1..).zip(texts) {
        chat.put(&say(agent(LIN), id, text)).unwrap();
    }
    let shown: Vec<String> = promised(&chat).into_iter().map(|(_, text)| text).collect();
    assert_eq!(
        shown,
        ["I'll email you within 1 hour.", "I'll call you within 3 hours.", "I'll ship it within 2 days."]
    );
}

#[test]
fn an_open_question_is_shown_until_somebody_answers_or_the_talk_ends() {
    let mut chat = Chat::held_by(LIN);
    chat.put(&say(visitor(), 1, "Where is my parcel?")).unwrap();
    let message = chat.state.last;
    let questions = |chat: &Chat| chat.state.summary(CONV).unwrap().questions;
    assert_eq!(questions(&chat), [message]);
    let answered = |by, answered| Command::SettleQuestion { by, message, answered };
    assert_eq!(chat.put(&answered(visitor(), true)), Err(Refusal::Forbidden));
    let logged = chat.put(&answered(agent(LIN), true)).unwrap().events;
    assert!(matches!(&logged[..], [(Party::Staff { .. }, Event::QuestionSettled { .. })]));
    assert_eq!(questions(&chat), []);
    chat.put(&answered(agent(LIN), false)).unwrap();
    assert_eq!(questions(&chat), [message]);
    chat.put(&Command::Close { by: agent(LIN), cause: CloseCause::Resolved }).unwrap();
    assert_eq!(questions(&chat), []);
    assert_eq!(chat.put(&answered(agent(LIN), true)), Err(Refusal::Closed));
}
