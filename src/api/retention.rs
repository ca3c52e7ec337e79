//! For how many days conversations that have ended are kept, changed by admins while the server runs.
//!
//! Owns the order of a change: judged, stored, in force, audited; and what is shown before it: how many conversations would
//! go. Erases nothing: `erasing` does, an hour after the change at the earliest, unless the server starts before.

use super::change::to_its_end;
use super::guard::Proven;
use super::input::{Body, numbers};
use super::{ApiState, Problem, audit, overlaid};
use crate::auth::StaffSession;
use crate::domain::Timestamp;
use crate::erasing::{KeptDays, SWEEP};
use crate::protocol::Code;
use crate::store::OverlayKind;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// There is one, so its name is the same for all.
const ID: &str = "closed";

/// What can be set of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionSettings {
    /// Days after which a conversation that has ended is erased; 0: never.
    pub closed_days: u32,
}

/// How it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RetentionView {
    /// Days that hold now; 0: for good.
    closed_days: u32,
    /// Whether they were set here; else they are as configured.
    own: bool,
    /// Days that are configured.
    configured_days: u32,
}

/// What would go.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RetentionPreview {
    /// Days that were asked about.
    closed_days: u32,
    /// Conversations that would be erased.
    conversations: u64,
    /// They ended before this moment, in milliseconds since 1970; absent where everything is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    before: Option<Timestamp>,
    /// Erased at this moment, if it were set now.
    #[schema(value_type = i64)]
    at: Timestamp,
}

impl RetentionView {
    pub(super) fn of(days: &KeptDays) -> Self {
        Self { closed_days: days.in_force(), own: days.own().is_some(), configured_days: days.configured() }
    }
}

/// What would go if so many days were set now; those that hold where none are named.
#[utoipa::path(get, path = "/v1/settings/retention", params(("closed_days" = Option<u64>, Query)),
    responses((status = 200, body = RetentionPreview), (status = "4XX", body = Problem)))]
pub(super) async fn preview(
    State(api): State<ApiState>,
    RawQuery(query): RawQuery,
) -> Result<Json<RetentionPreview>, Problem> {
    let [days] = numbers(query.as_deref(), ["closed_days"])?;
    let days = days.map_or_else(|| Some(api.kept_days.in_force()), |days| u32::try_from(days).ok());
    let days = judged(&api.kept_days, days)?;
    let now = api.clock.now();
    let before = KeptDays::until(days, now);
    let conversations = match before {
        Some(until) => api.store.count_ended_before(until).await?,
        None => 0,
    };
    Ok(Json(RetentionPreview { closed_days: days, conversations, before, at: now.plus(SWEEP) }))
}

/// Sets the days, in the place of what is configured.
#[utoipa::path(put, path = "/v1/settings/retention", request_body = RetentionSettings,
    responses((status = 200, body = RetentionView), (status = "4XX", body = Problem)))]
pub(super) async fn put(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Body(asked): Body<RetentionSettings>,
) -> Result<Json<RetentionView>, Problem> {
    judged(&api.kept_days, Some(asked.closed_days))?;
    to_its_end(&api.clone(), async move { changed(&api, &session, Some(asked)).await }).await.map(Json)
}

/// Takes back what was set: the days are as they are configured.
#[utoipa::path(delete, path = "/v1/settings/retention", responses((status = 204), (status = "4XX", body = Problem)))]
pub(super) async fn delete(State(api): State<ApiState>, Proven(session): Proven) -> Result<StatusCode, Problem> {
    to_its_end(&api.clone(), async move { changed(&api, &session, None).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn judged(days: &KeptDays, asked: Option<u32>) -> Result<u32, Problem> {
    let rule = || format!("a whole number of days, 0 (for good) to {}", days.most());
    asked.filter(|asked| *asked <= days.most()).ok_or_else(|| Problem::invalid("closed_days", rule()))
}

async fn changed(
    api: &ApiState,
    session: &StaffSession,
    asked: Option<RetentionSettings>,
) -> Result<RetentionView, Problem> {
    let _one_at_a_time = api.kept_days.changing().await;
    if asked.is_none() && api.kept_days.own().is_none() {
        return Err(Problem::new(Code::NotFound).rule("a number of days that was changed in the settings"));
    }
    // What the configuration says anyway need not be kept.
    let own = asked.filter(|asked| asked.closed_days != api.kept_days.configured());
    overlaid::store(api, OverlayKind::Retention, ID, own.as_ref()).await?;
    let act = if own.is_some() { "retention_put" } else { "retention_delete" };
    api.kept_days.amend(own.map(|own| own.closed_days));
    let view = RetentionView::of(&api.kept_days);
    audit(api, session, act, &format!("{} days", view.closed_days)).await?;
    Ok(view)
}
