//! The store: messages of so many conversations at once until all are durable (SQLite, synchronous FULL, group commit).

use crate::talk::Talk;
use attune::domain::{Actor, Language, Timestamp, VisitorId};
use attune::store::sqlite::Settings;
use attune::store::{Append, SqliteStore, Store};
use criterion::{BenchmarkId, Criterion, Throughput};
use futures_util::future::join_all;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A conversation; its log holds what is not stored yet.
struct Open(Talk);

impl Open {
    fn new(number: u64) -> Self {
        let visitor = VisitorId(Uuid::from_u128(u128::from(number)));
        let mut talk = Talk::new(number, visitor, Timestamp(1_700_000_000_000));
        talk.begin(Language::En).expect("it begins as every conversation does");
        Self(talk)
    }

    /// One more message of the visitor.
    fn next(&mut self) -> Append {
        let Self(talk) = self;
        let say = talk.say(Actor::Visitor(talk.visitor), "Where is my parcel?").expect("a text");
        talk.put(&say).expect("the visitor may speak");
        let summary = talk.state.summary(talk.conv).expect("it began");
        Append { conv: talk.conv, events: std::mem::take(&mut talk.log), summary, outcome: None, claim: None }
    }
}

pub fn group_commit(criterion: &mut Criterion) {
    let folder = tempfile::tempdir_in("target").expect("run it from the repository's root");
    let store = SqliteStore::open(folder.path().join("append.db"), Settings::default()).expect("a fresh database");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let mut group = criterion.benchmark_group("append");
    let mut numbers = 0..;
    for at_once in [1_usize, 8, 64] {
        let mut open: Vec<Open> = numbers.by_ref().take(at_once).map(Open::new).collect();
        group.throughput(Throughput::Elements(at_once as u64));
        group.bench_function(BenchmarkId::from_parameter(at_once), |bench| {
            bench.iter_custom(|rounds| {
                let mut took = Duration::ZERO;
                for _ in 0..rounds {
                    let appends: Vec<Append> = open.iter_mut().map(Open::next).collect();
                    let began = Instant::now();
                    let stored = runtime.block_on(join_all(appends.iter().map(|append| store.append(append))));
                    took += began.elapsed();
                    assert!(stored.iter().all(Result::is_ok), "the store refused: {stored:?}");
                }
                took
            });
        });
    }
    group.finish();
}
