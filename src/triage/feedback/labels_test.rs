//! Each source says what the table says, and the strongest counts.

use super::*;
use crate::domain::{
    AngerLevel, Belief, Emotions, MessageText, Provenance, Reading, Risks, Score, Sentiment, Seq, StaffId, Timestamp,
};
use uuid::Uuid;

const ALERT: AlertId = AlertId(Uuid::from_u128(1));

fn staff(n: u128) -> Party {
    Party::Staff { id: StaffId(Uuid::from_u128(n)), name: "Sam".to_owned() }
}

fn log(events: Vec<(Party, Event)>) -> Vec<Stamped<Event>> {
    let stamp = |(nth, (by, event)): (usize, (Party, Event))| Stamped {
        seq: Seq(nth as u64 + 1),
        public: None,
        at: Timestamp(0),
        by,
        event,
    };
    events.into_iter().enumerate().map(stamp).collect()
}

fn found(events: Vec<(Party, Event)>) -> Option<(Source, Went)> {
    label(&log(events)).map(|label| {
        assert!((label.weight - label.source.weight()).abs() < 1e-6);
        (label.source, label.went)
    })
}

fn scored(complaint: f32, stage: Stage) -> (Party, Event) {
    let belief: Belief = serde_json::from_value(serde_json::json!({"fast": 0.0, "slow": 0.0, "level": 0.0,
        "stage": stage, "below": 0, "turns": 1, "at": 0}))
    .unwrap();
    let score = Score {
        language: None,
        anger: 0.1,
        base: None,
        level: 0.3,
        sentiment: Sentiment::default(),
        emotions: Emotions::default(),
        risks: Risks { complaint, ..Risks::default() },
        confidence: 1.0,
        spans: Vec::new(),
        by: Provenance { model: "m".to_owned(), engine: "e".to_owned(), policy: "1".to_owned(), calibrator: None },
    };
    (Party::System, Event::Scored { message: Seq(1), scoring: Scoring::Scored(score), belief })
}

fn raised(about: AlertKind) -> (Party, Event) {
    let (stage, reasons, message) = (Stage::Concern, Vec::new(), Seq(1));
    let json = serde_json::json!({"kind": "alert_raised", "alert": ALERT, "about": about, "stage": stage,
        "reasons": reasons as Vec<crate::domain::Reason>, "message": message});
    (Party::System, serde_json::from_value(json).unwrap())
}

fn rated(score: u8) -> (Party, Event) {
    (Party::Visitor, Event::Rated { score, text: None::<MessageText> })
}

fn judged(by: u128, subject: Subject, judgement: Judgement, anger: f32) -> (Party, Event) {
    let (stage, model) = (Stage::Calm, "m".to_owned());
    let read = matches!(subject, Subject::Message { .. }).then_some(Reading {
        language: None,
        anger,
        base: anger,
        stage,
        model,
    });
    let level = None::<AngerLevel>;
    (staff(by), Event::Judged { subject, judgement, level, asked: false, read, mutes: None })
}

fn closed(how: AlertEnd) -> (Party, Event) {
    (staff(1), Event::AlertClosed { alert: ALERT, how })
}

const RESOLVED: Event = Event::Closed { cause: CloseCause::Resolved };
const MESSAGE: Subject = Subject::Message { message: Seq(1) };

#[test]
fn ratings_speak_at_both_ends_and_the_last_one_counts() {
    for (score, outcome) in
        [(1, Some(Went::Bad)), (2, Some(Went::Bad)), (3, None), (4, Some(Went::Good)), (5, Some(Went::Good))]
    {
        assert_eq!(found(vec![rated(score)]), outcome.map(|outcome| (Source::Rated, outcome)), "{score}");
    }
    assert_eq!(found(vec![rated(1), rated(5)]), Some((Source::Rated, Went::Good)));
    assert_eq!(found(vec![rated(1), rated(3)]), None);
}

#[test]
fn what_people_did_about_an_alert_says_that_there_was_anger() {
    let escalated = Event::AlertEscalated { alert: ALERT, step: 1, to: StaffId(Uuid::nil()), name: "Sam".to_owned() };
    let joined = |how| (staff(1), Event::Intervened { alert: ALERT, how, after_ms: 1 });
    let say = |event: (Party, Event)| found(vec![raised(AlertKind::Anger), event]);
    assert_eq!(say(closed(AlertEnd::Done)), Some((Source::Handled, Went::Bad)));
    assert_eq!(say((Party::System, escalated)), Some((Source::Escalated, Went::Bad)));
    assert_eq!(say(joined(Intervention::TookOver)), Some((Source::Intervened, Went::Bad)));
    // A reply is what happens in every chat.
    assert_eq!(say(joined(Intervention::Replied)), None);
    assert_eq!(say(closed(AlertEnd::FalseAlarm)), Some((Source::Judged, Went::Good)));
    assert_eq!(found(vec![raised(AlertKind::Distress), closed(AlertEnd::Done)]), None, "distress is no anger");
    assert_eq!(found(vec![raised(AlertKind::Distress), closed(AlertEnd::FalseAlarm)]), None);
}

#[test]
fn a_complaint_is_bad_and_a_calm_chat_that_was_resolved_is_good() {
    assert_eq!(found(vec![scored(0.9, Stage::Calm)]), Some((Source::Complained, Went::Bad)));
    assert_eq!(found(vec![scored(0.1, Stage::Calm), (staff(1), RESOLVED)]), Some((Source::Calm, Went::Good)));
    assert_eq!(found(vec![scored(0.1, Stage::Watch), (staff(1), RESOLVED)]), None);
    assert_eq!(found(vec![(Party::System, Event::Closed { cause: CloseCause::Idle })]), None);
    assert_eq!(found(Vec::new()), None);
}

#[test]
fn what_a_person_said_outranks_everything() {
    let rest = || vec![raised(AlertKind::Anger), scored(0.9, Stage::Critical), closed(AlertEnd::Done), rated(1)];
    assert_eq!(found(rest()), Some((Source::Rated, Went::Bad)));
    let with = |said: (Party, Event)| found([rest(), vec![said]].concat());
    assert_eq!(with(judged(1, MESSAGE, Judgement::Wrong, 0.9)), Some((Source::Judged, Went::Good)));
    assert_eq!(with(judged(1, MESSAGE, Judgement::Wrong, 0.1)), Some((Source::Judged, Went::Bad)));
    assert_eq!(with(judged(1, MESSAGE, Judgement::Withdrawn, 0.9)), Some((Source::Rated, Went::Bad)));
}

#[test]
fn the_latest_of_each_person_counts_and_anger_that_one_saw_was_there() {
    let said = |judgements: &[(u128, Judgement)]| {
        found(judgements.iter().map(|(by, judgement)| judged(*by, MESSAGE, *judgement, 0.9)).collect())
    };
    assert_eq!(said(&[(1, Judgement::Right), (1, Judgement::Wrong)]), Some((Source::Judged, Went::Good)));
    assert_eq!(said(&[(1, Judgement::Wrong), (2, Judgement::Right)]), Some((Source::Judged, Went::Bad)));
    assert_eq!(said(&[(1, Judgement::Right), (1, Judgement::Withdrawn)]), None);
}
