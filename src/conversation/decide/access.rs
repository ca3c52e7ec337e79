//! Who an actor is to this conversation. Owns the proof that a visitor touches their own conversation only.

use crate::conversation::state::{Phase, State};
use crate::domain::{Actor, Party, Refusal, Role, StaffId};

/// An actor as seen from one conversation.
pub(super) enum Who<'a> {
    /// The visitor of this conversation.
    Visitor,
    /// A member of the staff.
    Staff(Member<'a>),
    /// The server itself.
    System,
}

/// A member of the staff.
#[derive(Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) id: StaffId,
    pub(super) name: &'a str,
    role: Role,
}

impl Member<'_> {
    /// May step into what others hold.
    pub(super) fn may_step_in(self) -> bool {
        self.role >= Role::Supervisor
    }

    pub(super) fn party(self) -> Party {
        Party::Staff { id: self.id, name: self.name.to_owned() }
    }
}

/// Places an actor. Somebody else's conversation does not exist for a visitor.
pub(super) fn who<'a>(state: &State, by: &'a Actor) -> Result<Who<'a>, Refusal> {
    match by {
        Actor::Visitor(visitor) if state.visitor() == Some(*visitor) => Ok(Who::Visitor),
        Actor::Visitor(_) => Err(Refusal::NotFound),
        Actor::Staff { role: Role::Visitor, .. } => Err(Refusal::Forbidden),
        Actor::Staff { id, name, role } => Ok(Who::Staff(Member { id: *id, name, role: *role })),
        Actor::System => Ok(Who::System),
    }
}

/// Lets the conversation's own visitor through.
pub(super) fn visitor(state: &State, by: &Actor) -> Result<(), Refusal> {
    match who(state, by)? {
        Who::Visitor => Ok(()),
        Who::Staff(_) | Who::System => Err(Refusal::Forbidden),
    }
}

/// Lets whoever holds the conversation through, and supervisors.
pub(super) fn in_charge(state: &State, member: Member<'_>) -> Result<(), Refusal> {
    if state.is_held_by(member.id) || member.may_step_in() { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// Lets staff through.
pub(super) fn staff<'a>(state: &State, by: &'a Actor) -> Result<Member<'a>, Refusal> {
    match who(state, by)? {
        Who::Staff(member) => Ok(member),
        Who::Visitor | Who::System => Err(Refusal::Forbidden),
    }
}

/// Refuses everything after the end (invariant C3).
pub(super) fn still_open(state: &State) -> Result<(), Refusal> {
    if matches!(state.phase, Phase::Closed { .. }) { Err(Refusal::Closed) } else { Ok(()) }
}
