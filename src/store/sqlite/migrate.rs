//! Whose file it is and which schema it has. Owns the application id and the forward-only migrations.
//! Never changes a file that is not ours, and never goes back.

use super::fault::{Trouble, damaged};
use crate::store::StoreError;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use std::time::Duration;
use tokio::time::Instant;

/// "Attn" in ASCII: stands in the header of every database of ours.
const APPLICATION_ID: i32 = 0x4174_746e;

/// Steps of SQLite's machine between two looks at the clock.
const BETWEEN_LOOKS: i32 = 1_000;

/// Migration n brings the schema from n to n + 1. Only ever append to this list.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_log_and_people.sql"),
    include_str!("migrations/0002_policies_and_audit.sql"),
    include_str!("migrations/0003_outcomes_and_lines.sql"),
    include_str!("migrations/0004_feedback.sql"),
    include_str!("migrations/0005_log_in_reading_order.sql"),
    include_str!("migrations/0006_feedback_in_reading_order.sql"),
    include_str!("migrations/0007_last_agent.sql"),
    include_str!("migrations/0008_one_place_for_a_message.sql"),
    include_str!("migrations/0009_canned_replies.sql"),
    include_str!("migrations/0010_identities.sql"),
    include_str!("migrations/0011_wording_rules.sql"),
    include_str!("migrations/0012_promises_that_fall_due.sql"),
    include_str!("migrations/0013_files.sql"),
    include_str!("migrations/0015_overlays.sql"),
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

/// The schema that this program writes.
pub(super) const fn newest() -> usize {
    MIGRATIONS.len()
}

/// Looks for damage, from the first table on, for so long: a start must not grow with the log. What the time does not
/// reach is left to reads, backups and `attune verify`.
pub(super) fn check(connection: &mut Connection, path: &str, time: Duration) -> Result<(), Trouble> {
    let until = Instant::now() + time;
    connection.progress_handler(BETWEEN_LOOKS, Some(move || Instant::now() >= until))?;
    let finding = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    connection.progress_handler(0, None::<fn() -> bool>)?;
    match finding {
        Ok(finding) if finding == "ok" => Ok(()),
        Ok(finding) => Err(damaged(path, &finding).into()),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
            tracing::info!(?time, "too large to be checked whole at a start: `attune verify` and backups do it");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
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
