//! The file of the index: where it is, whose it is, making it anew. A file of another program is left alone; one of
//! another version, of another epoch of the database, or damaged, is made anew.

use super::SearchError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `AtSr` in ASCII: stands in the header of every index of ours.
const APPLICATION_ID: i32 = 0x4174_5372;
/// Of the schema and of the tokens: a change of either makes every index anew.
const VERSION: i32 = 1;
/// Words are gathered in memory up to this many bytes before they are written: more than a batch needs.
const GATHERED: i64 = 16 * 1024 * 1024;
/// What the writer keeps of the file in memory, in KiB.
const WRITER_CACHE: i64 = 2 * 1024;
/// The write-ahead log is cut back to this, in bytes.
const JOURNAL_BYTES: i64 = 16 * 1024 * 1024;
const BUSY: Duration = Duration::from_secs(5);

/// The index of a database: `attune.search.db` beside `attune.db`.
#[must_use]
pub fn beside(database: &Path) -> PathBuf {
    database.with_extension("search.db")
}

/// Opens the index of this epoch for writing, and makes it where there is none that can be used.
pub(super) fn open(path: &Path, epoch: &str) -> Result<Connection, SearchError> {
    match usable(path, epoch) {
        Ok(Some(index)) => return Ok(index),
        Ok(None) => {}
        Err(error) if error.is_damage() => tracing::warn!(%error, "the search index is damaged and is made anew"),
        Err(error) => return Err(error),
    }
    remove(path)?;
    create(path, epoch)
}

/// A further connection, for reads only.
pub(super) fn reader(path: &Path) -> Result<Connection, rusqlite::Error> {
    let index = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    index.pragma_update(None, "query_only", true)?;
    Ok(index)
}

/// Removes the index with what SQLite keeps beside it.
pub(super) fn remove(path: &Path) -> Result<(), std::io::Error> {
    for ending in ["-wal", "-shm", ""] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn usable(path: &Path, epoch: &str) -> Result<Option<Connection>, SearchError> {
    if !path.exists() {
        return Ok(None);
    }
    let index = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let pragma = |name| index.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    match pragma("application_id")? {
        APPLICATION_ID => {}
        0 => return Ok(None),
        _ => return Err(SearchError::Off(format!("{} belongs to another program", path.display()))),
    }
    if pragma("user_version")? != VERSION {
        return Ok(None);
    }
    let sql = "SELECT value FROM about WHERE key = 'epoch'";
    let stands: Option<String> = index.query_row(sql, [], |row| row.get(0)).optional()?;
    if stands.as_deref() != Some(epoch) {
        return Ok(None);
    }
    write_to(&index)?;
    Ok(Some(index))
}

fn create(path: &Path, epoch: &str) -> Result<Connection, SearchError> {
    // Readable by this user only, as the database is.
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(path)?);
    let mut index = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    write_to(&index)?;
    let whole = index.transaction()?;
    whole.execute_batch(include_str!("schema.sql"))?;
    whole.execute("INSERT INTO about (key, value) VALUES ('epoch', ?1)", params![epoch])?;
    whole.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?1)", params![GATHERED])?;
    whole.pragma_update(None, "application_id", APPLICATION_ID)?;
    whole.pragma_update(None, "user_version", VERSION)?;
    whole.commit()?;
    Ok(index)
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, rusqlite::Error> {
    let index = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    index.busy_timeout(BUSY)?;
    index.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // As on the store's connections: a plan holds whatever is bound.
    index.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    index.pragma_update(None, "cell_size_check", true)?;
    index.pragma_update_and_check(None, "mmap_size", 0, |_| Ok(()))?;
    index.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(index)
}

/// A power cut may take the latest transactions, whole: what they held is read from the log again.
fn write_to(index: &Connection) -> Result<(), rusqlite::Error> {
    index.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    index.pragma_update(None, "synchronous", "NORMAL")?;
    index.pragma_update(None, "journal_size_limit", JOURNAL_BYTES)?;
    // What is taken out is written over.
    index.pragma_update(None, "secure_delete", "ON")?;
    index.pragma_update(None, "cache_size", -WRITER_CACHE)
}

#[cfg(test)]
#[path = "file_test.rs"]
mod tests;
