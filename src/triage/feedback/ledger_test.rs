//! The latest of each person counts, only the asked answer for the sample, and questions end with an answer.

use super::*;
use crate::domain::{AlertId, Stage};
use crate::triage::feedback::recall::Answers;
use uuid::Uuid;

const CONV: ConversationId = ConversationId(Uuid::from_u128(1));

fn reading(anger: f32, stage: Stage) -> Reading {
    Reading { language: Some(Language::En), anger, base: anger, stage, model: "m".to_owned() }
}

fn logged(seq: u64, by: Party, event: Event) -> (ConversationId, Stamped<Event>) {
    let (public, at) = (None, Timestamp(i64::try_from(seq).unwrap()));
    (CONV, Stamped { seq: Seq(seq), public, at, by, event })
}

fn sampled(message: u64, p: f32, read: Reading) -> (ConversationId, Stamped<Event>) {
    logged(message, Party::System, Event::Sampled { message: Seq(message), p, read })
}

fn by(who: u128) -> Party {
    Party::Staff { id: StaffId(Uuid::from_u128(who)), name: "Sam".to_owned() }
}

fn judged(seq: u64, who: u128, message: u64, judgement: Judgement, asked: bool) -> (ConversationId, Stamped<Event>) {
    let subject = Subject::Message { message: Seq(message) };
    let read = Some(reading(0.9, Stage::Watch));
    logged(seq, by(who), Event::Judged { subject, judgement, level: None, asked, read, mutes: None })
}

#[test]
fn only_people_who_were_asked_answer_for_the_sample() {
    let sample = sampled(2, 0.5, reading(0.9, Stage::Watch));
    let answers = |events: &[(ConversationId, Stamped<Event>)]| {
        let ledger = Ledger::read(&[std::slice::from_ref(&sample), events].concat());
        let open = ledger.questions(StaffId(Uuid::nil()), 9).len();
        assert_eq!(open, ledger.unanswered());
        let Answers { answered, angry, .. } = Answers::of(&ledger.drawn(None), true);
        (answered, angry, open)
    };
    assert_eq!(answers(&[]), (0, 0, 1));
    assert_eq!(answers(&[judged(9, 1, 2, Judgement::Right, false)]), (0, 0, 1));
    assert_eq!(answers(&[judged(9, 1, 2, Judgement::Right, true)]), (1, 1, 0));
    let changed = [judged(9, 1, 2, Judgement::Right, true), judged(10, 1, 2, Judgement::Wrong, true)];
    assert_eq!(answers(&changed), (1, 0, 0));
    let taken_back = [judged(9, 1, 2, Judgement::Right, true), judged(10, 1, 2, Judgement::Withdrawn, false)];
    assert_eq!(answers(&taken_back), (0, 0, 1));
}

fn alert_raised(seq: u64, about: AlertKind) -> (ConversationId, Stamped<Event>) {
    let (reasons, message, alert) = (Vec::new(), Seq(2), AlertId(Uuid::from_u128(5)));
    let event = Event::AlertRaised { alert, about, stage: Stage::Critical, reasons, against: None, message };
    logged(seq, Party::System, event)
}

#[test]
fn every_judgement_that_stands_is_counted_and_exported_once() {
    let alert = AlertId(Uuid::from_u128(5));
    let of_alert = |seq, who, judgement| {
        let (level, asked, read, mutes) = (None, false, None, None);
        let subject = Subject::Alert { alert };
        logged(seq, by(who), Event::Judged { subject, judgement, level, asked, read, mutes })
    };
    let closed = logged(6, by(1), Event::AlertClosed { alert, how: AlertEnd::FalseAlarm });
    let events = [
        judged(3, 1, 2, Judgement::Wrong, false),
        judged(4, 2, 2, Judgement::Right, false),
        judged(5, 3, 2, Judgement::Withdrawn, false),
        closed,
    ];
    let unraised = Ledger::read(&events);
    assert_eq!(unraised.of_alerts(), [], "nobody knows what it was about");
    let more = [alert_raised(3, AlertKind::Anger), of_alert(7, 2, Judgement::Right)];
    let halves = Ledger::read(&[&events[..], &more[..]].concat());
    let [found] = halves.of_alerts().try_into().unwrap();
    assert_eq!((found.raised, found.stage, found.is_right), (Seq(3), Stage::Critical, true), "half say so");
    let withdrawn = [alert_raised(3, AlertKind::Anger), of_alert(7, 2, Judgement::Withdrawn)];
    let [found] = Ledger::read(&[&events[..], &withdrawn[..]].concat()).of_alerts().try_into().unwrap();
    assert!(!found.is_right);
    let verdict = Verdict { about: About::Angry, language: Some(Language::En), is_right: true };
    assert_eq!(halves.of_messages(), [verdict]);
    let [one] = halves.judged().try_into().unwrap();
    // One of two finds it angry: that is enough.
    assert!(one.is_angry && one.people == 2 && one.p.is_none() && one.at == Timestamp(4));
}

#[test]
fn a_level_says_itself_whether_it_is_angry() {
    let said = |level: u8, judgement| {
        let read = Some(reading(0.9, Stage::Watch));
        let (subject, level) = (Subject::Message { message: Seq(2) }, Some(AngerLevel::try_from(level).unwrap()));
        let event = Event::Judged { subject, judgement, level, asked: true, read, mutes: None };
        Ledger::read(&[logged(3, by(1), event)]).judged()[0].is_angry
    };
    assert!(said(2, Judgement::Right) && !said(1, Judgement::Wrong));
}

#[test]
fn where_there_was_distress_nobody_is_asked_and_nothing_is_learnt() {
    let sample = [sampled(2, 0.5, reading(0.9, Stage::Watch)), judged(3, 1, 2, Judgement::Right, true)];
    let with = |about| Ledger::read(&[&sample[..], &[alert_raised(4, about)]].concat());
    let seen = |ledger: &Ledger| (ledger.drawn(None).len(), ledger.judged().len());
    assert_eq!((seen(&with(AlertKind::Anger)), seen(&with(AlertKind::Distress))), ((1, 1), (0, 0)));
}

#[test]
fn cases_are_weighted_by_chance_and_answers_and_belong_to_one_model_and_language() {
    let calm = |message| sampled(message, 0.1, reading(0.9, Stage::Calm));
    let other = sampled(9, 0.1, Reading { model: "other".to_owned(), ..reading(0.9, Stage::Calm) });
    let answers = [2, 9].map(|message| judged(20 + message, 1, message, Judgement::Right, true));
    let ledger = Ledger::read(&[&[calm(2), calm(3), other], answers.as_slice()].concat());
    let [case] = ledger.cases("m", Language::En, Timestamp(0)).try_into().unwrap();
    // One in ten was drawn, one of two answered.
    assert!(case.is_angry && (case.weight - 20.0).abs() < 1e-6, "{case:?}");
    assert_eq!(ledger.cases("m", Language::Zh, Timestamp(0)), []);
    assert_eq!(ledger.cases("m", Language::En, Timestamp(3)), [], "it was read before");
}

#[test]
fn questions_are_bounded_and_in_an_order_of_each_persons_own() {
    let ledger = Ledger::read(&(1..=40).map(|n| sampled(n, 0.5, reading(0.9, Stage::Watch))).collect::<Vec<_>>());
    let [one, two] = [1, 2].map(|who| ledger.questions(StaffId(Uuid::from_u128(who)), 10));
    assert_eq!((one.len(), two.len()), (10, 10));
    assert_ne!(one, two);
    assert_eq!(one, ledger.questions(StaffId(Uuid::from_u128(1)), 10));
}
