//! Stamping: gives decided events their places in the log and in the visitor's numbering.

use crate::conversation::state::State;
use crate::domain::{Event, Party, Stamped, Timestamp};

/// Events as they will stand in the log: seq without gaps (C1), public places only on what visitors may see (C6).
#[must_use]
pub fn stamp(state: &State, events: Vec<(Party, Event)>, now: Timestamp) -> Vec<Stamped<Event>> {
    let (mut seq, mut public) = (state.last, state.last_public);
    let place = |(by, event): (Party, Event)| {
        seq = seq.next();
        let seen = event.is_public().then(|| {
            public = public.next();
            public
        });
        Stamped { seq, public: seen, at: now, by, event }
    };
    events.into_iter().map(place).collect()
}
