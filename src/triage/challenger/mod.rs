//! The challenger: a second model that reads what the champion has answered, while there is nothing else to do.
//!
//! Owns its line, its thread and its status. Its readings become records of comparison and nothing else: there is no
//! way from here to a conversation, its log or a client.
//! Kept: a message comes here only after its answer was given; one message is read at a time; the champion's threads
//! and those who hand messages over never wait for anything that this thread holds. A challenger that is absent, slow,
//! broken or in panic changes no answer.

mod line;
mod work;

pub(super) use self::line::Answered;
pub(super) use self::work::micros;

use self::line::Line;
use self::work::Work;
use super::queue::Queue;
use super::reader::Model;
use crate::domain::{Paired, Timestamp};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::{self, Thread};

/// How the challenger is, for operators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Its model is being loaded.
    Loading,
    /// It reads in idle time.
    On {
        /// First 12 hexadecimal digits of the model file's SHA-256.
        model: String,
        /// Engine and version.
        engine: String,
    },
    /// It does not read.
    Off {
        /// Why.
        why: String,
    },
}

/// What a challenger is made of.
pub struct Parts {
    /// Loads its model; called once, on its own thread.
    pub load: Box<dyn FnOnce() -> Result<Model, String> + Send>,
    /// Share of messages that it reads, above 0 and at most 1.
    pub share: f64,
    /// Most messages that wait for it; beyond that the oldest go.
    pub backlog: usize,
    /// The time, for its records.
    pub now: Box<dyn Fn() -> Timestamp + Send>,
    /// Keeps a record.
    pub keep: Box<dyn FnMut(&Paired) + Send>,
}

/// The handle that the champion's threads hold.
pub(super) struct Challenger {
    line: Arc<Line>,
    state: Arc<State>,
    thread: Option<Thread>,
}

/// The status, shared with the thread.
pub(super) struct State(RwLock<Status>);

impl State {
    fn set(&self, status: Status) {
        metrics::gauge!("challenger_on").set(if matches!(status, Status::On { .. }) { 1.0 } else { 0.0 });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = status;
    }
}

impl Challenger {
    /// Starts the thread, which loads the model first. Never fails: the status says why it does not read.
    pub(super) fn start(parts: Parts, champion: String, queue: Arc<Queue>) -> Self {
        let line = Arc::new(Line::new(parts.share, parts.backlog));
        let state = Arc::new(State(RwLock::new(Status::Loading)));
        let work = Work { line: Arc::clone(&line), queue, state: Arc::clone(&state), champion };
        let started = thread::Builder::new().name("challenger".to_owned()).spawn(move || work.run(parts));
        let thread = match started {
            Ok(handle) => Some(handle.thread().clone()),
            Err(error) => {
                turn_off(&state, &line, format!("no thread for it could be started: {error}"));
                None
            }
        };
        Self { line, state, thread }
    }

    /// One that does not read.
    pub(super) fn off(why: &str) -> Self {
        let (line, state) = (Arc::new(Line::new(1.0, 1)), Arc::new(State(RwLock::new(Status::Loading))));
        turn_off(&state, &line, why.to_owned());
        Self { line, state, thread: None }
    }

    pub(super) fn status(&self) -> Status {
        self.state.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether copies are of any use.
    pub(super) fn is_open(&self) -> bool {
        !self.line.is_closed()
    }

    /// After the champion has answered a batch and given it out of its hands; never waits.
    pub(super) fn after(&self, answered: Vec<Answered>) {
        let dropped = self.line.offer(answered);
        if dropped > 0 {
            metrics::counter!("challenger_messages_total", "outcome" => "dropped").increment(dropped as u64);
        }
        self.wake();
    }

    /// Ends the thread after the message that it is reading.
    pub(super) fn close(&self) {
        self.line.close();
        self.wake();
    }

    /// Also without news in the line: the champion may just have become idle.
    fn wake(&self) {
        if let Some(thread) = &self.thread {
            thread.unpark();
        }
    }
}

/// Ends the reading, with the reason.
fn turn_off(state: &State, line: &Line, why: String) {
    tracing::warn!(%why, "the challenger does not read; scores and chats are as without it");
    line.close();
    state.set(Status::Off { why });
}

#[cfg(test)]
#[path = "challenger_test.rs"]
mod tests;
