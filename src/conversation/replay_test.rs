//! Recorded words through the live rules.

use super::*;
use crate::conversation::fixtures::{CONV, open, say, score, visitor, words};
use crate::conversation::node::{MINUTE, Node};
use crate::domain::{Party, Reason, Risks, Unscored};
use crate::routing::Bot;
use crate::store::memory::MemoryStore;
use crate::triage::{Request, Triage};
use std::cell::RefCell;

const BOT_TEXT: &str = "I am getting somebody";

fn turns(record: &[(Speaker, &str)]) -> Vec<Recorded> {
    let turn = |(index, (by, text)): (usize, &(Speaker, &str))| Recorded {
        by: *by,
        text: words(text),
        at: Timestamp(20_000 * i64::try_from(index).unwrap()),
        score: None,
    };
    record.iter().enumerate().map(turn).collect()
}

/// A bot that hears a wish for a person in the word "human".
fn bot(question: &BotQuestion) -> BotReply {
    let asks = question.text.as_deref().is_some_and(|text| text.contains("human"));
    let act = if asks { BotAct::HandedOver { cause: WaitCause::Asked } } else { BotAct::Missed };
    BotReply { text: words(BOT_TEXT), act, quick_replies: Vec::new(), flow: None }
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
    let last: Vec<&str> = contexts[2].iter().map(|turn| &*turn.text).collect();
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
    assert_eq!(queued[0].event, Event::Queued { cause: WaitCause::Asked, reasons, passed: None });
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

/// Anger by the number of exclamation marks, and one threat.
fn marks(text: &str) -> Scoring {
    let count = text.matches('!').count();
    let legal = if text.contains("lawyer") { 0.99 } else { 0.0 };
    score([0.05, 0.6, 0.9, 0.99][count.min(3)], Risks { legal, ..Risks::default() })
}

/// What was made of the words: everything but the words and their ids.
fn made_of_it(log: &[Stamped<Event>]) -> Vec<(Seq, Party, Event)> {
    let is_word = |event: &Event| matches!(event, Event::Said { .. } | Event::Opened { .. });
    log.iter().filter(|e| !is_word(&e.event)).map(|e| (e.seq, e.by.clone(), e.event.clone())).collect()
}

/// The promise of `attune replay`: live and replayed, the same words lead to the same scores, beliefs, stages,
/// alerts and handoffs, in the same places.
#[tokio::test]
async fn live_and_replay_agree() {
    let conversations: [&[&str]; 3] = [
        &["hello", "where is my order", "where is it!!", "answer me!!!", "answer me!!!", "thanks"],
        &["hello", "my lawyer will hear of this", "hello"],
        &["hi", "I want to talk to a human", "now!!!", "now!!!"],
    ];
    for said in conversations {
        let (gate, wait) = std::sync::mpsc::channel::<()>();
        let read = move |request: &Request| {
            let _ = wait.recv();
            marks(&request.text)
        };
        let node = Node::with(&std::sync::Arc::new(MemoryStore::new()), MINUTE, Triage::with_scorer(read));
        node.send(open()).await.unwrap();
        node.until(|event| event.by == Party::Bot).await;
        for (n, text) in said.iter().enumerate() {
            let asks_bot = !node.log().await.iter().any(|event| matches!(event.event, Event::Queued { .. }));
            let place = node.send(say(visitor(), n as u128 + 1, text)).await.unwrap().seq;
            if asks_bot {
                node.until(|e| matches!(e.event, Event::Said { answers: Some(of), .. } if of == place)).await;
            }
            gate.send(()).unwrap();
            node.until(|e| matches!(e.event, Event::Scored { message, .. } if message == place)).await;
        }
        node.registry.shutdown().await;
        let live = node.log().await;
        let (policy, bot) = (Policy::default(), Bot::default());
        let score = |text: &str, _: &[Turn]| marks(text);
        let readers = Readers { policy: &policy, score: &score, bot: &|question| bot.reply(question) };
        let played = replay(CONV, Language::En, &recorded(&live), &readers).unwrap();
        assert_eq!(made_of_it(&played.log), made_of_it(&live), "{said:?}");
        assert!(made_of_it(&live).iter().any(|(.., event)| matches!(event, Event::Queued { .. })), "{said:?}");
    }
}

fn recorded(live: &[Stamped<Event>]) -> Vec<Recorded> {
    let turn = |logged: &Stamped<Event>| match &logged.event {
        Event::Said { text, .. } => {
            let by = if logged.by == Party::Visitor { Speaker::Visitor } else { Speaker::Bot };
            Some(Recorded { by, text: text.clone(), at: logged.at, score: None })
        }
        _ => None,
    };
    live.iter().filter_map(turn).collect()
}
