//! Evolve: the state after an event. Pure and total: any logged event has a meaning.

use super::State;
use crate::domain::{Event, Stamped};

/// The state after `event`.
#[must_use]
pub fn evolve(state: State, event: &Stamped<Event>) -> State {
    State { last: event.seq, ..state }
}
