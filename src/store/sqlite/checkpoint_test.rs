use super::*;
use std::time::Duration;

fn opened(folder: &Path) -> Connection {
    let db = Connection::open(folder.join("log.db")).expect("opens");
    let mode: String = db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0)).expect("a pragma");
    assert_eq!(mode, "wal");
    db.execute_batch("CREATE TABLE t (x BLOB)").expect("creates");
    db
}

/// Commits pages until the log has begun anew; answers with its greatest length.
fn longest(lengths: Lengths) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let mut db = opened(folder.path());
    let mut keeper = LogKeeper::start(&mut db, &folder.path().join("log.db"), lengths).expect("starts");
    let (mut longest, mut before) = (0, 0);
    for _ in 0..100 {
        db.execute("INSERT INTO t VALUES (zeroblob(8000))", []).expect("inserts");
        let pages = keeper.pages.load(Ordering::Relaxed);
        if pages < before {
            keeper.stop();
            return longest;
        }
        (longest, before) = (longest.max(pages), pages);
        keeper.look(&db, false);
        if keeper.is_copying {
            // As if no message came for as long as the thread takes.
            while !keeper.copier.has_ended() {
                std::thread::yield_now();
            }
        }
    }
    panic!("the log grew to {longest} pages and never began anew");
}

#[test]
fn the_thread_copies_and_the_log_begins_anew() {
    let longest = longest(Lengths { copied: 40, most: usize::MAX });
    assert!((40..60).contains(&longest), "{longest}");
}

#[test]
fn a_log_that_the_thread_does_not_keep_up_with_is_copied_by_the_writer() {
    let longest = longest(Lengths { copied: usize::MAX, most: 40 });
    assert!((40..60).contains(&longest), "{longest}");
}

#[test]
fn a_reader_that_holds_the_log_back_stops_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut db = opened(folder.path());
    db.execute("INSERT INTO t VALUES (x'00')", []).expect("inserts");
    let reader = Connection::open(folder.path().join("log.db")).expect("opens");
    reader.busy_timeout(Duration::ZERO).expect("set");
    reader.execute_batch("BEGIN").expect("begins");
    let count =
        |db: &Connection| db.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0)).expect("reads");
    let lengths = Lengths { copied: 4, most: 8 };
    let mut keeper = LogKeeper::start(&mut db, &folder.path().join("log.db"), lengths).expect("starts");
    assert_eq!(count(&reader), 1);
    for _ in 0..20 {
        db.execute("INSERT INTO t VALUES (zeroblob(8000))", []).expect("inserts");
        keeper.look(&db, false);
    }
    assert_eq!((count(&reader), count(&db)), (1, 21));
    keeper.stop();
}
