//! Stretches of a conversation's log, as the asker may see them. Visitors page in their own numbering.

use super::access::sees;
use super::attachment::Attachment;
use super::reply::No;
use crate::domain::{ConversationId, Event, Seq, Stamped, Summary};
use crate::protocol::limits::{HISTORY_DEFAULT, HISTORY_MAX_BYTES};
use crate::protocol::{Code, ServerFrame, encode};
use crate::store::StoreError;
use std::io::{self, Write};
use uuid::Uuid;

impl Attachment {
    /// Answers `history`. Without `after` or `before`: the newest.
    pub(super) async fn history(
        &self,
        id: Uuid,
        conv: ConversationId,
        (after, before): (Option<Seq>, Option<Seq>),
        limit: Option<u16>,
    ) -> Result<ServerFrame, No> {
        let summary = self.seen(conv).await?;
        let limit = limit.unwrap_or(HISTORY_DEFAULT);
        // One more than asked for tells whether there is more.
        let found = self.page(&summary, after, before, u32::from(limit) + 1).await?;
        let (items, more) = cut(self.encode(conv, &found), usize::from(limit), after.is_some());
        let last = items.last().and_then(place).unwrap_or_default();
        let head = if self.is_visitor() { summary.last_public } else { summary.last_seq };
        Ok(ServerFrame::History { id, conv, items, more, head: head.max(last) })
    }

    /// The conversation, if there is one for this person.
    pub(super) async fn seen(&self, conv: ConversationId) -> Result<Summary, No> {
        let summary = self.sessions.parts.store.summary(conv).await?;
        summary.filter(|summary| sees(&self.session.who.actor(), summary)).ok_or(No::new(Code::NotFound))
    }

    async fn page(
        &self,
        summary: &Summary,
        after: Option<Seq>,
        before: Option<Seq>,
        limit: u32,
    ) -> Result<Vec<Stamped<Event>>, StoreError> {
        let (store, conv) = (&self.sessions.parts.store, summary.conv);
        if self.is_visitor() {
            let end = before.unwrap_or(summary.last_public.next());
            match after {
                Some(after) => store.public_after(conv, after, limit).await,
                None => store.public_before(conv, end, limit).await,
            }
        } else {
            let end = before.unwrap_or(summary.last_seq.next());
            match after {
                Some(after) => store.events_after(conv, after, limit).await,
                None => store.events_before(conv, end, limit).await,
            }
        }
    }

    fn encode(&self, conv: ConversationId, events: &[Stamped<Event>]) -> Vec<ServerFrame> {
        if self.is_visitor() {
            events.iter().filter_map(|event| encode::for_visitor(conv, event)).collect()
        } else {
            events.iter().map(|event| encode::for_staff(conv, event)).collect()
        }
    }
}

/// Cuts a page to its limits: the oldest stay when paging forward, the newest when paging back. At least one stays.
fn cut(mut items: Vec<ServerFrame>, limit: usize, is_forward: bool) -> (Vec<ServerFrame>, bool) {
    let found = items.len();
    if !is_forward {
        items.reverse();
    }
    let mut bytes = 0;
    let fitting = items.iter().take(limit).take_while(|item| {
        let is_first = bytes == 0;
        bytes += size(item);
        is_first || bytes <= HISTORY_MAX_BYTES
    });
    let fitting = fitting.count();
    items.truncate(fitting);
    if !is_forward {
        items.reverse();
    }
    (items, fitting < found)
}

/// Bytes on the wire.
fn size(frame: &ServerFrame) -> usize {
    struct Counter(usize);
    impl Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut counter = Counter(0);
    serde_json::to_writer(&mut counter, frame).expect("frames hold only maps with string keys");
    counter.0
}

/// Place of an item in its numbering.
fn place(item: &ServerFrame) -> Option<Seq> {
    match item {
        ServerFrame::Msg { seq, .. } | ServerFrame::State { seq, .. } | ServerFrame::Event { seq, .. } => Some(*seq),
        _ => None,
    }
}

#[cfg(test)]
#[path = "history_test.rs"]
mod tests;
