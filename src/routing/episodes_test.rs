//! What the desk asks for, when, and of whom. That each step is logged once is proven with the conversation's own rules.

use super::super::fixtures::{ANA, LIN, chat, summary};
use super::*;
use crate::domain::alert::Acknowledged;
use crate::domain::episode::{Escalated, Snoozed};
use crate::domain::{AlertKind, Party, Seq, SnoozeReason, Stage, Timestamp};
use uuid::Uuid;

const AFTER: Duration = Duration::from_mins(1);
const START: Timestamp = Timestamp(1_000_000);

fn at(seconds: u64) -> Moment {
    let steady = Duration::from_secs(seconds);
    Moment { wall: START.plus(steady), steady }
}

fn raised(n: u128) -> AlertState {
    let about = (AlertKind::Anger, Stage::Concern);
    AlertState::raised(AlertId(Uuid::from_u128(n)), about, Vec::new(), Seq(2), START)
}

fn with(n: u128, alert: AlertState) -> Summary {
    Summary { alerts: vec![alert], ..summary(chat(n), PhaseName::Waiting, None, START) }
}

/// What is due, with these on duty.
fn due(desk: &mut Episodes, now: Moment, on_duty: &[StaffId]) -> Vec<String> {
    let name = |to: StaffId| if to == LIN { "Lin" } else { "Ana" };
    let posts = desk.due(now, on_duty.iter().map(|staff| (*staff, "Name")));
    let short = |(conv, command): Post| match command {
        Command::EscalateAlert { step, to, .. } => format!("{} step {step} to {}", conv.0.as_u128(), name(to)),
        Command::ReturnAlert { .. } => format!("{} returns", conv.0.as_u128()),
        other => panic!("never asked: {other:?}"),
    };
    posts.into_iter().map(short).collect()
}

fn escalated(step: u32, to: StaffId, seconds: u64) -> AlertState {
    let at = at(seconds).wall;
    AlertState { escalated: Some(Escalated { step, to, name: "Name".to_owned(), at }), called_at: at, ..raised(1) }
}

#[test]
fn the_next_supervisor_is_called_after_a_minute_then_the_next_round_again() {
    let mut desk = Episodes::new(AFTER);
    desk.hear(&with(1, raised(1)));
    assert!(due(&mut desk, at(59), &[LIN, ANA]).is_empty());
    assert_eq!(due(&mut desk, at(60), &[LIN, ANA]), ["1 step 1 to Lin"]);
    desk.hear(&with(1, escalated(1, LIN, 60)));
    assert_eq!(due(&mut desk, at(120), &[LIN, ANA]), ["1 step 2 to Ana"]);
    desk.hear(&with(1, escalated(2, ANA, 120)));
    assert_eq!(due(&mut desk, at(180), &[LIN, ANA]), ["1 step 3 to Lin"]);
}

#[test]
fn without_anybody_on_duty_an_alert_waits_for_the_first_who_comes() {
    let mut desk = Episodes::new(AFTER);
    desk.hear(&with(1, raised(1)));
    assert!(due(&mut desk, at(300), &[]).is_empty());
    assert_eq!(due(&mut desk, at(301), &[ANA]), ["1 step 1 to Ana"]);
}

#[test]
fn the_calls_of_several_alerts_go_to_one_after_the_other() {
    let mut desk = Episodes::new(AFTER);
    desk.hear(&with(1, raised(1)));
    desk.hear(&with(2, raised(2)));
    assert_eq!(due(&mut desk, at(60), &[LIN, ANA]), ["1 step 1 to Lin", "2 step 1 to Ana"]);
}

#[test]
fn what_nobody_confirmed_is_asked_again_but_not_at_once() {
    let mut desk = Episodes::new(AFTER);
    desk.hear(&with(1, raised(1)));
    assert_eq!(due(&mut desk, at(60), &[LIN]).len(), 1);
    assert!(due(&mut desk, at(64), &[LIN]).is_empty());
    assert_eq!(due(&mut desk, at(65), &[LIN]), ["1 step 1 to Lin"]);
}

#[test]
fn a_desk_that_starts_anew_goes_on_where_the_log_stands() {
    let mut desk = Episodes::new(AFTER);
    desk.hear(&with(1, escalated(3, LIN, 600)));
    assert!(due(&mut desk, at(659), &[LIN, ANA]).is_empty());
    assert_eq!(due(&mut desk, at(660), &[LIN, ANA]), ["1 step 4 to Ana"]);
}

#[test]
fn only_what_is_open_escalates_and_only_what_is_snoozed_returns() {
    let (by, until) = (Party::System, at(300).wall);
    let snoozed = Some(Snoozed { by: by.clone(), at: START, until, reason: SnoozeReason::LessUrgent });
    let acknowledged = Some(Acknowledged { by, at: START });
    let mut desk = Episodes::new(AFTER);
    desk.hear(&with(1, AlertState { snoozed, ..raised(1) }));
    desk.hear(&with(2, AlertState { acknowledged, ..raised(2) }));
    desk.hear(&Summary { phase: PhaseName::Closed, ..with(3, raised(3)) });
    assert!(due(&mut desk, at(299), &[LIN]).is_empty());
    assert_eq!(due(&mut desk, at(300), &[LIN]), ["1 returns"]);
}
