//! The bounded line of messages that the champion has answered, before the challenger.
//!
//! Owns the sampling, the bound and the end. Kept: the champion's threads never wait here. They try the lock, and when
//! the challenger has it they let the copies go; a thread of low priority may be put aside in the middle of anything.

use crate::domain::paired::Reading;
use crate::domain::{ConversationId, Language, Seq};
use crate::triage::Turn;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, TryLockError};

/// A message that the champion has read and answered.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::triage) struct Answered {
    pub(in crate::triage) conv: ConversationId,
    pub(in crate::triage) message: Seq,
    pub(in crate::triage) text: String,
    pub(in crate::triage) context: Vec<Turn>,
    pub(in crate::triage) language: Option<Language>,
    pub(in crate::triage) champion: Reading,
}

/// Shared by the champion's threads and the challenger's.
pub(super) struct Line {
    waiting: Mutex<VecDeque<Answered>>,
    closed: AtomicBool,
    /// Share of messages that are compared, above 0 and at most 1.
    share: f64,
    most: usize,
}

impl Line {
    pub(super) fn new(share: f64, most: usize) -> Self {
        Self { waiting: Mutex::default(), closed: AtomicBool::new(false), share, most: most.max(1) }
    }

    /// Takes in those that are in the sample. Gives how many had to go for it: the oldest of a full line, or all of
    /// them when the line was not free.
    pub(super) fn offer(&self, answered: Vec<Answered>) -> usize {
        let wanted = answered.into_iter().filter(|one| is_sampled(one.conv, one.message, self.share));
        let mut wanted = wanted.peekable();
        if self.is_closed() || wanted.peek().is_none() {
            return 0;
        }
        let mut waiting = match self.waiting.try_lock() {
            Ok(waiting) => waiting,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return wanted.count(),
        };
        waiting.extend(wanted);
        let over = waiting.len().saturating_sub(self.most);
        waiting.drain(..over);
        over
    }

    /// The oldest, and how many wait behind it.
    pub(super) fn take(&self) -> Option<(Answered, usize)> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let first = waiting.pop_front()?;
        Some((first, waiting.len()))
    }

    /// Ends: nothing is taken in any more.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}

/// Whether a message belongs to a sample of this share: told from its place alone, so that every run and every node
/// picks the same. The bits of place and conversation are mixed as in `SplitMix64` (Steele, Lea and Flood 2014).
fn is_sampled(conv: ConversationId, message: Seq, share: f64) -> bool {
    let (high, low) = conv.0.as_u64_pair();
    let mixed = mix(mix(mix(high) ^ low) ^ message.0);
    // The upper 53 bits are a number in 0..1 that a double holds exactly.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let drawn = (mixed >> 11) as f64 / (1_u64 << 53) as f64;
    drawn < share
}

const fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[cfg(test)]
#[path = "line_test.rs"]
mod tests;
