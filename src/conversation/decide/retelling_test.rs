//! What a language model writes of a handoff: once, while it goes on, and hidden.

use super::*;
use crate::conversation::fixtures::*;
use crate::domain::{CloseCause, Seq};

fn written(handoff: Seq, up_to: Seq) -> Command {
    Command::Summarise { handoff, up_to, text: words("Their parcel has not come."), model: "small".to_owned() }
}

/// Somebody waits; the place of their `queued`.
fn waiting() -> (Chat, Seq) {
    let mut chat = Chat::opened();
    chat.put(&say(visitor(), 1, "My parcel has not come")).unwrap();
    chat.put(&Command::AskForPerson { by: visitor() }).unwrap();
    let queued = chat.log.iter().find(|logged| matches!(logged.event, Event::Queued { .. })).unwrap().seq;
    (chat, queued)
}

#[test]
fn it_is_logged_once_by_nobody_who_speaks_and_hidden() {
    let (mut chat, queued) = waiting();
    let up_to = chat.state.last;
    chat.put(&written(queued, up_to)).unwrap();
    let logged = chat.log.last().unwrap();
    assert!(
        matches!(&logged.event, Event::Summarised { handoff, model, .. } if *handoff == queued && model == "small")
    );
    assert_eq!((&logged.by, logged.public), (&Party::System, None));
    assert_eq!(chat.put(&written(queued, up_to)), Err(Refusal::Conflict));
}

#[test]
fn whoever_accepts_first_reads_it_all_the_same() {
    let (mut chat, queued) = waiting();
    chat.put(&Command::Accept { by: agent(LIN), packet: packet(chat.state.last) }).unwrap();
    let up_to = queued;
    chat.put(&written(queued, up_to)).unwrap();
}

#[test]
fn what_comes_for_another_handoff_or_after_the_end_is_refused() {
    let (mut chat, queued) = waiting();
    assert_eq!(chat.put(&written(Seq(1), queued)), Err(Refusal::Conflict), "no handoff");
    assert_eq!(chat.put(&written(queued, chat.state.last.next())), Err(Refusal::Conflict), "what nobody has said");
    chat.put(&Command::Accept { by: agent(LIN), packet: packet(chat.state.last) }).unwrap();
    chat.put(&Command::Release { by: agent(LIN) }).unwrap();
    assert_eq!(chat.put(&written(queued, queued)), Err(Refusal::Conflict), "it waits anew");
    let second = chat.state.to_retell.unwrap();
    assert_ne!(second, queued);
    chat.put(&Command::Close { by: visitor(), cause: CloseCause::Visitor }).unwrap();
    assert_eq!(chat.put(&written(second, second)), Err(Refusal::Closed));
    chat.put(&Command::Reopen { by: visitor() }).unwrap();
    assert_eq!(chat.put(&written(second, second)), Err(Refusal::Conflict), "the bot has the word");
}
