//! A replay as it is asked for, as it stands, and what it does with one conversation. Pure.

use crate::conversation::replay::in_force::InForce;
use crate::conversation::replay::logged::{Moment, Unfollowable, redecide};
use crate::conversation::replay::report::facts::{facts, raised};
use crate::conversation::replay::report::{Comparing, Comparison};
use crate::domain::{ConversationId, Event, Party, Stamped, Timestamp};
use crate::store::{AuditLine, Period, StoreError};
use crate::triage::Policy;
use std::sync::Arc;
use uuid::Uuid;

/// What to replay.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The policy's text as it was given, and what it says; absent: the policies that were in force, against the log.
    pub policy: Option<(String, Policy)>,
    /// Which conversations.
    pub period: Period,
    /// Over how many alerts are divided.
    pub supervisors: u32,
    /// Who asks.
    pub by: Party,
}

/// How far a replay is.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Goes on.
    Running,
    /// Done.
    Done(Box<Comparison>),
    /// Somebody stopped it.
    Cancelled,
    /// It could not go on; for people.
    Failed(String),
}

/// A replay as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Which.
    pub id: Uuid,
    /// What was asked.
    pub wanted: Wanted,
    /// Since when.
    pub started_at: Timestamp,
    /// Until when; absent while it goes on.
    pub ended_at: Option<Timestamp>,
    /// Conversations decided so far.
    pub done: u32,
    /// Of so many; 0 until they are counted.
    pub total: u32,
    /// Conversations that could not be followed, and are left out.
    pub skipped: u32,
    /// How far.
    pub standing: Standing,
}

/// Why no replay began.
#[derive(Debug, thiserror::Error)]
pub enum NotBegun {
    /// Another one goes on.
    #[error("another replay goes on")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes one conversation into account; `false` when it cannot be followed.
pub(super) fn compare(
    conv: ConversationId,
    record: &[Stamped<Event>],
    in_force: &InForce,
    policy: Option<Arc<Policy>>,
    mut comparing: Comparing,
) -> (Comparing, bool) {
    let live = || redecide(conv, record, &|moment: Moment<'_>| in_force.at(moment));
    let both = || -> Result<_, Unfollowable> {
        let Some(policy) = policy else { return Ok((raised(record), raised(&live()?.log))) };
        let new = redecide(conv, record, &|_: Moment<'_>| Arc::clone(&policy))?;
        Ok((raised(&live()?.log), raised(&new.log)))
    };
    match both() {
        Ok((old, new)) => {
            comparing.take(&facts(conv, record), &old, &new);
            (comparing, true)
        }
        Err(error) => {
            tracing::warn!(%error, "left out of a replay");
            (comparing, false)
        }
    }
}

/// The line of the audit that says that a replay began.
pub(super) fn audited(job: &Job) -> AuditLine {
    let Period { since, until, site } = &job.wanted.period;
    let version = job.wanted.policy.as_ref().map(|(_, policy)| policy.version.as_str());
    let detail = serde_json::json!({"id": job.id, "version": version, "since": since, "until": until, "site": site});
    AuditLine { at: job.started_at, by: job.wanted.by.clone(), act: "replay".to_owned(), detail: detail.to_string() }
}
