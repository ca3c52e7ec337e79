//! People and conversations that the tests of this folder share.

use super::members::Member;
use super::rules::Profile;
use crate::domain::{
    ConversationId, Language, Party, PhaseName, Seq, SiteId, StaffId, Stage, Summary, Timestamp, VisitorId,
};
use uuid::Uuid;

pub(super) const LIN: StaffId = StaffId(Uuid::from_u128(0xB0));
pub(super) const ANA: StaffId = StaffId(Uuid::from_u128(0xB1));

pub(super) fn chat(n: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(n))
}

/// A conversation as it tells the desk.
pub(super) fn summary(conv: ConversationId, phase: PhaseName, agent: Option<StaffId>, since: Timestamp) -> Summary {
    Summary {
        conv,
        site: SiteId::try_from("demo".to_owned()).unwrap(),
        visitor: VisitorId(Uuid::nil()),
        visitor_name: None,
        language: Language::En,
        phase,
        agent,
        agent_name: agent.map(|_| "Agent".to_owned()),
        last_agent: agent.filter(|_| phase == PhaseName::WithAgent),
        stage: Stage::Calm,
        belief: None,
        trend: 0.0,
        last_seq: Seq(1),
        last_public: Seq(1),
        preview: String::new(),
        last_by: Party::Visitor,
        last_at: since,
        opened_at: since,
        waiting_since: phase.has_ticket().then_some(since),
        waited_ms: None,
        team: None,
        passing: None,
        unanswered_since: None,
        alert: None,
        alerts: Vec::new(),
        promises: Vec::new(),
        questions: Vec::new(),
        tags: Vec::new(),
        snoozed_until: None,
        unscored: 0,
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
