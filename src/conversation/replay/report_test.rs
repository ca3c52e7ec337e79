//! Counts, leads, misses and changes over small periods worked out by hand.

use super::facts::{facts, raised};
use super::*;
use crate::conversation::fixtures::*;
use crate::domain::{AngerLevel, Command, Event, Judgement, Opinion, Risks, Seq, Stamped, Subject, Verdict};

const SECOND: i64 = 1_000;

/// A conversation whose messages come a minute apart with these readings.
fn chat(angers: &[f32]) -> Chat {
    let mut chat = Chat::opened();
    for (n, anger) in (1_u128..).zip(angers) {
        chat.now = Timestamp(chat.now.0 + 60 * SECOND);
        chat.put(&say(visitor(), n, "words")).unwrap();
        let message = chat.state.first_unscored().unwrap();
        chat.put(&Command::Scored { message, scoring: score(*anger, Risks::default()) }).unwrap();
    }
    chat
}

fn rate(chat: &mut Chat, score: u8) {
    chat.now = Timestamp(chat.now.0 + 60 * SECOND);
    chat.put(&Command::Rate { by: visitor(), score, text: None }).unwrap();
}

fn point(turn: u32, seconds: i64) -> Point {
    Point { turn, at: Timestamp(seconds * SECOND) }
}

fn alert(stage: Stage, turn: u32, seconds: i64) -> Raised {
    Raised { kind: AlertKind::Anger, stage, point: point(turn, seconds) }
}

fn close_first(chat: &mut Chat, verdict: Verdict) {
    let alert = chat.state.alerts[0].id;
    chat.put(&Command::CloseAlert { by: agent(SAM), alert, verdict }).unwrap();
}

#[test]
fn facts_are_read_off_the_log() {
    let mut angry = chat(&[0.1, 0.9, 0.97, 0.97, 0.6]);
    rate(&mut angry, 1);
    let read = facts(CONV, &angry.log);
    assert_eq!(read.worst, Some(point(3, 1 + 3 * 60)), "the first of equals");
    assert_eq!(read.bad_rating, Some(point(5, 1 + 6 * 60)));
    assert!(read.is_bad() && read.human.is_none());
    let calm = chat(&[0.1, 0.2]);
    assert_eq!(facts(CONV, &calm.log).worst, None);
    assert_eq!((read.opened_at, facts(CONV, &[]).last_at), (Timestamp(SECOND), Timestamp(0)));
}

#[test]
fn alerts_are_placed_by_the_visitors_messages() {
    let angry = chat(&[0.1, 0.97, 0.97, 0.97]);
    let found = raised(&angry.log);
    let logged = |l: &&Stamped<Event>| matches!(l.event, Event::AlertRaised { .. });
    assert_eq!(found.len(), angry.log.iter().filter(logged).count());
    assert!(found.iter().all(|alert| alert.point.turn >= 2), "{found:?}");
    assert!(found.windows(2).all(|pair| pair[0].point.at <= pair[1].point.at));
}

#[test]
fn what_is_missed_and_what_is_false() {
    let mut rated_badly = chat(&[0.1]);
    rate(&mut rated_badly, 2);
    let mut calm_after_all = chat(&[0.97, 0.97]);
    rate(&mut calm_after_all, 5);
    let mut false_alarm = chat(&[0.97, 0.97]);
    close_first(&mut false_alarm, Verdict::FalseAlarm);
    let mut right = chat(&[0.97, 0.97]);
    close_first(&mut right, Verdict::Done);
    rate(&mut right, 5);
    let mut tally = Tally::default();
    for one in [&rated_badly, &calm_after_all, &false_alarm, &right] {
        tally.take(&facts(CONV, &one.log), &raised(&one.log));
    }
    let report = tally.report(2);
    assert_eq!((report.conversations, report.bad, report.missed), (4, 2, 1));
    let of_calm = u32::try_from(raised(&calm_after_all.log).len()).unwrap();
    assert!(of_calm > 0);
    assert_eq!(report.false_alarms, of_calm + 1, "of the judged one only the alert that was judged");
    assert_eq!(report.alerts, 3 * of_calm);
    assert!((report.per_100 - 75.0 * of_calm as f32).abs() < 1e-3);
}

#[test]
fn the_latest_word_on_a_message_or_an_alert_counts() {
    let mut quiet = chat(&[0.1, 0.2]);
    let message = |n: u64| Subject::Message { message: Seq(n) };
    let judge = |chat: &mut Chat, subject, opinion| {
        chat.put(&Command::Judge { by: agent(SAM), subject, opinion, asked: false }).unwrap();
    };
    judge(&mut quiet, message(2), Opinion::Plain(Judgement::Right));
    assert!(!facts(CONV, &quiet.log).is_bad(), "not angry, as it says");
    judge(&mut quiet, message(2), Opinion::Plain(Judgement::Wrong));
    assert!(facts(CONV, &quiet.log).is_bad(), "it was angry and nobody was called");
    judge(&mut quiet, message(2), Opinion::Level(AngerLevel::try_from(1).unwrap()));
    assert!(!facts(CONV, &quiet.log).is_bad());
    judge(&mut quiet, message(2), Opinion::Level(AngerLevel::try_from(3).unwrap()));
    judge(&mut quiet, message(2), Opinion::Plain(Judgement::Withdrawn));
    assert!(!facts(CONV, &quiet.log).is_bad(), "taken back");
    let mut angry = chat(&[0.97, 0.97]);
    let alert = Subject::Alert { alert: angry.state.alerts[0].id };
    judge(&mut angry, alert, Opinion::Plain(Judgement::Wrong));
    assert!(facts(CONV, &angry.log).is_false(&raised(&angry.log)[0]));
    judge(&mut angry, alert, Opinion::Plain(Judgement::Right));
    let judged = facts(CONV, &angry.log);
    assert!(judged.is_bad() && !judged.is_false(&raised(&angry.log)[0]));
}

#[test]
fn load_is_per_supervisor_and_hour() {
    let quiet = Facts { opened_at: Timestamp(0), last_at: Timestamp(2 * HOUR_MS), ..facts(CONV, &[]) };
    let alerts = [alert(Stage::Concern, 1, 10), alert(Stage::Critical, 2, 20), alert(Stage::Critical, 3, 3_700)];
    let mut tally = Tally::default();
    tally.take(&quiet, &alerts);
    let load = tally.report(2).load;
    assert!((load.per_hour - 0.75).abs() < 1e-6 && (load.busiest - 1.0).abs() < 1e-6, "{load:?}");
    assert_eq!(load.busiest_hour, Some(Timestamp(0)));
}

#[test]
fn lead_is_a_median_over_what_has_both() {
    let mut tally = Tally::default();
    for (turn, worst) in [(1, 4), (2, 3), (5, 3)] {
        let facts = Facts { worst: Some(point(worst, i64::from(worst) * 60)), ..facts(CONV, &[]) };
        tally.take(&facts, &[alert(Stage::Concern, turn, i64::from(turn) * 60)]);
    }
    tally.take(&facts(CONV, &[]), &[]);
    let lead = tally.report(1).lead[0];
    assert_eq!((lead.against, lead.conversations), (Target::Worst, 3));
    assert_eq!((lead.turns, lead.seconds), (Some(1.0), Some(60.0)));
    assert_eq!(tally.report(1).lead[1].turns, None);
}

#[test]
fn alerts_are_gained_lost_and_moved() {
    let mut comparing = Comparing::default();
    let old = [alert(Stage::Concern, 3, 180), alert(Stage::Critical, 5, 300)];
    let new = [alert(Stage::Concern, 2, 120), Raised { kind: AlertKind::Threat, ..alert(Stage::Concern, 2, 120) }];
    comparing.take(&facts(CONV, &[]), &old, &new);
    comparing.take(&facts(CONV, &[]), &old, &old);
    let found = comparing.report(1);
    assert_eq!((found.gained, found.lost, found.earlier, found.later), (1, 1, 1, 0));
    let changes: Vec<_> = found.changes.iter().map(|one| (one.change, one.kind, one.turns, one.seconds)).collect();
    assert_eq!(
        changes,
        [
            (Change::Earlier, AlertKind::Anger, -1, -60),
            (Change::Gained, AlertKind::Threat, 0, 0),
            (Change::Lost, AlertKind::Anger, 0, 0),
        ]
    );
    assert_eq!((found.old.alerts, found.new.alerts), (4, 4));
    let text = markdown(&found, ("1", "2"), |conv| format!("/inbox#{conv}"));
    assert!(text.contains("| alerts | 4 | 4 |") && text.contains("1 alerts gained, 1 lost, 1 earlier"), "{text}");
    assert!(text.contains(&format!("| /inbox#{CONV} | anger, concern | earlier | -1 | -60 |")), "{text}");
}

#[test]
fn a_long_list_ends_and_says_so() {
    let mut comparing = Comparing::default();
    for _ in 0..LISTED + 3 {
        comparing.take(&facts(CONV, &[]), &[], &[alert(Stage::Concern, 1, 1)]);
    }
    let found = comparing.report(1);
    assert_eq!((found.changes.len(), found.left_out, found.gained), (LISTED, 3, LISTED as u32 + 3));
    assert_eq!(found.changes[0].conv, CONV);
}
