//! People and conversations that the tests of this folder share.

use super::members::Member;
use super::rules::Profile;
use crate::domain::{ConversationId, Language, PhaseName, StaffId, Summary, Timestamp, fixtures};
use uuid::Uuid;

pub(super) const LIN: StaffId = StaffId(Uuid::from_u128(0xB0));
pub(super) const ANA: StaffId = StaffId(Uuid::from_u128(0xB1));

pub(super) fn chat(n: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(n))
}

/// A conversation as it tells the desk.
pub(super) fn summary(conv: ConversationId, phase: PhaseName, agent: Option<StaffId>, since: Timestamp) -> Summary {
    Summary {
        phase,
        agent,
        agent_name: agent.map(|_| "Agent".to_owned()),
        last_agent: agent.filter(|_| phase == PhaseName::WithAgent),
        last_at: since,
        opened_at: since,
        waiting_since: phase.has_ticket().then_some(since),
        ..fixtures::summary(conv)
    }
}

pub(super) fn member(capacity: u32, available: bool) -> Member {
    Member {
        name: "Agent".to_owned(),
        capacity,
        available,
        language: Some(Language::En),
        supervises: false,
        profile: Profile::default(),
    }
}
