//! What a client shows of conversations. Owns the rule of docs/protocol.md §4: what is at or below the last place is
//! dropped, what is one above is applied, and anything further waits for `history`.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One conversation on the screen.
#[derive(Debug, Default)]
pub struct Shown {
    pub head: u64,
    pub items: Vec<Value>,
    ahead: BTreeMap<u64, Value>,
    /// A page was asked for and has not come.
    pub asked: bool,
}

/// All of them.
#[derive(Debug, Default)]
pub struct View {
    pub conversations: BTreeMap<String, Shown>,
    /// Last place of each conversation that came live in this session.
    live: HashMap<String, u64>,
}

impl View {
    /// A session begins anew: what comes live may begin anywhere.
    pub fn new_session(&mut self) {
        self.live.clear();
        for shown in self.conversations.values_mut() {
            shown.asked = false;
        }
    }

    /// A frame came live. `Err`: the place before it came last, and this one does not follow.
    pub fn live(&mut self, conv: &str, seq: u64) -> Result<(), u64> {
        match self.live.insert(conv.to_owned(), seq) {
            Some(before) if before + 1 != seq => Err(before),
            _ => Ok(()),
        }
    }

    /// Shows a frame, or keeps it back. Answers with the place after which a page is missing.
    pub fn show(&mut self, conv: &str, seq: u64, frame: &Value) -> Option<u64> {
        let shown = self.conversations.entry(conv.to_owned()).or_default();
        if seq > shown.head {
            shown.ahead.insert(seq, frame.clone());
        }
        shown.catch_up();
        let is_missing = !shown.ahead.is_empty() && !shown.asked;
        shown.asked |= is_missing;
        is_missing.then_some(shown.head)
    }

    /// A page is asked for.
    pub fn ask(&mut self, conv: &str) -> u64 {
        let shown = self.conversations.entry(conv.to_owned()).or_default();
        shown.asked = true;
        shown.head
    }

    /// A page has come; answers with the place after which the next is missing.
    pub fn page(&mut self, conv: &str, more: bool) -> Option<u64> {
        let shown = self.conversations.entry(conv.to_owned()).or_default();
        shown.asked = more || !shown.ahead.is_empty();
        shown.asked.then_some(shown.head)
    }

    /// Conversations on the screen.
    pub fn known(&self) -> BTreeSet<String> {
        self.conversations.keys().cloned().collect()
    }
}

impl Shown {
    fn catch_up(&mut self) {
        self.ahead = self.ahead.split_off(&(self.head + 1));
        while let Some(next) = self.ahead.remove(&(self.head + 1)) {
            self.head += 1;
            self.items.push(next);
        }
    }
}
