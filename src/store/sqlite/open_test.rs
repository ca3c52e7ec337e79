use super::*;
use rusqlite::StatementStatus;

#[test]
fn a_statement_is_prepared_once_whatever_is_bound() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("attune.db");
    let opened = open(&path, &Settings::default()).expect("opens");
    let read = reader(&path).expect("opens");
    for connection in [&opened.writer, &read] {
        let sql = "SELECT id FROM conversation WHERE phase = ?1 AND updated >= ?2 ORDER BY updated, id LIMIT ?3";
        let mut statement = connection.prepare_cached(sql).expect("a statement");
        for (phase, limit) in [("closed", 1), ("waiting", 1_000), ("closed", 50)] {
            let mut rows = statement.query((phase, 0, limit)).expect("rows");
            assert!(rows.next().expect("reads").is_none());
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}

#[test]
fn a_lock_ends_with_its_owner_although_a_started_program_still_has_its_descriptor() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("attune.db");
    let first = lock(&path).expect("free");
    // As between fork and exec of a child that knows nothing of it.
    let copy = first.0.try_clone().expect("a copy");
    assert!(matches!(lock(&path), Err(StoreError::Unavailable(_))), "held");
    drop(first);
    drop(lock(&path).expect("free again"));
    drop(copy);
}
