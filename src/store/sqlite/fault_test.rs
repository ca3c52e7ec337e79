use super::*;

fn engine(code: i32) -> StoreError {
    fault("a.db", rusqlite::Error::SqliteFailure(ffi::Error::new(code), None))
}

#[test]
fn a_full_disk_is_named_in_all_its_shapes() {
    for code in [ffi::SQLITE_FULL, ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_SHMSIZE] {
        assert!(matches!(engine(code), StoreError::DiskFull { path } if path == "a.db"), "{code}");
    }
}

#[test]
fn a_failed_read_is_not_a_full_disk() {
    assert!(matches!(engine(ffi::SQLITE_IOERR_READ), StoreError::Engine(_)));
}

#[test]
fn a_locked_file_may_be_tried_again_and_a_broken_one_may_not() {
    assert!(matches!(engine(ffi::SQLITE_BUSY), StoreError::Unavailable(_)));
    assert!(matches!(engine(ffi::SQLITE_CORRUPT), StoreError::Unusable(why) if why.contains("restore a backup")));
    assert!(matches!(engine(ffi::SQLITE_NOTADB), StoreError::Unusable(why) if why.contains("not an Attune database")));
}
