//! Notices to those who wait: once in each wait, no answer, and nothing to whoever is in distress but that their agent
//! is lost.

use super::*;
use crate::conversation::fixtures::*;
use crate::domain::{Command, Risks};

fn inform(chat: &mut Chat, notice: Notice) -> Result<Decision, Refusal> {
    chat.put(&Command::Inform { notice, words: Translated { en: words("wait"), zh: words("等") } })
}

const CLOSED: Notice = Notice::Closed { opens_at: None };

#[test]
fn each_notice_is_said_once_in_each_wait_and_is_no_answer() {
    let mut chat = Chat::waiting();
    chat.put(&say(visitor(), 1, "hello?")).unwrap();
    let (waits, preview) = (chat.state.unanswered_since(), chat.state.last_message.clone());
    let (soon, later) = (Notice::Delayed { until: Timestamp(1) }, Notice::Delayed { until: Timestamp(2) });
    for notice in [CLOSED, soon, later] {
        inform(&mut chat, notice).unwrap();
        assert_eq!(inform(&mut chat, notice), Err(Refusal::Conflict));
    }
    assert_eq!(chat.state.unanswered_since(), waits, "they wait for a person still");
    assert_eq!(chat.state.last_message, preview, "lists show what was said by people");
    assert!(matches!(chat.state.phase, Phase::Waiting { .. }));
}

#[test]
fn people_are_back_only_for_whom_they_were_away() {
    let mut chat = Chat::waiting();
    assert_eq!(inform(&mut chat, Notice::Opened), Err(Refusal::Conflict), "nobody said that it is closed");
    inform(&mut chat, Notice::Closed { opens_at: Some(Timestamp(9)) }).unwrap();
    inform(&mut chat, Notice::Opened).unwrap();
    assert_eq!(inform(&mut chat, Notice::Opened), Err(Refusal::Conflict));
}

#[test]
fn whoever_does_not_wait_is_not_told() {
    let mut chat = Chat::opened();
    assert_eq!(inform(&mut chat, CLOSED), Err(Refusal::WrongPhase));
    let mut chat = Chat::held_by(LIN);
    assert_eq!(inform(&mut chat, CLOSED), Err(Refusal::WrongPhase));
    chat.put(&Command::LoseAgent { agent: LIN }).unwrap();
    inform(&mut chat, Notice::AgentLost).unwrap();
    chat.offer(ANA).unwrap();
    assert_eq!(inform(&mut chat, Notice::AgentLost), Err(Refusal::Conflict));
    chat.accept(ANA).unwrap();
    chat.now = Timestamp(chat.now.0 + 1);
    chat.put(&Command::LoseAgent { agent: ANA }).unwrap();
    inform(&mut chat, Notice::AgentLost).unwrap();
}

#[test]
fn in_distress_only_the_loss_of_the_agent_is_told() {
    let mut chat = Chat::opened();
    chat.put(&say(visitor(), 1, "I cannot go on.")).unwrap();
    let (message, risks) = (chat.state.last, Risks { distress: 0.6, ..Risks::default() });
    chat.put(&Command::Scored { message, scoring: score(0.02, risks) }).unwrap();
    assert!(matches!(chat.state.phase, Phase::Waiting { .. }));
    assert_eq!(inform(&mut chat, CLOSED), Err(Refusal::Conflict));
    inform(&mut chat, Notice::AgentLost).unwrap();
}
