//! When the bot is to say where help is.

use super::super::fixtures::{LIN, chat, summary};
use super::*;
use crate::domain::episode::Intervened;
use crate::domain::{AlertState, Intervention, Party, Reason, Seq, Severity, Stage};
use uuid::Uuid;

const GRACE: Duration = Duration::from_secs(30);
const START: Timestamp = Timestamp(1_000_000);

fn after(seconds: u64) -> Moment {
    let steady = Duration::from_secs(seconds);
    Moment { wall: START.plus(steady), steady }
}

fn desk() -> Helpline {
    Helpline::new(help_words(&DistressResources::default()).unwrap(), GRACE, START)
}

fn raised(n: u128, at: Timestamp) -> AlertState {
    let why = vec![Reason::Distress { severity: Severity::Risk }];
    AlertState::raised(AlertId(Uuid::from_u128(n)), (AlertKind::Distress, Stage::Concern), why, Seq(2), at)
}

fn with(phase: PhaseName, alerts: Vec<AlertState>) -> Summary {
    let agent = (phase == PhaseName::HandingOff).then_some(LIN);
    Summary { alerts, ..summary(chat(1), phase, agent, START) }
}

fn asked(desk: &mut Helpline, now: Moment, is_offered: bool) -> Vec<AlertId> {
    let ids = desk.due(now, |_| is_offered).into_iter().map(|(_, command)| match command {
        Command::ShowHelp { alert, .. } => alert,
        other => panic!("{other:?}"),
    });
    ids.collect()
}

#[test]
fn whoever_is_offered_to_nobody_is_told_at_once_and_again_only_when_nothing_came_of_it() {
    let mut desk = desk();
    desk.hear(&with(PhaseName::Waiting, vec![raised(1, START)]));
    assert!(asked(&mut desk, after(0), true).is_empty(), "somebody is asked");
    assert_eq!(asked(&mut desk, after(0), false), [AlertId(Uuid::from_u128(1))]);
    desk.hear(&with(PhaseName::Waiting, vec![raised(1, START)]));
    assert!(asked(&mut desk, after(4), false).is_empty());
    assert_eq!(asked(&mut desk, after(5), false).len(), 1);
    desk.hear(&with(PhaseName::Waiting, vec![AlertState { told: Some(START), ..raised(1, START) }]));
    assert!(asked(&mut desk, after(99), false).is_empty());
    let worse = AlertState { told: Some(START), ..raised(1, START) };
    desk.hear(&with(PhaseName::Waiting, vec![worse, raised(2, START)]));
    assert_eq!(asked(&mut desk, after(99), false), [AlertId(Uuid::from_u128(2))]);
}

#[test]
fn an_offer_that_leads_to_nothing_for_a_minute_is_as_good_as_nobody() {
    let mut desk = desk();
    desk.hear(&with(PhaseName::HandingOff, vec![raised(1, START)]));
    assert!(asked(&mut desk, after(59), false).is_empty());
    assert_eq!(asked(&mut desk, after(60), false).len(), 1);
}

#[test]
fn after_a_restart_agents_have_their_grace_to_come_back() {
    let mut desk = desk();
    desk.hear(&with(PhaseName::Waiting, vec![raised(1, Timestamp(START.0 - 1_000))]));
    assert!(asked(&mut desk, after(29), false).is_empty());
    assert_eq!(asked(&mut desk, after(30), false).len(), 1);
}

#[test]
fn where_a_person_has_it_or_did_something_nothing_is_said() {
    let (by, how) = (Party::System, Intervention::Replied);
    let answered = AlertState { intervened: Some(Intervened { by, how, after_ms: 1 }), ..raised(1, START) };
    let anger = AlertState { kind: AlertKind::Anger, ..raised(1, START) };
    for (phase, alert) in [
        (PhaseName::WithAgent, raised(1, START)),
        (PhaseName::Closed, raised(1, START)),
        (PhaseName::Waiting, answered),
        (PhaseName::Waiting, anger),
    ] {
        let mut desk = desk();
        desk.hear(&with(phase, vec![alert]));
        assert!(asked(&mut desk, after(99), false).is_empty(), "{phase:?}");
    }
}

#[test]
fn the_words_are_the_operators_after_one_sentence_and_in_the_same_language() {
    let set = DistressResources { en: None, zh: Some("请拨打 000\n全天".to_owned()), shipped: Vec::new() };
    let Translated { en, zh } = help_words(&set).unwrap();
    assert!(!en.as_str().contains('\n') && en.as_str().ends_with("here."), "{en:?}");
    assert!(zh.as_str().ends_with("\n\n请拨打 000\n全天"), "{zh:?}");
    assert!(help_words(&DistressResources { en: Some("\u{7}".to_owned()), zh: None, shipped: Vec::new() }).is_err());
}
