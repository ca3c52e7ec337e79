//! What an event must not do to the state it comes upon, by the names of the invariants. Pure; never stops the fold.

use crate::conversation::{Floor, Phase, State};
use crate::domain::invariant::Invariant;
use crate::domain::{Event, Party, Stamped};

/// The first invariant that `event` breaks after `state`, and how.
pub(in crate::conversation) fn breach(state: &State, event: &Stamped<Event>) -> Option<(Invariant, String)> {
    let Stamped { seq, by, event: what, .. } = event;
    if *seq != state.last.next() {
        return Some((Invariant::C1, format!("seq {seq} follows {}", state.last)));
    }
    if matches!(state.phase, Phase::Closed { .. }) && !what.may_follow_end() {
        return Some((Invariant::C3, format!("something other than reopening or a judgement at {seq} after the end")));
    }
    let again = what.message_id().and_then(|id| state.ids.place(id).map(|place| (id, place.seq)));
    if let Some((id, first)) = again {
        return Some((Invariant::C4, format!("message id {id} logged at {first} and again at {seq}")));
    }
    let Event::Said { .. } = what else { return None };
    let has_floor = match by {
        Party::Visitor => true,
        Party::Bot | Party::System => state.floor == Floor::Bot,
        Party::Staff { id, .. } => state.is_held_by(*id),
    };
    (!has_floor).then(|| (Invariant::R3, format!("somebody spoke at {seq} while {} held the floor", holder(state))))
}

/// Exactly one party holds the floor (R3).
pub(in crate::conversation) fn has_one_floor(state: &State) -> bool {
    match (&state.phase, &state.floor) {
        (Phase::WithAgent { agent, .. }, Floor::Agent { id, .. }) => agent == id,
        // A takeover lies between its two events, both of one commit.
        (Phase::HandingOff { .. }, _) => true,
        (Phase::WithAgent { .. }, Floor::Bot) => false,
        (_, floor) => *floor == Floor::Bot,
    }
}

fn holder(state: &State) -> String {
    match &state.floor {
        Floor::Bot => "the bot".to_owned(),
        Floor::Agent { id, .. } => format!("staff {id}"),
    }
}
