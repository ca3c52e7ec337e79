use super::*;

fn epoch_of(index: &Connection) -> String {
    index.query_row("SELECT value FROM about WHERE key = 'epoch'", [], |row| row.get(0)).unwrap()
}

fn mark(index: &Connection) {
    index.execute("INSERT INTO message VALUES (1, 1, 1)", []).unwrap();
}

fn marks(index: &Connection) -> u32 {
    index.query_row("SELECT count(*) FROM message", [], |row| row.get(0)).unwrap()
}

#[test]
fn an_index_is_kept_for_its_epoch_and_made_anew_for_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = beside(&folder.path().join("attune.db"));
    assert_eq!(path, folder.path().join("attune.search.db"));
    mark(&open(&path, "one").unwrap());
    assert_eq!(marks(&open(&path, "one").unwrap()), 1);
    let other = open(&path, "two").unwrap();
    assert_eq!((marks(&other), epoch_of(&other)), (0, "two".to_owned()));
}

#[test]
fn another_version_and_damage_are_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("attune.search.db");
    let index = open(&path, "one").unwrap();
    mark(&index);
    index.pragma_update(None, "user_version", VERSION + 1).unwrap();
    drop(index);
    assert_eq!(marks(&open(&path, "one").unwrap()), 0);

    std::fs::write(&path, "not a database at all, whatever its name says").unwrap();
    assert_eq!(marks(&open(&path, "one").unwrap()), 0);
}

#[test]
fn a_file_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("attune.search.db");
    let foreign = Connection::open(&path).unwrap();
    foreign.execute_batch("PRAGMA application_id = 7; CREATE TABLE theirs (a)").unwrap();
    drop(foreign);
    assert!(matches!(open(&path, "one"), Err(SearchError::Off(why)) if why.contains("another program")));
    assert!(path.exists());
}

#[cfg(unix)]
#[test]
fn only_its_user_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("attune.search.db");
    drop(open(&path, "one").unwrap());
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}
