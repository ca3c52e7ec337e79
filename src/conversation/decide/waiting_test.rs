//! Silence in the log: when it counts, once, and what it leads to.

use super::*;
use crate::conversation::fixtures::*;
use crate::domain::{Command, Reason, Risks, Scoring, Seq, Stage, Timestamp};
use std::time::Duration;

fn second(seconds: u64) -> Timestamp {
    Timestamp(1_000).plus(Duration::from_secs(seconds))
}

/// Held by an agent who does not answer; the visitor said one message at second 0.
fn left_alone(anger: f32) -> Chat {
    let mut chat = Chat::held_by(LIN);
    chat.put(&say(visitor(), 1, "where is my parcel")).unwrap();
    scored(&mut chat, anger);
    chat
}

fn scored(chat: &mut Chat, anger: f32) {
    let message = chat.state.first_unscored().unwrap();
    chat.put(&Command::Scored { message, scoring: score(anger, Risks::default()) }).unwrap();
}

/// The clock of the conversation comes by at this second, as often as there is something to note.
fn clock(chat: &mut Chat, at: u64) -> Vec<u32> {
    chat.now = second(at);
    let mut noted = Vec::new();
    loop {
        let decision = chat.put(&Command::NoteWaiting).unwrap();
        match decision.events.first() {
            Some((_, Event::Waited { seconds, .. })) => noted.push(*seconds),
            None => return noted,
            Some(other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_stirred_visitor_counts_after_one_three_and_five_minutes_once_each() {
    let mut chat = left_alone(0.9);
    let before = chat.state.belief.unwrap().level;
    let noted: Vec<_> = [59, 60, 60, 61, 180, 299, 300, 301, 9_000].map(|at| clock(&mut chat, at)).concat();
    assert_eq!(noted, [60, 180, 300]);
    let belief = chat.state.belief.unwrap();
    assert!(belief.level > before && belief.turns == 1 && belief.at == second(300), "{belief:?}");
}

#[test]
fn a_calm_visitor_may_wait() {
    let mut chat = left_alone(0.02);
    assert!(clock(&mut chat, 9_000).is_empty());
    assert_eq!(next_wait(&Chat::opened().state, &Policy::default()), None);
}

#[test]
fn a_clock_that_is_late_comes_to_the_same_belief() {
    let (mut early, mut late) = (left_alone(0.9), left_alone(0.9));
    for at in [60, 180, 300] {
        clock(&mut early, at);
    }
    assert_eq!(clock(&mut late, 7_200), [60, 180, 300]);
    assert_eq!(early.state.belief, late.state.belief);
}

#[test]
fn an_answer_ends_the_waiting_and_lowers_nothing() {
    let mut chat = left_alone(0.9);
    clock(&mut chat, 60);
    let before = chat.state.belief;
    chat.now = second(100);
    chat.put(&say(agent(LIN), 2, "I am looking")).unwrap();
    assert_eq!(chat.state.belief, before);
    assert!(clock(&mut chat, 9_000).is_empty());
}

#[test]
fn a_score_that_comes_after_the_answer_leads_to_the_same_belief() {
    let quick = {
        let mut chat = left_alone(0.9);
        clock(&mut chat, 60);
        chat.now = second(70);
        chat.put(&say(agent(LIN), 2, "yes")).unwrap();
        chat.now = second(100);
        chat.put(&say(visitor(), 3, "well")).unwrap();
        scored(&mut chat, 0.6);
        chat.state.belief
    };
    let mut chat = Chat::held_by(LIN);
    chat.put(&say(visitor(), 1, "where is my parcel")).unwrap();
    assert!(clock(&mut chat, 60).is_empty(), "nothing is known yet");
    chat.now = second(70);
    chat.put(&say(agent(LIN), 2, "yes")).unwrap();
    chat.now = second(100);
    chat.put(&say(visitor(), 3, "well")).unwrap();
    scored(&mut chat, 0.9);
    assert_eq!(clock(&mut chat, 101), [60]);
    scored(&mut chat, 0.6);
    assert!(clock(&mut chat, 102).is_empty());
    assert_eq!(chat.state.belief, quick);
}

#[test]
fn waiting_alone_raises_an_alert_about_the_first_message_without_an_answer() {
    let mut chat = Chat::held_by(LIN);
    chat.policy.lines = [-1.2, -0.55, 0.9];
    chat.put(&say(visitor(), 1, "where is my parcel")).unwrap();
    let first = chat.state.last;
    scored(&mut chat, 0.9);
    assert_eq!((chat.state.stage(), chat.state.alerts.len()), (Stage::Watch, 0));
    clock(&mut chat, 60);
    assert_eq!((chat.state.stage(), chat.state.alerts.len()), (Stage::Concern, 1));
    let alert = &chat.state.alerts[0];
    assert_eq!((alert.message, alert.reasons.as_slice()), (first, [Reason::Waited { seconds: 60 }].as_slice()));
    clock(&mut chat, 300);
    assert_eq!(chat.state.alerts.len(), 1);
}

#[test]
fn the_end_ends_the_waiting_too() {
    let mut chat = left_alone(0.9);
    chat.now = second(30);
    chat.put(&Command::Close { by: visitor(), cause: crate::domain::CloseCause::Visitor }).unwrap();
    assert_eq!(next_wait(&chat.state, &chat.policy), None);
    assert_eq!(chat.put(&Command::NoteWaiting), Err(Refusal::Closed));
    chat.put(&Command::Reopen { by: visitor() }).unwrap();
    assert!(clock(&mut chat, 9_000).is_empty());
}

#[test]
fn a_mark_for_a_missing_score_lets_the_waiting_go_on() {
    let mut chat = left_alone(0.9);
    chat.now = second(30);
    chat.put(&say(visitor(), 2, "hello")).unwrap();
    assert!(clock(&mut chat, 60).is_empty(), "its score may still come");
    let why = crate::domain::Unscored::Overload;
    chat.put(&Command::Scored { message: Seq(chat.state.last.0), scoring: Scoring::NotScored { why } }).unwrap();
    assert_eq!(clock(&mut chat, 61), [60]);
}
