//! How a conversation went, as its log says it.

use super::*;
use crate::conversation::evolve;
use crate::conversation::fixtures::*;
use crate::domain::event::CloseCause;
use crate::domain::{Command, Judgement, Language, Opinion, Risks, Stage, Stamped, Timestamp, Verdict};

fn angry(chat: &mut Chat, id: u128, anger: f32) {
    hear(chat, id, anger, Risks::default());
}

fn hear(chat: &mut Chat, id: u128, anger: f32, risks: Risks) {
    chat.put(&say(visitor(), id, "where is my parcel?")).unwrap();
    let message = chat.state.first_unscored().unwrap();
    chat.put(&Command::Scored { message, scoring: score(anger, risks) }).unwrap();
}

fn ended(chat: &mut Chat) -> Option<Outcome> {
    chat.put(&Command::Close { by: visitor(), cause: CloseCause::Visitor }).unwrap();
    chat.state.outcome(CONV)
}

#[test]
fn there_is_none_while_it_goes_on_nor_where_nothing_was_scored() {
    let mut chat = Chat::opened();
    assert_eq!(ended(&mut chat), None);
    let mut chat = Chat::opened();
    angry(&mut chat, 1, 0.1);
    assert_eq!(chat.state.outcome(CONV), None);
    let outcome = ended(&mut chat).unwrap();
    assert_eq!((outcome.scored, outcome.unread, outcome.language), (1, 0, Some(Language::En)));
    assert_eq!((outcome.site.as_str(), outcome.alerts, outcome.sensitive), ("demo", AngerAlerts::default(), false));
    assert_eq!(outcome.basis, Basis { model: "m".to_owned(), policy: chat.policy.version.clone() });
}

#[test]
fn the_peak_is_the_highest_level_and_not_the_last() {
    let mut chat = Chat::opened();
    let mut highest = f32::MIN;
    for (id, anger) in [(1, 0.1), (2, 0.6), (3, 0.02), (4, 0.02)] {
        angry(&mut chat, id, anger);
        highest = highest.max(chat.state.belief.unwrap().level);
    }
    assert!(highest > chat.state.belief.unwrap().level);
    let outcome = ended(&mut chat).unwrap();
    assert_eq!(outcome.peak.level.to_bits(), highest.to_bits());
}

#[test]
fn the_peak_stands_once_somebody_intervened() {
    let mut chat = Chat::held_by(LIN);
    for id in 1..=6 {
        angry(&mut chat, id, 0.9);
        if chat.state.alerts.len() == 1 {
            break;
        }
    }
    let peak = chat.state.belief.unwrap();
    assert_eq!(peak.stage, Stage::Concern);
    chat.put(&say(agent(LIN), 50, "I am on it")).unwrap();
    for id in 101..=104 {
        angry(&mut chat, id, 0.99);
    }
    assert!(chat.state.belief.unwrap().level > peak.level);
    let outcome = ended(&mut chat).unwrap();
    assert_eq!((outcome.peak.level.to_bits(), outcome.peak.stage), (peak.level.to_bits(), Stage::Concern));
    assert_eq!(outcome.alerts, AngerAlerts { raised: 2, intervened: 1, done: 0, false_alarm: 0 });
}

#[test]
fn verdicts_ratings_and_threats_are_facts() {
    let mut chat = Chat::held_by(LIN);
    for id in 1..=6 {
        angry(&mut chat, id, 0.8);
    }
    let alert = chat.state.alerts[0].id;
    let verdict = Verdict::FalseAlarm;
    chat.put(&Command::CloseAlert { by: agent(SAM), alert, verdict }).unwrap();
    chat.put(&Command::Rate { by: visitor(), score: 5, text: None }).unwrap();
    let outcome = ended(&mut chat).unwrap();
    assert_eq!((outcome.alerts.false_alarm, outcome.rating, outcome.sensitive), (1, Some(5), false));

    let mut chat = Chat::opened();
    hear(&mut chat, 1, 0.1, Risks { legal: 0.99, ..Risks::default() });
    let outcome = ended(&mut chat).unwrap();
    assert!(outcome.sensitive);
    assert_eq!(outcome.alerts.raised, 0, "a threat is no alert about anger");
}

#[test]
fn what_nobody_could_read_is_counted() {
    let mut chat = Chat::opened();
    angry(&mut chat, 1, 0.1);
    chat.put(&say(visitor(), 2, "hello?")).unwrap();
    let outcome = ended(&mut chat).unwrap();
    assert_eq!((outcome.scored, outcome.unread), (1, 1));
}

#[test]
fn it_follows_from_the_log_and_goes_on_after_reopening() {
    let mut chat = Chat::opened();
    angry(&mut chat, 1, 0.6);
    let first = ended(&mut chat).unwrap();
    chat.put(&Command::Reopen { by: visitor() }).unwrap();
    chat.now = Timestamp(9_000);
    angry(&mut chat, 2, 0.95);
    let second = ended(&mut chat).unwrap();
    assert!(second.peak.level > first.peak.level && second.closed_at > first.closed_at);
    let folded = chat.log.iter().fold(State::default(), evolve);
    assert_eq!(folded.outcome(CONV), Some(second));
}

#[test]
fn what_staff_say_after_the_end_changes_the_facts() {
    let mut chat = Chat::opened();
    angry(&mut chat, 1, 0.1);
    angry(&mut chat, 2, 0.9);
    let before = ended(&mut chat).unwrap();
    assert_eq!(before.readings, JudgedReadings::default());
    let messages: Vec<Seq> =
        chat.log.iter().filter(|it| matches!(it.event, Event::Scored { .. })).map(of_message).collect();
    let says = |chat: &mut Chat, message: Seq, judgement| {
        let (subject, opinion) = (Subject::Message { message }, Opinion::Plain(judgement));
        chat.put(&Command::Judge { by: agent(LIN), subject, opinion, asked: false }).unwrap();
        chat.state.outcome(CONV).unwrap().readings
    };
    let missed = says(&mut chat, messages[0], Judgement::Wrong);
    assert_eq!(missed, JudgedReadings { missed: true, ..JudgedReadings::default() });
    let both = says(&mut chat, messages[1], Judgement::Wrong);
    assert_eq!(both, JudgedReadings { missed: true, mistaken: true, right: false });
    says(&mut chat, messages[0], Judgement::Withdrawn);
    let right = says(&mut chat, messages[1], Judgement::Right);
    assert_eq!(right, JudgedReadings { right: true, ..JudgedReadings::default() });
}

fn of_message(logged: &Stamped<Event>) -> Seq {
    let Event::Scored { message, .. } = logged.event else { panic!("{logged:?}") };
    message
}

#[test]
fn an_alert_that_staff_judge_after_the_end_counts_like_one_they_closed() {
    let mut chat = Chat::held_by(LIN);
    for id in 1..=6 {
        angry(&mut chat, id, 0.95);
    }
    let alert = chat.state.alerts[0].id;
    assert_eq!(ended(&mut chat).unwrap().alerts.done, 0);
    for (judgement, done, false_alarm) in
        [(Judgement::Right, 1, 0), (Judgement::Wrong, 0, 1), (Judgement::Withdrawn, 0, 0)]
    {
        let (subject, opinion) = (Subject::Alert { alert }, Opinion::Plain(judgement));
        chat.put(&Command::Judge { by: agent(SAM), subject, opinion, asked: false }).unwrap();
        let alerts = chat.state.outcome(CONV).unwrap().alerts;
        assert_eq!((alerts.done, alerts.false_alarm), (done, false_alarm), "{judgement:?}");
    }
}

#[test]
fn a_person_whom_triage_called_has_helped_and_one_whom_the_visitor_asked_for_has_not() {
    let mut chat = Chat::held_by(LIN);
    angry(&mut chat, 1, 0.1);
    chat.put(&say(agent(LIN), 9, "here I am")).unwrap();
    assert!(!ended(&mut chat).unwrap().helped);
    let mut chat = Chat::opened();
    hear(&mut chat, 1, 0.1, Risks { legal: 0.99, ..Risks::default() });
    chat.offer(LIN).unwrap();
    chat.accept(LIN).unwrap();
    chat.put(&say(agent(LIN), 9, "here I am")).unwrap();
    assert!(ended(&mut chat).unwrap().helped);
}
