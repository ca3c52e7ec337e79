//! Saying no. Owns the way from refusals and faults to the closed list of codes; what failed inside is logged here,
//! once, under an opaque id, and no word of it reaches a client.

use crate::conversation::Failure;
use crate::domain::Refusal;
use crate::protocol::{Code, Rejected, ServerFrame};
use crate::store::{Retry, StoreError};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// When a busy conversation may be tried again.
const BUSY_RETRY: Duration = Duration::from_millis(500);

/// What the files of a message are.
const FILES_RULE: &str = "files that you sent to this conversation, each beside one message only";

/// Why something was not done, as the client may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct No {
    code: Code,
    field: Option<String>,
    rule: Option<String>,
    retry: Option<Duration>,
}

impl No {
    pub(super) const fn new(code: Code) -> Self {
        Self { code, field: None, rule: None, retry: None }
    }

    pub(super) fn after(code: Code, retry: Duration) -> Self {
        Self { retry: Some(retry), ..Self::new(code) }
    }

    /// A field breaks its rule.
    pub(super) fn invalid(field: &str, rule: &str) -> Self {
        Self { field: Some(field.to_owned()), rule: Some(rule.to_owned()), ..Self::new(Code::InvalidField) }
    }

    /// Words that are banned stand in a text.
    pub(super) fn banned(words: &[String]) -> Self {
        let rule = format!("must not hold `{}`, unless sent with `anyway`", words.join("`, `"));
        Self { field: Some("text".to_owned()), rule: Some(rule), ..Self::new(Code::BannedWords) }
    }

    /// As many conversations of a visitor are open as there may be.
    pub(super) fn full(most: usize) -> Self {
        let rule = format!("at most {most} open at once: one must end first");
        Self { field: Some("beside".to_owned()), rule: Some(rule), ..Self::new(Code::TooManyOpen) }
    }

    pub(super) const fn code(&self) -> Code {
        self.code
    }
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        let field = (refusal == Refusal::FileNotYours).then(|| "files".to_owned());
        let rule = field.as_ref().map(|_| FILES_RULE.to_owned());
        Self { field, rule, ..Self::new(Code::from(&refusal)) }
    }
}

impl From<Rejected> for No {
    fn from(rejected: Rejected) -> Self {
        let Rejected { code, field, rule, id: _ } = rejected;
        Self { code, field, rule, retry: None }
    }
}

impl From<&StoreError> for No {
    fn from(error: &StoreError) -> Self {
        let id = Uuid::new_v4();
        tracing::error!(fault = %id, error = error as &dyn std::error::Error, "the store failed a session");
        let code = match error {
            StoreError::Conflict { .. } | StoreError::DiskFull { .. } | StoreError::Unavailable(_) => {
                Code::StorageUnavailable
            }
            StoreError::AtCapacity => Code::AtCapacity,
            StoreError::GoesOn => Code::WrongPhase,
            StoreError::NoRoom(_) => Code::RateLimited,
            StoreError::FileNotFree => Code::InvalidField,
            StoreError::DuplicateId(_) | StoreError::Unusable(_) | StoreError::Engine(_) => Code::Internal,
        };
        let retry = match error.retry() {
            Retry::Now => Some(Duration::ZERO),
            Retry::After(wait) => Some(wait),
            Retry::No => None,
        };
        Self { code, field: None, rule: Some(format!("fault {id}")), retry }
    }
}

impl From<StoreError> for No {
    fn from(error: StoreError) -> Self {
        Self::from(&error)
    }
}

impl From<Arc<StoreError>> for No {
    fn from(error: Arc<StoreError>) -> Self {
        Self::from(&*error)
    }
}

impl From<Failure> for No {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::Store(error) => error.into(),
            Failure::Busy => Self::after(Code::Overloaded, BUSY_RETRY),
        }
    }
}

/// The frame that says no.
pub(super) fn nack(id: Option<Uuid>, no: No) -> ServerFrame {
    let No { code, field, rule, retry } = no;
    metrics::counter!("nacks_total", "code" => code.meaning().name).increment(1);
    let retry_ms = retry.map(|wait| u32::try_from(wait.as_millis()).unwrap_or(u32::MAX));
    ServerFrame::Nack { id, code, field, rule, retry_ms }
}
