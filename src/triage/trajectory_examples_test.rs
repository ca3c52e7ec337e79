//! Chats that people would agree about: when to watch, when to call somebody, and what reason to give.

use super::*;
use crate::domain::{Emotions, Language, Provenance, Risks, Sentiment};
use crate::triage::policy::Words;

/// The time between two messages in the examples, in milliseconds.
const GAP: i64 = 20_000;

fn score(anger: f32, confidence: f32, risks: Risks) -> Score {
    let by = Provenance { model: "m".to_owned(), engine: "e".to_owned(), policy: "p".to_owned(), calibrator: None };
    let (sentiment, emotions) = (Sentiment::default(), Emotions::default());
    Score {
        language: None,
        anger,
        base: None,
        level: 0.0,
        sentiment,
        emotions,
        risks,
        confidence,
        spans: Vec::new(),
        by,
    }
}

fn angry(anger: f32) -> Score {
    score(anger, 1.0, Risks::default())
}

/// All steps of a chat, alerts remembered as the log does.
fn play(chat: &[(Score, i64)]) -> Vec<Step> {
    let policy = Policy::default();
    let (mut belief, mut raised, mut at) = (None, Vec::new(), 0);
    let mut steps = Vec::new();
    for (score, gap) in chat {
        at += gap;
        let taken = step(
            &policy,
            Before { belief: belief.as_ref(), raised: &raised, behaviour: Behaviour::default() },
            score,
            Timestamp(at),
        );
        belief = Some(taken.belief);
        raised.extend(taken.alarms.iter().map(|alarm| (alarm.kind, alarm.stage)));
        steps.push(taken);
    }
    steps
}

fn chat(angers: &[f32]) -> Vec<(Score, i64)> {
    angers.iter().map(|anger| (angry(*anger), GAP)).collect()
}

fn stages(angers: &[f32]) -> Vec<Stage> {
    play(&chat(angers)).iter().map(|step| step.belief.stage).collect()
}

#[test]
fn a_calm_chat_never_leaves_calm() {
    let angers: Vec<f32> = (0..60).map(|turn| [0.02, 0.2, 0.1, 0.05, 0.2, 0.2][turn % 6]).collect();
    assert!(stages(&angers).iter().all(|stage| *stage == Stage::Calm));
}

#[test]
fn two_clearly_angry_messages_reach_concern_even_a_minute_apart() {
    assert_eq!(stages(&[0.05, 0.9, 0.9]).last(), Some(&Stage::Concern));
    for gap in [0, GAP, 60_000] {
        let steps = play(&[(angry(0.9), gap), (angry(0.9), gap)]);
        assert_eq!(steps[1].belief.stage, Stage::Concern, "{gap} ms apart: {:?}", steps[1].belief);
    }
}

#[test]
fn one_furious_message_is_at_least_watched() {
    for anger in [0.971, 0.99, 1.0] {
        assert!(stages(&[anger])[0] >= Stage::Watch, "{anger}");
    }
}

#[test]
fn whoever_begins_in_full_fury_pages_at_once_by_the_shipped_policy() {
    let fury = score(0.975, 1.0, Risks { urgent: 0.975, churn: 0.1, ..Risks::default() });
    for language in [Language::En, Language::Zh] {
        let behaviour = Behaviour { language: Some(language), ..Behaviour::default() };
        let before = Before { belief: None, raised: &[], behaviour };
        let first = step(&Policy::shipped(), before, &fury, Timestamp(0));
        assert_eq!(first.belief.stage, Stage::Critical, "{language:?}: {:?}", first.belief);
    }
}

#[test]
fn sustained_fury_is_critical_within_four() {
    assert_eq!(stages(&[0.97, 0.97, 0.97, 0.97]).last(), Some(&Stage::Critical));
}

#[test]
fn a_chat_that_calms_goes_down_stage_by_stage() {
    let seen = stages(&[0.97, 0.97, 0.97, 0.97, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03]);
    assert_eq!(seen.last(), Some(&Stage::Calm));
    assert!(seen.windows(2).all(|pair| pair[0] as i8 - pair[1] as i8 <= 1), "{seen:?}");
}

#[test]
fn what_is_no_number_leaves_belief_whole() {
    for (anger, confidence) in [(f32::NAN, 1.0), (0.9, f32::NAN), (f32::INFINITY, 1.0)] {
        let odd = (score(anger, confidence, Risks::default()), GAP);
        let steps = play(&[odd, (angry(0.05), GAP)]);
        assert!(steps.iter().all(|step| step.belief.level.is_finite()), "{steps:?}");
    }
}

#[test]
fn rising_counts_the_turns_that_rose_not_all_of_them() {
    let steps = play(&chat(&[0.05, 0.05, 0.05, 0.05, 0.8, 0.9, 0.95]));
    let last = steps.last().expect("it was played");
    assert!(last.reasons.contains(&Reason::Rising { turns: 3 }), "{:?}", last.reasons);
    let fallen = play(&chat(&[0.8, 0.9, 0.1]));
    assert_eq!(fallen[2].belief.rising, 0);
    assert!(fallen[2].reasons.is_empty(), "{:?}", fallen[2].reasons);
}

#[test]
fn anger_that_creeps_up_alarms_with_a_reason() {
    let steps = play(&chat(&[0.6; 12]));
    let alarm = steps.iter().find_map(|step| step.alarms.first()).expect("it crosses the line");
    assert!(matches!(alarm.reasons[..], [Reason::Rising { turns: 2.. }]), "{alarm:?}");
}

#[test]
fn a_hotter_stage_alarms_anew_and_the_same_one_does_not() {
    let steps = play(&chat(&[0.97; 8]));
    let raised: Vec<Stage> = steps.iter().flat_map(|step| &step.alarms).map(|alarm| alarm.stage).collect();
    assert_eq!(raised, [Stage::Concern, Stage::Critical]);
}

#[test]
fn what_speaks_against_a_belief_is_said_beside_it() {
    let thanks = score(0.3, 1.0, Risks { gratitude: 0.9, ..Risks::default() });
    let cases: [(&[Score], Option<Against>); 5] = [
        (&[angry(0.95)], Some(Against::OneMessage)),
        (&[angry(0.95), angry(0.95), thanks], Some(Against::Thanked)),
        (&[angry(0.95), angry(0.95), angry(0.3)], Some(Against::Quieter)),
        (&[angry(0.95), score(0.9, 0.4, Risks::default())], Some(Against::Unsure)),
        (&[angry(0.6), angry(0.9), angry(0.99)], None),
    ];
    for (scores, expected) in cases {
        let chat: Vec<_> = scores.iter().map(|score| (score.clone(), GAP)).collect();
        assert_eq!(play(&chat).last().and_then(|step| step.against), expected, "{scores:?}");
    }
}

#[test]
fn evidence_is_the_weighed_sum_of_what_was_read_within_the_clip() {
    let words = Words { bias: -0.5, anger: 0.5, legal: 0.25, gratitude: -0.5, ..Words::default() };
    let policy = Policy { words, ..Policy::default() };
    let of = |anger, legal, gratitude, confidence| {
        let read = score(anger, confidence, Risks { legal, gratitude, ..Risks::default() });
        evidence::of(&policy, &read, &Behaviour::default())
    };
    let even = of(0.5, 0.5, 0.5, 1.0);
    assert!((even + 0.5).abs() < 1e-6, "nothing but the bias: {even}");
    assert!(of(0.9, 0.5, 0.5, 1.0) > even && of(0.5, 0.9, 0.5, 1.0) > even && of(0.5, 0.5, 0.9, 1.0) < even);
    assert!((of(0.9, 0.9, 0.1, 0.0) - policy.base).abs() < 1e-6, "a reading without confidence moves nothing");
    let odd = of(f32::NAN, 0.5, 0.5, 1.0);
    assert!((odd - policy.base).abs() < 1e-6, "what is no number counts nothing: {odd}");
}
