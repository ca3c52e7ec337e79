//! What a score leads to: once per message, alerts that replay alike, and a human where one is called for.

use super::super::{Effect, mark_unread};
use super::*;
use crate::conversation::fixtures::*;
use crate::domain::AlertKind;
use crate::domain::{Command, Reason, Risks, Scoring, Unscored, WaitCause};

fn asked(chat: &mut Chat, id: u128) -> Seq {
    chat.put(&say(visitor(), id, &format!("where is my parcel {id}"))).unwrap();
    chat.state.last
}

#[test]
fn a_threat_raises_one_alert_with_the_same_id_in_every_replay_and_calls_a_human() {
    let threat = score(0.9, Risks { legal: 0.99, ..Risks::default() });
    let run = || {
        let mut chat = Chat::opened();
        for id in [1, 2] {
            let message = asked(&mut chat, id);
            chat.put(&Command::Scored { message, scoring: threat.clone() }).unwrap();
        }
        chat
    };
    let (one, two) = (run(), run());
    assert_eq!(one.log, two.log);
    let threats: Vec<_> = one.state.alerts.iter().filter(|alert| alert.kind == AlertKind::Threat).collect();
    assert_eq!(threats.len(), 1);
    assert_eq!(threats[0].message, Seq(2));
    assert_eq!(one.kinds().iter().filter(|kind| *kind == "queued").count(), 1);
    assert!(one.log.iter().any(|logged| matches!(
        &logged.event,
        Event::Queued { cause: WaitCause::Triage, reasons, .. } if reasons.contains(&Reason::LegalThreat)
    )));
}

#[test]
fn asking_in_words_queues_as_asked() {
    let mut chat = Chat::opened();
    let message = asked(&mut chat, 1);
    let asks = score(0.02, Risks { human: 0.99, ..Risks::default() });
    chat.put(&Command::Scored { message, scoring: asks }).unwrap();
    let reasons = vec![Reason::AskedForPerson];
    assert_eq!(chat.log.last().unwrap().event, Event::Queued { cause: WaitCause::Asked, reasons, passed: None });
}

#[test]
fn alerts_are_acknowledged_once_by_those_who_may() {
    let mut chat = Chat::opened();
    let message = asked(&mut chat, 1);
    let threat = score(0.9, Risks { legal: 0.99, ..Risks::default() });
    chat.put(&Command::Scored { message, scoring: threat }).unwrap();
    let alert = chat.state.alerts[0].id;
    let acknowledge = |by| Command::AcknowledgeAlert { by, alert };
    assert_eq!(chat.put(&acknowledge(visitor())), Err(Refusal::Forbidden));
    assert_eq!(chat.put(&acknowledge(agent(LIN))), Err(Refusal::Forbidden));
    let unknown = Command::AcknowledgeAlert { by: agent(SAM), alert: crate::domain::AlertId(CONV.0) };
    assert_eq!(chat.put(&unknown), Err(Refusal::NotFound));
    chat.accept(LIN).unwrap();
    chat.put(&acknowledge(agent(LIN))).unwrap();
    assert_eq!(chat.put(&acknowledge(agent(SAM))), Err(Refusal::Conflict));
    assert_eq!(chat.state.summary(CONV).unwrap().alert.map(|open| open.id == alert), None);
}

#[test]
fn a_message_is_scored_once_and_only_if_a_visitor_said_it() {
    let mut chat = Chat::opened();
    let message = asked(&mut chat, 1);
    let scored = |message| Command::Scored { message, scoring: score(0.02, Risks::default()) };
    chat.put(&scored(message)).unwrap();
    assert_eq!(chat.put(&scored(message)), Err(Refusal::Conflict));
    assert_eq!(chat.put(&scored(Seq(1))), Err(Refusal::Conflict), "the opening is no message");
    assert_eq!(chat.put(&scored(Seq(99))), Err(Refusal::NotFound));
}

#[test]
fn a_mark_leaves_the_belief_as_it_was() {
    let mut chat = Chat::opened();
    let first = asked(&mut chat, 1);
    chat.put(&Command::Scored { message: first, scoring: score(0.97, Risks::default()) }).unwrap();
    let (belief, second) = (chat.state.belief.unwrap(), asked(&mut chat, 2));
    chat.put(&Command::Scored { message: second, scoring: Scoring::NotScored { why: Unscored::Overload } }).unwrap();
    assert_eq!((chat.state.belief.unwrap().stage, chat.state.unscored()), (belief.stage, 0));
    assert_eq!(chat.kinds().last().unwrap(), "scored", "a mark alone moves no stage");
}

#[test]
fn without_a_model_a_message_is_marked_beside_it_unless_an_earlier_one_waits() {
    let mut chat = Chat::opened();
    let first = asked(&mut chat, 1);
    let mut effects = vec![Effect::Score { message: first, stage: Stage::Calm }, Effect::AskBot { message: first }];
    let marks = mark_unread(&chat.state, &mut effects, Unscored::NoModel, chat.around());
    assert!(matches!(
        &marks[..],
        [(Party::System, Event::Scored { message, scoring: Scoring::NotScored { why: Unscored::NoModel }, .. })] if *message == first
    ));
    assert_eq!(effects, [Effect::AskBot { message: first }]);
    let second = asked(&mut chat, 2);
    let mut effects = vec![Effect::Score { message: second, stage: Stage::Calm }];
    assert_eq!(mark_unread(&chat.state, &mut effects, Unscored::NoModel, chat.around()), []);
    assert_eq!(effects, [Effect::Score { message: second, stage: Stage::Calm }]);
}
