//! The memory store and SQLite side by side: whatever is asked of both, both give the same answer. What is proven
//! above the memory store then holds above SQLite too.

use super::store_contract::{append, conversation, opened, said};
use attune::domain::{ConversationId, Event, MessageId, PhaseName, Seq, Stamped, Timestamp, VisitorId};
use attune::store::sqlite::Settings;
use attune::store::{Append, MemoryStore, SqliteStore, Store, StoreError};
use proptest::prelude::*;
use uuid::Uuid;

/// One step: an append that may be right or wrong in several ways.
#[derive(Debug, Clone)]
struct Step {
    conversation: usize,
    /// Added to the right place: 0 is right.
    off: i64,
    count: u64,
    hidden: bool,
    reuse_id: bool,
    at: i64,
    phase: PhaseName,
}

fn step() -> impl Strategy<Value = Step> {
    let off = prop_oneof![8 => Just(0), 1 => -2_i64..=2];
    let phase = prop_oneof![Just(PhaseName::WithBot), Just(PhaseName::Waiting), Just(PhaseName::Closed)];
    (0_usize..3, off, 1_u64..4, any::<bool>(), prop::bool::weighted(0.2), 0_i64..4, phase).prop_map(
        |(conversation, off, count, hidden, reuse_id, at, phase)| Step {
            conversation,
            off,
            count,
            hidden,
            reuse_id,
            at,
            phase,
        },
    )
}

fn kind(outcome: &Result<(), StoreError>) -> String {
    match outcome {
        Ok(()) => "done".to_owned(),
        Err(StoreError::Engine(_)) => "bug".to_owned(),
        Err(other) => format!("{other:?}"),
    }
}

/// The append a step stands for, after `stored`.
fn build(step: &Step, conv: ConversationId, visitor: VisitorId, stored: &[Stamped<Event>]) -> Append {
    let last = stored.last().map_or(0, |logged| logged.seq.0);
    let public = stored.iter().filter_map(|logged| logged.public).max().map_or(0, |public| public.0);
    let first = (i64::try_from(last).expect("small") + 1 + step.off).max(0).unsigned_abs();
    let mut events: Vec<Stamped<Event>> = (0..step.count)
        .map(|n| {
            let logged = if first + n == 1 { opened(1, 1) } else { said(first + n, public + 1 + n, "words") };
            Stamped { at: Timestamp(step.at), public: logged.public.filter(|_| !step.hidden), ..logged }
        })
        .collect();
    let reused: Option<MessageId> = stored.iter().rev().find_map(|logged| logged.event.message_id());
    if let (true, Some(reused), Some(last)) = (step.reuse_id, reused, events.last_mut())
        && let Event::Said { id, .. } = &mut last.event
    {
        *id = reused;
    }
    let mut append = append(conv, events);
    append.summary.visitor = visitor;
    append.summary.phase = step.phase;
    append
}

async fn same_answers(memory: &MemoryStore, sqlite: &SqliteStore, steps: &[Step]) -> Result<(), TestCaseError> {
    let convs = [conversation(), conversation(), conversation()];
    let visitor = VisitorId(Uuid::new_v4());
    for step in steps {
        let conv = convs[step.conversation];
        let stored = memory.events_after(conv, Seq(0), u32::MAX).await.expect("readable");
        let append = build(step, conv, visitor, &stored);
        let outcomes = (memory.append(&append).await, sqlite.append(&append).await);
        prop_assert_eq!(kind(&outcomes.0), kind(&outcomes.1));
        let lists = (memory.conversations_of(visitor, 9).await, sqlite.conversations_of(visitor, 9).await);
        prop_assert_eq!(lists.0.expect("readable"), lists.1.expect("readable"));
        let middle = Seq(stored.len() as u64 / 2 + 1);
        for limit in [1, 50] {
            let all: [(_, _); 4] = [
                (memory.events_after(conv, middle, limit).await, sqlite.events_after(conv, middle, limit).await),
                (memory.events_before(conv, middle, limit).await, sqlite.events_before(conv, middle, limit).await),
                (memory.public_after(conv, middle, limit).await, sqlite.public_after(conv, middle, limit).await),
                (memory.public_before(conv, middle, limit).await, sqlite.public_before(conv, middle, limit).await),
            ];
            for (one, other) in all {
                prop_assert_eq!(one.expect("readable"), other.expect("readable"));
            }
        }
    }
    Ok(())
}

#[test]
fn memory_and_sqlite_give_the_same_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (memory, sqlite) =
        (MemoryStore::new(), SqliteStore::open(folder.path().join("attune.db"), Settings::default()).expect("opens"));
    let config = ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(steps in prop::collection::vec(step(), 1..12))| {
        runtime.block_on(same_answers(&memory, &sqlite, &steps))?;
    });
}
