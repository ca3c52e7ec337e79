//! Passing on: who may, what stays where it is until the colleague answers, and what a team is asked for.

use super::*;
use crate::conversation::decide::{Effect, pending};
use crate::conversation::fixtures::*;
use crate::conversation::state::Floor;
use crate::domain::{Command, Epoch};
use std::time::Duration;

fn to(id: StaffId) -> Recipient {
    Recipient::Agent { id, name: "Ana".to_owned() }
}

fn pass_on(chat: &Chat, by: StaffId, to: Recipient) -> Command {
    Command::Transfer { by: agent(by), to, reason: reason(), packet: packet(chat.state.last) }
}

/// Lin holds it and has asked Ana.
fn asked() -> Chat {
    let mut chat = Chat::held_by(LIN);
    chat.put(&pass_on(&chat, LIN, to(ANA))).unwrap();
    chat
}

fn is_lins(chat: &Chat) -> bool {
    chat.state.is_held_by(LIN) && matches!(chat.state.phase, Phase::WithAgent { agent: LIN, .. })
}

#[test]
fn whoever_asks_a_colleague_keeps_the_floor_until_they_accept() {
    let mut chat = asked();
    let epoch = chat.state.epoch;
    assert!(is_lins(&chat) && chat.state.is_passed_to(ANA));
    chat.put(&say(agent(LIN), 7, "Ana will be with you in a moment.")).unwrap();
    assert_eq!(chat.put(&say(agent(ANA), 8, "Hello")), Err(Refusal::FloorMoved));
    chat.put(&Command::Accept { by: agent(ANA), packet: None }).unwrap();
    assert_eq!(chat.state.floor, Floor::Agent { id: ANA, name: "Agent".to_owned() });
    assert_eq!((chat.state.epoch, chat.state.passing.is_none()), (epoch.next(), true));
    assert_eq!(chat.put(&say(agent(LIN), 9, "Still me")), Err(Refusal::FloorMoved));
}

#[test]
fn a_colleague_who_says_no_or_does_not_answer_leaves_it_where_it_was() {
    let no = Command::Decline { by: agent(ANA), reason: Some(reason()) };
    for (answer, declined) in [(no, true), (Command::EndOffer { agent: ANA }, false)] {
        let mut chat = asked();
        let before = chat.state.epoch;
        chat.put(&answer).unwrap();
        assert!(is_lins(&chat) && chat.state.passing.is_none());
        assert_eq!(chat.state.epoch, before);
        let said = declined.then(reason);
        assert_eq!(chat.log.last().unwrap().event, Event::OfferEnded { agent: ANA, declined, reason: said });
        assert_eq!(chat.put(&Command::Accept { by: agent(ANA), packet: None }), Err(Refusal::Conflict));
    }
}

#[test]
fn one_colleague_is_asked_at_a_time_and_may_be_asked_no_more() {
    let mut chat = asked();
    assert_eq!(chat.put(&pass_on(&chat, LIN, to(SAM))), Err(Refusal::TransferPending));
    let cancel = |by| Command::CancelTransfer { by: agent(by) };
    assert_eq!(chat.put(&cancel(ANA)), Err(Refusal::Forbidden));
    chat.put(&cancel(LIN)).unwrap();
    assert_eq!(chat.put(&cancel(LIN)), Err(Refusal::WrongPhase));
    assert!(is_lins(&chat));
    chat.put(&pass_on(&chat, LIN, to(SAM))).unwrap();
}

#[test]
fn only_its_agent_and_supervisors_pass_it_on_and_never_to_its_agent() {
    let mut chat = Chat::held_by(LIN);
    assert_eq!(chat.put(&pass_on(&chat, ANA, to(ANA))), Err(Refusal::Forbidden));
    assert_eq!(chat.put(&pass_on(&chat, SAM, to(LIN))), Err(Refusal::Conflict));
    chat.put(&pass_on(&chat, SAM, to(ANA))).unwrap();
    assert!(is_lins(&chat));
    let mut waiting = Chat::waiting();
    assert_eq!(waiting.put(&pass_on(&waiting, LIN, to(ANA))), Err(Refusal::WrongPhase));
}

#[test]
fn a_packet_that_lags_behind_the_log_is_not_offered() {
    let mut chat = Chat::held_by(LIN);
    let stale = packet(crate::domain::Seq(chat.state.last.0 - 1));
    let command = Command::Transfer { by: agent(LIN), to: to(ANA), reason: reason(), packet: stale };
    assert_eq!(chat.put(&command), Err(Refusal::Conflict));
}

#[test]
fn whatever_else_happens_to_it_ends_what_was_asked() {
    let accept = |by: StaffId, chat: &Chat| Command::Accept { by: agent(by), packet: packet(chat.state.last) };
    let others: [fn(&Chat) -> Command; 3] = [
        |_| Command::Release { by: agent(LIN) },
        |_| Command::LoseAgent { agent: LIN },
        |_| Command::Close { by: agent(LIN), cause: crate::domain::CloseCause::Resolved },
    ];
    for other in others {
        let mut chat = asked();
        chat.put(&other(&chat)).unwrap();
        assert!(chat.state.passing.is_none());
    }
    let mut chat = asked();
    chat.put(&accept(SAM, &chat)).unwrap();
    assert!(chat.state.is_held_by(SAM) && chat.state.passing.is_none());
}

#[test]
fn an_offer_that_nobody_answers_ends_after_a_restart_too() {
    let chat = asked();
    let ends = chat.now.plus(OFFER_TIME);
    assert_eq!(chat.state.open_offer(), Some((ANA, ends)));
    assert!(pending(&chat.state).contains(&Effect::WakeAt(ends)));
}

#[test]
fn a_team_gets_it_through_the_queue_with_the_time_it_had_waited() {
    let mut chat = Chat::waiting();
    chat.now = chat.now.plus(Duration::from_secs(90));
    chat.put(&Command::Accept { by: agent(LIN), packet: packet(chat.state.last) }).unwrap();
    chat.now = chat.now.plus(Duration::from_mins(10));
    chat.put(&pass_on(&chat, LIN, Recipient::Team { name: "returns".to_owned() })).unwrap();
    assert_eq!((chat.state.floor.clone(), chat.state.epoch), (Floor::Bot, Epoch(3)));
    let line = chat.state.summary(CONV).unwrap();
    assert_eq!((line.team.as_deref(), line.waited_ms, line.last_agent), (Some("returns"), Some(90_000), None));
    assert_eq!(line.waiting_since, Some(chat.now), "the time with Lin is no waiting");
    chat.put(&Command::Accept { by: agent(ANA), packet: packet(chat.state.last) }).unwrap();
    assert_eq!(chat.state.summary(CONV).unwrap().team, None);
    chat.put(&Command::Release { by: agent(ANA) }).unwrap();
    assert_eq!(chat.state.summary(CONV).unwrap().waited_ms, None, "given back is not passed on");
}

#[test]
fn packets_name_what_took_place_and_nothing_else() {
    let mut chat = asked();
    chat.put(&Command::Decline { by: agent(ANA), reason: None }).unwrap();
    chat.put(&pass_on(&chat, LIN, to(ANA))).unwrap();
    chat.put(&Command::Accept { by: agent(ANA), packet: None }).unwrap();
    chat.put(&pass_on(&chat, ANA, to(SAM))).unwrap();
    chat.put(&Command::CancelTransfer { by: agent(ANA) }).unwrap();
    chat.put(&pass_on(&chat, ANA, Recipient::Team { name: "returns".to_owned() })).unwrap();
    let passed = crate::routing::build_packet(&chat.log).passed;
    let told: Vec<_> = passed.iter().map(|one| (one.to.clone(), one.reason.clone())).collect();
    assert_eq!(told, [(to(ANA), reason()), (Recipient::Team { name: "returns".to_owned() }, reason())]);
}
