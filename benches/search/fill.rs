//! A database with a past: closed conversations of 20 messages, one message every three seconds over all.

use crate::text::Writer;
use attune::domain::handoff::Customer;
use attune::domain::{
    ConversationId, Event, Language, MessageId, MessageText, Party, PhaseName, Seq, SiteId, StaffId, Stage, Stamped,
    Summary, Timestamp, VisitorId,
};
use attune::store::sqlite::Settings;
use attune::store::{Append, SqliteStore, Store};
use std::path::Path;
use std::sync::Arc;
use tokio::task::JoinSet;
use uuid::Uuid;

/// Messages of a conversation.
const LENGTH: u64 = 20;
/// Between two messages, in milliseconds.
pub const APART: i64 = 3_000;
/// When the first was said.
pub const BEGAN: i64 = 1_700_000_000_000;
/// Appends under way at once: a group of the writer.
const AT_ONCE: usize = 64;

/// Fills a new database.
pub async fn fill(database: &Path, messages: u64) -> anyhow::Result<()> {
    let store = Arc::new(SqliteStore::open(database, Settings::default())?);
    let mut writer = Writer::new(1);
    let mut appends = JoinSet::new();
    for number in 0..messages.div_ceil(LENGTH) {
        if appends.len() == AT_ONCE
            && let Some(appended) = appends.join_next().await
        {
            appended??;
        }
        let append = conversation(number, &mut writer)?;
        let store = Arc::clone(&store);
        appends.spawn(async move { store.append(&append).await });
    }
    while let Some(appended) = appends.join_next().await {
        appended??;
    }
    Ok(store.close().await?)
}

fn conversation(number: u64, writer: &mut Writer) -> anyhow::Result<Append> {
    let first = i64::try_from(number * LENGTH)?;
    let at =
        |place: u64| -> anyhow::Result<Timestamp> { Ok(Timestamp(BEGAN + (first + i64::try_from(place)?) * APART)) };
    let conv = ConversationId(Uuid::from_u128(u128::from(number) << 64));
    let site = SiteId::try_from(if number.is_multiple_of(20) { "outlet" } else { "shop" }.to_owned())
        .map_err(anyhow::Error::msg)?;
    let visitor = VisitorId(Uuid::from_u128(u128::from(number)));
    let opened =
        Event::Opened { site: site.clone(), visitor, customer: Customer::default(), before: None, earlier: None };
    let mut events = vec![Stamped { seq: Seq(1), public: Some(Seq(1)), at: at(0)?, by: Party::Visitor, event: opened }];
    for place in 0..LENGTH {
        let text = MessageText::try_from(writer.message()).map_err(anyhow::Error::msg)?;
        let id = MessageId(Uuid::from_u128(u128::from(number) << 64 | u128::from(place)));
        let by = match writer.below(100) {
            0..50 => Party::Visitor,
            50..85 => Party::Staff { id: StaffId(Uuid::nil()), name: "Lin".to_owned() },
            _ => Party::Bot,
        };
        let event = Event::Said {
            id,
            text,
            bot: None,
            answers: None,
            quick_replies: Vec::new(),
            flow: None,
            despite: Vec::new(),
            files: Vec::new(),
        };
        let seq = Seq(place + 2);
        events.push(Stamped { seq, public: Some(seq), at: at(place)?, by, event });
    }
    let last = Seq(LENGTH + 1);
    let summary = summary(conv, site, visitor, last);
    Ok(Append { conv, events, summary, outcome: None, claim: None })
}

fn summary(conv: ConversationId, site: SiteId, visitor: VisitorId, last: Seq) -> Summary {
    Summary {
        conv,
        site,
        visitor,
        visitor_name: None,
        segment: None,
        language: Language::En,
        phase: PhaseName::Closed,
        agent: None,
        agent_name: None,
        last_agent: None,
        stage: Stage::Calm,
        belief: None,
        trend: 0.0,
        last_seq: last,
        last_public: last,
        preview: "…".to_owned(),
        files: 0,
        last_by: Party::Visitor,
        last_at: Timestamp(BEGAN),
        opened_at: Timestamp(BEGAN),
        waiting_since: None,
        waited_ms: None,
        team: None,
        passing: None,
        experts: Vec::new(),
        unanswered_since: None,
        alert: None,
        alerts: Vec::new(),
        promises: Vec::new(),
        questions: Vec::new(),
        tags: Vec::new(),
        snoozed_until: None,
        unscored: 0,
    }
}
