//! Replays for supervisors: begin one, see how far it is, stop it.

use super::guard::Proven;
use super::input::{Body, id};
use super::policy::parsed;
use super::{ApiState, Problem};
use crate::conversation::replay::jobs::{Job, NotBegun, Standing, Wanted};
use crate::conversation::replay::report::Comparison;
use crate::domain::{SiteId, Timestamp};
use crate::protocol::Code;
use crate::store::Period;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Most supervisors that alerts are divided over.
const SUPERVISORS: u32 = 10_000;

/// What to replay.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Begin {
    /// A policy as TOML; null: what was in force, against the log as it stands.
    policy: Option<String>,
    /// Conversations that began then or later, in milliseconds since 1970.
    #[schema(value_type = i64)]
    since: Timestamp,
    /// And before then.
    #[schema(value_type = i64)]
    until: Timestamp,
    /// On this site alone.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    site: Option<SiteId>,
    /// Over how many supervisors alerts are divided; everybody of the staff who may supervise unless given.
    #[serde(default)]
    supervisors: Option<u32>,
}

/// A replay as it stands.
#[derive(Serialize, ToSchema)]
pub(super) struct Replay {
    /// Which.
    #[schema(value_type = String)]
    id: Uuid,
    /// `running`, `done`, `cancelled` or `failed`.
    state: &'static str,
    /// Version of the policy; absent where what was in force is held against the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[schema(value_type = i64)]
    since: Timestamp,
    #[schema(value_type = i64)]
    until: Timestamp,
    #[schema(value_type = i64)]
    started_at: Timestamp,
    #[schema(value_type = Option<i64>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Timestamp>,
    /// Conversations decided so far.
    done: u32,
    /// Of so many; 0 until they are counted.
    total: u32,
    /// Conversations that could not be followed.
    skipped: u32,
    /// What came of it, once it is done.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<Comparison>,
    /// Why it could not go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl From<Job> for Replay {
    fn from(job: Job) -> Self {
        let (state, comparison, why) = match job.standing {
            Standing::Running => ("running", None, None),
            Standing::Done(comparison) => ("done", Some(*comparison), None),
            Standing::Cancelled => ("cancelled", None, None),
            Standing::Failed(why) => ("failed", None, Some(why)),
        };
        let Job { id, wanted, started_at, ended_at, done, total, skipped, .. } = job;
        let Period { since, until, .. } = wanted.period;
        let version = wanted.policy.map(|(_, policy)| policy.version);
        Self { id, state, version, since, until, started_at, ended_at, done, total, skipped, comparison, why }
    }
}

/// Begins a replay; one goes on at a time.
#[utoipa::path(post, path = "/v1/replay", request_body = Begin,
    responses((status = 202, body = Replay), (status = "4XX", body = Problem)))]
pub(super) async fn begin(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Body(asked): Body<Begin>,
) -> Result<(StatusCode, Json<Replay>), Problem> {
    let Begin { policy, since, until, site, supervisors } = asked;
    if since >= until {
        return Err(Problem::invalid("until", "later than `since`"));
    }
    if supervisors.is_some_and(|number| !(1..=SUPERVISORS).contains(&number)) {
        return Err(Problem::invalid("supervisors", format!("1 to {SUPERVISORS}")));
    }
    let policy = policy.map(|text| parsed("policy", &text).map(|policy| (text, policy))).transpose()?;
    let supervisors = match supervisors {
        Some(number) => number,
        None => crate::store::supervisors(&api.store.all_staff().await?),
    };
    let by = session.member.party();
    let wanted = Wanted { policy, period: Period { since, until, site }, supervisors, by };
    match api.replays.begin(wanted).await {
        Ok(job) => Ok((StatusCode::ACCEPTED, Json(job.into()))),
        Err(NotBegun::Busy) => Err(Problem::new(Code::Conflict).rule("one replay at a time: another one goes on")),
        Err(NotBegun::Store(error)) => Err(error.into()),
    }
}

/// A replay as it stands. The latest ten are kept.
#[utoipa::path(get, path = "/v1/replay/{id}", params(("id" = String, Path)),
    responses((status = 200, body = Replay), (status = "4XX", body = Problem)))]
pub(super) async fn see(State(api): State<ApiState>, Path(replay): Path<String>) -> Result<Json<Replay>, Problem> {
    let job = api.replays.get(id(&replay)?).ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Json(job.into()))
}

/// Stops a replay that goes on.
#[utoipa::path(post, path = "/v1/replay/{id}/cancel", params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub(super) async fn cancel(State(api): State<ApiState>, Path(replay): Path<String>) -> Result<StatusCode, Problem> {
    if api.replays.cancel(id(&replay)?) { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::new(Code::NotFound)) }
}
