//! Which conversations have said something since somebody last asked: a hint for whoever makes something of the log.
//!
//! Owns no truth: a hint is lost with the process, and where too many wait it says so instead of growing. Noting costs a
//! lock that nobody holds for long, wakes nobody who rests, and costs nothing at all while nobody follows.

use crate::domain::ConversationId;
use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Most conversations that are remembered.
const MOST: usize = 65_536;

/// What has been said and not yet been made anything of.
#[derive(Debug, Default)]
pub struct Changes {
    state: Mutex<State>,
    woken: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_followed: bool,
    is_over: bool,
    /// Somebody wants the follower to look up although nothing was said.
    is_called: bool,
    /// Threads that wait for the first hint. Whoever rests is not among them.
    awaiting: u32,
    /// Conversations with the messages said in each.
    waiting: HashMap<ConversationId, u64>,
    /// Messages of conversations that found no place.
    lost: u64,
    /// Messages noted and not done.
    behind: u64,
}

/// What was noted since the last time.
#[derive(Debug, Default)]
pub struct Taken {
    /// Conversations with the messages said in each.
    pub conversations: Vec<(ConversationId, u64)>,
    /// Messages of conversations that were not remembered; above 0: look everywhere.
    pub lost: u64,
}

impl Changes {
    /// From now on hints are kept.
    pub fn follow(&self) {
        self.state().is_followed = true;
    }

    /// So many messages were stored in each of these conversations.
    pub fn note(&self, said: impl IntoIterator<Item = (ConversationId, u64)>) {
        let mut state = self.state();
        if !state.is_followed {
            return;
        }
        let before = state.behind;
        let is_awaited = state.awaiting > 0;
        for (conv, messages) in said {
            state.behind += messages;
            if state.waiting.len() < MOST || state.waiting.contains_key(&conv) {
                *state.waiting.entry(conv).or_default() += messages;
            } else {
                state.lost += messages;
            }
        }
        let is_news = state.behind > before;
        drop(state);
        if is_news && is_awaited {
            self.woken.notify_all();
        }
    }

    /// Ends the wait of whoever awaits a hint, once.
    pub fn call(&self) {
        self.state().is_called = true;
        self.woken.notify_all();
    }

    /// Takes what has been noted; waits so long for the first. Blocks.
    pub fn take(&self, patience: Duration) -> Taken {
        let nothing =
            |state: &mut State| state.waiting.is_empty() && state.lost == 0 && !state.is_over && !state.is_called;
        let mut state = self.state();
        state.awaiting += 1;
        let waited = self.woken.wait_timeout_while(state, patience, nothing);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.awaiting -= 1;
        state.is_called = false;
        Taken { conversations: state.waiting.drain().collect(), lost: std::mem::take(&mut state.lost) }
    }

    /// Waits so long, whatever is noted meanwhile; less only when it is over. Blocks.
    pub fn rest(&self, time: Duration) {
        let until = Instant::now() + time;
        let goes_on = |state: &mut State| !state.is_over && Instant::now() < until;
        drop(self.woken.wait_timeout_while(self.state(), time, goes_on));
    }

    /// So many messages have been made something of.
    pub fn done(&self, messages: u64) {
        let mut state = self.state();
        state.behind = state.behind.saturating_sub(messages);
    }

    /// Messages noted and not done.
    #[must_use]
    pub fn behind(&self) -> u64 {
        self.state().behind
    }

    /// Nobody follows any more: whoever waits goes on.
    pub fn end(&self) {
        let mut state = self.state();
        (state.is_over, state.is_followed) = (true, false);
        drop(state);
        self.woken.notify_all();
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.state().is_over
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[path = "changes_test.rs"]
mod tests;
