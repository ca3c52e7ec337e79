//! Who may do what, when: one table per idea.

use super::*;
use crate::conversation::fixtures::*;
use crate::conversation::state::Floor;
use crate::domain::event::CloseCause;
use crate::domain::{Actor, BotAct, Epoch, MessageId, Reason, Risks, WaitCause};

fn bot_say(chat: &Chat, answers: u64, act: BotAct) -> Command {
    Command::BotSay {
        epoch: chat.state.epoch,
        answers: Seq(answers),
        id: message_id(9_000 + u128::from(answers)),
        text: words("let me see"),
        act,
        quick_replies: Vec::new(),
        flow: None,
    }
}

fn asked(chat: &mut Chat, id: u128) -> Seq {
    chat.put(&say(visitor(), id, &format!("where is my parcel {id}"))).unwrap();
    chat.state.last
}

#[test]
fn nothing_exists_before_the_beginning() {
    let mut chat = Chat::new();
    assert_eq!(chat.put(&say(visitor(), 1, "hi")), Err(Refusal::NotFound));
    assert_eq!(chat.put(&Command::Reopen { by: agent(LIN) }), Err(Refusal::NotFound));
    chat.put(&open()).unwrap();
}

#[test]
fn opening_again_changes_nothing_and_is_no_strangers_to_do() {
    let mut chat = Chat::opened();
    assert_eq!(chat.put(&open()), Ok(Decision::default()), "its answer may have been lost");
    let Command::Open { site, customer, before, earlier, .. } = open() else { unreachable!("it opens") };
    let strangers = Command::Open { site, visitor: STRANGER, customer, before, earlier };
    assert_eq!(chat.put(&strangers), Err(Refusal::Conflict));
    assert_eq!(chat.log.len(), 1);
}

#[test]
fn a_strangers_every_command_finds_nothing_even_after_the_end() {
    let stranger = || Actor::Visitor(STRANGER);
    let mut chat = Chat::opened();
    chat.put(&say(visitor(), 1, "hi")).unwrap();
    for ended in [false, true] {
        if ended {
            chat.put(&Command::Close { by: visitor(), cause: CloseCause::Visitor }).unwrap();
        }
        let tries = [
            say(stranger(), 1, "hi"),
            Command::AskForPerson { by: stranger() },
            Command::Rate { by: stranger(), score: 5, text: None },
            Command::Close { by: stranger(), cause: CloseCause::Visitor },
            Command::Reopen { by: stranger() },
            Command::UpdateCustomer { by: stranger(), customer: customer("/x") },
            Command::Note { by: stranger(), id: message_id(2), text: words("x") },
            Command::Accept { by: stranger(), packet: packet(chat.state.last) },
        ];
        for command in tries {
            assert_eq!(chat.put(&command), Err(Refusal::NotFound), "{command:?}");
        }
    }
}

#[test]
fn a_resent_message_is_answered_with_its_place_even_after_the_end() {
    let mut chat = Chat::opened();
    let place = asked(&mut chat, 1);
    let again = say(visitor(), 1, "where is my parcel 1");
    assert_eq!(chat.put(&again), Err(Refusal::Duplicate(place)));
    assert_eq!(chat.put(&say(visitor(), 1, "other words")), Err(Refusal::IdReused));
    let as_note = Command::Note { by: agent(LIN), id: message_id(1), text: words("where is my parcel 1") };
    assert_eq!(chat.put(&as_note), Err(Refusal::IdReused));
    chat.put(&Command::Close { by: visitor(), cause: CloseCause::Visitor }).unwrap();
    assert_eq!(chat.put(&again), Err(Refusal::Duplicate(place)));
    assert_eq!(chat.put(&say(visitor(), 2, "new words")), Err(Refusal::Closed));
}

#[test]
fn a_visitors_words_are_scored_and_the_bot_is_asked_only_while_it_has_the_word() {
    let mut chat = Chat::opened();
    let decision = chat.put(&say(visitor(), 1, "hi")).unwrap();
    let message = Seq(2);
    let score = Effect::Score { message, stage: Stage::Calm };
    assert_eq!(decision.effects, vec![score, Effect::AskBot { message }]);
    chat.put(&Command::AskForPerson { by: visitor() }).unwrap();
    let decision = chat.put(&say(visitor(), 2, "hello?")).unwrap();
    assert_eq!(decision.effects, vec![Effect::Score { message: Seq(4), stage: Stage::Calm }]);
}

#[test]
fn staff_speak_with_the_floor_only() {
    let mut chat = Chat::opened();
    assert_eq!(chat.put(&say(agent(LIN), 1, "hello")), Err(Refusal::Forbidden));
    assert_eq!(chat.put(&say(agent(SAM), 1, "hello")), Err(Refusal::Forbidden));
    let mut chat = Chat::held_by(LIN);
    chat.put(&say(agent(LIN), 1, "hello")).unwrap();
    assert_eq!(chat.put(&say(agent(ANA), 2, "hello")), Err(Refusal::FloorMoved));
    assert_eq!(chat.put(&say(agent(SAM), 2, "hello")), Err(Refusal::FloorMoved));
    chat.put(&Command::Release { by: agent(LIN) }).unwrap();
    assert_eq!(chat.put(&say(agent(LIN), 3, "one more thing")), Err(Refusal::FloorMoved));
    assert_eq!(chat.put(&say(Actor::System, 4, "hello")), Err(Refusal::Forbidden));
}

#[test]
fn the_bot_answers_each_message_once_and_greets_once() {
    let mut chat = Chat::opened();
    chat.put(&bot_say(&chat, 0, BotAct::Greeted)).unwrap();
    let mut again = bot_say(&chat, 0, BotAct::Greeted);
    assert_eq!(chat.put(&again), Err(Refusal::Duplicate(Seq(2))));
    if let Command::BotSay { id, .. } = &mut again {
        *id = message_id(77);
    }
    assert_eq!(chat.put(&again), Err(Refusal::Conflict));
    let (first, second) = (asked(&mut chat, 1), asked(&mut chat, 2));
    // Out of order is fine: each answer names its question.
    chat.put(&bot_say(&chat, second.0, BotAct::Missed)).unwrap();
    chat.put(&bot_say(&chat, first.0, BotAct::Missed)).unwrap();
    assert_eq!(chat.state.misses, 2);
    let hands_over = BotAct::HandedOver { cause: WaitCause::BotMissed };
    let third = asked(&mut chat, 3);
    chat.put(&bot_say(&chat, third.0, hands_over)).unwrap();
    let last = chat.log.last().unwrap();
    let reasons = vec![Reason::BotMissed { times: 3 }];
    assert_eq!(last.event, Event::Queued { cause: WaitCause::BotMissed, reasons, passed: None });
    assert!(matches!(chat.state.phase, Phase::Waiting { .. }));
}

#[test]
fn a_late_bot_is_refused_whatever_took_the_word_from_it() {
    let mut chat = Chat::opened();
    let message = asked(&mut chat, 1);
    let late = bot_say(&chat, message.0, BotAct::Missed);
    chat.put(&Command::AskForPerson { by: visitor() }).unwrap();
    assert_eq!(chat.put(&late), Err(Refusal::FloorMoved));
    chat.accept(LIN).unwrap();
    assert_eq!(chat.put(&late), Err(Refusal::FloorMoved));
    chat.put(&Command::Close { by: agent(LIN), cause: CloseCause::Resolved }).unwrap();
    assert_eq!(chat.put(&late), Err(Refusal::Closed));
    chat.put(&Command::Reopen { by: visitor() }).unwrap();
    assert_eq!(chat.put(&late), Err(Refusal::FloorMoved), "the epoch has grown");
}

#[test]
fn asking_twice_queues_once() {
    let mut chat = Chat::waiting();
    let before = chat.log.len();
    assert_eq!(chat.put(&Command::AskForPerson { by: visitor() }), Ok(Decision::default()));
    chat.offer(LIN).unwrap();
    assert_eq!(chat.put(&Command::AskForPerson { by: visitor() }), Ok(Decision::default()));
    chat.accept(LIN).unwrap();
    assert_eq!(chat.put(&Command::AskForPerson { by: visitor() }), Ok(Decision::default()));
    assert_eq!(chat.log.len(), before + 2);
    assert_eq!(chat.put(&Command::AskForPerson { by: agent(LIN) }), Err(Refusal::Forbidden));
}

#[test]
fn an_offer_needs_someone_waiting_and_a_packet_of_the_whole_log() {
    let mut chat = Chat::opened();
    assert_eq!(chat.offer(LIN), Err(Refusal::WrongPhase));
    let mut chat = Chat::waiting();
    let name = "Agent".to_owned();
    let stale = Command::Offer { agent: LIN, name: name.clone(), packet: packet(Seq(1)) };
    assert_eq!(chat.put(&stale), Err(Refusal::Conflict));
    assert_eq!(chat.put(&Command::Offer { agent: LIN, name, packet: None }), Err(Refusal::Conflict));
    let decision = chat.offer(LIN).unwrap();
    assert_eq!(decision.effects, vec![Effect::WakeAt(chat.now.plus(OFFER_TIME))]);
    assert_eq!(chat.offer(ANA), Err(Refusal::WrongPhase));
    assert_eq!(chat.state.floor, Floor::Bot, "an offer moves nothing");
}

#[test]
fn a_lapsed_or_declined_offer_keeps_the_place_in_the_queue() {
    let mut chat = Chat::waiting();
    let since = chat.now;
    for end in [
        Command::EndOffer { agent: LIN },
        Command::Decline { by: agent(LIN), reason: None },
        Command::LoseAgent { agent: LIN },
    ] {
        chat.now = chat.now.plus(OFFER_TIME);
        chat.offer(LIN).unwrap();
        assert_eq!(chat.put(&Command::EndOffer { agent: ANA }), Err(Refusal::WrongPhase));
        assert_eq!(chat.put(&Command::Decline { by: agent(ANA), reason: None }), Err(Refusal::Forbidden));
        let declined = matches!(end, Command::Decline { .. });
        chat.put(&end).unwrap();
        assert_eq!(chat.log.last().unwrap().event, Event::OfferEnded { agent: LIN, declined, reason: None });
        assert_eq!(chat.state.phase, Phase::Waiting { since });
        assert_eq!(chat.put(&end), Err(Refusal::WrongPhase));
    }
}

#[test]
fn accepting_moves_the_floor_under_a_new_epoch() {
    let mut chat = Chat::waiting();
    chat.offer(LIN).unwrap();
    let promised = chat.state.epoch.next();
    assert!(!needs_packet(&chat.state, &Command::Accept { by: agent(LIN), packet: None }));
    chat.put(&Command::Accept { by: agent(LIN), packet: None }).unwrap();
    assert_eq!((chat.state.epoch, chat.state.is_held_by(LIN)), (promised, true));
    let again = chat.put(&Command::Accept { by: agent(LIN), packet: None });
    assert_eq!(again, Ok(Decision::default()), "accepting again changes nothing");
}

#[test]
fn claims_by_hand_and_takeovers() {
    let claim = ["opened", "queued", "offered", "accepted"];
    let mut chat = Chat::opened();
    assert!(needs_packet(&chat.state, &Command::Accept { by: agent(LIN), packet: None }));
    chat.accept(LIN).unwrap();
    assert_eq!(chat.kinds(), claim);
    assert!(matches!(&chat.log[1].event, Event::Queued { cause: WaitCause::Claimed, .. }));
    assert_eq!(chat.accept(ANA), Err(Refusal::Conflict));
    let epoch = chat.state.epoch;
    chat.accept(SAM).unwrap();
    assert_eq!((chat.state.is_held_by(SAM), chat.state.epoch), (true, epoch.next()));

    let mut chat = Chat::waiting();
    chat.accept(ANA).unwrap();
    assert_eq!(chat.kinds(), claim);

    let mut chat = Chat::waiting();
    chat.offer(LIN).unwrap();
    assert_eq!(chat.accept(ANA), Err(Refusal::Conflict));
    chat.accept(SAM).unwrap();
    assert_eq!(chat.kinds(), ["opened", "queued", "offered", "offer_ended", "offered", "accepted"]);
}

#[test]
fn giving_back_and_losing_an_agent_queue_again() {
    for (command, cause) in [
        (Command::Release { by: agent(LIN) }, WaitCause::Released),
        (Command::Release { by: agent(SAM) }, WaitCause::Released),
        (Command::LoseAgent { agent: LIN }, WaitCause::AgentLost),
    ] {
        let mut chat = Chat::held_by(LIN);
        let epoch = chat.state.epoch;
        assert_eq!(chat.put(&Command::Release { by: agent(ANA) }), Err(Refusal::Forbidden));
        assert_eq!(chat.put(&Command::LoseAgent { agent: ANA }), Err(Refusal::WrongPhase));
        chat.put(&command).unwrap();
        assert!(matches!(&chat.log.last().unwrap().event, Event::Queued { cause: logged, .. } if *logged == cause));
        assert_eq!((&chat.state.floor, chat.state.epoch), (&Floor::Bot, epoch.next()));
        assert_eq!(chat.put(&command), Err(Refusal::WrongPhase));
    }
}

#[test]
fn ratings_and_profiles_are_the_visitors_and_repeat_without_a_trace() {
    let mut chat = Chat::opened();
    let rate = |score| Command::Rate { by: visitor(), score, text: None };
    for wrong in [0, 6, 255] {
        assert_eq!(chat.put(&rate(wrong)), Err(Refusal::Forbidden));
    }
    chat.put(&rate(4)).unwrap();
    assert_eq!(chat.put(&rate(4)), Ok(Decision::default()));
    chat.put(&rate(5)).unwrap();
    let moved = |by| Command::UpdateCustomer { by, customer: customer("/cart") };
    assert_eq!(chat.put(&moved(agent(LIN))), Err(Refusal::Forbidden));
    chat.put(&moved(visitor())).unwrap();
    assert_eq!(chat.put(&moved(visitor())), Ok(Decision::default()));
    assert_eq!(chat.kinds(), ["opened", "rated", "rated", "customer_updated"]);
}

#[test]
fn the_end_marks_what_was_not_scored_and_only_reopening_follows() {
    let mut chat = Chat::held_by(LIN);
    let message = asked(&mut chat, 1);
    chat.put(&Command::Close { by: agent(ANA), cause: CloseCause::Visitor }).unwrap();
    assert_eq!(chat.kinds()[4..], ["said", "scored", "closed"]);
    assert_eq!(chat.log.last().unwrap().event, Event::Closed { cause: CloseCause::Resolved });
    let late = [
        Command::Scored { message, scoring: score(0.9, Risks::default()) },
        Command::Close { by: visitor(), cause: CloseCause::Visitor },
        Command::Rate { by: visitor(), score: 5, text: None },
        Command::AskForPerson { by: visitor() },
        Command::Release { by: agent(LIN) },
        Command::LoseAgent { agent: LIN },
        Command::EndOffer { agent: LIN },
        Command::Note { by: agent(LIN), id: message_id(5), text: words("x") },
        Command::Accept { by: agent(LIN), packet: packet(chat.state.last) },
        Command::Offer { agent: LIN, name: String::new(), packet: packet(chat.state.last) },
    ];
    for command in late {
        assert_eq!(chat.put(&command), Err(Refusal::Closed), "{command:?}");
    }
    let epoch = chat.state.epoch;
    chat.put(&Command::Reopen { by: visitor() }).unwrap();
    assert_eq!((&chat.state.phase, chat.state.epoch > epoch), (&Phase::WithBot, true));
    assert_eq!(chat.put(&Command::Reopen { by: visitor() }), Err(Refusal::WrongPhase));
}

#[test]
fn waking_takes_up_greeting_scores_answers_and_offers() {
    let mut chat = Chat::opened();
    assert_eq!(pending(&chat.state), vec![Effect::AskBot { message: Seq(0) }]);
    chat.put(&bot_say(&chat, 0, BotAct::Greeted)).unwrap();
    let message = asked(&mut chat, 1);
    let score = Effect::Score { message, stage: Stage::Calm };
    assert_eq!(pending(&chat.state), vec![Effect::AskBot { message }, score.clone()]);
    chat.put(&Command::AskForPerson { by: visitor() }).unwrap();
    assert_eq!(pending(&chat.state), vec![score.clone()]);
    chat.offer(LIN).unwrap();
    assert_eq!(pending(&chat.state), vec![score, Effect::WakeAt(chat.now.plus(OFFER_TIME))]);
}

#[test]
fn stamping_numbers_what_visitors_see_apart() {
    let mut chat = Chat::held_by(LIN);
    chat.put(&Command::Note { by: agent(LIN), id: message_id(1), text: words("careful") }).unwrap();
    chat.put(&say(agent(LIN), 2, "hello")).unwrap();
    let places: Vec<_> = chat.log.iter().map(|logged| (logged.seq.0, logged.public.map(|seq| seq.0))).collect();
    // opened, queued, offered, accepted, noted, said
    assert_eq!(places, [(1, Some(1)), (2, Some(2)), (3, None), (4, Some(3)), (5, None), (6, Some(4))]);
    assert_eq!(chat.state.epoch, Epoch(2));
    assert_eq!(chat.state.ids.place(MessageId(uuid::Uuid::from_u128(2))).unwrap().public, Some(Seq(4)));
}
