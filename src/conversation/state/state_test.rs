//! The line of the inbox in every phase, and the copy made ahead of a commit.

use super::*;
use crate::conversation::fixtures::*;
use crate::domain::Command;
use crate::domain::event::CloseCause;

#[test]
fn there_is_no_line_before_the_beginning() {
    assert_eq!(State::default().summary(CONV), None);
}

#[test]
fn the_line_shows_phase_agent_and_wait() {
    let mut chat = Chat::opened();
    let line = |chat: &Chat| {
        let summary = chat.state.summary(CONV).unwrap();
        (summary.phase, summary.agent, summary.waiting_since)
    };
    assert_eq!(line(&chat), (PhaseName::WithBot, None, None));
    chat.put(&Command::AskForPerson { by: visitor() }).unwrap();
    let since = Some(chat.now);
    assert_eq!(line(&chat), (PhaseName::Waiting, None, since));
    chat.now = Timestamp(99_000);
    chat.offer(LIN).unwrap();
    assert_eq!(line(&chat), (PhaseName::HandingOff, Some(LIN), since));
    chat.accept(LIN).unwrap();
    assert_eq!(line(&chat), (PhaseName::WithAgent, Some(LIN), None));
    chat.put(&Command::Close { by: agent(LIN), cause: CloseCause::Resolved }).unwrap();
    assert_eq!(line(&chat), (PhaseName::Closed, None, None));
    let summary = chat.state.summary(CONV).unwrap();
    assert_eq!((summary.opened_at, summary.last_seq, summary.last_public), (Timestamp(1_000), Seq(5), Seq(4)));
}

#[test]
fn a_fork_is_the_state_without_its_ids_and_leaves_it_whole() {
    let mut chat = Chat::opened();
    chat.put(&say(visitor(), 1, "hi")).unwrap();
    let whole = chat.state.clone();
    let fork = chat.state.fork();
    assert_eq!(chat.state, whole);
    assert_eq!(fork.ids, MessageIds::default());
    assert_eq!(fork.summary(CONV), whole.summary(CONV));
}
