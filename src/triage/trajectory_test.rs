//! The trajectory over random conversations, and planted faults that the same properties must find.

use super::*;
use crate::domain::{Emotions, Language, Provenance, Risks, Sentiment, Severity};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

const CASES: u32 = 2_000;

/// One visitor message: what the model says, what it is like, and the seconds before it.
#[derive(Debug, Clone, Copy)]
struct Turn {
    anger: f32,
    confidence: f32,
    risks: [bool; 4],
    behaviour: Behaviour,
    gap: u32,
    /// The visitor waits in vain for these moments after it, before the gap to the next message begins.
    waits: usize,
}

type Stepper = fn(&Policy, Before<'_>, &Score, Timestamp) -> Step;
type Waiter = fn(&Policy, Before<'_>, Timestamp) -> Option<Step>;

fn behaviours() -> impl Strategy<Value = Behaviour> {
    let numbers = (0..6_u32, 0..4_u32, 0..4_u32, 0..900_u32, 0.0..=1.0_f32, 0..4_u32);
    let full = numbers.prop_map(|(repeats, bot_loop, unanswered, waited_s, shouting, curt)| Behaviour {
        repeats,
        bot_loop,
        unanswered,
        waited_s,
        shouting,
        curt,
        language: None,
    });
    prop_oneof![3 => Just(Behaviour::default()), 1 => full]
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let anger = prop_oneof![3 => 0.0..=1.0_f32, 2 => Just(0.995_f32), 2 => Just(0.01_f32)];
    let risk = || prop::bool::weighted(0.06);
    let gap = prop_oneof![8 => 1..60_u32, 1 => 600..7_200_u32];
    let confidence = prop_oneof![3 => Just(1.0_f32), 1 => 0.0..=1.0_f32];
    let waits = prop_oneof![4 => Just(0_usize), 1 => 1..=3_usize];
    let turn = (anger, confidence, [risk(), risk(), risk(), risk()], behaviours(), gap, waits);
    let turn = turn.prop_map(|(anger, confidence, risks, behaviour, gap, waits)| Turn {
        anger,
        confidence,
        risks,
        behaviour,
        gap,
        waits,
    });
    vec(turn, 1..40)
}

fn score(anger: f32, confidence: f32, [abuse, legal, human, distress]: [bool; 4]) -> Score {
    let p = |risk: bool| if risk { 0.99 } else { 0.0 };
    let risks = Risks { abuse: p(abuse), legal: p(legal), human: p(human), distress: p(distress), ..Risks::default() };
    Score {
        language: Some(Language::En),
        anger,
        base: None,
        level: anger * 3.0,
        sentiment: Sentiment::default(),
        emotions: Emotions::default(),
        risks,
        confidence,
        spans: Vec::new(),
        by: Provenance { model: "m".to_owned(), engine: "e".to_owned(), policy: "1".to_owned(), calibrator: None },
    }
}

fn holds(rule: bool, name: &str, seen: &impl std::fmt::Debug) -> Result<(), String> {
    if rule { Ok(()) } else { Err(format!("{name}: {seen:?}")) }
}

/// What is known on the way through a conversation.
#[derive(Default)]
struct Told {
    now: Timestamp,
    before: Option<Belief>,
    low: u8,
    raised: Vec<(AlertKind, Stage)>,
}

impl Told {
    fn before(&self, behaviour: Behaviour) -> Before<'_> {
        Before { belief: self.before.as_ref(), raised: &self.raised, behaviour }
    }

    fn pass(&mut self, seconds: u32) {
        self.now = self.now.plus(std::time::Duration::from_secs(u64::from(seconds)));
    }

    fn stage(&self) -> Stage {
        self.before.map_or(Stage::Calm, |belief| belief.stage)
    }

    fn message(&mut self, policy: &Policy, step: Stepper, turn: &Turn) -> Result<(), String> {
        let given = self.before(turn.behaviour);
        let taken = step(policy, given, &score(turn.anger, turn.confidence, turn.risks), self.now);
        let Step { belief, .. } = &taken;
        let averages = [belief.fast, belief.slow, belief.level];
        holds(averages.iter().all(|value| value.abs() <= policy.clip), "bounded", belief)?;
        holds(stage_of(policy.lines, belief.level) <= belief.stage, "stage", belief)?;

        let stage = self.stage();
        let is_low = belief.level < line_of(policy.lines, stage) - policy.hysteresis;
        // Abuse alone is enough for concern, distress alone for watch.
        let [abuse, legal, human, distress] = turn.risks;
        let is_low = is_low && !(abuse && stage <= Stage::Concern) && !(distress && stage <= Stage::Watch);
        let low = if is_low { self.low + 1 } else { 0 };
        let fell = belief.stage < stage;
        let well_under = low >= policy.hysteresis_turns && belief.stage == one_down(stage);
        holds(!fell || well_under, "T2", &(stage, belief, low))?;

        let undistressed =
            step(policy, given, &score(turn.anger, turn.confidence, [abuse, legal, human, false]), self.now);
        let averages = |belief: &Belief| (belief.fast, belief.slow, belief.level, belief.rising);
        let only_watched = undistressed.belief.stage.max(Stage::Watch) >= belief.stage;
        holds(averages(&undistressed.belief) == averages(belief) && only_watched, "distress", belief)?;
        let anger = |taken: &Step| taken.alarms.iter().filter(|alarm| alarm.kind == AlertKind::Anger).count();
        holds(anger(&undistressed) == anger(&taken), "distress", &taken.alarms)?;
        let angrier = score((turn.anger + 0.2).min(1.0), turn.confidence, turn.risks);
        holds(step(policy, given, &angrier, self.now).belief.level >= belief.level, "monotone", belief)?;

        self.low = if belief.stage == stage { low } else { 0 };
        self.take(taken)
    }

    fn silence(&mut self, policy: &Policy, wait: Waiter, seconds: u32) -> Result<(), String> {
        let behaviour = Behaviour { waited_s: seconds, ..Behaviour::default() };
        let Some(taken) = wait(policy, self.before(behaviour), self.now) else { return Ok(()) };
        let before = self.before.ok_or("silence before the first message counts")?;
        let after = &taken.belief;
        let rose = after.fast >= before.fast && after.slow >= before.slow && after.level >= before.level;
        holds(rose && after.stage >= before.stage, "silence", &(before, after))?;
        holds(after.level <= policy.clip && after.turns == before.turns, "bounded", after)?;
        let was_stirred = before.stage >= Stage::Watch || before.evidence.is_some_and(|e| e >= policy.base + 1.0);
        holds(was_stirred, "calm", &before)?;
        // Waiting is no visitor turn: it neither counts as one spent low nor ends a run of them.
        self.low = if after.stage == before.stage { self.low } else { 0 };
        self.take(taken)
    }

    fn take(&mut self, taken: Step) -> Result<(), String> {
        for alarm in taken.alarms {
            let is_news = self.raised.iter().all(|(kind, stage)| *kind != alarm.kind || *stage < alarm.stage);
            holds(is_news, "alarm", &(&alarm, &self.raised))?;
            self.raised.push((alarm.kind, alarm.stage));
        }
        self.before = Some(taken.belief);
        Ok(())
    }
}

/// Plays a conversation and holds every step against the rules.
fn play(step: Stepper, wait: Waiter, turns: &[Turn]) -> Result<(), String> {
    let policy = Policy::default();
    let mut told = Told::default();
    for turn in turns {
        told.pass(turn.gap);
        told.message(&policy, step, turn)?;
        let mut waited = 0;
        for mark in crate::triage::waiting::MARKS.into_iter().take(turn.waits) {
            told.pass(mark - waited);
            waited = mark;
            told.silence(&policy, wait, mark)?;
        }
    }
    Ok(())
}

fn check(step: Stepper, wait: Waiter) -> Result<(), TestError<Vec<Turn>>> {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&turns(), |turns| play(step, wait, &turns).map_err(TestCaseError::fail))
}

fn finds(step: Stepper, wait: Waiter, rule: &str) {
    match check(step, wait) {
        Err(TestError::Fail(reason, _)) => assert!(reason.message().starts_with(rule), "another fault: {reason}"),
        other => panic!("{rule}: {CASES} conversations did not find the fault: {other:?}"),
    }
}

#[test]
fn the_rules_hold_over_random_conversations() {
    if let Err(found) = check(step, wait) {
        panic!("{found}");
    }
}

#[test]
fn a_stage_that_falls_at_once_is_found() {
    finds(
        |policy, before, score, at| {
            let mut taken = step(policy, before, score, at);
            if taken.belief.level < line_of(policy.lines, taken.belief.stage) {
                taken.belief.stage = one_down(taken.belief.stage);
            }
            taken
        },
        wait,
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
        wait,
        "distress",
    );
}

#[test]
fn an_alarm_that_rings_twice_is_found() {
    finds(|policy, before, score, at| step(policy, Before { raised: &[], ..before }, score, at), wait, "alarm");
    finds(step, |policy, before, at| wait(policy, Before { raised: &[], ..before }, at), "alarm");
}

#[test]
fn silence_that_calms_is_found() {
    finds(
        step,
        |policy, before, at| {
            let faded = idle(policy, before.belief, at);
            let belief = before.belief.map(|before| Belief { at: before.at, ..faded });
            wait(policy, Before { belief: belief.as_ref(), ..before }, at)
        },
        "silence",
    );
}

#[test]
fn silence_that_alarms_a_calm_chat_is_found() {
    finds(
        step,
        |policy, before, at| {
            let belief = before.belief.map(|belief| Belief { stage: belief.stage.max(Stage::Watch), ..*belief });
            wait(policy, Before { belief: belief.as_ref(), ..before }, at)
        },
        "calm",
    );
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
            evidence: None,
            forecast: None,
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
    let given = Before { belief: Some(&before), raised: &[], behaviour: Behaviour::default() };
    let taken = step(&policy, given, &score(0.999, 0.0, [false; 4]), Timestamp(0));
    assert!((taken.belief.level - policy.base).abs() < 1e-6);
    assert_eq!(taken.belief.stage, Stage::Calm);
}

#[test]
fn each_risk_leads_to_its_own_alarm_and_handoff() {
    let policy = Policy::default();
    let outcome = |risks| {
        let taken = step(
            &policy,
            Before { belief: None, raised: &[], behaviour: Behaviour::default() },
            &score(0.05, 1.0, risks),
            Timestamp(0),
        );
        let alarms: Vec<_> = taken.alarms.iter().map(|alarm| (alarm.kind, alarm.stage)).collect();
        (alarms, taken.handoff)
    };
    assert_eq!(outcome([false; 4]), (vec![], vec![]));
    assert_eq!(outcome([true, false, false, false]), (vec![(AlertKind::Anger, Stage::Concern)], vec![Reason::Abuse]));
    let threat = vec![(AlertKind::Threat, Stage::Concern)];
    assert_eq!(outcome([false, true, false, false]), (threat, vec![Reason::LegalThreat]));
    assert_eq!(outcome([false, false, true, false]), (vec![], vec![Reason::AskedForPerson]));
    let distress = vec![(AlertKind::Distress, Stage::Critical)];
    let why = vec![Reason::Distress { severity: Severity::Imminent }];
    assert_eq!(outcome([false, false, false, true]), (distress, why));
}

#[test]
fn distress_is_watched_from_a_mention_and_alerted_on_from_a_risk_once_per_severity() {
    let policy = Policy { distress_mention: 0.4, distress: 0.6, distress_imminent: 0.9, ..Policy::default() };
    let (mut belief, mut raised) = (None, Vec::new());
    let mut told = Vec::new();
    for distress in [0.3, 0.5, 0.5, 0.7, 0.7, 0.95, 0.7] {
        let given = Score { risks: Risks { distress, ..Risks::default() }, ..score(0.05, 1.0, [false; 4]) };
        let before = Before { belief: belief.as_ref(), raised: &raised, behaviour: Behaviour::default() };
        let Step { belief: after, alarms, handoff, .. } = step(&policy, before, &given, Timestamp(0));
        told.push((after.stage, alarms.iter().map(|alarm| alarm.stage).collect::<Vec<_>>(), handoff.len()));
        raised.extend(alarms.iter().map(|alarm| (alarm.kind, alarm.stage)));
        belief = Some(after);
    }
    let (calm, watch) = (Stage::Calm, Stage::Watch);
    let expected = [
        (calm, vec![], 0),
        (watch, vec![], 0),
        (watch, vec![], 0),
        (watch, vec![Stage::Concern], 1),
        (watch, vec![], 1),
        (watch, vec![Stage::Critical], 1),
        (watch, vec![], 1),
    ];
    assert_eq!(told, expected);
    let mention = Score { risks: Risks { distress: 0.5, ..Risks::default() }, ..score(0.05, 1.0, [false; 4]) };
    let watchful = Policy { alert_stage: Stage::Watch, ..policy };
    let before = Before { belief: None, raised: &[], behaviour: Behaviour::default() };
    assert_eq!(step(&watchful, before, &mention, Timestamp(0)).alarms, [], "a mention is no anger either");
}
