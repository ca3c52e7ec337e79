//! An alert's way: who may act on it, what counts as an intervention, and what ends it.

use super::*;
use crate::conversation::fixtures::*;
use crate::domain::event::CloseCause;
use crate::domain::{Command, Risks};
use std::time::Duration;

const MINUTE: Duration = Duration::from_mins(1);

/// The visitor says something that is scored so.
fn heard(chat: &mut Chat, anger: f32, risks: Risks) {
    let id = u128::from(chat.state.last.0) + 1_000;
    chat.put(&say(visitor(), id, &format!("words {id}"))).unwrap();
    let message = chat.state.last;
    chat.put(&Command::Scored { message, scoring: score(anger, risks) }).unwrap();
}

fn angry(mut chat: Chat) -> Chat {
    while chat.state.alerts.is_empty() {
        heard(&mut chat, 0.97, Risks::default());
    }
    chat
}

fn calmed(chat: &mut Chat) {
    for _ in 0..12 {
        heard(chat, 0.01, Risks::default());
    }
    assert!(chat.state.stage() <= Stage::Watch);
}

fn first(chat: &Chat) -> &AlertState {
    &chat.state.alerts[0]
}

fn snooze(chat: &Chat, by: Actor) -> Command {
    let minutes = SnoozeMinutes::try_from(5).unwrap();
    Command::SnoozeAlert { by, alert: first(chat).id, minutes, reason: SnoozeReason::BeingHandled }
}

fn escalate(chat: &Chat, step: u32) -> Command {
    Command::EscalateAlert { alert: first(chat).id, step, to: SAM, name: "Sam".to_owned() }
}

fn interventions(chat: &Chat) -> Vec<(Intervention, u64)> {
    let of = |event: &Event| match event {
        Event::Intervened { how, after_ms, .. } => Some((*how, *after_ms)),
        _ => None,
    };
    chat.log.iter().filter_map(|logged| of(&logged.event)).collect()
}

#[test]
fn the_first_reply_is_an_intervention_with_its_delay_and_no_later_one_is() {
    let mut chat = angry(Chat::held_by(LIN));
    assert_eq!(first(&chat).holder.as_ref().map(|holder| holder.staff), Some(LIN));
    chat.now = chat.now.plus(Duration::from_millis(42_500));
    chat.put(&say(agent(LIN), 1, "I am on it")).unwrap();
    chat.put(&say(agent(LIN), 2, "One moment")).unwrap();
    let expected = vec![(Intervention::Replied, 42_500); chat.state.alerts.len()];
    assert_eq!(interventions(&chat), expected);
    assert_eq!(
        chat.put(&say(agent(LIN), 1, "I am on it")),
        Err(Refusal::Duplicate(chat.state.ids.place(message_id(1)).unwrap().seq))
    );
}

#[test]
fn a_supervisors_note_whispers_to_the_agent_and_an_agents_does_not() {
    let note = |by, id| Command::Note { by, id: message_id(id), text: words("offer a refund") };
    let mut chat = angry(Chat::held_by(LIN));
    chat.put(&note(agent(ANA), 1)).unwrap();
    assert_eq!(interventions(&chat), []);
    chat.put(&note(agent(SAM), 2)).unwrap();
    assert_eq!(interventions(&chat)[0].0, Intervention::Whispered);
    let mut nobody = angry(Chat::waiting());
    nobody.put(&note(agent(SAM), 1)).unwrap();
    assert_eq!(interventions(&nobody), [], "nobody is there to read it");
}

#[test]
fn a_supervisor_joins_or_takes_over_and_an_agent_who_accepts_has_said_nothing_yet() {
    let mut waiting = angry(Chat::waiting());
    waiting.accept(LIN).unwrap();
    assert_eq!(interventions(&waiting), []);
    waiting.accept(SAM).unwrap();
    assert_eq!(interventions(&waiting)[0].0, Intervention::TookOver);
    let mut joined = angry(Chat::waiting());
    joined.accept(SAM).unwrap();
    assert_eq!(interventions(&joined)[0].0, Intervention::Joined);
}

#[test]
fn anger_that_fell_closes_what_somebody_intervened_after_and_never_distress() {
    let mut alone = angry(Chat::held_by(LIN));
    calmed(&mut alone);
    assert_eq!(first(&alone).standing(), Standing::Open, "nobody has done anything");
    let mut helped = angry(Chat::held_by(LIN));
    heard(&mut helped, 0.97, Risks { distress: 0.99, ..Risks::default() });
    helped.put(&say(agent(LIN), 1, "I am on it")).unwrap();
    calmed(&mut helped);
    for alert in &helped.state.alerts {
        let how = alert.closed.as_ref().map(|closed| closed.how);
        assert_eq!(how, (alert.kind != AlertKind::Distress).then_some(AlertEnd::Calmed), "{alert:?}");
    }
}

#[test]
fn a_snoozed_alert_comes_back_when_its_time_is_over_and_waits_anew() {
    let mut chat = angry(Chat::waiting());
    let alert = first(&chat).id;
    assert_eq!(chat.put(&snooze(&chat, agent(LIN))), Err(Refusal::Forbidden));
    chat.put(&Command::AcknowledgeAlert { by: agent(SAM), alert }).unwrap();
    chat.put(&snooze(&chat, agent(SAM))).unwrap();
    assert_eq!(chat.put(&snooze(&chat, agent(SAM))), Err(Refusal::Conflict));
    chat.now = chat.now.plus(MINUTE * 4);
    assert_eq!(chat.put(&Command::ReturnAlert { alert }), Err(Refusal::WrongPhase));
    assert_eq!(chat.put(&escalate(&chat, 1)), Err(Refusal::Conflict), "snoozed");
    chat.now = chat.now.plus(MINUTE);
    chat.put(&Command::ReturnAlert { alert }).unwrap();
    assert_eq!(first(&chat).standing(), Standing::Open);
    assert_eq!(chat.put(&Command::ReturnAlert { alert }), Err(Refusal::Conflict));
    assert_eq!(chat.put(&escalate(&chat, 1)), Err(Refusal::WrongPhase), "it has a minute anew");
    chat.now = chat.now.plus(MINUTE);
    chat.put(&escalate(&chat, 1)).unwrap();
}

#[test]
fn a_step_of_escalation_is_logged_once_in_its_time() {
    let mut chat = angry(Chat::waiting());
    assert_eq!(chat.put(&escalate(&chat, 1)), Err(Refusal::WrongPhase), "too early");
    chat.now = chat.now.plus(MINUTE);
    assert_eq!(chat.put(&escalate(&chat, 2)), Err(Refusal::Conflict), "out of order");
    chat.put(&escalate(&chat, 1)).unwrap();
    assert_eq!(chat.put(&escalate(&chat, 1)), Err(Refusal::Conflict), "again");
    assert_eq!(chat.put(&escalate(&chat, 2)), Err(Refusal::WrongPhase), "too early");
    chat.now = chat.now.plus(MINUTE);
    chat.put(&escalate(&chat, 2)).unwrap();
    let alert = first(&chat).id;
    chat.put(&Command::AcknowledgeAlert { by: agent(SAM), alert }).unwrap();
    chat.now = chat.now.plus(MINUTE);
    assert_eq!(chat.put(&escalate(&chat, 3)), Err(Refusal::Conflict), "somebody took notice");
}

#[test]
fn an_alert_is_closed_once_by_hand_or_by_the_end() {
    let mut chat = angry(Chat::waiting());
    let alert = first(&chat).id;
    let close = |by| Command::CloseAlert { by, alert, verdict: Verdict::FalseAlarm };
    assert_eq!(chat.put(&close(visitor())), Err(Refusal::Forbidden));
    chat.put(&close(agent(SAM))).unwrap();
    for command in [close(agent(SAM)), snooze(&chat, agent(SAM)), Command::AcknowledgeAlert { by: agent(SAM), alert }] {
        assert_eq!(chat.put(&command), Err(Refusal::Conflict));
    }
    let mut ended = angry(Chat::held_by(LIN));
    let alerts = ended.state.alerts.len();
    ended.put(&Command::Close { by: visitor(), cause: CloseCause::Visitor }).unwrap();
    let kinds = ended.kinds();
    assert_eq!(kinds.last().unwrap(), "closed", "nothing follows the end");
    assert_eq!(kinds.iter().filter(|kind| *kind == "alert_closed").count(), alerts);
    assert!(ended.state.alerts.iter().all(|alert| alert.closed.as_ref().unwrap().how == AlertEnd::Ended));
}
