//! The fold, where it is more than copying.

use super::*;
use crate::conversation::fixtures::*;
use crate::domain::{BotAct, CloseCause, Command, MessageText, Party, Seq, Timestamp, WaitCause};
use crate::triage::Speaker;

fn logged(state: &State, by: Party, event: Event) -> Stamped<Event> {
    let public = event.is_public().then(|| state.last_public.next());
    Stamped { seq: state.last.next(), public, at: Timestamp(5), by, event }
}

fn bot_says(chat: &mut Chat, answers: u64, act: BotAct) {
    let command = Command::BotSay {
        epoch: chat.state.epoch,
        answers: Seq(answers),
        id: message_id(900 + u128::from(answers)),
        text: words("let me see"),
        act,
        quick_replies: Vec::new(),
        flow: None,
    };
    chat.put(&command).unwrap();
}

#[test]
fn misses_count_in_a_row_only() {
    let mut chat = Chat::opened();
    let acts = [BotAct::Missed, BotAct::Answered { article: "a".to_owned() }, BotAct::Missed];
    let mut counts = Vec::new();
    for (n, act) in acts.into_iter().enumerate() {
        chat.put(&say(visitor(), n as u128, &format!("question {n}"))).unwrap();
        let message = chat.state.last.0;
        bot_says(&mut chat, message, act);
        counts.push(chat.state.misses);
    }
    assert_eq!(counts, [1, 0, 1]);
}

#[test]
fn a_visitor_waits_for_an_answer_until_one_comes_and_an_announcement_is_none() {
    let mut chat = Chat::opened();
    let asked_at = chat.now;
    chat.put(&say(visitor(), 1, "help")).unwrap();
    chat.now = Timestamp(9_000);
    chat.put(&say(visitor(), 2, "hello?")).unwrap();
    bot_says(&mut chat, 2, BotAct::HandedOver { cause: WaitCause::Asked });
    assert_eq!(chat.state.unanswered_since(), Some(asked_at));
    chat.accept(LIN).unwrap();
    chat.put(&say(agent(LIN), 3, "I am here")).unwrap();
    assert_eq!(chat.state.unanswered_since(), None);
}

#[test]
fn repeats_are_seen_through_case_and_punctuation() {
    let mut chat = Chat::opened();
    for (n, text) in ["Where is it?", "where is IT", "WHERE IS IT!!!", "thanks", "???", "???"].iter().enumerate() {
        chat.put(&say(visitor(), n as u128, text)).unwrap();
        assert_eq!(chat.state.habits.repeats(), [0, 1, 2, 0, 0, 1][n], "after {text}");
    }
    let mut chat = Chat::opened();
    chat.put(&say(visitor(), 0, "???")).unwrap();
    assert_eq!(chat.state.habits.repeats(), 0, "first words repeat nothing");
}

#[test]
fn context_is_the_last_two_turns_before_a_message() {
    let mut chat = Chat::held_by(LIN);
    chat.put(&say(visitor(), 1, "one")).unwrap();
    chat.put(&say(agent(LIN), 2, "two")).unwrap();
    chat.put(&say(visitor(), 3, "three")).unwrap();
    chat.put(&say(visitor(), 4, "four")).unwrap();
    let context: Vec<_> =
        chat.state.unfinished[&chat.state.last].context.iter().map(|turn| (turn.speaker, &*turn.text)).collect();
    assert_eq!(context, [(Speaker::Agent, "two"), (Speaker::Visitor, "three")]);
}

#[test]
fn the_preview_is_of_the_last_words_and_cut_by_characters() {
    let mut chat = Chat::held_by(LIN);
    chat.put(&say(visitor(), 1, &"怒".repeat(400))).unwrap();
    chat.put(&Command::Note { by: agent(LIN), id: message_id(2), text: words("a note is no message") }).unwrap();
    let summary = chat.state.summary(CONV).unwrap();
    assert_eq!(summary.preview, "怒".repeat(140));
    assert_eq!((summary.last_by, summary.last_seq), (Party::Visitor, chat.state.last));
}

#[test]
#[should_panic(expected = "C1")]
fn a_gap_is_a_bug() {
    let state = Chat::opened().state;
    let mut event = logged(&state, Party::Visitor, Event::Rated { score: 1, text: None });
    event.seq = event.seq.next();
    let _ = evolve(state, &event);
}

#[test]
#[should_panic(expected = "C3")]
fn life_after_the_end_is_a_bug() {
    let mut chat = Chat::opened();
    chat.put(&Command::Close { by: visitor(), cause: crate::domain::CloseCause::Visitor }).unwrap();
    let event = logged(&chat.state, Party::Visitor, Event::Rated { score: 1, text: None });
    let _ = evolve(chat.state, &event);
}

fn said(id: u128, text: MessageText) -> Event {
    Event::Said {
        id: message_id(id),
        text,
        bot: None,
        answers: None,
        quick_replies: Vec::new(),
        flow: None,
        despite: Vec::new(),
        files: Vec::new(),
    }
}

#[test]
#[should_panic(expected = "C4")]
fn one_id_twice_is_a_bug() {
    let mut chat = Chat::opened();
    chat.put(&say(visitor(), 1, "hi")).unwrap();
    let event = logged(&chat.state, Party::Visitor, said(1, words("hi")));
    let _ = evolve(chat.state, &event);
}

#[test]
#[should_panic(expected = "R3")]
fn a_bot_that_speaks_over_an_agent_is_a_bug() {
    let chat = Chat::held_by(LIN);
    let event = logged(&chat.state, Party::Bot, said(1, words("hi")));
    let _ = evolve(chat.state, &event);
}

#[test]
fn who_held_it_last_is_remembered_past_the_end_unless_they_gave_it_back() {
    let mut chat = Chat::opened();
    chat.accept(LIN).unwrap();
    chat.put(&Command::LoseAgent { agent: LIN }).unwrap();
    assert_eq!(chat.state.last_agent, Some(LIN), "lost on the way");
    chat.accept(LIN).unwrap();
    chat.put(&Command::Close { by: agent(LIN), cause: CloseCause::Resolved }).unwrap();
    assert_eq!(chat.state.last_agent, Some(LIN));
    chat.put(&Command::Reopen { by: agent(LIN) }).unwrap();
    chat.accept(LIN).unwrap();
    chat.put(&Command::Release { by: agent(LIN) }).unwrap();
    assert_eq!(chat.state.last_agent, None);
}
