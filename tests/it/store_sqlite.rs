//! SQLite alone: what can happen to a file. Foreign, newer, damaged, shared, full; killed while writing.

use super::store_contract::{append, conversation, opened, said};
use attune::domain::{ConversationId, Seq};
use attune::store::sqlite::Settings;
use attune::store::{SqliteStore, Store, StoreError};
use rusqlite::Connection;
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("attune.db");
    (folder, path)
}

fn open(path: &Path) -> Result<SqliteStore, StoreError> {
    SqliteStore::open(path, Settings::default())
}

fn refusal(path: &Path) -> String {
    match open(path).expect_err("refused") {
        StoreError::Unusable(why) => why,
        other => panic!("{other:?}"),
    }
}

/// A database with a few hundred events, closed.
async fn filled(path: &Path) -> ConversationId {
    let (store, conv) = (open(path).expect("opens"), conversation());
    for n in 1..=20 {
        let events = (1..=20).map(|m| said(20 * (n - 1) + m, 20 * (n - 1) + m, &"words ".repeat(40))).collect();
        store.append(&append(conv, events)).await.expect("appends");
    }
    store.close().await.expect("closes");
    conv
}

#[test]
fn a_foreign_file_is_refused_and_left_alone() {
    let (folder, path) = place();
    std::fs::write(&path, "my diary, not a database, but longer than a header of one hundred bytes ".repeat(9))
        .expect("written");
    let other = folder.path().join("other.db");
    let theirs = Connection::open(&other).expect("opens");
    theirs.execute_batch("CREATE TABLE recipe (name TEXT); PRAGMA application_id = 77;").expect("theirs");
    drop(theirs);
    for file in [path, other] {
        let before = std::fs::read(&file).expect("readable");
        let why = refusal(&file);
        assert!(why.contains("is not an Attune database"), "{why}");
        assert!(why.contains(&file.display().to_string()), "{why}");
        assert_eq!(std::fs::read(&file).expect("readable"), before, "the file was changed");
    }
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let (_folder, path) = place();
    filled(&path).await;
    let raw = Connection::open(&path).expect("opens");
    raw.pragma_update(None, "user_version", 999).expect("set");
    drop(raw);
    let why = refusal(&path);
    assert!(why.contains("newer Attune (schema 999"), "{why}");
}

#[tokio::test]
async fn a_damaged_file_is_refused_with_advice() {
    let (_folder, path) = place();
    filled(&path).await;
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).expect("opens");
    let size = file.metadata().expect("sized").len();
    for page in (8..size / 4096).step_by(3) {
        file.seek(SeekFrom::Start(page * 4096)).expect("seeks");
        file.write_all(&[0xa5; 512]).expect("writes");
    }
    drop(file);
    let why = refusal(&path);
    assert!(why.contains("is damaged") && why.contains("restore a backup"), "{why}");
}

#[test]
fn a_path_that_cannot_be_is_said_clearly() {
    let (folder, path) = place();
    std::fs::write(&path, "").expect("written");
    let why = refusal(&path.join("below/attune.db"));
    assert!(why.contains("cannot create the folder"), "{why}");
    let why = refusal(folder.path());
    assert!(why.contains("cannot open"), "{why}");
}

#[tokio::test]
async fn one_unreadable_body_names_its_place_and_spares_the_rest() {
    let (_folder, path) = place();
    let conv = filled(&path).await;
    let raw = Connection::open(&path).expect("opens");
    raw.execute("UPDATE event SET body = '{\"by\":' WHERE seq = 7", []).expect("spoilt");
    drop(raw);
    let store = open(&path).expect("opens");
    let error = store.events_after(conv, Seq(0), 50).await.expect_err("unreadable");
    let StoreError::Unusable(why) = error else { panic!("{error:?}") };
    assert!(why.contains("event 7") && why.contains(&conv.to_string()), "{why}");
    assert_eq!(store.events_after(conv, Seq(7), 5).await.expect("readable").len(), 5);
    store.append(&append(conv, vec![said(401, 401, "on it goes")])).await.expect("appends");
}

#[tokio::test]
async fn the_file_is_for_its_user_alone_and_has_no_leftovers() {
    let (folder, path) = place();
    filled(&path).await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    }
    let mut names: Vec<_> =
        std::fs::read_dir(folder.path()).expect("readable").map(|e| e.expect("entry").file_name()).collect();
    names.sort();
    assert_eq!(names, ["attune.db", "attune.db.lock"], "a clean end leaves no write-ahead log");
}

/// Counts commits in the write-ahead log: frames whose header carries the size of the database after a commit.
fn commits(path: &Path) -> usize {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    let wal = std::fs::read(name).expect("a log");
    let page = u32::from_be_bytes(wal[8..12].try_into().expect("four bytes")) as usize;
    let salt = &wal[16..24];
    let frames = wal[32..].chunks_exact(24 + page).take_while(|frame| &frame[8..16] == salt);
    frames.filter(|frame| frame[4..8] != [0; 4]).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_together_is_committed_together() {
    let (_folder, path) = place();
    let store = Arc::new(open(&path).expect("opens"));
    store.append(&append(conversation(), vec![opened(1, 1)])).await.expect("appends");
    let before = commits(&path);
    // Somebody else holds the write lock, so that the appends pile up behind the first.
    let holder = Connection::open(&path).expect("opens");
    holder.execute_batch("BEGIN IMMEDIATE").expect("locks");
    let mut writers = futures_util::future::join_all((0..64).map(|n| {
        let store = Arc::clone(&store);
        let seq = if n == 30 { 5 } else { 1 };
        async move { store.append(&append(conversation(), vec![said(seq, 1, "word")])).await }
    }));
    // One look at each puts all of them into the queue.
    assert!(futures_util::FutureExt::now_or_never(&mut writers).is_none(), "nothing is answered before its commit");
    holder.execute_batch("COMMIT").expect("unlocks");
    let outcomes = writers.await;
    let failed = outcomes.iter().filter(|o| matches!(o, Err(StoreError::Conflict { .. }))).count();
    let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!((done, failed), (63, 1), "the one with a gap fails, and none of its neighbours");
    let groups = commits(&path) - before;
    assert!((1..=2).contains(&groups), "63 appends took {groups} commits");
}

#[tokio::test]
async fn a_full_file_refuses_writes_serves_reads_and_takes_the_same_write_later() {
    let (_folder, path) = place();
    let store = SqliteStore::open(&path, Settings { max_pages: Some(64), ..Settings::default() }).expect("opens");
    let conv = conversation();
    let (stored, refused) = fill(&store, conv).await;
    assert!(store.append(&refused).await.is_err(), "still full");
    assert!(matches!(store.probe().await, Err(StoreError::DiskFull { .. })), "as much as was refused finds no room");
    assert_eq!(store.events_after(conv, Seq(0), 10_000).await.expect("readable").len() as u64, stored);
    store.close().await.expect("closes");
    let store = open(&path).expect("opens with more room");
    store.append(&refused).await.expect("the same write now works");
    assert_eq!(store.events_after(conv, Seq(0), 10_000).await.expect("readable").len() as u64, stored + 1);
}

/// Appends until the disk is full; how many were answered, and the append that was refused.
pub async fn fill(store: &SqliteStore, conv: ConversationId) -> (u64, attune::store::Append) {
    for n in 1..10_000 {
        let next = append(conv, vec![said(n, n, &"words ".repeat(300))]);
        match store.append(&next).await {
            Ok(()) => {}
            Err(StoreError::DiskFull { path }) => {
                assert!(path.ends_with("attune.db"), "{path}");
                return (n - 1, next);
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("never full")
}

/// A small disk in memory, where this user may mount one.
pub struct SmallDisk(TempDir);

impl SmallDisk {
    /// Of 3 MiB; none where that is not permitted.
    pub fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then_some(Self(folder))
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    /// To 16 MiB.
    pub fn grow(&self) {
        let grown = Command::new("mount").args(["-o", "remount,size=16m"]).arg(self.0.path()).status();
        assert!(grown.expect("mount runs").success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[tokio::test]
async fn a_full_disk_refuses_writes_serves_reads_and_takes_the_same_write_later() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("skipped: this user may not mount a small disk; the full file above takes the same path");
        return;
    };
    let store = open(&disk.0.path().join("attune.db")).expect("opens");
    let conv = conversation();
    let (stored, refused) = fill(&store, conv).await;
    assert!(matches!(store.probe().await, Err(StoreError::DiskFull { .. }) | Ok(())));
    assert_eq!(store.events_after(conv, Seq(0), 10_000).await.expect("readable").len() as u64, stored);
    disk.grow();
    store.probe().await.expect("room again");
    store.append(&refused).await.expect("the same write, the same process");
    assert_eq!(store.events_after(conv, Seq(0), 10_000).await.expect("readable").len() as u64, stored + 1);
    store.close().await.expect("closes");
}

const CHILD_PATH: &str = "ATTUNE_TEST_STORE_CHILD";
const CHILD_EARLY: &str = "ATTUNE_TEST_STORE_EARLY";

/// Not a test: the process that the next ones kill. Prints each answered seq.
#[tokio::test]
#[ignore = "run by the tests that kill it"]
async fn the_process_to_be_killed() {
    let path = PathBuf::from(std::env::var_os(CHILD_PATH).expect("run by the other test"));
    let ack_before_commit = std::env::var_os(CHILD_EARLY).is_some();
    let store = SqliteStore::open(&path, Settings { ack_before_commit, ..Settings::default() }).expect("opens");
    let conv = ConversationId(Uuid::nil());
    let start = store.summary(conv).await.expect("readable").map_or(0, |summary| summary.last_seq.0);
    for n in start + 1.. {
        store.append(&append(conv, vec![said(n, n, "word")])).await.expect("appends");
        writeln!(std::io::stdout(), "\nanswered {n}").expect("the other test listens");
    }
}

/// Starts the process, kills it after `answers` answers; the last seq it answered, and all that is stored.
async fn killed_after(answers: usize, path: &Path, early: bool) -> (u64, Vec<u64>) {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command.args(["--exact", "store_sqlite::the_process_to_be_killed", "--ignored", "--nocapture"]);
    command.env(CHILD_PATH, path).stdout(Stdio::piped()).stderr(Stdio::null());
    if early {
        command.env(CHILD_EARLY, "1");
    }
    let mut child = command.spawn().expect("starts");
    let lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
    let mut numbers = lines.filter_map(|line| line.strip_prefix("answered ").and_then(|n| n.parse::<u64>().ok()));
    let heard = numbers.by_ref().take(answers).last().expect("answers");
    let error = open(path).expect_err("in use");
    let StoreError::Unavailable(why) = error else { panic!("{error:?}") };
    assert!(why.contains("in use by another Attune") && why.contains(&child.id().to_string()), "{why}");
    child.kill().expect("kills");
    let answered = numbers.last().unwrap_or(heard);
    child.wait().expect("ends");
    let store = open(path).expect("opens after the kill");
    let log = store.events_after(ConversationId(Uuid::nil()), Seq(0), u32::MAX).await.expect("readable");
    (answered, log.iter().map(|logged| logged.seq.0).collect())
}

#[tokio::test]
async fn a_killed_process_loses_nothing_it_answered() {
    let (_folder, path) = place();
    for round in 0..3 {
        let (answered, stored) = killed_after(40 + round, &path, false).await;
        assert!(stored.len() as u64 >= answered, "answered {answered}, stored {}", stored.len());
        assert_eq!(stored, (1..=stored.len() as u64).collect::<Vec<_>>());
    }
}

/// The negative control: the test above can fail.
#[tokio::test]
async fn answering_before_the_commit_is_caught() {
    let (_folder, path) = place();
    let mut lost = 0;
    for _ in 0..5 {
        let (answered, stored) = killed_after(3, &path, true).await;
        lost += answered.saturating_sub(stored.len() as u64);
    }
    assert!(lost > 0, "five kills between answer and commit lost nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_of_one_moment_and_holds_up_nobody() {
    let (folder, path) = place();
    let (store, conv) = (Arc::new(open(&path).expect("opens")), conversation());
    for n in 0..10 {
        let events = (50 * n + 1..=50 * n + 50).map(|m| said(m, m, &"words ".repeat(600))).collect();
        store.append(&append(conv, events)).await.expect("appends");
    }
    let to = folder.path().join("copy.db");
    std::fs::write(&to, "").expect("made");
    let (writing, runtime) = (Arc::clone(&store), tokio::runtime::Handle::current());
    let (from, copied) = (path.clone(), to.clone());
    let copying = tokio::task::spawn_blocking(move || {
        let mut n = 500;
        // Between any two steps somebody else writes, and is answered.
        let outcome = attune::store::sqlite::copy(&from, &copied, &mut |_, _| {
            n += 1;
            runtime.block_on(writing.append(&append(conv, vec![said(n, n, "meanwhile")]))).expect("appends");
        });
        outcome.map(|()| n - 500)
    });
    let meanwhile = copying.await.expect("ends").expect("copies");
    assert!(meanwhile >= 2, "{meanwhile} steps");
    let copy = attune::store::sqlite::SqliteLog::open(&to).expect("opens");
    assert_eq!(copy.events(conv).expect("readable").len(), 500, "the database of the first moment");
    assert_eq!(store.events_after(conv, Seq(0), 10_000).await.expect("readable").len() as u64, 500 + meanwhile);
}

#[tokio::test]
async fn a_look_for_damage_ends_in_time_and_a_start_goes_on() {
    let (_folder, path) = place();
    let conv = filled(&path).await;
    let no_time = Settings { check_time: std::time::Duration::ZERO, ..Settings::default() };
    let store = SqliteStore::open(&path, no_time).expect("opens");
    assert_eq!(store.events_after(conv, Seq(0), 1_000).await.expect("readable").len(), 400);
}

#[tokio::test]
async fn an_older_schema_learns_who_held_a_conversation_last_and_what_feedback_is_made_of() {
    let (_folder, path) = place();
    let lin = uuid::Uuid::now_v7();
    let store = open(&path).expect("opens");
    let chats = [conversation(), conversation(), conversation()];
    for conv in chats {
        store.append(&append(conv, vec![said(1, 1, "hello"), said(2, 2, "there")])).await.expect("appends");
    }
    store.close().await.expect("closes");
    let raw = Connection::open(&path).expect("opens");
    let put = |conv: ConversationId, seq: u32, event: String| {
        let body = format!("{{\"by\":{{\"who\":\"system\"}},\"event\":{event}}}");
        let sql = "UPDATE event SET body = ?3, message_id = NULL WHERE conversation = ?1 AND seq = ?2";
        raw.execute(sql, rusqlite::params![conv.0.as_bytes(), seq, body]).expect("changed");
    };
    let accepted = || format!("{{\"kind\":\"accepted\",\"agent\":\"{lin}\",\"name\":\"Lin\",\"epoch\":2}}");
    put(chats[0], 1, accepted());
    put(chats[1], 1, accepted());
    put(chats[1], 2, "{\"kind\":\"queued\",\"cause\":\"released\",\"reasons\":[]}".to_owned());
    let alert = uuid::Uuid::now_v7();
    put(chats[2], 2, format!("{{\"kind\":\"alert_closed\",\"alert\":\"{alert}\",\"how\":\"false_alarm\"}}"));
    crate::support::older::as_schema_6(&raw);
    drop(raw);
    let store = open(&path).expect("opens");
    let last = async |conv| store.summary(conv).await.expect("readable").expect("there").last_agent;
    assert_eq!(last(chats[0]).await.map(|agent| agent.0), Some(lin));
    assert_eq!((last(chats[1]).await, last(chats[2]).await), (None, None), "given back; never held");
    let feedback = store.feedback(attune::domain::Timestamp(0), 9).await.expect("readable");
    assert_eq!(feedback.iter().map(|(conv, event)| (*conv, event.seq)).collect::<Vec<_>>(), [(chats[2], Seq(2))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_touches_two_pages() {
    let (_folder, path) = place();
    let store = open(&path).expect("opens");
    let chats: Vec<ConversationId> = (0..400).map(|_| conversation()).collect();
    for conv in &chats {
        store.append(&append(*conv, vec![opened(1, 1), said(2, 2, "hello")])).await.expect("appends");
    }
    let raw = Connection::open(&path).expect("opens");
    let pages = |how: &str| -> i64 {
        raw.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |row| row.get(1)).expect("a checkpoint")
    };
    pages("TRUNCATE");
    let some: Vec<_> = chats.iter().step_by(10).collect();
    for conv in &some {
        store.append(&append(**conv, vec![said(3, 3, "on it goes")])).await.expect("appends");
    }
    let each = pages("PASSIVE") as f64 / some.len() as f64;
    // Now and then a page is full and becomes two.
    assert!((1.9..=2.4).contains(&each), "{each} pages for each message");
}

/// The words of the query and of the index must stay the same, or every line would be read.
#[tokio::test]
async fn promises_that_fall_due_are_found_by_their_index() {
    let (_folder, path) = place();
    open(&path).expect("opens").close().await.expect("closes");
    let source = include_str!("../../src/store/sqlite/read.rs");
    let asked = source.split('"').find(|text| text.contains("$.promises[0].due")).expect("the query");
    let raw = Connection::open(&path).expect("opens");
    let mut plan = raw.prepare(&format!("EXPLAIN QUERY PLAN {asked}")).expect("a plan");
    let steps = plan.query_map([0, 1], |row| row.get::<_, String>("detail")).expect("a plan");
    let steps: Vec<String> = steps.collect::<Result<_, _>>().expect("steps");
    assert!(steps.len() == 1 && steps[0].contains("USING INDEX conversation_owing"), "{steps:?}");
}
