//! Triage without the model: which waiting messages are read together, and what a score leads to.

use crate::talk::score;
use attune::domain::{Belief, ConversationId, Language, Score, Stage, Timestamp};
use attune::triage::batch::{Waiting, choose};
use attune::triage::{Before, Behaviour, Policy, step};
use criterion::{BenchmarkId, Criterion};
use std::hint::black_box;
use std::time::Duration;
use uuid::Uuid;

const CONVERSATIONS: usize = 1_000;

/// The choice of the next batch among so many that wait; the queue holds 512.
pub fn batches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("batch");
    for count in [1_usize, 16, 64, 512] {
        let stages = [Stage::Calm, Stage::Calm, Stage::Watch, Stage::Concern];
        let waiting: Vec<Waiting> = (0..count)
            .map(|place| Waiting {
                // Every fifth conversation has a second message waiting.
                conv: ConversationId(Uuid::from_u128((place * 4 / 5) as u128)),
                stage: stages[place * 7 % 4],
                length: 4 + place * 13 % 29,
            })
            .collect();
        group.bench_with_input(BenchmarkId::from_parameter(count), &waiting, |bench, waiting| {
            bench.iter(|| choose(black_box(waiting)));
        });
    }
    group.finish();
}

/// The trajectory on one message: evidence, averages, stage, reasons, alarms and forecast, over conversations that grow
/// angry and calm down again.
pub fn policy(criterion: &mut Criterion) {
    let policy = Policy::shipped();
    let scores: Vec<Score> = (0..64_usize).map(|place| score((place % 32) as f32 / 32.0)).collect();
    let mut beliefs: Vec<Option<Belief>> = vec![None; CONVERSATIONS];
    let (mut place, mut turn, mut at) = (0, 0, Timestamp(0));
    criterion.bench_function("policy/step", |bench| {
        bench.iter(|| {
            let behaviour = Behaviour { language: Some(Language::En), ..Behaviour::default() };
            let before = Before { belief: beliefs[place].as_ref(), raised: &[], behaviour };
            let score = black_box(&scores[(place + turn) % scores.len()]);
            let taken = step(&policy, before, score, at);
            beliefs[place] = Some(black_box(taken).belief);
            place += 1;
            if place == CONVERSATIONS {
                (place, turn, at) = (0, turn + 1, at.plus(Duration::from_secs(20)));
            }
        });
    });
}
