//! What travels from a conversation to its followers. Owns the frames of one commit, encoded lazily and once per
//! audience, however many sockets they go to.

use crate::domain::{ConversationId, Event, Stamped, Summary};
use crate::protocol::{ServerFrame, encode};
use bytes::Bytes;
use std::sync::{Arc, OnceLock};

/// Who a frame is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The visitor of the conversation.
    Visitor,
    /// Staff who follow the conversation.
    Staff,
}

/// One encoded frame: valid UTF-8 JSON, shared by every socket it goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The text.
    pub json: Bytes,
    /// Counted and replayed on resume; an ephemeral frame may be dropped.
    pub sequenced: bool,
}

impl Frame {
    /// Encodes a frame.
    #[must_use]
    pub fn of(frame: &ServerFrame) -> Self {
        let json = serde_json::to_vec(frame).expect("frames hold only maps with string keys");
        Self { json: Bytes::from(json), sequenced: frame.is_sequenced() }
    }
}

/// One commit of one conversation.
#[derive(Debug)]
pub struct Delivery {
    /// Which conversation.
    pub conv: ConversationId,
    /// What was logged, in order.
    pub events: Vec<Stamped<Event>>,
    /// Summary after them.
    pub summary: Summary,
    visitor: OnceLock<Vec<Frame>>,
    staff: OnceLock<Vec<Frame>>,
    inbox: OnceLock<Frame>,
}

impl Delivery {
    /// Wraps a commit.
    #[must_use]
    pub fn new(conv: ConversationId, events: Vec<Stamped<Event>>, summary: Summary) -> Arc<Self> {
        let (visitor, staff, inbox) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Arc::new(Self { conv, events, summary, visitor, staff, inbox })
    }

    /// Frames for one audience; encoded at the first call.
    pub fn frames(&self, audience: Audience) -> &[Frame] {
        match audience {
            Audience::Visitor => self.visitor.get_or_init(|| {
                self.events.iter().filter_map(|e| encode::for_visitor(self.conv, e)).map(|f| Frame::of(&f)).collect()
            }),
            Audience::Staff => self
                .staff
                .get_or_init(|| self.events.iter().map(|e| Frame::of(&encode::for_staff(self.conv, e))).collect()),
        }
    }

    /// The line of the inbox after this commit.
    pub fn inbox_frame(&self) -> &Frame {
        self.inbox.get_or_init(|| Frame::of(&ServerFrame::Conv { summary: self.summary.clone() }))
    }
}
