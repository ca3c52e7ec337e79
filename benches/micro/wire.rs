//! Frames: what a client sent, and what followers get of one commit.

use crate::conversation::talk;
use attune::fanout::{Audience, Delivery};
use attune::protocol::decode;
use criterion::{BatchSize, Criterion, Throughput};
use std::hint::black_box;
use std::sync::Arc;

const SAID: &str = r#"{"t":"msg","id":"01934f6e-0000-7000-8000-000000000005","conv":"01934f6e-0000-7000-8000-0000000000c1","text":"客服一直不回复，太让人失望了. Where is my parcel?"}"#;

pub fn frames_in(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Bytes(SAID.len() as u64));
    group.bench_function("msg", |bench| bench.iter(|| decode(black_box(SAID.as_bytes()))));
    group.finish();
}

/// One commit: a visitor's message. Encoded once for each audience, however many follow.
pub fn frames_out(criterion: &mut Criterion) {
    let talk = talk(21);
    let summary = Arc::new(talk.state.summary(talk.conv).expect("it began"));
    let said = talk.log.iter().rev().find(|logged| logged.event.message_id().is_some()).expect("somebody spoke");
    let commit = || Delivery::new(talk.conv, vec![said.clone()], Arc::clone(&summary), &talk.state.alerts);
    for (name, audience) in [("visitor", Audience::Visitor), ("staff", Audience::Staff), ("inbox", Audience::Inbox)] {
        criterion.bench_function(&format!("encode/{name}"), |bench| {
            bench.iter_batched(
                commit,
                |delivery| {
                    black_box(delivery.frames(audience));
                    delivery
                },
                BatchSize::SmallInput,
            );
        });
    }
}
