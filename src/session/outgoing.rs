//! What goes out to one session: frames that wait, and frames that were sent and may have to be sent again. Pure.
//!
//! Both sides count sequenced frames; the counts stand in no frame, so that one encoding serves every subscriber.
//! Kept: memory is bounded whatever the reader does (with a batch on its way to the kernel and a page that waits for room, 256 KiB); a session that was cut goes on exactly where the reader's count
//! stands, or says that it cannot. A slow reader first loses ephemeral frames, then inbox lines that a newer line of
//! the same conversation makes worthless; then it overflows.

use crate::fanout::{Frame, Kind};
use std::collections::{HashSet, VecDeque};

/// Most frames that wait for a connected reader.
pub const QUEUE_FRAMES: usize = 256;
/// Most bytes that wait for one.
pub const QUEUE_BYTES: usize = 96 * 1024;
/// Most frames kept for a reader that was cut, sent or not.
pub const KEPT_FRAMES: usize = 512;
/// Most bytes kept for any reader, sent or not.
pub const KEPT_BYTES: usize = 144 * 1024;

/// Whether somebody reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A socket is open.
    Connected,
    /// The socket is gone; the session waits for another.
    Cut,
    /// Too much was missed: the session cannot go on.
    Lost,
}

/// The reader is too slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overflow;

/// Frames of one session.
#[derive(Debug)]
pub struct Outgoing {
    reader: Reader,
    unsent: Queue,
    /// Sequenced frames that were sent and not confirmed, oldest first; the last one is number `sent`.
    sent_before: Queue,
    sent: u64,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<Frame>,
    bytes: usize,
}

impl Queue {
    fn push(&mut self, frame: Frame) {
        self.bytes += frame.text.len();
        self.frames.push_back(frame);
    }

    fn push_first(&mut self, frame: Frame) {
        self.bytes += frame.text.len();
        self.frames.push_front(frame);
    }

    fn pop(&mut self) -> Option<Frame> {
        let frame = self.frames.pop_front()?;
        self.bytes -= frame.text.len();
        Some(frame)
    }

    fn pop_last(&mut self) -> Option<Frame> {
        let frame = self.frames.pop_back()?;
        self.bytes -= frame.text.len();
        Some(frame)
    }

    fn keeps(&self) -> usize {
        self.bytes + self.frames.len() * size_of::<Frame>()
    }

    /// Keeps what passes; asked from the newest to the oldest.
    fn keep(&mut self, mut wanted: impl FnMut(&Frame) -> bool) {
        for frame in std::mem::take(self).frames.into_iter().rev() {
            if wanted(&frame) {
                self.push_first(frame);
            }
        }
    }
}

impl Default for Outgoing {
    fn default() -> Self {
        Self { reader: Reader::Cut, unsent: Queue::default(), sent_before: Queue::default(), sent: 0 }
    }
}

impl Outgoing {
    /// Whether somebody reads.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.reader
    }

    /// How much memory its frames take, in bytes.
    #[must_use]
    pub fn keeps(&self) -> usize {
        self.unsent.keeps() + self.sent_before.keeps()
    }

    /// Takes a frame in.
    ///
    /// # Errors
    /// `Overflow` when a connected reader is too slow: its socket must be closed. The session is cut then, and may be
    /// resumed if what it missed is little enough.
    pub fn push(&mut self, frame: Frame) -> Result<(), Overflow> {
        match self.reader {
            Reader::Lost => Ok(()),
            Reader::Cut => {
                if frame.is_sequenced() {
                    self.unsent.push(frame);
                    self.fit_cut();
                }
                Ok(())
            }
            Reader::Connected => {
                self.unsent.push(frame);
                if self.is_full() {
                    self.shed(|frame| frame.kind != Kind::Ephemeral);
                }
                if self.is_full() {
                    self.cut();
                    return Err(Overflow);
                }
                self.forget_oldest();
                Ok(())
            }
        }
    }

    /// Whether a long answer may go on being queued.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.reader == Reader::Connected
            && self.unsent.frames.len() < QUEUE_FRAMES / 2
            && self.unsent.bytes < QUEUE_BYTES / 2
    }

    /// Hands over up to `frames` frames and about `bytes` bytes for sending; sequenced ones are kept.
    pub fn take(&mut self, frames: usize, bytes: usize, into: &mut Vec<Frame>) {
        let mut taken = 0;
        while into.len() < frames && taken < bytes {
            let Some(frame) = self.unsent.pop() else { break };
            taken += frame.text.len();
            if frame.is_sequenced() {
                self.sent += 1;
                self.sent_before.push(frame.clone());
            }
            into.push(frame);
        }
        if self.unsent.frames.is_empty() {
            self.unsent = Queue::default();
        }
        self.forget_oldest();
    }

    /// The reader has this many sequenced frames: they need not be kept. A count that cannot be is ignored.
    pub fn confirm(&mut self, received: u64) {
        let Some(open) = self.sent.checked_sub(received) else { return };
        while self.sent_before.frames.len() as u64 > open {
            self.sent_before.pop();
        }
        if open == 0 {
            // Most readers have read everything and are silent: no room is kept for them.
            self.sent_before = Queue::default();
        }
    }

    /// The socket is gone: what can be asked for again, and what may be lost, is.
    pub fn cut(&mut self) {
        if self.reader == Reader::Connected {
            self.reader = Reader::Cut;
            self.shed(Frame::is_sequenced);
            self.fit_cut();
        }
    }

    /// A reader comes (again), having received this many sequenced frames: hears `welcome`, then everything after
    /// them. `false`: that cannot be; the session stays cut and is of no use to this reader.
    #[must_use]
    pub fn resume(&mut self, received: u64, welcome: Frame) -> bool {
        self.cut();
        let Some(missed) = self.sent.checked_sub(received) else { return false };
        if self.reader == Reader::Lost || missed > self.sent_before.frames.len() as u64 {
            return false;
        }
        for _ in 0..missed {
            let frame = self.sent_before.pop_last().expect("`missed` of them are there");
            self.unsent.push_first(frame);
        }
        self.sent = received;
        self.sent_before = Queue::default();
        self.unsent.push_first(welcome);
        self.reader = Reader::Connected;
        true
    }

    fn is_full(&self) -> bool {
        self.unsent.frames.len() > QUEUE_FRAMES || self.unsent.bytes > QUEUE_BYTES
    }

    /// Drops what is not wanted, and of the inbox lines all but the newest of each conversation.
    fn shed(&mut self, wanted: impl Fn(&Frame) -> bool) {
        let mut seen = HashSet::new();
        self.unsent.keep(|frame| match frame.kind {
            Kind::Line(conv) => seen.insert(conv),
            _ => wanted(frame),
        });
    }

    /// Old frames go first, as the reader may have them.
    fn forget_oldest(&mut self) {
        while self.keeps_too_much() && self.sent_before.pop().is_some() {}
    }

    /// Keeps a cut session within its bounds.
    fn fit_cut(&mut self) {
        self.forget_oldest();
        if self.keeps_too_much() {
            *self = Self { reader: Reader::Lost, sent: self.sent, ..Self::default() };
        }
    }

    fn keeps_too_much(&self) -> bool {
        self.unsent.frames.len() + self.sent_before.frames.len() > KEPT_FRAMES
            || self.unsent.bytes + self.sent_before.bytes > KEPT_BYTES
    }
}

#[cfg(test)]
#[path = "outgoing_test.rs"]
mod tests;
