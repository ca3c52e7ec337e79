//! Whose word counts, and for which message.

use super::*;
use crate::domain::{AngerLevel, Judgement, Models, Party, Reading, StaffId, Stage, Timestamp};
use std::convert::Infallible;
use uuid::Uuid;

const CONV: ConversationId = ConversationId(Uuid::from_u128(7));

/// Somebody judges a message of which triage said this.
fn judged(by: u128, message: u64, says_angry: bool, (judgement, level): (Judgement, Option<u8>)) -> Stamped<Event> {
    let anger = if says_angry { 0.9 } else { 0.1 };
    let read = Some(Reading { language: None, anger, base: anger, stage: Stage::Calm, model: String::new() });
    let level = level.map(|level| AngerLevel::try_from(level).unwrap());
    let subject = Subject::Message { message: Seq(message) };
    let event = Event::Judged { subject, judgement, level, asked: false, read, mutes: None };
    let by = Party::Staff { id: StaffId(Uuid::from_u128(by)), name: "Lin".to_owned() };
    Stamped { seq: Seq(1), public: None, at: Timestamp(0), by, event }
}

fn of_all(log: &[Stamped<Event>]) -> Vec<(u64, bool)> {
    of(log).map(|(message, is_angry)| (message.0, is_angry)).collect()
}

#[test]
fn right_and_wrong_are_read_against_what_triage_said() {
    use Judgement::{Right, Wrong};
    let log = [
        judged(1, 1, true, (Right, None)),
        judged(1, 2, true, (Wrong, None)),
        judged(1, 3, false, (Right, None)),
        judged(1, 4, false, (Wrong, None)),
        // A level speaks for itself.
        judged(1, 5, false, (Wrong, Some(2))),
        judged(1, 6, false, (Right, Some(1))),
    ];
    assert_eq!(of_all(&log), [(1, true), (2, false), (3, false), (4, true), (5, true), (6, false)]);
}

#[test]
fn the_latest_word_of_each_person_counts_and_the_majority_of_people() {
    use Judgement::{Right, Withdrawn, Wrong};
    let mut log = vec![judged(1, 1, true, (Right, None)), judged(1, 1, true, (Wrong, None))];
    assert_eq!(of_all(&log), [(1, false)], "she changed her mind");
    log.push(judged(2, 1, true, (Right, None)));
    assert_eq!(of_all(&log), [(1, true)], "split: anger is not passed over");
    log.push(judged(3, 1, true, (Wrong, None)));
    assert_eq!(of_all(&log), [(1, false)]);
    log.extend((1..=3).map(|by| judged(by, 1, true, (Withdrawn, None))));
    assert_eq!(of_all(&log), []);
}

#[test]
fn labels_are_asked_for_once_a_conversation() {
    let pair = |message: u64| Paired {
        at: Timestamp(0),
        conv: CONV,
        message: Seq(message),
        language: None,
        models: Models::default(),
        champion: crate::domain::paired::Reading::default(),
        challenger: None,
    };
    let mut asked = Vec::new();
    let found = labels(&[pair(1), pair(2)], |conv| {
        asked.push(conv);
        Ok::<_, Infallible>(vec![judged(1, 2, true, (Judgement::Right, None))])
    });
    assert_eq!(found.unwrap(), Labels::from([((CONV, Seq(2)), true)]));
    assert_eq!(asked, [CONV]);
    assert_eq!(labels(&[pair(1)], |_| Err::<Vec<_>, _>("gone")), Err("gone"));
}
