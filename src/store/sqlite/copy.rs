//! A consistent copy of a database, made beside a running server or without one.
//!
//! Owns the snapshot: one read transaction holds it from the first page to the last, so that the copy is the database of
//! one moment however much is written meanwhile. Never blocks a writer (readers of a write-ahead log do not) and never
//! changes what it copies. The copy is one file, flushed to the disk. Blocks; made for tools.

use super::fault::{Trouble, fault};
use super::{migrate, open};
use crate::store::StoreError;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::path::Path;
use std::time::Duration;

/// Pages copied at once: 1 MiB.
const STEP: i32 = 256;
/// Rest between two steps, so that a server's own flushes come in between: at most about 250 MB/s.
const REST: Duration = Duration::from_millis(4);
/// A file that somebody else has locked is tried again this often, each time after `PATIENCE`.
const TRIES: u32 = 50;
const PATIENCE: Duration = Duration::from_millis(100);

/// Told how much is done, out of how much.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// Copies the database at `from` into the empty file at `to`.
///
/// # Errors
/// `Unusable` when there is no database of ours at `from`; `DiskFull` when `to` finds no room; what SQLite says otherwise.
pub fn copy(from: &Path, to: &Path, progress: Progress<'_>) -> Result<(), StoreError> {
    let source = source(from)?;
    let target = |error| fault(&to.display().to_string(), error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(to, flags).map_err(target)?;
    // Nothing of it counts before the one flush at the end.
    copy.pragma_update(None, "synchronous", "OFF").map_err(target)?;
    pages(&source, &mut copy, progress).map_err(|error| told(from, to, error))?;
    // Without a write-ahead log, so that the copy is one file.
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).map_err(target)?;
    copy.close().map_err(|(_, error)| target(error))?;
    flush(to)
}

/// A connection that reads the database at `from` as of now.
fn source(from: &Path) -> Result<Connection, StoreError> {
    let shown = from.display().to_string();
    if !from.is_file() {
        return Err(StoreError::Unusable(format!("there is no database at {shown}")));
    }
    let source = open::reader(from)?;
    let begin = || -> Result<(), Trouble> {
        migrate::recognise(&source, &shown)?;
        if migrate::version(&source)? == 0 {
            return Err(StoreError::Unusable(format!("{shown} is empty: it holds no Attune database")).into());
        }
        source.execute_batch("BEGIN")?;
        // The snapshot is taken by the first read.
        Ok(source.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?)
    };
    begin().map_err(|trouble| trouble.told(&shown))?;
    Ok(source)
}

fn pages(source: &Connection, copy: &mut Connection, progress: Progress<'_>) -> Result<(), rusqlite::Error> {
    let backup = Backup::new(source, copy)?;
    let mut tries = 0;
    loop {
        let step = backup.step(STEP)?;
        let found = backup.progress();
        let (all, left) = (u64::try_from(found.pagecount), u64::try_from(found.remaining));
        progress(all.unwrap_or(0).saturating_sub(left.unwrap_or(0)), all.unwrap_or(0));
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => (tries = 0, std::thread::sleep(REST)).1,
            _ if tries == TRIES => return Err(locked()),
            _ => (tries += 1, std::thread::sleep(PATIENCE)).1,
        }
    }
}

fn locked() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None)
}

/// Only the copy is written, so only its disk can be full.
fn told(from: &Path, to: &Path, error: rusqlite::Error) -> StoreError {
    match fault(&from.display().to_string(), error) {
        StoreError::DiskFull { .. } => StoreError::DiskFull { path: to.display().to_string() },
        other => other,
    }
}

/// Waits until a file's bytes are on the disk.
pub(super) fn flush(file: &Path) -> Result<(), StoreError> {
    let flushed = File::options().read(true).write(true).open(file).and_then(|file| file.sync_all());
    flushed.map_err(|error| failed("flush", file, &error))
}

/// A failed deed on a file, in the store's words.
pub(super) fn failed(what: &str, path: &Path, error: &std::io::Error) -> StoreError {
    let path = path.display().to_string();
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::DiskFull { path },
        _ => StoreError::Unusable(format!("cannot {what} {path}: {error}")),
    }
}
