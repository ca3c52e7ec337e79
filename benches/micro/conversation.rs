//! `decide` and `evolve`: a visitor's message in a conversation of twenty.

use crate::talk::{Talk, score};
use attune::conversation::{State, decide, evolve};
use attune::domain::{Actor, Command, Language, Scoring, Timestamp, VisitorId};
use criterion::{BatchSize, Criterion, Throughput};
use std::hint::black_box;
use uuid::Uuid;

/// A conversation that an agent holds, with so many messages of visitor and agent.
pub fn talk(messages: usize) -> Talk {
    let mut talk = Talk::new(1, VisitorId(Uuid::from_u128(7)), Timestamp(1_700_000_000_000));
    talk.begin(Language::En).expect("it begins as every conversation does");
    for turn in 0..messages {
        let said = if turn % 2 == 0 {
            talk.visitor_says("Where is my parcel? It should have been here yesterday.", score(0.2))
        } else {
            talk.agent_says("我帮您查一下。")
        };
        said.expect("both may speak while the agent holds the floor");
    }
    talk
}

pub fn decisions(criterion: &mut Criterion) {
    let mut talk = talk(20);
    let say = talk.say(Actor::Visitor(talk.visitor), "This is the second time I ask.").expect("a text");
    criterion.bench_function("decide/say", |bench| {
        bench.iter(|| decide(black_box(&talk.state), black_box(&say), talk.around()));
    });
    talk.put(&say).expect("the visitor may speak");
    let scored = Command::Scored { message: talk.state.last, scoring: Scoring::Scored(score(0.6)) };
    criterion.bench_function("decide/scored", |bench| {
        bench.iter(|| decide(black_box(&talk.state), black_box(&scored), talk.around()));
    });
}

pub fn folds(criterion: &mut Criterion) {
    let talk = talk(20);
    let mut group = criterion.benchmark_group("evolve");
    group.throughput(Throughput::Elements(talk.log.len() as u64));
    group.bench_function("log of 20 messages", |bench| {
        bench.iter_batched(State::default, |state| talk.log.iter().fold(state, evolve), BatchSize::SmallInput);
    });
    group.finish();
}
