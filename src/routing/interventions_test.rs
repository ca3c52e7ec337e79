//! The share of alerts that somebody intervened after in time.

use super::super::fixtures::{ANA, LIN, chat, summary};
use super::*;
use crate::domain::episode::Intervened;
use crate::domain::{AlertKind, AlertState, Intervention, Party, PhaseName, Seq, Stage};
use uuid::Uuid;

const START: Timestamp = Timestamp(1_000_000);

fn at(seconds: u64) -> Timestamp {
    START.plus(Duration::from_secs(seconds))
}

/// A conversation with one alert: who held it, and how many seconds later somebody intervened.
fn told(n: u128, holder: Option<StaffId>, after: Option<u64>) -> Summary {
    let about = (AlertKind::Anger, Stage::Concern);
    let raised = AlertState::raised(AlertId(Uuid::from_u128(n)), about, Vec::new(), Seq(2), START);
    let alert = AlertState {
        holder: holder.map(|staff| Holder { staff, name: if staff == LIN { "Lin" } else { "Ana" }.to_owned() }),
        intervened: after.map(|seconds| Intervened {
            by: Party::System,
            how: Intervention::Replied,
            after_ms: seconds * 1_000,
        }),
        ..raised
    };
    Summary { alerts: vec![alert], ..summary(chat(n), PhaseName::Waiting, None, START) }
}

fn ten() -> Tally {
    let mut tally = Tally::default();
    for n in 0..8 {
        tally.hear(&told(n, Some(LIN), Some(u64::try_from(n).unwrap() * 8)), at(60));
    }
    tally.hear(&told(8, Some(ANA), Some(61)), at(61));
    tally.hear(&told(9, None, None), at(61));
    tally
}

#[test]
fn ten_alerts_with_eight_interventions_in_time_are_exactly_eight_of_ten() {
    let report = ten().report(at(61));
    assert_eq!(report.all, InTime { in_time: 8, alerts: 10 });
    assert_eq!((report.queues.len(), report.queues[0].in_time, report.queues[0].alerts), (1, 8, 10));
    let agents: Vec<_> = report.agents.iter().map(|a| (a.name.as_str(), a.in_time, a.alerts)).collect();
    assert_eq!(agents, [("Lin", 8, 8), ("Ana", 0, 1)], "nobody's alert is no agent's");
    assert_eq!((report.within_ms, report.target), (60_000, 0.8));
}

#[test]
fn an_alert_is_no_failure_before_its_time_is_over() {
    let mut tally = Tally::default();
    tally.hear(&told(1, None, None), at(0));
    assert_eq!(tally.report(at(60)).all, InTime { in_time: 0, alerts: 0 });
    assert_eq!(tally.report(at(61)).all, InTime { in_time: 0, alerts: 1 });
}

#[test]
fn being_told_again_counts_once_and_a_day_later_no_more() {
    let mut tally = ten();
    tally.hear(&told(9, None, None), at(62));
    assert_eq!(tally.report(at(62)).all.alerts, 10);
    assert_eq!(tally.report(at(24 * 3_600)).all.alerts, 0);
    tally.hear(&told(9, None, None), at(24 * 3_600));
    assert!(tally.0.is_empty(), "what is over is forgotten");
}
