//! What we said we would do, and what became of it. Owns the shapes and the fold of a log into its promises, with its
//! bound; `routing::promises` finds promises in words.

use super::{Event, Party, Seq, Stamped, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Most promises remembered of a conversation: a settled one is forgotten first, then the earliest.
const MOST: usize = 12;
/// Most that a list shows of one.
const SHOWN: usize = 3;

/// One thing that an agent or the bot said would be done for the visitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Promise {
    /// Place of the event that logged it: its name within the conversation.
    pub seq: Seq,
    /// The message that holds it.
    pub message: Seq,
    /// Who gave it.
    pub by: Party,
    /// The sentence, as written, at most 160 characters.
    pub text: String,
    /// Until when; absent where no time was said.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due: Option<Timestamp>,
}

/// What became of a promise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PromiseStanding {
    /// Still to be kept.
    #[default]
    Open,
    /// Done.
    Kept,
    /// It was none, or is not needed any more.
    Dropped,
}

/// Promises of one conversation, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Promises(Vec<(Promise, PromiseStanding)>);

impl Promises {
    /// Takes in the next event of the log.
    pub fn hear(&mut self, logged: &Stamped<Event>) {
        match &logged.event {
            Event::Promised { message, text, due } => {
                let (by, text) = (logged.by.clone(), text.clone());
                self.given(Promise { seq: logged.seq, message: *message, by, text, due: *due });
            }
            Event::PromiseSettled { promise, standing } => {
                if let Some((_, held)) = self.0.iter_mut().find(|(known, _)| known.seq == *promise) {
                    *held = *standing;
                }
            }
            _ => {}
        }
    }

    /// What became of one; `None` where there is no such promise, or none any more.
    #[must_use]
    pub fn standing(&self, promise: Seq) -> Option<PromiseStanding> {
        self.0.iter().find(|(known, _)| known.seq == promise).map(|(_, standing)| *standing)
    }

    /// Promises still to be kept, in order.
    pub fn open(&self) -> impl Iterator<Item = &Promise> {
        self.0.iter().filter(|(_, standing)| *standing == PromiseStanding::Open).map(|(promise, _)| promise)
    }

    /// The most pressing ones, at most three: those with a time first, by their time.
    #[must_use]
    pub fn pressing(&self) -> Vec<Promise> {
        let mut open: Vec<&Promise> = self.open().collect();
        open.sort_by_key(|promise| promise.due.unwrap_or(Timestamp(i64::MAX)));
        open.into_iter().take(SHOWN).cloned().collect()
    }

    fn given(&mut self, promise: Promise) {
        if self.0.len() == MOST {
            let settled = self.0.iter().position(|(_, standing)| *standing != PromiseStanding::Open);
            self.0.remove(settled.unwrap_or(0));
        }
        self.0.push((promise, PromiseStanding::Open));
    }
}
