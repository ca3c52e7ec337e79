//! From a path to connections: folder, lock, checks, pragmas. Owns the rule that one process has the file.

use super::erase;
use super::fault::{Trouble, fault};
use super::{Settings, migrate};
use crate::store::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Another program (a backup, a shell) may hold the file this long before a statement fails.
const BUSY: Duration = Duration::from_secs(5);
/// Statements kept prepared on each connection; there are fewer than that.
const STATEMENTS: usize = 64;
/// A write-ahead log that grew beyond this is cut back.
const JOURNAL_BYTES: i64 = 64 * 1024 * 1024;
/// What the writer keeps of the file in memory, in KiB, as far as it is used: the pages that messages change. The system
/// keeps the file too, so that a page that is not here costs about as much as finding out that it is.
const WRITER_CACHE: i64 = 8 * 1024;

/// The file, opened for writing and ours alone.
#[derive(Debug)]
pub(super) struct Opened {
    /// Absolute path.
    pub(super) path: PathBuf,
    /// The writer's connection.
    pub(super) writer: Connection,
    /// Held until the last connection is closed.
    pub(super) lock: Lock,
}

/// Opens or creates the database, after making sure that it is ours, sound, current and not in use.
pub(super) fn open(path: &Path, settings: &Settings) -> Result<Opened, StoreError> {
    let path = create(path)?;
    let lock = lock(&path)?;
    let shown = path.display().to_string();
    let writer = connect(&path, settings, &shown).map_err(|trouble| trouble.told(&shown))?;
    Ok(Opened { path, writer, lock })
}

/// A further connection, for reads only.
pub(super) fn reader(path: &Path) -> Result<Connection, StoreError> {
    beside(path, OpenFlags::SQLITE_OPEN_READ_ONLY, ("query_only", "true"))
}

/// The connection that only copies the write-ahead log into the file.
pub(super) fn copier(path: &Path) -> Result<Connection, StoreError> {
    beside(path, OpenFlags::SQLITE_OPEN_READ_WRITE, ("synchronous", "FULL"))
}

/// A connection beside the writer's, to a database that it has opened.
fn beside(path: &Path, access: OpenFlags, (pragma, value): (&str, &str)) -> Result<Connection, StoreError> {
    let open = || -> Result<Connection, rusqlite::Error> {
        let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        prepare(&connection)?;
        connection.pragma_update(None, pragma, value)?;
        Ok(connection)
    };
    open().map_err(|error| fault(&path.display().to_string(), error))
}

fn connect(path: &Path, settings: &Settings, shown: &str) -> Result<Connection, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    // Before anything is written: a file of somebody else stays as it is.
    migrate::recognise(&connection, shown)?;
    prepare(&connection)?;
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        let why = format!("{shown} cannot keep a write-ahead log there: use a local disk, not a network share");
        return Err(StoreError::Unusable(why).into());
    }
    // FULL: a commit is on the disk before it is answered. NORMAL would lose answered commits in a power cut.
    connection.pragma_update(None, "synchronous", if settings.flush_late { "NORMAL" } else { "FULL" })?;
    connection.pragma_update(None, "journal_size_limit", JOURNAL_BYTES)?;
    connection.pragma_update(None, "secure_delete", erase::OVERWRITES)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE)?;
    if let Some(pages) = settings.max_pages {
        connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
    }
    migrate::check(&mut connection, shown, settings.check_time)?;
    migrate::migrate(&mut connection)?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // A plan holds whatever is bound: else every statement with `LIMIT ?` is prepared anew each time it is run.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    // A mapped file turns a failing disk into a killed process.
    connection.pragma_update_and_check(None, "mmap_size", 0, |_| Ok(()))?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

/// The file, made if it was missing, readable by this user only; its absolute path without links.
fn create(path: &Path) -> Result<PathBuf, StoreError> {
    make_folder(path)?;
    private(path).map_err(|why| unusable(&format!("cannot open {} for writing", path.display()), &why))?;
    path.canonicalize().map_err(|why| unusable(&format!("cannot find {}", path.display()), &why))
}

/// The absolute path without links, whether there is a file or not; its folder is made.
pub(super) fn settled(path: &Path) -> Result<PathBuf, StoreError> {
    if path.exists() {
        return path.canonicalize().map_err(|why| unusable(&format!("cannot find {}", path.display()), &why));
    }
    make_folder(path)?;
    std::path::absolute(path).map_err(|why| unusable(&format!("cannot find {}", path.display()), &why))
}

fn make_folder(path: &Path) -> Result<(), StoreError> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    std::fs::create_dir_all(folder)
        .map_err(|why| unusable(&format!("cannot create the folder {}", folder.display()), &why))
}

fn unusable(what: &str, why: &std::io::Error) -> StoreError {
    StoreError::Unusable(format!("{what}: {why}"))
}

pub(super) fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A lock beside the file, released by the system when the process ends, however it ends. Not on the file itself:
/// closing a second descriptor of it would drop SQLite's own locks.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing alone is not enough: a program that is just being started holds a copy of the descriptor until it runs.
        let _ = self.0.unlock();
    }
}

/// Locks the file at this path.
pub(super) fn lock(path: &Path) -> Result<Lock, StoreError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".lock");
    let beside = PathBuf::from(beside);
    let failed = |why: std::io::Error| StoreError::Unusable(format!("cannot lock {}: {why}", beside.display()));
    let mut file = private(&beside).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            let why = format!("{} is in use by another Attune (process {})", path.display(), holder.trim());
            return Err(StoreError::Unavailable(why));
        }
        Err(TryLockError::Error(why)) => return Err(failed(why)),
    }
    // Only for the message above; a full disk must not keep the server from starting to serve reads.
    let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", std::process::id()));
    Ok(Lock(file))
}

#[cfg(test)]
#[path = "open_test.rs"]
mod tests;
