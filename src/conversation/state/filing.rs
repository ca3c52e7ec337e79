//! How staff have filed a conversation: its tags, and until when it is put aside. A fold of the log.
//!
//! Keeps: no tag stands twice, whatever its case; nothing stays aside once the visitor has written, somebody else holds
//! it, or it has ended. That its time is over is for whoever looks to see: nothing is logged at that moment.

use crate::domain::{Event, Party, Stamped, Tag, Timestamp};

/// Tags, and a time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filing {
    tags: Vec<Tag>,
    snoozed_until: Option<Timestamp>,
}

impl Filing {
    /// In the order in which they were put on.
    #[must_use]
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// Whether this tag stands on it.
    #[must_use]
    pub fn has(&self, tag: &Tag) -> bool {
        self.tags.iter().any(|known| known.is_same(tag))
    }

    /// Put aside until then, which may be over.
    #[must_use]
    pub const fn snoozed_until(&self) -> Option<Timestamp> {
        self.snoozed_until
    }

    /// Takes an event in.
    pub(in crate::conversation) fn hear(&mut self, event: &Stamped<Event>) {
        match &event.event {
            Event::Tagged { tag } if !self.has(tag) => self.tags.push(tag.clone()),
            Event::Untagged { tag } => self.tags.retain(|known| !known.is_same(tag)),
            Event::Snoozed { until } => self.snoozed_until = Some(*until),
            Event::Said { .. } if event.by == Party::Visitor => self.snoozed_until = None,
            Event::Unsnoozed
            | Event::Queued { .. }
            | Event::Accepted { .. }
            | Event::Closed { .. }
            | Event::Reopened { .. } => self.snoozed_until = None,
            _ => {}
        }
    }
}
