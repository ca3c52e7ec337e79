//! How soon a person wrote after an alert about distress.

use super::super::fixtures::{chat, summary};
use super::*;
use crate::domain::episode::ClosedAlert;
use crate::domain::{AlertState, Party, PhaseName, Seq, Stage};
use std::time::Duration;
use uuid::Uuid;

const START: Timestamp = Timestamp(1_000_000);

fn alert(n: u128, replied: Option<u64>, end: Option<AlertEnd>) -> AlertState {
    let about = (AlertKind::Distress, Stage::Concern);
    let raised = AlertState::raised(AlertId(Uuid::from_u128(n)), about, Vec::new(), Seq(2), START);
    let closed = end.map(|how| ClosedAlert { by: Party::System, at: START, how });
    AlertState { replied_after_ms: replied, closed, ..raised }
}

fn told(replies: &mut FirstReplies, n: u128, alerts: Vec<AlertState>) {
    replies.hear(&Summary { alerts, ..summary(chat(n), PhaseName::Waiting, None, START) }, START);
}

#[test]
fn the_median_is_of_replies_and_what_was_missed_stands_beside_it() {
    let mut replies = FirstReplies::default();
    assert_eq!(replies.report(START), DistressReplies { target_ms: 60_000, ..DistressReplies::default() });
    for (n, ms) in [(1, 90_000), (2, 10_000), (3, 30_000)] {
        told(&mut replies, n, vec![alert(n, Some(ms), None)]);
        told(&mut replies, n, vec![alert(n, Some(ms), Some(AlertEnd::Done))]);
    }
    told(&mut replies, 4, vec![alert(4, None, Some(AlertEnd::Ended))]);
    told(&mut replies, 5, vec![alert(5, None, Some(AlertEnd::FalseAlarm))]);
    told(&mut replies, 6, vec![AlertState { kind: AlertKind::Anger, ..alert(6, Some(1), None) }]);
    let report = replies.report(START);
    assert_eq!((report.median_ms, report.answered, report.missed, report.waiting), (Some(30_000), 3, 1, 0));
    told(&mut replies, 7, vec![alert(7, Some(50_000), None)]);
    assert_eq!(replies.report(START).median_ms, Some(40_000), "between the two in the middle");
    let next_day = START.plus(Duration::from_hours(24));
    assert_eq!(replies.report(next_day).answered, 0, "of the last 24 hours");
}

#[test]
fn whoever_waits_is_shown_with_the_clock_of_the_first_alert_until_a_person_writes() {
    let mut replies = FirstReplies::default();
    let worse = AlertState { raised_at: START.plus(Duration::from_secs(9)), ..alert(2, None, None) };
    told(&mut replies, 1, vec![alert(1, None, None), worse]);
    let open = replies.report(START.plus(Duration::from_hours(30))).open;
    assert_eq!(open, [AwaitedReply { conv: chat(1), since: START }], "also after a day");
    told(&mut replies, 1, vec![alert(1, Some(5), None)]);
    assert_eq!(replies.report(START).waiting, 0);
    for n in 0..25 {
        told(&mut replies, n, vec![alert(n, None, None)]);
    }
    let report = replies.report(START);
    assert_eq!((report.waiting, report.open.len()), (25, 20));
}
