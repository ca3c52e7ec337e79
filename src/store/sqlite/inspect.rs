//! What lies at a path, without touching it: for `attune doctor`.

use super::fault::Trouble;
use super::migrate::recognise;
use crate::store::StoreError;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// No file.
    Nothing,
    /// A database that this version can open.
    Ours,
}

/// Looks at a database file without changing it.
///
/// # Errors
/// `Unusable` when it is foreign or newer; what SQLite says otherwise.
pub fn inspect(path: &Path) -> Result<Found, StoreError> {
    if !path.exists() {
        return Ok(Found::Nothing);
    }
    let shown = path.display().to_string();
    let look = || -> Result<(), Trouble> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        recognise(&connection, &shown)
    };
    look().map(|()| Found::Ours).map_err(|trouble| trouble.told(&shown))
}
