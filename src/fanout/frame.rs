//! One encoded frame. Owns the text, valid UTF-8 once and for all, so that neither another subscriber nor the socket
//! copies or checks it again, and how the frame may be treated when its reader is slow.

use crate::domain::ConversationId;
use crate::protocol::ServerFrame;
use axum::extract::ws::Utf8Bytes;
use bytes::Bytes;
use std::cell::RefCell;

/// What a thread keeps for encoding the next frame; more than almost every frame needs.
const SCRATCH: usize = 4 * 1024;

thread_local! {
    static ENCODED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// How a frame may be treated on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Counted by both sides and replayed on resume.
    Sequenced,
    /// Like `Sequenced`; but while unsent, a newer line of the same conversation may take its place.
    Line(ConversationId),
    /// Answer to one request: neither dropped nor replayed, since the client asks again after a cut.
    Reply,
    /// May be dropped.
    Ephemeral,
}

/// One encoded frame, shared by every socket it goes to: cloning copies a handle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// One JSON object.
    pub text: Utf8Bytes,
    /// How it may be treated.
    pub kind: Kind,
}

impl Frame {
    /// Encodes a frame. Its text takes as much memory as it is long: thousands wait in the rings of silent sockets.
    #[must_use]
    pub fn of(frame: &ServerFrame) -> Self {
        let text = ENCODED.with_borrow_mut(|encoded| {
            encoded.clear();
            serde_json::to_writer(&mut *encoded, frame).expect("frames hold only maps with string keys");
            let text = Bytes::copy_from_slice(encoded);
            encoded.shrink_to(SCRATCH);
            Utf8Bytes::try_from(text).expect("JSON is UTF-8")
        });
        Self { text, kind: Kind::of(frame) }
    }

    /// Whether both sides count it.
    #[must_use]
    pub const fn is_sequenced(&self) -> bool {
        matches!(self.kind, Kind::Sequenced | Kind::Line(_))
    }
}

impl Kind {
    const fn of(frame: &ServerFrame) -> Self {
        match frame {
            ServerFrame::Conv { summary } => Self::Line(summary.conv),
            ServerFrame::Msg { .. }
            | ServerFrame::State { .. }
            | ServerFrame::Event { .. }
            | ServerFrame::Offer { .. }
            | ServerFrame::Alert { .. } => Self::Sequenced,
            ServerFrame::Welcome(_)
            | ServerFrame::Pong { .. }
            | ServerFrame::Ack { .. }
            | ServerFrame::Nack { .. }
            | ServerFrame::History { .. }
            | ServerFrame::Bye { .. } => Self::Reply,
            ServerFrame::Queue { .. }
            | ServerFrame::Board(_)
            | ServerFrame::Typing { .. }
            | ServerFrame::Receipt { .. } => Self::Ephemeral,
        }
    }
}
