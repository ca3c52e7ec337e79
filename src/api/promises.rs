//! Promises that fall due, for staff.

use super::guard::Proven;
use super::{ApiState, Problem};
use crate::domain::Summary;
use crate::session::access::sees;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// Most conversations named.
const MOST: u32 = 100;
/// A promise that has been late for longer is not named any more: it would stand before all others for good.
const FORGOTTEN: Duration = Duration::from_hours(30 * 24);

/// Ended conversations in which something is still to be done.
#[derive(Serialize, ToSchema)]
pub(super) struct Owing {
    /// The soonest first, at most 100; the shape of `conv.summary` on the socket.
    #[schema(value_type = Vec<Object>)]
    conversations: Vec<Summary>,
}

/// Lines of ended conversations whose promises fall due, or are late by 30 days at most. Those that go on stand in the
/// inbox, with theirs.
#[utoipa::path(get, path = "/v1/promises",
    responses((status = 200, body = Owing), (status = "4XX", body = Problem)))]
pub(super) async fn list(State(api): State<ApiState>, Proven(session): Proven) -> Result<Json<Owing>, Problem> {
    let actor = session.member.actor();
    let since = api.clock.now().minus(FORGOTTEN);
    let mut conversations = api.store.closed_with_promises(since, MOST).await?;
    conversations.retain(|summary| sees(&actor, summary));
    Ok(Json(Owing { conversations }))
}
