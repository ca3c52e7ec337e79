//! The one shape of every error that HTTP answers with.

use crate::auth::AuthError;
use crate::conversation::Failure;
use crate::protocol::Code;
use crate::store::StoreError;
use crate::wording::Fault;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;
use uuid::Uuid;

/// Longest `rule`, in characters: it may quote what the client sent.
const RULE_MAX_CHARS: usize = 200;

/// Why a request was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// One of the closed list in docs/protocol.md.
    #[schema(value_type = String)]
    code: Code,
    /// The field at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The rule it broke, in English, for developers.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// Everything that is wrong, where that is looked at as a whole; the first stands in `field` and `rule` too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    faults: Vec<Fault>,
    /// Try again after this long.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_ms: Option<u32>,
    /// Names a fault in the server's log.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    /// Where the code's own status does not say it.
    #[serde(skip)]
    status: Option<u16>,
}

impl Problem {
    /// A problem with nothing but its code.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self { code, field: None, rule: None, faults: Vec::new(), retry_ms: None, id: None, status: None }
    }

    /// Names the field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Says the rule.
    #[must_use]
    pub fn rule(mut self, rule: impl AsRef<str>) -> Self {
        self.rule = Some(rule.as_ref().chars().take(RULE_MAX_CHARS).collect());
        self
    }

    /// Says when to come back.
    #[must_use]
    pub fn retry(mut self, after: Duration) -> Self {
        self.retry_ms = Some(u32::try_from(after.as_millis()).unwrap_or(u32::MAX));
        self
    }

    /// Another status than the code's.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = Some(status.as_u16());
        self
    }

    /// A field breaks its rule.
    #[must_use]
    pub fn invalid(field: impl Into<String>, rule: impl AsRef<str>) -> Self {
        Self::new(Code::InvalidField).field(field).rule(rule)
    }

    /// Fields break their rules: all of them.
    #[must_use]
    pub fn faulty(faults: Vec<Fault>) -> Self {
        let first = faults.first().cloned();
        let problem = first.map_or(Self::new(Code::InvalidField), |Fault { field, rule }| Self::invalid(field, rule));
        Self { faults, ..problem }
    }

    /// Something failed inside: logged here, once, under the id that the client gets.
    #[must_use]
    pub fn fault(error: &(dyn std::error::Error + 'static)) -> Self {
        Self::logged(Code::Internal, error)
    }

    fn of_store(error: &StoreError) -> Self {
        match error {
            StoreError::DiskFull { .. } | StoreError::Unavailable(_) => {
                Self::logged(Code::StorageUnavailable, error).retry(Duration::from_secs(1))
            }
            StoreError::Conflict { .. } | StoreError::DuplicateId(_) => Self::new(Code::Conflict),
            StoreError::AtCapacity => Self::new(Code::AtCapacity),
            StoreError::GoesOn => Self::new(Code::WrongPhase),
            StoreError::NoRoom(_) => Self::new(Code::RateLimited),
            StoreError::FileNotFree => Self::new(Code::NotFound),
            StoreError::Unusable(_) | StoreError::Engine(_) => Self::fault(error),
        }
    }

    fn logged(code: Code, error: &(dyn std::error::Error + 'static)) -> Self {
        let id = Uuid::new_v4();
        metrics::counter!("http_faults_total", "code" => code.meaning().name).increment(1);
        tracing::error!(%id, error, "a request failed");
        Self { id: Some(id), ..Self::new(code) }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::of_store(&error)
    }
}

impl From<Failure> for Problem {
    fn from(error: Failure) -> Self {
        match error {
            Failure::Refused(refusal) => Self::new(Code::from(&refusal)),
            Failure::Busy => Self::new(Code::Overloaded).retry(Duration::from_secs(1)),
            Failure::Store(error) => Self::of_store(&error),
        }
    }
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Refused => Self::new(Code::Unauthorized),
            AuthError::Throttled(wait) => Self::new(Code::RateLimited).retry(wait),
            AuthError::Busy => Self::new(Code::Overloaded).retry(Duration::from_secs(1)),
            AuthError::Invalid { field, rule } => Self::invalid(field, rule),
            AuthError::Conflict { field, rule } => Self::new(Code::Conflict).field(field).rule(rule),
            AuthError::NotFound => Self::new(Code::NotFound),
            AuthError::Store(error) => error.into(),
            AuthError::Hashing(_) => Self::fault(&error),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let meaning = self.code.meaning();
        let status = StatusCode::from_u16(self.status.unwrap_or(meaning.status));
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_ms.map(|wait| wait.div_ceil(1_000).max(1));
        let mut response = (status, Json(self)).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
#[path = "problem_test.rs"]
mod tests;
