//! Who is let in at all: while there is room, and not faster than a reconnect storm may be.

use super::Door;
use crate::protocol::Code;
use crate::session::limit::TOKEN;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;

/// When to come back to a server that is full or going away.
const FULL_RETRY: Duration = Duration::from_secs(5);

impl Door {
    /// Room for one more socket.
    pub(super) fn admit(&self) -> Result<OwnedSemaphorePermit, Refused> {
        if self.sessions.is_draining() {
            return Err(Refused { code: Code::Draining, retry: Some(FULL_RETRY) });
        }
        let now = self.sessions.now();
        // A bucket is changed in single steps.
        let handshake = self.handshakes.lock().unwrap_or_else(PoisonError::into_inner).take(TOKEN, now);
        if let Err(wait) = handshake {
            return Err(Refused { code: Code::Overloaded, retry: Some(wait.max(Duration::from_secs(1))) });
        }
        let room = Arc::clone(&self.sockets).try_acquire_owned();
        room.map_err(|_| Refused { code: Code::Overloaded, retry: Some(FULL_RETRY) })
    }
}

/// A handshake that is answered in HTTP.
pub(super) struct Refused {
    pub(super) code: Code,
    pub(super) retry: Option<Duration>,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self { code, retry } = self;
        let meaning = code.meaning();
        metrics::counter!("handshakes_refused_total", "code" => meaning.name).increment(1);
        let status = StatusCode::from_u16(meaning.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        let mut body = serde_json::json!({ "code": meaning.name });
        if let Some(retry) = retry {
            body["retry_ms"] = u64::try_from(retry.as_millis()).unwrap_or(u64::MAX).into();
        }
        let mut response = (status, axum::Json(body)).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(retry) = retry {
            let seconds = HeaderValue::from(retry.as_millis().div_ceil(1_000) as u64);
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}
