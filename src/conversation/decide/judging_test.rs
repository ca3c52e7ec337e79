//! Who may judge what, that the latest counts, and what a judgement of "not angry" keeps quiet.

use crate::conversation::fixtures::*;
use crate::domain::event::CloseCause;
use crate::domain::{
    AlertEnd, AlertId, AlertState, AngerLevel, Command, Event, Judgement, Opinion, Party, Refusal, Risks, Scoring, Seq,
    StaffId, Stage, Standing, Subject, Timestamp, Unscored,
};
use crate::triage::Policy;
use crate::triage::feedback::Sampling;
use crate::triage::policy::LinesByLanguage;
use uuid::Uuid;

const RIGHT: Opinion = Opinion::Plain(Judgement::Right);
const WRONG: Opinion = Opinion::Plain(Judgement::Wrong);
const WITHDRAWN: Opinion = Opinion::Plain(Judgement::Withdrawn);

fn level(level: u8) -> Opinion {
    Opinion::Level(AngerLevel::try_from(level).unwrap())
}

fn judge(staff: StaffId, subject: Subject, opinion: Opinion) -> Command {
    Command::Judge { by: agent(staff), subject, opinion, asked: true }
}

fn of(message: Seq) -> Subject {
    Subject::Message { message }
}

/// The visitor says something new, which is read as this.
fn speak(chat: &mut Chat, anger: f32) -> Seq {
    chat.now = chat.now.plus(std::time::Duration::from_secs(10));
    let id = u128::from(chat.state.last.0) + 1_000;
    chat.put(&say(visitor(), id, &format!("words {id}"))).unwrap();
    let message = chat.log.last().unwrap().seq;
    chat.put(&Command::Scored { message, scoring: score(anger, Risks::default()) }).unwrap();
    message
}

/// The same weights, but only this one counts, by itself.
fn only<T: serde::Serialize + serde::de::DeserializeOwned>(weights: &T, one: &str) -> T {
    let mut table = serde_json::to_value(weights).unwrap();
    for (name, weight) in table.as_object_mut().unwrap() {
        *weight = if name == one { 1.0.into() } else { 0.0.into() };
    }
    serde_json::from_value(table).unwrap()
}

/// Numbers of its own, so that another fit of the shipped ones does not move this test; nothing fades.
fn policy() -> Policy {
    let shipped = Policy::default();
    let (words, behaviour) = (only(&shipped.words, "anger"), only(&shipped.behaviour, ""));
    let (lines, lines_by_language) = ([-1.2, -0.3, 2.0], LinesByLanguage::default());
    let (alert_stage, half_life_s) = (Stage::Concern, 1e9);
    Policy { alpha: 0.4, base: -2.5, half_life_s, words, behaviour, lines, lines_by_language, alert_stage, ..shipped }
}

fn angry_alerts(chat: &Chat) -> Vec<Stage> {
    chat.state.alerts.iter().map(|alert| alert.stage).collect()
}

#[test]
fn a_judgement_is_logged_with_what_was_read_and_said_again_only_when_it_changes() {
    let mut chat = Chat::held_by(LIN);
    let message = speak(&mut chat, 0.2);
    let logged = |chat: &mut Chat, staff, opinion| chat.put(&judge(staff, of(message), opinion)).unwrap().events;
    let events = logged(&mut chat, ANA, RIGHT);
    let [(by, Event::Judged { subject, judgement, read: Some(read), mutes, asked, level: None })] = events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert!(matches!(by, Party::Staff { id, .. } if *id == ANA));
    assert_eq!((*subject, *judgement, *mutes, *asked), (of(message), Judgement::Right, None, false));
    assert_eq!((read.anger, read.base, read.stage), (0.2, 0.2, chat.state.stage()));
    assert_eq!(logged(&mut chat, ANA, RIGHT), []);
    assert_eq!(logged(&mut chat, ANA, WRONG).len(), 1);
    assert_eq!(logged(&mut chat, LIN, RIGHT).len(), 1);
    assert_eq!(logged(&mut chat, ANA, WITHDRAWN).len(), 1);
    assert_eq!(logged(&mut chat, ANA, WITHDRAWN), []);
    assert_eq!(chat.state.stances.latest(of(message)).map(|stance| stance.judgement), Some(Judgement::Right));
}

#[test]
fn a_level_says_right_or_wrong_by_what_the_score_says() {
    let mut chat = Chat::opened();
    let (calm, angry) = (speak(&mut chat, 0.1), speak(&mut chat, 0.9));
    for (message, said, judgement) in [
        (calm, 0, Judgement::Right),
        (calm, 1, Judgement::Right),
        (calm, 2, Judgement::Wrong),
        (angry, 1, Judgement::Wrong),
        (angry, 3, Judgement::Right),
    ] {
        chat.put(&judge(LIN, of(message), level(said))).unwrap();
        let stance = chat.state.stances.of(of(message), LIN).unwrap();
        assert_eq!((stance.judgement, stance.level.map(u8::from)), (judgement, Some(said)), "{said}");
    }
}

#[test]
fn what_cannot_be_judged_is_refused_and_says_why() {
    let mut chat = Chat::waiting();
    let message = speak(&mut chat, 0.9);
    chat.put(&say(visitor(), 1, "and this?")).unwrap();
    let unread = chat.log.last().unwrap().seq;
    let refused = |chat: &mut Chat, command: &Command| chat.put(command).unwrap_err();
    let nobody = Subject::Alert { alert: AlertId(Uuid::nil()) };
    assert_eq!(refused(&mut chat, &judge(LIN, of(Seq(99)), RIGHT)), Refusal::NotFound);
    assert_eq!(refused(&mut chat, &judge(LIN, of(Seq(0)), RIGHT)), Refusal::NotFound);
    assert_eq!(refused(&mut chat, &judge(LIN, of(Seq(1)), RIGHT)), Refusal::NotFromVisitor);
    assert_eq!(refused(&mut chat, &judge(LIN, of(unread), RIGHT)), Refusal::NotScored);
    assert_eq!(refused(&mut chat, &judge(SAM, nobody, RIGHT)), Refusal::NotFound);
    let by_visitor = Command::Judge { by: visitor(), subject: of(message), opinion: RIGHT, asked: false };
    assert_eq!(refused(&mut chat, &by_visitor), Refusal::Forbidden);
    let scoring = Scoring::NotScored { why: Unscored::Overload };
    chat.put(&Command::Scored { message: unread, scoring }).unwrap();
    assert_eq!(refused(&mut chat, &judge(LIN, of(unread), RIGHT)), Refusal::NotScored);
}

#[test]
fn an_open_alert_judged_wrong_is_closed_as_a_false_alarm_and_nothing_else() {
    let mut chat = Chat::held_by(LIN);
    speak(&mut chat, 0.99);
    let alert = chat.state.alerts[0].id;
    let subject = Subject::Alert { alert };
    assert_eq!(chat.put(&judge(ANA, subject, WRONG)).unwrap_err(), Refusal::Forbidden);
    assert_eq!(chat.put(&judge(LIN, subject, level(2))).unwrap_err(), Refusal::Forbidden);
    let decision = chat.put(&judge(LIN, subject, WRONG)).unwrap();
    let closed = Event::AlertClosed { alert, how: AlertEnd::FalseAlarm };
    assert_eq!(decision.events.iter().map(|(_, event)| event).collect::<Vec<_>>(), [&closed]);
    assert_eq!(chat.state.alerts[0].judged.as_ref().map(|judged| judged.judgement), Some(Judgement::Wrong));
    assert_eq!(chat.put(&judge(LIN, subject, WRONG)).unwrap().events, []);
    // A colleague's word about it brings nothing back.
    chat.put(&judge(SAM, subject, RIGHT)).unwrap();
    assert_eq!(chat.put(&judge(SAM, subject, WITHDRAWN)).unwrap().events.len(), 1);
    assert_eq!(chat.state.alerts[0].standing(), Standing::Closed);
}

#[test]
fn whoever_takes_a_false_alarm_back_gets_the_alert_back_as_it_stood_while_the_conversation_lasts() {
    let mut chat = Chat::held_by(LIN);
    speak(&mut chat, 0.99);
    let alert = chat.state.alerts[0].id;
    let subject = Subject::Alert { alert };
    chat.put(&Command::AcknowledgeAlert { by: agent(SAM), alert }).unwrap();
    let before = chat.state.alerts[0].clone();
    chat.put(&judge(SAM, subject, WRONG)).unwrap();
    let undone = chat.put(&judge(SAM, subject, WITHDRAWN)).unwrap();
    assert_eq!(undone.events.last().map(|(_, event)| event), Some(&Event::AlertReturned { alert }));
    let after = chat.state.alerts[0].clone();
    assert_eq!(after.standing(), Standing::Acknowledged);
    assert_eq!(AlertState { called_at: before.called_at, ..after }, before);
    assert_eq!(chat.put(&judge(SAM, subject, WITHDRAWN)).unwrap().events, []);
    chat.put(&judge(SAM, subject, WRONG)).unwrap();
    chat.put(&Command::Close { by: agent(LIN), cause: CloseCause::Resolved }).unwrap();
    assert_eq!(chat.put(&judge(SAM, subject, WITHDRAWN)).unwrap().events.len(), 1, "it is over");
    assert_eq!((chat.state.alerts[0].standing(), &chat.state.alerts[0].judged), (Standing::Closed, &None));
}

#[test]
fn closing_as_a_false_alarm_is_the_same_judgement() {
    let mut chat = Chat::held_by(LIN);
    speak(&mut chat, 0.99);
    let alert = chat.state.alerts[0].id;
    let verdict = crate::domain::Verdict::FalseAlarm;
    chat.put(&Command::CloseAlert { by: agent(SAM), alert, verdict }).unwrap();
    assert_eq!(chat.put(&judge(SAM, Subject::Alert { alert }, WRONG)).unwrap().events, []);
    // A colleague sees it otherwise, later.
    chat.put(&judge(LIN, Subject::Alert { alert }, RIGHT)).unwrap();
    assert_eq!(chat.state.alerts[0].judged.as_ref().map(|judged| judged.judgement), Some(Judgement::Right));
}

#[test]
fn scores_and_alerts_can_be_judged_after_the_end() {
    let mut chat = Chat::held_by(LIN);
    let message = speak(&mut chat, 0.99);
    let alert = chat.state.alerts[0].id;
    chat.put(&Command::Close { by: agent(LIN), cause: CloseCause::Resolved }).unwrap();
    let before = chat.state.summary(CONV).unwrap();
    chat.put(&judge(ANA, of(message), WRONG)).unwrap();
    // It was hers when it was raised.
    chat.put(&judge(LIN, Subject::Alert { alert }, WRONG)).unwrap();
    let after = chat.state.summary(CONV).unwrap();
    assert_eq!((after.phase, after.last_public), (before.phase, before.last_public));
    assert_eq!(after.alerts[0].closed, before.alerts[0].closed);
    assert_eq!(after.alerts[0].judged.as_ref().map(|judged| judged.judgement), Some(Judgement::Wrong));
}

/// Plays angry messages after the first was judged; answers with the stages alerted on, and when the last one was.
fn play(opinion: Option<Opinion>, then: &[f32]) -> (Chat, Vec<Stage>) {
    let mut chat = Chat::opened();
    chat.policy = policy();
    let first = speak(&mut chat, 0.7);
    assert_eq!((chat.state.stage(), angry_alerts(&chat)), (Stage::Watch, vec![]));
    if let Some(opinion) = opinion {
        chat.put(&judge(LIN, of(first), opinion)).unwrap();
    }
    for anger in then {
        speak(&mut chat, *anger);
    }
    let stages = angry_alerts(&chat);
    (chat, stages)
}

#[test]
fn a_message_judged_not_angry_keeps_alerts_of_its_stage_quiet_for_ten_minutes() {
    let rise = [0.8, 0.8];
    assert_eq!(play(None, &rise).1, [Stage::Concern]);
    assert_eq!(play(Some(RIGHT), &rise).1, [Stage::Concern]);
    assert_eq!(play(Some(level(2)), &rise).1, [Stage::Concern]);
    let (mut chat, stages) = play(Some(WRONG), &rise);
    assert_eq!(stages, []);
    assert_eq!(play(Some(level(0)), &rise).1, []);
    // The stage itself rises all the same: only the alert is kept back.
    assert_eq!(chat.state.stage(), Stage::Concern);
    let judged_at = chat.state.stances.latest(of(Seq(2))).unwrap().at;
    chat.now = Timestamp(judged_at.0 + 10 * 60_000 - 10_001);
    speak(&mut chat, 0.8);
    assert_eq!(angry_alerts(&chat), []);
    chat.now = Timestamp(judged_at.0 + 10 * 60_000 - 10_000);
    speak(&mut chat, 0.8);
    assert_eq!(angry_alerts(&chat), [Stage::Concern]);
}

#[test]
fn where_alerts_begin_at_critical_only_a_message_at_concern_keeps_them_quiet() {
    let stages = |before: &[f32]| {
        let mut chat = Chat::opened();
        chat.policy = Policy { alert_stage: Stage::Critical, ..policy() };
        let judged = before.iter().map(|anger| speak(&mut chat, *anger)).last().unwrap();
        chat.put(&judge(LIN, of(judged), WRONG)).unwrap();
        for _ in 0..4 {
            speak(&mut chat, 0.99);
        }
        angry_alerts(&chat)
    };
    assert_eq!(stages(&[0.7]), [Stage::Critical]);
    assert_eq!(stages(&[0.7, 0.8]), []);
}

#[test]
fn worse_anger_and_threats_and_distress_are_never_muted_and_taking_it_back_unmutes() {
    let (_, stages) = play(Some(WRONG), &[0.99, 0.99, 0.99, 0.99]);
    assert_eq!(stages, [Stage::Critical]);
    let (mut chat, _) = play(Some(WRONG), &[]);
    chat.put(&say(visitor(), 7, "I will sue")).unwrap();
    let message = chat.log.last().unwrap().seq;
    let risks = Risks { legal: 0.97, distress: 0.97, ..Risks::default() };
    chat.put(&Command::Scored { message, scoring: score(0.6, risks) }).unwrap();
    assert_eq!(chat.state.alerts.len(), 2, "{:?}", chat.state.alerts);
    let (mut chat, _) = play(Some(WRONG), &[0.8]);
    chat.put(&judge(LIN, of(Seq(2)), WITHDRAWN)).unwrap();
    speak(&mut chat, 0.8);
    assert_eq!(angry_alerts(&chat), [Stage::Concern]);
}

#[test]
fn a_message_judged_angry_that_was_not_seen_as_such_mutes_nothing() {
    let mut chat = Chat::opened();
    chat.policy = policy();
    let first = speak(&mut chat, 0.3);
    chat.put(&judge(LIN, of(first), WRONG)).unwrap();
    speak(&mut chat, 0.9);
    speak(&mut chat, 0.9);
    assert_eq!(angry_alerts(&chat), [Stage::Concern]);
}

#[test]
fn only_answers_about_sampled_messages_count_as_asked() {
    let mut chat = Chat::opened();
    chat.sampling = Sampling { salt: [1; 16], flagged: 1.0, unflagged: 0.0 };
    let (calm, flagged) = (speak(&mut chat, 0.05), speak(&mut chat, 0.9));
    let sampled: Vec<Seq> = chat
        .log
        .iter()
        .filter_map(|logged| match &logged.event {
            Event::Sampled { message, p, read } if *p >= 1.0 && read.is_flagged() => Some(*message),
            _ => None,
        })
        .collect();
    assert_eq!(sampled, [flagged]);
    for message in [calm, flagged] {
        chat.put(&judge(LIN, of(message), level(2))).unwrap();
    }
    let asked = |chat: &Chat, message| chat.state.stances.of(of(message), LIN).unwrap().asked;
    assert!(!asked(&chat, calm) && asked(&chat, flagged));
    // Another thought of somebody who was asked is still an answer.
    let again = Command::Judge { by: agent(LIN), subject: of(flagged), opinion: WRONG, asked: false };
    chat.put(&again).unwrap();
    assert!(asked(&chat, flagged));
}

#[test]
fn words_in_distress_are_put_before_nobody() {
    let mut chat = Chat::opened();
    chat.sampling = Sampling { salt: [1; 16], flagged: 1.0, unflagged: 1.0 };
    chat.put(&say(visitor(), 7, "I cannot go on")).unwrap();
    let message = chat.log.last().unwrap().seq;
    let risks = Risks { distress: 0.2, ..Risks::default() };
    chat.put(&Command::Scored { message, scoring: score(0.1, risks) }).unwrap();
    assert!(!chat.kinds().contains(&"sampled".to_owned()));
}
