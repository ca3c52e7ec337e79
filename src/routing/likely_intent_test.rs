//! The likely intent: what counts as a sign, how sure it is, and that the newest counts.

use super::*;
use crate::domain::{Label, Language, Slot, Timestamp, fixtures};

fn said(by: Party, text: &str, bot: Option<BotAct>, answers: Option<Seq>) -> (Party, Event) {
    (by, fixtures::said(0, text, bot, answers))
}

fn visitor(text: &str) -> (Party, Event) {
    said(Party::Visitor, text, None, None)
}

fn answered(article: &str) -> (Party, Event) {
    said(Party::Bot, "So it is.", Some(BotAct::Answered { article: article.to_owned() }), Some(Seq(1)))
}

fn missed(offered: &[&str]) -> (Party, Event) {
    let (by, mut event) = said(Party::Bot, "Pardon?", Some(BotAct::Missed), Some(Seq(1)));
    if let Event::Said { quick_replies, .. } = &mut event {
        *quick_replies = offered.iter().map(|&title| title.to_owned()).collect();
    }
    (by, event)
}

fn guided(flow: &str, at: Option<&str>, slot: Option<u64>, answers: Option<Seq>) -> (Party, Event) {
    let (by, mut event) = said(Party::Bot, "And then?", Some(BotAct::Guided), answers);
    if let Event::Said { flow: place, .. } = &mut event {
        let label = Label { en: "Order".to_owned(), zh: "订单".to_owned() };
        let slots = slot.map(|seq| Slot { name: "order".to_owned(), label, value: "1".to_owned(), seq: Seq(seq) });
        *place = Some(Box::new(FlowPlace {
            flow: flow.to_owned(),
            at: at.map(str::to_owned),
            language: Language::En,
            misfits: 0,
            turns: 1,
            slots: slots.into_iter().collect(),
        }));
    }
    (by, event)
}

fn read(turns: Vec<(Party, Event)>) -> Option<(String, Sureness, u64)> {
    let log: Vec<Stamped<Event>> = (1..)
        .zip(turns)
        .map(|(seq, (by, event))| Stamped { seq: Seq(seq), public: None, at: Timestamp(0), by, event })
        .collect();
    likely_intent(&log).map(|intent| (intent.name, intent.sure, intent.seq.0))
}

#[expect(clippy::unnecessary_wraps, reason = "it is compared with what may be none")]
fn is(name: &str, sure: Sureness, seq: u64) -> Option<(String, Sureness, u64)> {
    Some((name.to_owned(), sure, seq))
}

#[test]
fn an_answer_is_likely_and_its_own_title_is_stated() {
    assert_eq!(read(vec![visitor("where's my money"), answered("Refunds")]), is("Refunds", Sureness::Likely, 2));
    assert_eq!(read(vec![visitor("refunds?"), answered("Refunds")]), is("Refunds", Sureness::Stated, 2));
}

#[test]
fn what_was_only_offered_is_possible_and_a_miss_takes_certainty() {
    assert_eq!(read(vec![visitor("um"), missed(&["Refunds", "Returns"])]), is("Refunds", Sureness::Possible, 2));
    let turns = vec![visitor("money"), answered("Refunds"), visitor("no, the other"), missed(&[])];
    assert_eq!(read(turns), is("Refunds", Sureness::Possible, 2));
    assert_eq!(read(vec![visitor("um"), missed(&[])]), None);
}

#[test]
fn the_newest_sign_counts() {
    let turns = vec![visitor("a"), answered("Refunds"), visitor("b"), answered("Returns")];
    assert_eq!(read(turns), is("Returns", Sureness::Likely, 4));
}

#[test]
fn a_flow_is_likely_once_begun_and_stated_once_answered() {
    let begun = || vec![visitor("lost"), guided("lost-parcel", Some("order"), None, Some(Seq(1)))];
    assert_eq!(read(begun()), is("lost-parcel", Sureness::Likely, 2));
    let more = [visitor("SH-1"), guided("lost-parcel", Some("day"), Some(3), Some(Seq(3)))];
    assert_eq!(read(begun().into_iter().chain(more).collect()), is("lost-parcel", Sureness::Stated, 2));
}

#[test]
fn a_greeting_is_no_intent() {
    assert_eq!(read(vec![guided("welcome", None, None, None), visitor("hi")]), None);
    assert_eq!(read(vec![visitor("hello"), visitor("human")]), None);
}
