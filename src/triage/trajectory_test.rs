//! The trajectory over random conversations, and planted faults that the same properties must find.

use super::*;
use crate::domain::{Emotions, Language, Provenance, Risks, Sentiment};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

const CASES: u32 = 2_000;

/// One visitor message: what the model says, and the seconds before it.
#[derive(Debug, Clone, Copy)]
struct Turn {
    anger: f32,
    confidence: f32,
    risks: [bool; 4],
    gap: u32,
}

type Stepper = fn(&Policy, Before<'_>, &Score, Timestamp) -> Step;

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let anger = prop_oneof![3 => 0.0..=1.0_f32, 2 => Just(0.995_f32), 2 => Just(0.01_f32)];
    let risk = || prop::bool::weighted(0.06);
    let gap = prop_oneof![8 => 1..60_u32, 1 => 600..7_200_u32];
    let confidence = prop_oneof![3 => Just(1.0_f32), 1 => 0.0..=1.0_f32];
    let turn = (anger, confidence, [risk(), risk(), risk(), risk()], gap);
    vec(turn.prop_map(|(anger, confidence, risks, gap)| Turn { anger, confidence, risks, gap }), 1..40)
}

fn score(anger: f32, confidence: f32, [abuse, legal, human, distress]: [bool; 4]) -> Score {
    let p = |risk: bool| if risk { 0.99 } else { 0.0 };
    let risks = Risks { abuse: p(abuse), legal: p(legal), human: p(human), distress: p(distress), ..Risks::default() };
    Score {
        language: Some(Language::En),
        anger,
        level: anger * 3.0,
        sentiment: Sentiment::default(),
        emotions: Emotions::default(),
        risks,
        confidence,
        spans: Vec::new(),
        by: Provenance { model: "m".to_owned(), engine: "e".to_owned(), policy: "1".to_owned() },
    }
}

fn holds(rule: bool, name: &str, seen: &impl std::fmt::Debug) -> Result<(), String> {
    if rule { Ok(()) } else { Err(format!("{name}: {seen:?}")) }
}

/// Plays a conversation and holds every step against the rules.
fn play(step: Stepper, turns: &[Turn]) -> Result<(), String> {
    let policy = Policy::default();
    let (mut now, mut before, mut low) = (Timestamp(0), None::<Belief>, 0);
    let mut raised: Vec<(AlertKind, Stage)> = Vec::new();
    for turn in turns {
        now = now.plus(std::time::Duration::from_secs(u64::from(turn.gap)));
        let given = Before { belief: before.as_ref(), raised: &raised };
        let taken = step(&policy, given, &score(turn.anger, turn.confidence, turn.risks), now);
        let Step { belief, alarms, .. } = &taken;
        let averages = [belief.fast, belief.slow, belief.level];
        holds(averages.iter().all(|value| value.abs() <= policy.clip), "bounded", belief)?;
        holds(stage_of(&policy, belief.level) <= belief.stage, "stage", belief)?;

        let stage = before.map_or(Stage::Calm, |belief| belief.stage);
        let is_low = belief.level < line_of(&policy, stage) - policy.hysteresis;
        // Abuse alone is enough for concern.
        let is_low = is_low && !(turn.risks[0] && stage <= Stage::Concern);
        low = if is_low { low + 1 } else { 0 };
        let fell = belief.stage < stage;
        let well_under = low >= policy.hysteresis_turns && belief.stage == one_down(stage);
        holds(!fell || well_under, "T2", &(stage, belief, low))?;
        low = if belief.stage == stage { low } else { 0 };

        let [abuse, legal, human, _] = turn.risks;
        let undistressed = score(turn.anger, turn.confidence, [abuse, legal, human, false]);
        holds(step(&policy, given, &undistressed, now).belief == *belief, "distress", belief)?;
        let angrier = score((turn.anger + 0.2).min(1.0), turn.confidence, turn.risks);
        holds(step(&policy, given, &angrier, now).belief.level >= belief.level, "monotone", belief)?;

        for alarm in alarms {
            let is_news = raised.iter().all(|(kind, stage)| *kind != alarm.kind || *stage < alarm.stage);
            holds(is_news, "alarm", &(alarm, &raised))?;
            raised.push((alarm.kind, alarm.stage));
        }
        before = Some(*belief);
    }
    Ok(())
}

fn check(step: Stepper) -> Result<(), TestError<Vec<Turn>>> {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&turns(), |turns| play(step, &turns).map_err(TestCaseError::fail))
}

fn finds(fault: Stepper, rule: &str) {
    match check(fault) {
        Err(TestError::Fail(reason, _)) => assert!(reason.message().starts_with(rule), "another fault: {reason}"),
        other => panic!("{rule}: {CASES} conversations did not find the fault: {other:?}"),
    }
}

#[test]
fn the_rules_hold_over_random_conversations() {
    if let Err(found) = check(step) {
        panic!("{found}");
    }
}

#[test]
fn a_stage_that_falls_at_once_is_found() {
    finds(
        |policy, before, score, at| {
            let mut taken = step(policy, before, score, at);
            if taken.belief.level < line_of(policy, taken.belief.stage) {
                taken.belief.stage = one_down(taken.belief.stage);
            }
            taken
        },
        "T2",
    );
}

#[test]
fn distress_taken_for_anger_is_found() {
    finds(
        |policy, before, score, at| {
            let anger = score.anger.max(score.risks.distress);
            step(policy, before, &Score { anger, ..score.clone() }, at)
        },
        "distress",
    );
}

#[test]
fn an_alarm_that_rings_twice_is_found() {
    finds(|policy, before, score, at| step(policy, Before { raised: &[], ..before }, score, at), "alarm");
}

#[test]
fn time_alone_draws_belief_to_the_base_and_never_past_it() {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let policy = Policy::default();
    let drawn = |(level, seconds): (f32, u32)| {
        let at = Timestamp(i64::from(seconds) * 1_000);
        let before = Belief {
            fast: level,
            slow: level,
            level,
            stage: Stage::Concern,
            below: 1,
            turns: 3,
            rising: 0,
            at: Timestamp(0),
        };
        let after = idle(&policy, Some(&before), at);
        let (was, is) = (level - policy.base, after.level - policy.base);
        prop_assert!(is.abs() <= was.abs() + 1e-5 && is * was >= -1e-9, "{was} became {is}");
        prop_assert_eq!((after.stage, after.below, after.turns), (before.stage, before.below, before.turns));
        Ok(())
    };
    TestRunner::new(config).run(&(-5.0..5.0_f32, 0..100_000_u32), drawn).unwrap();
    let before = idle(&policy, None, Timestamp(0));
    let angry = Belief { level: 1.5, ..before };
    let half = idle(&policy, Some(&angry), Timestamp(600_000)).level;
    assert!((half - f32::midpoint(policy.base, 1.5)).abs() < 1e-3, "after one half-life: {half}");
    let earlier = idle(&policy, Some(&Belief { at: Timestamp(10_000), ..angry }), Timestamp(0));
    assert!((earlier.level - 1.5).abs() < 1e-6, "a clock that steps back moves nothing");
}

#[test]
fn what_the_model_is_unsure_of_moves_nothing() {
    let policy = Policy::default();
    let before = idle(&policy, None, Timestamp(0));
    let given = Before { belief: Some(&before), raised: &[] };
    let taken = step(&policy, given, &score(0.999, 0.0, [false; 4]), Timestamp(0));
    assert!((taken.belief.level - policy.base).abs() < 1e-6);
    assert_eq!(taken.belief.stage, Stage::Calm);
}

#[test]
fn each_risk_leads_to_its_own_alarm_and_handoff() {
    let policy = Policy::default();
    let outcome = |risks| {
        let taken = step(&policy, Before { belief: None, raised: &[] }, &score(0.05, 1.0, risks), Timestamp(0));
        let alarms: Vec<_> = taken.alarms.iter().map(|alarm| (alarm.kind, alarm.stage)).collect();
        (alarms, taken.handoff)
    };
    assert_eq!(outcome([false; 4]), (vec![], vec![]));
    assert_eq!(outcome([true, false, false, false]), (vec![(AlertKind::Anger, Stage::Concern)], vec![Reason::Abuse]));
    let threat = vec![(AlertKind::Threat, Stage::Concern)];
    assert_eq!(outcome([false, true, false, false]), (threat, vec![Reason::LegalThreat]));
    assert_eq!(outcome([false, false, true, false]), (vec![], vec![Reason::AskedForPerson]));
    let distress = vec![(AlertKind::Distress, Stage::Critical)];
    assert_eq!(outcome([false, false, false, true]), (distress, vec![Reason::Distress]));
}
