//! Whose file it is and which schema it has. Owns the application id and the forward-only migrations.
//! Never changes a file that is not ours, and never goes back.

use super::fault::{Trouble, damaged};
use crate::store::StoreError;
use rusqlite::{Connection, TransactionBehavior};

/// "Attn" in ASCII: stands in the header of every database of ours.
const APPLICATION_ID: i32 = 0x4174_746e;

/// Migration n brings the schema from n to n + 1. Only ever append to this list.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_log_and_people.sql"),
    include_str!("migrations/0002_policies_and_audit.sql"),
    include_str!("migrations/0003_outcomes_and_lines.sql"),
    include_str!("migrations/0004_feedback.sql"),
    include_str!("migrations/0005_log_in_reading_order.sql"),
    include_str!("migrations/0006_feedback_in_reading_order.sql"),
];

/// Refuses a file that is not ours or newer than this program. Reads only.
pub(super) fn recognise(connection: &Connection, path: &str) -> Result<(), Trouble> {
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let fresh = id == 0 && tables == 0;
    if id != APPLICATION_ID && !fresh {
        let why = format!("{path} is not an Attune database: it belongs to another program (application id {id})");
        return Err(StoreError::Unusable(why).into());
    }
    let version = version(connection)?;
    let known = MIGRATIONS.len();
    if version > known {
        let why = format!(
            "{path} was written by a newer Attune (schema {version}, this one knows {known}): \
             start the newer version, or restore a backup"
        );
        return Err(StoreError::Unusable(why).into());
    }
    Ok(())
}

/// Looks for damage; costs one pass over the file.
pub(super) fn check(connection: &Connection, path: &str) -> Result<(), Trouble> {
    let finding: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if finding == "ok" { Ok(()) } else { Err(damaged(path, &finding).into()) }
}

/// Brings the schema up to date, each step in a transaction of its own.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Trouble> {
    for (at, steps) in MIGRATIONS.iter().enumerate().skip(version(connection)?) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(steps)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", i64::try_from(at + 1).unwrap_or(i64::MAX))?;
        transaction.commit()?;
        tracing::info!(schema = at + 1, "migrated the database");
    }
    Ok(())
}

pub(super) fn version(connection: &Connection) -> Result<usize, Trouble> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}
