use super::*;
use crate::domain::handoff::Customer;
use crate::domain::{CloseCause, Party, PhaseName, SiteId, Timestamp, VisitorId, fixtures};
use crate::store::{Append, MemoryStore};
use uuid::Uuid;

fn site() -> SiteId {
    SiteId::try_from("demo".to_owned()).unwrap()
}

/// A conversation of so many messages that has ended.
async fn ended(store: &MemoryStore, n: u128, messages: u64) -> Summary {
    let (visitor, customer) = (VisitorId(Uuid::nil()), Customer::default());
    let opened = Event::Opened { site: site(), visitor, customer, before: None, earlier: None };
    let said = |n: u64| fixtures::said(n.into(), &format!("Parcel number {n} is not here yet"), None, None);
    let rated = [Event::Rated { score: 2, text: None }, Event::Closed { cause: CloseCause::Visitor }];
    let happened = std::iter::once(opened).chain((0..messages).map(said)).chain(rated);
    let stamp = |(event, seq): (Event, u64)| {
        let at = Timestamp(i64::try_from(seq).unwrap());
        Stamped { seq: Seq(seq), public: Some(Seq(seq)), at, by: Party::Visitor, event }
    };
    let events: Vec<_> = happened.zip(1..).map(stamp).collect();
    let conv = ConversationId(Uuid::from_u128(n));
    let last = events.last().unwrap().seq;
    let summary = Summary { phase: PhaseName::Closed, last_seq: last, ..fixtures::summary(conv) };
    let append = Append { conv, events, summary: summary.clone(), outcome: None, claim: None };
    store.append(&append).await.unwrap();
    summary
}

#[tokio::test]
async fn three_are_told_of_all_are_counted_and_of_a_long_one_the_ends_are_read() {
    let store = MemoryStore::new();
    assert_eq!(earlier(&store, &[]).await.unwrap(), None);
    let mut known = Vec::new();
    for (n, messages) in [(1, 3), (2, 3 * u64::from(STRETCH)), (3, u64::from(STRETCH)), (4, 1)] {
        known.push(ended(&store, n, messages).await);
    }
    let told = earlier(&store, &known).await.unwrap().unwrap();
    assert_eq!((told.count, told.latest.len()), (4, TOLD));
    for (line, summary) in told.latest.iter().zip(&known) {
        assert_eq!((line.conv, line.rating, line.cause), (summary.conv, Some(2), CloseCause::Visitor));
        assert_eq!(line.about.as_deref(), Some("Parcel number 0 is not here yet"));
    }
    let long = ends(&store, known[1].conv, known[1].last_seq).await.unwrap();
    assert_eq!(long.len(), 2 * STRETCH as usize);
    assert!(long.windows(2).all(|pair| pair[0].seq < pair[1].seq), "in order, each once");
    let met = ends(&store, known[2].conv, known[2].last_seq).await.unwrap();
    assert_eq!(met.len() as u64, known[2].last_seq.0, "the stretches meet");
}
