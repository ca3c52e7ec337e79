//! What one message costs the trajectory policy: evidence, averages, stage, reasons, alarms and forecast.
//!
//! `cargo bench --bench policy` prints nanoseconds per step, over conversations that grow angry and calm down again. Not a
//! test: nothing fails for being slow.

#![expect(clippy::disallowed_methods, reason = "a bench measures wall time and runs no server of its own")]

use attune::domain::{Belief, Emotions, Language, Provenance, Risks, Score, Sentiment, Timestamp};
use attune::triage::{Before, Behaviour, Policy, step};
use std::hint::black_box;
use std::time::Instant;

const CONVERSATIONS: usize = 1_000;
const MESSAGES: usize = 200;
const ROUNDS: usize = 9;

fn main() {
    // `cargo test` also runs benches with --test; there is nothing to check then.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let policy = Policy::shipped();
    let scores: Vec<Score> = (0..64).map(|place| score((place % 32) as f32 / 32.0)).collect();
    let mut costs: Vec<f64> = (0..ROUNDS).map(|_| round(&policy, &scores)).collect();
    costs.sort_unstable_by(f64::total_cmp);
    let (least, middle, most) = (costs[0], costs[ROUNDS / 2], costs[ROUNDS - 1]);
    println!(
        "policy: {middle:.0} ns a message, median of {ROUNDS} rounds ({least:.0} to {most:.0}), {CONVERSATIONS} conversations of {MESSAGES}"
    );
}

/// Nanoseconds per message.
fn round(policy: &Policy, scores: &[Score]) -> f64 {
    let mut beliefs: Vec<Option<Belief>> = vec![None; CONVERSATIONS];
    let began = Instant::now();
    for (message, at) in (0..MESSAGES).zip((0_i64..).map(|turn| Timestamp(20_000 * turn))) {
        for (place, belief) in beliefs.iter_mut().enumerate() {
            let behaviour = Behaviour { language: Some(Language::En), ..Behaviour::default() };
            let before = Before { belief: belief.as_ref(), raised: &[], behaviour };
            let taken = step(policy, before, black_box(&scores[(place + message) % scores.len()]), at);
            *belief = Some(black_box(taken).belief);
        }
    }
    began.elapsed().as_nanos() as f64 / (CONVERSATIONS * MESSAGES) as f64
}

fn score(anger: f32) -> Score {
    let risks = Risks { urgent: anger * anger, churn: anger / 2.0, gratitude: 1.0 - anger, ..Risks::default() };
    Score {
        language: Some(Language::En),
        anger,
        level: 3.0 * anger,
        sentiment: Sentiment { negative: anger, neutral: 1.0 - anger, positive: 0.0 },
        emotions: Emotions::default(),
        risks,
        confidence: 1.0,
        spans: Vec::new(),
        base: None,
        by: Provenance {
            model: "bench".to_owned(),
            engine: "none".to_owned(),
            policy: "3".to_owned(),
            calibrator: None,
        },
    }
}
