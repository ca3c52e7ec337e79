//! Another database in the place of the one that is there.
//!
//! Owns the lock that keeps servers out meanwhile, and the order: the copy is complete and flushed under another name,
//! the old database stands under its dated name, and only then the copy takes the place, by one rename. A copy gets an
//! epoch of its own, so that clients drop places that its log no longer backs, and no logins: whoever logged out since
//! stays out. Blocks; made for tools.

use super::copy::{Progress, copy, failed};
use super::fault::Trouble;
use super::part::{Part, beside, flush_folder};
use super::rows::party_json;
use super::{migrate, open};
use crate::domain::{Party, Timestamp};
use crate::store::StoreError;
use rusqlite::{Connection, OpenFlags, params};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A database's place, with every server kept out of it until this is dropped.
#[derive(Debug)]
pub struct Place {
    path: PathBuf,
    _lock: open::Lock,
}

impl Place {
    /// Takes the place of a database, whether there is one or not.
    ///
    /// # Errors
    /// `Unavailable` when a server has it; `Unusable` when its folder cannot be made or written.
    pub fn hold(database: &Path) -> Result<Self, StoreError> {
        let path = open::settled(database)?;
        let lock = open::lock(&path)?;
        Ok(Self { path, _lock: lock })
    }

    /// The database itself, without links.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Copies a backup beside this place and brings the copy up to date. Nothing is replaced yet.
    ///
    /// # Errors
    /// What failed.
    pub fn prepare(&self, backup: &Path, now: Timestamp, progress: Progress<'_>) -> Result<Part, StoreError> {
        let part = Part::begin(&self.path)?;
        copy(backup, part.path(), progress)?;
        let shown = part.path().display().to_string();
        begin_anew(part.path(), backup, now).map_err(|trouble| trouble.told(&shown))?;
        Ok(part)
    }

    /// Puts a prepared copy here. Whatever stood here is kept beside it, with `ending` at the end of its name, and
    /// where is said.
    ///
    /// # Errors
    /// What failed; the old database then still stands here.
    pub fn put(&self, part: Part, ending: &str) -> Result<Option<PathBuf>, StoreError> {
        let aside = if self.path.exists() { Some(self.put_aside(ending)?) } else { None };
        part.place()?;
        Ok(aside)
    }

    /// Gives the old database a second name, under which it stays.
    fn put_aside(&self, ending: &str) -> Result<PathBuf, StoreError> {
        let aside = beside(&self.path, ending);
        if aside.exists() {
            return Err(StoreError::Unusable(format!("{} is there already: try again", aside.display())));
        }
        // Into one file where possible: a write-ahead log left here would be taken for the new database's.
        take_in_log(&self.path);
        match std::fs::hard_link(&self.path, &aside) {
            Ok(()) => {}
            // A disk without links.
            Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied) => {
                std::fs::rename(&self.path, &aside).map_err(|error| failed("put aside", &self.path, &error))?;
            }
            Err(error) => return Err(failed("put aside", &self.path, &error)),
        }
        for name in ["-wal", "-shm"] {
            let (from, to) = (beside(&self.path, name), beside(&aside, name));
            match std::fs::rename(&from, to) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed("put aside", &from, &error)),
                _ => {}
            }
        }
        flush_folder(&self.path)?;
        Ok(aside)
    }
}

/// Writes the write-ahead log of a database into it. A damaged one keeps its log beside it, under the same dated name.
fn take_in_log(path: &Path) {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let taken = Connection::open_with_flags(path, flags).and_then(|old| {
        old.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        old.close().map_err(|(_, error)| error)
    });
    if let Err(error) = taken {
        tracing::warn!(%error, "the old database could not take in its write-ahead log; both are kept");
    }
}

/// Brings a copy up to date and makes its history one of its own.
fn begin_anew(copy: &Path, backup: &Path, now: Timestamp) -> Result<(), Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(copy, flags)?;
    migrate::migrate(&mut db)?;
    let (by, detail) = (party_json(&Party::System)?, serde_json::json!({ "from": backup.display().to_string() }));
    let transaction = db.transaction()?;
    transaction.execute("UPDATE meta SET value = lower(hex(randomblob(16))) WHERE key = 'epoch'", [])?;
    transaction.execute("DELETE FROM login", [])?;
    let sql = "INSERT INTO audit (at, author, act, detail) VALUES (?1, ?2, 'restored', ?3)";
    transaction.execute(sql, params![now.0, by, detail.to_string()])?;
    transaction.commit()?;
    db.close().map_err(|(_, error)| error.into())
}
