//! How the mood of the floor went, for supervisors; see `crate::routing::moods`.

use super::{ApiState, Problem, sites};
use crate::domain::{SiteId, Timestamp};
use crate::protocol::Code;
use crate::routing::moods::{EVERY, History, Mood, SPAN};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query as Pairs, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    site: Option<String>,
}

/// The last two hours, a sample a minute.
#[derive(Serialize, ToSchema)]
pub(super) struct MoodsView {
    /// Server time.
    #[schema(value_type = i64)]
    now: Timestamp,
    /// From one sample to the next, in milliseconds. Where two lie further apart nothing is known of the time between:
    /// the server did not run.
    every_ms: u64,
    /// How far back they reach, in milliseconds.
    span_ms: u64,
    /// Sites that had an open conversation in that time.
    #[schema(value_type = Vec<String>)]
    sites: Vec<SiteId>,
    /// Oldest first.
    samples: Vec<MoodView>,
}

/// Open conversations by stage.
#[derive(Serialize, ToSchema)]
pub(super) struct MoodView {
    /// When, on the minute.
    #[schema(value_type = i64)]
    at: Timestamp,
    /// At this stage, like those below.
    calm: u32,
    watch: u32,
    concern: u32,
    critical: u32,
}

/// How the mood of the floor went over the last two hours.
#[utoipa::path(get, path = "/v1/moods",
    params(("site" = Option<String>, Query, description = "Absent: all sites together")),
    responses((status = 200, body = MoodsView), (status = "4XX", body = Problem)))]
pub(super) async fn moods(
    State(api): State<ApiState>,
    asked: Result<Pairs<Asked>, QueryRejection>,
) -> Result<Json<MoodsView>, Problem> {
    let Pairs(Asked { site }) =
        asked.map_err(|_| Problem::new(Code::BadFrame).field("site").rule("site=NAME, or nothing"))?;
    let site = match site {
        Some(name) => Some(sites::find(&api, name).await?.id),
        None => None,
    };
    let Some(History { moods, sites }) = api.desk.moods(site).await else {
        return Err(Problem::new(Code::Draining));
    };
    let samples = moods.into_iter().map(MoodView::from).collect();
    let [every_ms, span_ms] = [EVERY, SPAN].map(|time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
    Ok(Json(MoodsView { now: api.clock.now(), every_ms, span_ms, sites, samples }))
}

impl From<Mood> for MoodView {
    fn from(Mood { at, stages }: Mood) -> Self {
        Self { at, calm: stages.calm, watch: stages.watch, concern: stages.concern, critical: stages.critical }
    }
}
