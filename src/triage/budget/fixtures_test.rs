//! Conversations that the tests of this folder share.

use crate::domain::budget::Basis;
use crate::domain::outcome::{AngerAlerts, JudgedReadings, Outcome, Peak};
use crate::domain::{ConversationId, Language, SiteId, Stage, Timestamp};
use crate::triage::Policy;
use uuid::Uuid;

pub(super) const MINUTE: i64 = 60_000;

pub(super) fn shop() -> SiteId {
    SiteId::try_from("shop".to_owned()).unwrap()
}

pub(super) fn basis() -> Basis {
    Basis { model: "m".to_owned(), policy: Policy::default().version }
}

/// A conversation in English that nothing is known against. They end a minute after one another.
pub(super) fn calm_chat(n: u32, level: f32) -> Outcome {
    let at = i64::from(n) * MINUTE;
    Outcome {
        conv: ConversationId(Uuid::from_u128(u128::from(n))),
        site: shop(),
        language: Some(Language::En),
        opened_at: Timestamp(at),
        closed_at: Timestamp(at),
        peak: Peak { level, stage: Stage::Calm },
        scored: 5,
        unread: 0,
        rating: None,
        alerts: AngerAlerts::default(),
        sensitive: false,
        readings: JudgedReadings::default(),
        helped: false,
        basis: basis(),
    }
}
