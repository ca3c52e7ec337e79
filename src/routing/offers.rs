//! Offers on their way, and who let one pass. Pure: time is an argument, counted from the desk's start.
//!
//! Owns the promise that an offer counts as load from the moment it is posted (R1): until the conversation confirms it,
//! it is made again to the same agent, never to two.

use crate::domain::{ConversationId, StaffId};
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use uuid::Uuid;

/// An offer that the conversation did not confirm within this is made again.
pub const CONFIRM: Duration = Duration::from_secs(5);
/// An agent who let an offer pass is not asked again for this long, unless nobody else is there.
pub const PASS: Duration = Duration::from_mins(1);
/// So often an offer is posted in vain before it goes to somebody else.
pub const TRIES: u32 = 3;

#[derive(Debug, Clone, Copy)]
struct Posted {
    to: StaffId,
    at: Duration,
    tries: u32,
}

/// Offers that no conversation has confirmed yet, and the memory of those that came to nothing.
#[derive(Debug, Default)]
pub struct Offers {
    posted: BTreeMap<ConversationId, Posted>,
    passed: BTreeMap<(ConversationId, StaffId), Duration>,
}

impl Offers {
    /// An offer goes out.
    pub fn post(&mut self, conv: ConversationId, to: StaffId, now: Duration) {
        self.posted.insert(conv, Posted { to, at: now, tries: 1 });
    }

    /// The conversation moved on: its offer is on its way no more.
    pub fn settle(&mut self, conv: ConversationId) {
        self.posted.remove(&conv);
    }

    /// Whether an offer is on its way.
    #[must_use]
    pub fn is_posted(&self, conv: ConversationId) -> bool {
        self.posted.contains_key(&conv)
    }

    /// Takes back what is on its way to somebody.
    pub fn withdraw(&mut self, from: StaffId) {
        self.posted.retain(|_, posted| posted.to != from);
    }

    /// Each that is on its way, and to whom.
    pub fn posted(&self) -> impl Iterator<Item = (ConversationId, StaffId)> {
        self.posted.iter().map(|(conv, posted)| (*conv, posted.to))
    }

    /// How many are on their way to each.
    #[must_use]
    pub fn on_their_way(&self) -> HashMap<StaffId, u32> {
        let mut counts = HashMap::new();
        for posted in self.posted.values() {
            *counts.entry(posted.to).or_default() += 1;
        }
        counts
    }

    /// Offers to make again, to whom they were made before. Those to an agent who `takes` no more, or that were made
    /// in vain too often, are dropped instead.
    pub fn again(&mut self, now: Duration, takes: impl Fn(StaffId) -> bool) -> Vec<(ConversationId, StaffId)> {
        let (mut again, mut in_vain) = (Vec::new(), Vec::new());
        self.posted.retain(|conv, posted| {
            if now.saturating_sub(posted.at) < CONFIRM {
                return true;
            }
            if !takes(posted.to) {
                return false;
            }
            if posted.tries == TRIES {
                in_vain.push((*conv, posted.to));
                return false;
            }
            *posted = Posted { at: now, tries: posted.tries + 1, ..*posted };
            again.push((*conv, posted.to));
            true
        });
        self.passed.extend(in_vain.into_iter().map(|pair| (pair, now)));
        again
    }

    /// An agent let a conversation pass.
    pub fn pass(&mut self, conv: ConversationId, staff: StaffId, now: Duration) {
        self.passed.insert((conv, staff), now);
    }

    /// When they did, if that is remembered.
    #[must_use]
    pub fn passed(&self, conv: ConversationId, staff: StaffId) -> Option<Duration> {
        self.passed.get(&(conv, staff)).copied()
    }

    /// Forgets passes that are long ago.
    pub fn expire(&mut self, now: Duration) {
        self.passed.retain(|_, at| now.saturating_sub(*at) < PASS);
    }

    /// Forgets a conversation.
    pub fn forget(&mut self, conv: ConversationId) {
        self.posted.remove(&conv);
        let everybody = (conv, StaffId(Uuid::nil()))..=(conv, StaffId(Uuid::max()));
        let theirs: Vec<_> = self.passed.range(everybody).map(|(pair, _)| *pair).collect();
        for pair in theirs {
            self.passed.remove(&pair);
        }
    }
}
