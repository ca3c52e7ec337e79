//! Experts: who may ask whom, what an answer changes, and that nothing of it moves the floor.

use super::*;
use crate::conversation::decide::pending;
use crate::conversation::fixtures::*;
use crate::domain::expert::EXPERTS_MAX;
use crate::domain::{Command, ExpertStanding, Recipient, Seq};
use std::time::Duration;
use uuid::Uuid;

fn invite(by: StaffId, whom: &[StaffId]) -> Command {
    let among = whom.iter().map(|id| (*id, "Ana".to_owned())).collect();
    Command::Invite { by: agent(by), among, question: question() }
}

fn join(chat: &Chat, by: StaffId) -> Command {
    Command::JoinAsExpert { by: agent(by), packet: packet(chat.state.last) }
}

/// Lin holds it and has asked Ana.
fn asked() -> Chat {
    let mut chat = Chat::held_by(LIN);
    chat.put(&invite(LIN, &[ANA])).unwrap();
    chat
}

/// And Ana reads along.
fn read() -> Chat {
    let mut chat = asked();
    chat.put(&join(&chat, ANA)).unwrap();
    chat
}

fn standing(chat: &Chat, staff: StaffId) -> Option<ExpertStanding> {
    chat.state.experts.standing(staff)
}

#[test]
fn an_expert_reads_along_and_leaves_while_floor_phase_and_numbering_of_the_visitor_stay() {
    let mut chat = Chat::held_by(LIN);
    let place = |chat: &Chat| {
        let state = &chat.state;
        (state.phase.clone(), state.floor.clone(), state.epoch, state.last_public)
    };
    let before = place(&chat);
    chat.put(&invite(LIN, &[ANA])).unwrap();
    assert_eq!(standing(&chat, ANA), Some(ExpertStanding::Asked));
    chat.put(&join(&chat, ANA)).unwrap();
    assert_eq!(standing(&chat, ANA), Some(ExpertStanding::Reading));
    assert!(chat.put(&join(&chat, ANA)).unwrap().events.is_empty(), "twice is once");
    let note = Command::Note { by: agent(ANA), id: message_id(9), text: words("It does not.") };
    chat.put(&note).unwrap();
    assert_eq!(chat.put(&say(agent(ANA), 10, "Hello")), Err(Refusal::FloorMoved));
    chat.put(&Command::LeaveAsExpert { by: agent(ANA) }).unwrap();
    assert_eq!(standing(&chat, ANA), Some(ExpertStanding::Left));
    assert_eq!(place(&chat), before);
    chat.put(&invite(LIN, &[ANA])).unwrap();
    assert_eq!(chat.state.experts.all().len(), 1, "asked again, listed once");
}

#[test]
fn only_whoever_holds_it_asks_and_never_themselves_or_somebody_twice() {
    let mut chat = asked();
    assert_eq!(chat.put(&invite(ANA, &[SAM])), Err(Refusal::Forbidden));
    assert_eq!(chat.put(&invite(SAM, &[ANA])), Err(Refusal::Forbidden), "a supervisor holds it first");
    assert_eq!(chat.put(&invite(LIN, &[LIN])), Err(Refusal::Conflict));
    assert_eq!(chat.put(&invite(LIN, &[ANA])), Err(Refusal::AlreadyInvited));
    chat.put(&invite(LIN, &[ANA, SAM])).unwrap();
    assert_eq!(standing(&chat, SAM), Some(ExpertStanding::Asked), "the next of the team");
    let mut waiting = Chat::waiting();
    assert_eq!(waiting.put(&invite(LIN, &[ANA])), Err(Refusal::WrongPhase));
}

#[test]
fn whoever_was_not_asked_or_has_answered_cannot_answer() {
    let mut chat = asked();
    assert_eq!(chat.put(&join(&chat, SAM)), Err(Refusal::NotInvited));
    assert_eq!(chat.put(&Command::LeaveAsExpert { by: agent(ANA) }), Err(Refusal::NotInvited));
    let no = Command::DeclineInvitation { by: agent(ANA), reason: Some(reason()) };
    chat.put(&no).unwrap();
    assert_eq!(chat.state.experts.all()[0].reason, Some(reason()));
    assert_eq!(chat.put(&no), Err(Refusal::NotInvited));
    assert_eq!(chat.put(&join(&chat, ANA)), Err(Refusal::NotInvited));
    let stale = Command::JoinAsExpert { by: agent(SAM), packet: packet(Seq(1)) };
    chat.put(&invite(LIN, &[SAM])).unwrap();
    assert_eq!(chat.put(&stale), Err(Refusal::Conflict), "a packet covers the whole log");
}

#[test]
fn its_holder_and_supervisors_take_it_back_asked_or_reading() {
    for mut chat in [asked(), read()] {
        let withdraw = |by| Command::WithdrawInvitation { by: agent(by), expert: ANA };
        assert_eq!(chat.put(&withdraw(ANA)), Err(Refusal::Forbidden));
        chat.put(&withdraw(SAM)).unwrap();
        assert_eq!(standing(&chat, ANA), Some(ExpertStanding::Withdrawn));
        assert_eq!(chat.put(&withdraw(LIN)), Err(Refusal::NotInvited));
    }
}

#[test]
fn an_invitation_runs_out_after_a_restart_too() {
    let mut chat = asked();
    let ends = chat.now.plus(INVITE_TIME);
    assert!(pending(&chat.state).contains(&Effect::WakeAt(ends)));
    let lapse = Command::LapseInvitation { expert: ANA };
    assert_eq!(chat.put(&lapse), Err(Refusal::WrongPhase), "not yet");
    chat.now = ends;
    assert_eq!(chat.put(&join(&chat, ANA)), Err(Refusal::NotInvited), "too late, whether that is logged or not");
    chat.put(&lapse).unwrap();
    assert_eq!(standing(&chat, ANA), Some(ExpertStanding::Unanswered));
    let mut reads = read();
    reads.now = ends.plus(Duration::from_mins(1));
    assert_eq!(reads.put(&lapse), Err(Refusal::WrongPhase), "whoever reads has answered");
}

#[test]
fn the_earlier_of_offer_and_invitation_wakes_the_conversation() {
    let mut chat = asked();
    let to = Recipient::Agent { id: SAM, name: "Sam".to_owned() };
    let passed = Command::Transfer { by: agent(LIN), to, reason: reason(), packet: packet(chat.state.last) };
    chat.put(&passed).unwrap();
    assert_eq!(chat.state.next_end(), Some(chat.now.plus(OFFER_TIME)));
    chat.put(&Command::CancelTransfer { by: agent(LIN) }).unwrap();
    assert_eq!(chat.state.next_end(), Some(chat.now.plus(INVITE_TIME)));
}

#[test]
fn experts_stay_with_the_next_agent_and_go_with_the_queue_and_the_end() {
    let mut chat = read();
    chat.put(&Command::Accept { by: agent(SAM), packet: packet(chat.state.last) }).unwrap();
    assert_eq!(standing(&chat, ANA), Some(ExpertStanding::Reading));
    let mut taken = read();
    let to = Recipient::Agent { id: ANA, name: "Ana".to_owned() };
    let passed = Command::Transfer { by: agent(LIN), to, reason: reason(), packet: packet(taken.state.last) };
    taken.put(&passed).unwrap();
    taken.put(&Command::Accept { by: agent(ANA), packet: None }).unwrap();
    assert_eq!(standing(&taken, ANA), None, "nobody is their own expert");
    let resolved = Command::Close { by: agent(LIN), cause: crate::domain::CloseCause::Resolved };
    for end in [Command::Release { by: agent(LIN) }, Command::LoseAgent { agent: LIN }, resolved] {
        let mut chat = read();
        chat.put(&end).unwrap();
        assert!(chat.state.experts.all().is_empty());
        assert_eq!(chat.state.summary(CONV).unwrap().experts, []);
        assert!(matches!(
            chat.put(&Command::LeaveAsExpert { by: agent(ANA) }),
            Err(Refusal::NotInvited | Refusal::Closed)
        ));
    }
}

#[test]
fn there_are_at_most_so_many_at_once_and_those_who_are_done_make_room() {
    let somebody = |n: usize| StaffId(Uuid::from_u128(0xD000 + n as u128));
    let mut chat = Chat::held_by(LIN);
    for n in 0..EXPERTS_MAX {
        chat.put(&invite(LIN, &[somebody(n)])).unwrap();
    }
    assert_eq!(chat.put(&invite(LIN, &[somebody(99)])), Err(Refusal::TooManyExperts));
    chat.put(&Command::WithdrawInvitation { by: agent(LIN), expert: somebody(3) }).unwrap();
    chat.put(&invite(LIN, &[somebody(99)])).unwrap();
    assert_eq!(chat.state.experts.all().len(), EXPERTS_MAX);
    assert_eq!(standing(&chat, somebody(3)), None);
}

#[test]
fn visitors_and_the_server_ask_nobody() {
    let mut chat = asked();
    for by in [visitor(), Actor::System] {
        let among = vec![(SAM, "Sam".to_owned())];
        assert_eq!(chat.put(&Command::Invite { by: by.clone(), among, question: question() }), Err(Refusal::Forbidden));
        assert_eq!(chat.put(&Command::LeaveAsExpert { by }), Err(Refusal::Forbidden));
    }
}

#[test]
fn the_packet_says_who_was_asked_what_and_what_they_answered() {
    let mut chat = read();
    let note = |id, by, text| Command::Note { by: agent(by), id: message_id(id), text: words(text) };
    chat.put(&note(20, ANA, "It does not.")).unwrap();
    chat.put(&note(21, LIN, "Thanks")).unwrap();
    chat.put(&Command::LeaveAsExpert { by: agent(ANA) }).unwrap();
    chat.put(&note(22, ANA, "Said after leaving")).unwrap();
    chat.put(&invite(LIN, &[SAM])).unwrap();
    chat.put(&Command::DeclineInvitation { by: agent(SAM), reason: Some(reason()) }).unwrap();
    chat.put(&invite(LIN, &[ANA])).unwrap();
    chat.put(&Command::Release { by: agent(LIN) }).unwrap();
    let told = crate::routing::build_packet(&chat.log).experts;
    let short: Vec<_> = told
        .iter()
        .map(|one| (one.standing, one.answers.iter().map(|answer| answer.text.as_str()).collect()))
        .collect();
    let expected: [(ExpertStanding, Vec<&str>); 3] = [
        (ExpertStanding::Left, vec!["It does not."]),
        (ExpertStanding::Declined, vec![]),
        (ExpertStanding::Withdrawn, vec![]),
    ];
    assert_eq!(short, expected);
    assert_eq!((&told[0].question, told[0].by.as_str()), (&question(), "Agent"));
    assert_eq!(told[1].reason, Some(reason()));
}
