//! Somebody in distress: the bot falls silent, and says where help is once for each severity.

use super::*;
use crate::conversation::fixtures::*;
use crate::domain::{Command, Event, Language, Risks, Stage};
use crate::protocol::server::DistressResources;
use crate::routing::help_words;
use std::time::Duration;

fn help() -> Translated {
    help_words(&DistressResources { en: Some("Call 000.".to_owned()), ..DistressResources::default() }).unwrap()
}

/// The visitor says something that reads as distress.
fn heard(chat: &mut Chat, text: &str, distress: f32) {
    let id = u128::from(chat.state.last.0) + 1_000;
    chat.put(&say(visitor(), id, text)).unwrap();
    let message = chat.state.last;
    chat.put(&Command::Scored { message, scoring: score(0.02, Risks { distress, ..Risks::default() }) }).unwrap();
}

fn at_risk() -> Chat {
    let mut chat = Chat::opened();
    heard(&mut chat, "I cannot go on.", 0.6);
    chat
}

fn show(chat: &mut Chat) -> Result<Decision, Refusal> {
    let alert = chat.state.alerts.last().map(|alert| alert.id).unwrap();
    chat.put(&Command::ShowHelp { alert, words: help() })
}

fn shown(chat: &Chat) -> Vec<String> {
    let of = |event: &Event| match event {
        Event::Said { bot: Some(BotAct::HelpShown { .. }), text, .. } => Some(text.as_str().to_owned()),
        _ => None,
    };
    chat.log.iter().filter_map(|logged| of(&logged.event)).collect()
}

#[test]
fn from_a_risk_on_the_bot_owes_no_answer_and_says_nothing_else() {
    let mut chat = at_risk();
    assert!(matches!(chat.state.phase, Phase::Waiting { .. }));
    chat.put(&say(visitor(), 1, "When will I get my refund?")).unwrap();
    let message = chat.state.last;
    assert!(!chat.state.unfinished[&message].to_answer);
    let answer = Command::BotSay {
        epoch: chat.state.epoch,
        answers: message,
        id: message_id(2),
        text: words("Within five days."),
        act: BotAct::Answered { article: "refunds".to_owned() },
        quick_replies: Vec::new(),
        flow: None,
    };
    assert_eq!(chat.put(&answer), Err(Refusal::FloorMoved));
}

#[test]
fn help_is_shown_once_for_each_severity_and_is_no_answer() {
    let mut chat = at_risk();
    let waits = chat.state.unanswered_since();
    show(&mut chat).unwrap();
    assert_eq!(shown(&chat), [help().en.as_str()]);
    assert_eq!(chat.state.alerts[0].told, Some(chat.now));
    assert_eq!(chat.state.unanswered_since(), waits, "they wait for a person still");
    assert_eq!(show(&mut chat), Err(Refusal::Conflict));
    heard(&mut chat, "Nobody is there.", 0.6);
    assert_eq!(show(&mut chat), Err(Refusal::Conflict));
    heard(&mut chat, "I will end it tonight.", 0.97);
    assert_eq!(chat.state.alerts.last().map(|alert| alert.stage), Some(Stage::Critical));
    show(&mut chat).unwrap();
    assert_eq!((show(&mut chat), shown(&chat).len()), (Err(Refusal::Conflict), 2));
}

#[test]
fn of_two_alerts_only_the_worse_shows_help() {
    let mut chat = at_risk();
    heard(&mut chat, "I will end it tonight.", 0.97);
    let mild = chat.state.alerts[0].id;
    assert_eq!(chat.put(&Command::ShowHelp { alert: mild, words: help() }), Err(Refusal::Conflict));
    show(&mut chat).unwrap();
    assert_eq!(chat.put(&Command::ShowHelp { alert: mild, words: help() }), Err(Refusal::Conflict));
}

#[test]
fn it_is_said_in_the_language_that_the_visitor_writes() {
    let mut chat = Chat::opened();
    assert_eq!(chat.state.customer.language, Language::En);
    heard(&mut chat, "我真的撑不下去了，不想活了", 0.97);
    show(&mut chat).unwrap();
    assert_eq!(shown(&chat), [help().zh.as_str()]);
    assert!(!help().zh.as_str().contains("000"), "what is set for English is not said in Chinese");
}

#[test]
fn nothing_is_said_for_anger_or_over_an_agent_or_after_a_reply_or_the_end() {
    let mut chat = Chat::waiting();
    while chat.state.alerts.is_empty() {
        let id = u128::from(chat.state.last.0) + 1_000;
        chat.put(&say(visitor(), id, &format!("words {id}"))).unwrap();
        let message = chat.state.last;
        chat.put(&Command::Scored { message, scoring: score(0.97, Risks::default()) }).unwrap();
    }
    assert_eq!(show(&mut chat), Err(Refusal::Conflict), "anger");

    let mut chat = at_risk();
    chat.accept(LIN).unwrap();
    assert_eq!(show(&mut chat), Err(Refusal::WrongPhase), "an agent has the floor");
    chat.now = chat.now.plus(Duration::from_secs(42));
    chat.put(&say(agent(LIN), 1, "I am here.")).unwrap();
    chat.now = chat.now.plus(Duration::from_secs(9));
    chat.put(&say(agent(LIN), 2, "Are you safe?")).unwrap();
    assert_eq!(chat.state.alerts[0].replied_after_ms, Some(42_000), "the first reply counts");
    chat.put(&Command::Release { by: agent(LIN) }).unwrap();
    assert_eq!(show(&mut chat), Err(Refusal::Conflict), "a person has answered");

    let mut chat = at_risk();
    chat.put(&Command::Close { by: visitor(), cause: crate::domain::event::CloseCause::Visitor }).unwrap();
    assert_eq!(show(&mut chat), Err(Refusal::Closed));
    assert_eq!(chat.state.alerts[0].replied_after_ms, None);
}
