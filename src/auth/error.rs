//! Why a proof was not accepted, or a change not made.

use crate::store::StoreError;
use std::time::Duration;
use thiserror::Error;

/// What auth says instead of yes.
#[derive(Debug, Error)]
pub enum AuthError {
    /// No such account, wrong password, deactivated, unknown or expired token: all alike.
    #[error("not accepted")]
    Refused,
    /// Too many tries from there.
    #[error("too many tries; wait {0:?}")]
    Throttled(Duration),
    /// Too many passwords are being checked at once.
    #[error("too many logins at once")]
    Busy,
    /// A field breaks its rule.
    #[error("{field}: {rule}")]
    Invalid {
        /// Which.
        field: &'static str,
        /// The rule, in English.
        rule: &'static str,
    },
    /// Stands in the way of something that exists.
    #[error("{field}: {rule}")]
    Conflict {
        /// Which field.
        field: &'static str,
        /// What stands, in English.
        rule: &'static str,
    },
    /// No such member of the staff.
    #[error("not found")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The hash function or its thread failed.
    #[error("hashing a password failed: {0}")]
    Hashing(String),
}
