//! For operators and their machines: alive, ready, metrics.

use super::challenger::ChallengerState;
use super::input::{CameFrom, text};
use super::{ApiState, Problem};
use crate::auth::hash_token;
use crate::domain::Timestamp;
use crate::protocol::Code;
use crate::store::StoreError;
use crate::triage::Status;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::time::Duration;
use tokio::sync::Mutex;
use utoipa::ToSchema;

/// A probe's answer is good for this long, so that asking often is no load of writes.
const FRESH: Duration = Duration::from_secs(1);
/// A store that does not answer in this time is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// Remembers the last write probe of the store.
#[derive(Debug, Default)]
pub struct Readiness {
    last: Mutex<Option<(Timestamp, Writes)>>,
}

/// Whether the store takes writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Writes {
    /// A write was committed.
    Ok,
    /// There is no room for what had to be written; what is stored can be read.
    DiskFull,
    /// A write could not be committed for another reason, or not in time.
    Unavailable,
}

impl Readiness {
    async fn store_writes(&self, api: &ApiState) -> Writes {
        // One probe at a time; whoever waits here gets its answer.
        let mut last = self.last.lock().await;
        let now = api.clock.now();
        if let Some((at, writes)) = *last
            && now.since(at) < FRESH
            && at <= now
        {
            return writes;
        }
        let writes = match tokio::time::timeout(PATIENCE, api.store.probe()).await {
            Ok(Ok(())) => Writes::Ok,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the store cannot write");
                if matches!(error, StoreError::DiskFull { .. }) { Writes::DiskFull } else { Writes::Unavailable }
            }
            Err(_) => {
                tracing::warn!("the store does not answer");
                Writes::Unavailable
            }
        };
        *last = Some((now, writes));
        writes
    }
}

/// Whether traffic should come here.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServerState {
    /// Yes or no; the status says the same.
    ready: bool,
    /// The server is on its way out.
    draining: bool,
    /// Whether messages can be stored.
    store: Writes,
    /// Whether messages are scored. Chats work without; readiness does not depend on it.
    scoring: Scoring,
    /// The second model that reads in idle time; absent when none is set. Readiness does not depend on it either.
    #[serde(skip_serializing_if = "Option::is_none")]
    challenger: Option<ChallengerState>,
    /// Version.
    server: &'static str,
}

/// Whether messages are scored, by what, or why not.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "status", rename_all = "lowercase")]
enum Scoring {
    /// They are.
    On {
        /// First 12 hexadecimal digits of the model file's SHA-256.
        model: String,
        /// Engine and version.
        engine: String,
    },
    /// They are marked "not scored".
    Off {
        /// Why.
        why: String,
    },
}

/// The process answers.
#[utoipa::path(get, path = "/healthz", responses((status = 200, body = String)))]
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether the server can take traffic: it writes, and it is not on its way out.
#[utoipa::path(get, path = "/readyz", responses((status = 200, body = ServerState), (status = 503, body = ServerState)))]
pub(super) async fn readyz(State(api): State<ApiState>) -> Response {
    let draining = api.draining.is_cancelled();
    let store = api.readiness.store_writes(&api).await;
    let ready = store == Writes::Ok && !draining;
    let scoring = match api.triage.status() {
        Status::On { model, engine } => Scoring::On { model, engine },
        Status::Off { why } => Scoring::Off { why },
    };
    let challenger = api.triage.challenger().map(Into::into);
    let body = ServerState { ready, draining, store, scoring, challenger, server: env!("CARGO_PKG_VERSION") };
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(body)).into_response()
}

/// What a proxy adds. What it forwards came from elsewhere, whatever the header says.
const FORWARDED: [&str; 5] = ["x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via"];

/// Counters and histograms in the Prometheus text format: for this machine, and for whoever brings the token that is set.
#[utoipa::path(
    get,
    path = "/metrics",
    responses((status = 200, body = String), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub(super) async fn metrics(
    State(api): State<ApiState>,
    CameFrom(from): CameFrom,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let given = text(&headers, &header::AUTHORIZATION).and_then(|bearer| bearer.strip_prefix("Bearer "));
    // Hashes are compared, so that the time it takes tells nothing of the token.
    let fits = api.settings.metrics_token.is_some_and(|token| given.map(hash_token) == Some(token));
    let is_local = from.is_loopback() && !FORWARDED.iter().any(|name| headers.contains_key(*name));
    if !fits && !is_local {
        metrics::counter!("auth_denied_total", "reason" => "metrics").increment(1);
        return Err(Problem::new(Code::Forbidden).rule("from this machine, or with the bearer token of metrics.token"));
    }
    let handle = api.metrics.ok_or_else(|| Problem::new(Code::NotFound).rule("metrics are not recorded"))?;
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, handle.render()).into_response())
}
