//! What a visitor came for before, gathered as their next conversation begins. Owns how much is read for it: a bounded
//! stretch of three old logs, however long those are. What a log amounts to is `routing::earlier`'s matter.

use crate::domain::{ConversationId, Earlier, Event, Seq, Stamped, Summary};
use crate::routing::earlier::tell;
use crate::store::{Store, StoreError};

/// Conversations that are counted at most.
pub(super) const COUNTED: u32 = 50;
/// Those told of.
const TOLD: usize = 3;
/// Events read of the beginning and of the end of each.
const STRETCH: u32 = 400;

/// Tells the visitor's conversations that have ended, most recently changed first; `None` where there are none.
pub(super) async fn earlier(store: &dyn Store, ended: &[Summary]) -> Result<Option<Box<Earlier>>, StoreError> {
    let Ok(count @ 1..) = u32::try_from(ended.len()) else { return Ok(None) };
    let mut latest = Vec::with_capacity(TOLD);
    for summary in ended.iter().take(TOLD) {
        latest.extend(tell(summary.conv, &ends(store, summary.conv, summary.last_seq).await?));
    }
    Ok(Some(Box::new(Earlier { count, latest })))
}

/// A log, without its middle where it is long.
async fn ends(store: &dyn Store, conv: ConversationId, last: Seq) -> Result<Vec<Stamped<Event>>, StoreError> {
    let mut log = store.events_after(conv, Seq(0), STRETCH).await?;
    let read = log.last().map_or(Seq(0), |event| event.seq);
    if read < last {
        let end = store.events_before(conv, last.next(), STRETCH).await?;
        log.extend(end.into_iter().filter(|event| event.seq > read));
    }
    Ok(log)
}

#[cfg(test)]
#[path = "earlier_test.rs"]
mod tests;
