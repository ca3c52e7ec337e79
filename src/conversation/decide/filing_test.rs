//! Who may tag and put aside what, that case does not matter, that there is a bound, and what takes a chat back.

use crate::conversation::fixtures::*;
use crate::domain::event::CloseCause;
use crate::domain::tag::TAGS_MAX;
use crate::domain::{Command, Refusal, Tag, Timestamp};
use std::time::Duration;

fn put(words: &str, on: bool) -> Command {
    Command::Tag { by: agent(LIN), tag: tag(words), on }
}

fn aside(chat: &Chat, minutes: u64) -> Command {
    Command::Snooze { by: agent(LIN), until: Some(chat.now.plus(Duration::from_secs(60 * minutes))) }
}

fn tags(chat: &Chat) -> Vec<String> {
    chat.state.summary(CONV).unwrap().tags.iter().map(|tag| tag.as_str().to_owned()).collect()
}

fn snoozed(chat: &Chat) -> Option<Timestamp> {
    chat.state.summary(CONV).unwrap().snoozed_until
}

/// Lin holds the floor.
fn held() -> Chat {
    Chat::held_by(LIN)
}

#[test]
fn tags_are_put_on_once_whatever_their_case_and_taken_off() {
    let mut chat = Chat::opened();
    chat.put(&put("VIP", true)).unwrap();
    chat.put(&put("退款", true)).unwrap();
    let before = chat.log.len();
    chat.put(&put("vip", true)).unwrap();
    chat.put(&put("gold", false)).unwrap();
    assert_eq!(chat.log.len(), before, "what is so already is no event");
    assert_eq!(tags(&chat), ["VIP", "退款"]);
    chat.put(&put("vip", false)).unwrap();
    assert_eq!(tags(&chat), ["退款"]);
}

#[test]
fn there_are_twelve_at_most_and_only_staff_put_them_on_before_the_end() {
    let mut chat = Chat::opened();
    for n in 0..TAGS_MAX {
        chat.put(&put(&format!("tag {n}"), true)).unwrap();
    }
    assert_eq!(chat.put(&put("one more", true)).unwrap_err(), Refusal::TooManyTags);
    chat.put(&put("tag 3", true)).unwrap();
    let by = visitor();
    assert_eq!(chat.put(&Command::Tag { by, tag: tag("me"), on: true }).unwrap_err(), Refusal::Forbidden);
    chat.put(&Command::Close { by: agent(SAM), cause: CloseCause::Resolved }).unwrap();
    assert_eq!(chat.put(&put("tag 3", false)).unwrap_err(), Refusal::Closed);
    assert_eq!(tags(&chat).len(), TAGS_MAX, "they outlive the end");
}

#[test]
fn a_tag_is_one_line_of_1_to_40_characters() {
    for bad in ["", "  ", "a\u{7}b", &"x".repeat(41)] {
        assert!(Tag::try_from(bad.to_owned()).is_err(), "{bad:?}");
    }
    assert_eq!(tag("  late \n parcel ").as_str(), "late parcel");
    assert_eq!(tag(&"退".repeat(40)).as_str().chars().count(), 40);
}

#[test]
fn only_its_holder_or_a_supervisor_puts_a_held_chat_aside() {
    let mut chat = Chat::opened();
    assert_eq!(chat.put(&aside(&chat, 5)).unwrap_err(), Refusal::WrongPhase, "nobody holds it");
    let mut chat = held();
    let until = Some(chat.now.plus(Duration::from_mins(5)));
    assert_eq!(chat.put(&Command::Snooze { by: agent(ANA), until }).unwrap_err(), Refusal::Forbidden);
    assert_eq!(chat.put(&Command::Snooze { by: visitor(), until }).unwrap_err(), Refusal::Forbidden);
    chat.put(&Command::Snooze { by: agent(SAM), until }).unwrap();
    assert_eq!(snoozed(&chat), until);
    chat.put(&Command::Snooze { by: agent(LIN), until: None }).unwrap();
    assert_eq!(snoozed(&chat), None);
}

#[test]
fn the_visitors_words_another_holder_and_the_end_take_it_back_and_our_own_words_do_not() {
    let takes_back = [
        say(visitor(), 900, "Hello?"),
        Command::Release { by: agent(LIN) },
        Command::Close { by: agent(LIN), cause: CloseCause::Resolved },
    ];
    for command in takes_back {
        let mut chat = held();
        chat.put(&aside(&chat, 60)).unwrap();
        chat.put(&say(agent(LIN), 800, "I am asking the warehouse.")).unwrap();
        assert!(snoozed(&chat).is_some());
        chat.put(&command).unwrap();
        assert_eq!(snoozed(&chat), None, "{command:?}");
    }
    let mut chat = held();
    chat.put(&aside(&chat, 60)).unwrap();
    chat.accept(SAM).unwrap();
    assert_eq!(snoozed(&chat), None, "somebody else holds it");
}
