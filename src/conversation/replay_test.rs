//! Recorded words through the live rules.

use super::*;
use crate::conversation::fixtures::{CONV, score, words};
use crate::domain::{Reason, Risks, Unscored};
use std::cell::RefCell;

const BOT_TEXT: &str = "I am getting somebody";

fn turns(record: &[(Speaker, &str)]) -> Vec<Recorded> {
    let turn = |(index, (by, text)): (usize, &(Speaker, &str))| Recorded {
        by: *by,
        text: words(text),
        at: Timestamp(20_000 * i64::try_from(index).unwrap()),
    };
    record.iter().enumerate().map(turn).collect()
}

/// A bot that hears a wish for a person in the word "human".
fn bot(question: &BotQuestion) -> BotReply {
    let asks = question.text.as_deref().is_some_and(|text| text.contains("human"));
    let act = if asks { BotAct::HandedOver { cause: WaitCause::Asked } } else { BotAct::Missed };
    BotReply { text: words(BOT_TEXT), act, quick_replies: Vec::new() }
}

/// Reads "!" as anger, and remembers what context it was given.
fn play(record: &[(Speaker, &str)]) -> (Played, Vec<Vec<Turn>>) {
    let contexts = RefCell::new(Vec::new());
    let read = |text: &str, context: &[Turn]| {
        contexts.borrow_mut().push(context.to_vec());
        if text.contains('!') { score(0.97, Risks::default()) } else { score(0.03, Risks::default()) }
    };
    let readers = Readers { policy: &Policy::default(), score: &read, bot: &bot };
    let played = replay(CONV, Language::En, &turns(record), &readers).unwrap();
    (played, contexts.into_inner())
}

fn spoken(played: &Played) -> Vec<(String, String)> {
    let said = |logged: &Stamped<Event>| match &logged.event {
        Event::Said { text, .. } => {
            let by = serde_json::to_value(&logged.by).unwrap()["who"].as_str().unwrap().to_owned();
            Some((by, text.as_str().to_owned()))
        }
        _ => None,
    };
    played.log.iter().filter_map(said).collect()
}

fn as_pairs(spoken: &[(String, String)]) -> Vec<(&str, &str)> {
    spoken.iter().map(|(by, text)| (by.as_str(), text.as_str())).collect()
}

#[test]
fn every_visitor_turn_has_its_place_and_its_score() {
    use Speaker::{Agent, Bot, Visitor};
    let record = [(Bot, "hello"), (Visitor, "a"), (Visitor, "b"), (Bot, "c"), (Bot, "d"), (Agent, "e"), (Visitor, "f")];
    let (played, contexts) = play(&record);
    let has_place: Vec<bool> = played.places.iter().map(Option::is_some).collect();
    assert_eq!(has_place, [false, true, true, false, false, false, true]);
    for place in played.places.iter().flatten() {
        let scored =
            |logged: &&Stamped<Event>| matches!(&logged.event, Event::Scored { message, .. } if message == place);
        assert_eq!(played.log.iter().filter(scored).count(), 1, "message {place}");
    }
    assert_eq!(contexts.len(), 3);
    let last: Vec<&str> = contexts[2].iter().map(|turn| turn.text.as_str()).collect();
    assert_eq!(last, ["c\nd", "e"]);
}

#[test]
fn the_bot_steps_back_when_asked_for_a_person_and_later_words_of_ours_are_a_persons() {
    use Speaker::{Bot, Visitor};
    let (played, _) =
        play(&[(Visitor, "get me a human"), (Visitor, "please"), (Bot, "how can I help"), (Visitor, "x")]);
    let spoken = spoken(&played);
    let expected = [
        ("visitor", "get me a human"),
        ("bot", BOT_TEXT),
        ("visitor", "please"),
        ("staff", "how can I help"),
        ("visitor", "x"),
    ];
    assert_eq!(as_pairs(&spoken), expected);
    let queued: Vec<_> = played.log.iter().filter(|logged| matches!(logged.event, Event::Queued { .. })).collect();
    assert_eq!(queued.len(), 1);
    let reasons = vec![Reason::AskedForPerson];
    assert_eq!(queued[0].event, Event::Queued { cause: WaitCause::Asked, reasons });
}

#[test]
fn agents_who_were_there_from_the_beginning_hold_the_floor() {
    use Speaker::{Agent, Visitor};
    let (played, _) = play(&[(Agent, "hi"), (Visitor, "a human at last"), (Agent, "yes")]);
    assert_eq!(as_pairs(&spoken(&played)), [("staff", "hi"), ("visitor", "a human at last"), ("staff", "yes")]);
}

#[test]
fn two_replays_are_one() {
    use Speaker::{Bot, Visitor};
    let record = [(Visitor, "where is it"), (Bot, "on its way"), (Visitor, "liars!"), (Visitor, "where is it!!!")];
    assert_eq!(play(&record).0, play(&record).0);
}

#[test]
fn nothing_recorded_is_nothing_but_an_opening() {
    let (played, _) = play(&[]);
    assert_eq!((played.log.len(), played.places.len()), (1, 0));
}

#[test]
fn unread_words_are_marked() {
    let read = |_: &str, _: &[Turn]| Scoring::NotScored { why: Unscored::NoModel };
    let readers = Readers { policy: &Policy::default(), score: &read, bot: &bot };
    let played = replay(CONV, Language::Zh, &turns(&[(Speaker::Visitor, "在吗")]), &readers).unwrap();
    assert!(matches!(&played.log[2].event, Event::Scored { scoring: Scoring::NotScored { .. }, .. }));
}
