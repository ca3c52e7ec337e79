//! What SQLite says, put into the store's words. Owns the mapping; never panics on any engine error.

use crate::store::StoreError;
use rusqlite::ErrorCode;
use rusqlite::ffi;

/// What stopped a statement: the engine, or a rule of ours.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The engine's own words.
    Sqlite(rusqlite::Error),
    /// Already in the store's words.
    Said(StoreError),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Said(error)
    }
}

impl Trouble {
    /// A value in the file that cannot be read back.
    pub(super) fn unreadable(what: &str, why: &dyn std::fmt::Display) -> Self {
        Self::Said(StoreError::Unusable(format!("{what} cannot be read: {why}")))
    }

    /// A uniqueness or check rule of the schema stopped it.
    pub(super) fn is_constraint(&self) -> bool {
        matches!(self, Self::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation))
    }

    /// `DuplicateId` where a rule of the schema stopped it: for tables of which a valid value can break one rule only.
    pub(super) fn or_duplicate(self) -> Self {
        if self.is_constraint() { StoreError::DuplicateId(None).into() } else { self }
    }

    /// In the store's words, for the file at `path`.
    pub(super) fn told(self, path: &str) -> StoreError {
        match self {
            Self::Said(error) => error,
            Self::Sqlite(error) => fault(path, error),
        }
    }
}

/// An engine error in the store's words.
pub(super) fn fault(path: &str, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::DiskFull { path: path.to_owned() },
        Some(ErrorCode::SystemIoFailure) if wrote(&error) => StoreError::DiskFull { path: path.to_owned() },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Unavailable(format!("{path} is locked by another program"))
        }
        Some(ErrorCode::NotADatabase) => {
            StoreError::Unusable(format!("{path} is not an Attune database: it is no SQLite file"))
        }
        Some(ErrorCode::DatabaseCorrupt) => damaged(path, &error),
        Some(ErrorCode::ReadOnly) => {
            StoreError::Unusable(format!("{path} is read-only: let this user write the file and its folder"))
        }
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            StoreError::Unusable(format!("{path} cannot be opened: {error}"))
        }
        _ => StoreError::Engine(Box::new(error)),
    }
}

/// The file is broken, and what to do.
pub(super) fn damaged(path: &str, finding: &dyn std::fmt::Display) -> StoreError {
    StoreError::Unusable(format!(
        "{path} is damaged ({finding}): restore a backup, or save what can be saved with \
         `sqlite3 {path} .recover`"
    ))
}

/// A failed write to the disk, as opposed to a failed read: a full disk shows as any of these.
fn wrote(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|inner| {
        matches!(
            inner.extended_code,
            ffi::SQLITE_IOERR_WRITE
                | ffi::SQLITE_IOERR_FSYNC
                | ffi::SQLITE_IOERR_DIR_FSYNC
                | ffi::SQLITE_IOERR_TRUNCATE
                | ffi::SQLITE_IOERR_SHMSIZE
                | ffi::SQLITE_IOERR_SHMOPEN
        )
    })
}

#[cfg(test)]
#[path = "fault_test.rs"]
mod tests;
