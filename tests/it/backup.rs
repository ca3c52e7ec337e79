//! `attune backup` and `attune restore` as operators run them, and what their clients see of it.

use super::support::{Staff, TestServer, Visitor, Wire, fresh_id};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What was printed, and the exit code.
pub struct Ran {
    pub out: String,
    pub err: String,
    pub code: Option<i32>,
}

/// Runs the binary on a database.
pub fn attune(database: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attune"));
    command.args(arguments).env("ATTUNE__STORE__PATH", database).env("ORT_DISABLE_TELEMETRY", "1");
    let output = command.output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { out: text(output.stdout), err: text(output.stderr), code: output.status.code() }
}

fn run(server: &TestServer, arguments: &[&str]) -> Ran {
    // The server goes on beside it.
    tokio::task::block_in_place(|| attune(server.database(), arguments))
}

fn ok(ran: &Ran) {
    assert_eq!(ran.code, Some(0), "{} {}", ran.out, ran.err);
}

fn refused(ran: &Ran, words: &str) {
    assert_eq!(ran.code, Some(1), "{} {}", ran.out, ran.err);
    assert!(ran.err.contains(words), "expected `{words}` in: {}", ran.err);
}

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("backup.db");
    (folder, file)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("readable")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn said(log: &[Value]) -> Vec<&str> {
    log.iter().filter(|frame| frame["from"] == "visitor").filter_map(|frame| frame["text"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_beside_a_running_server_is_one_checked_file() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    visitor.say("Before the backup.").await;
    let (folder, file) = place();
    let shown = file.to_str().expect("UTF-8");
    let ran = run(&server, &["backup", "--to", shown]);
    ok(&ran);
    assert!(ran.out.contains("1 conversations") && ran.out.contains("sound"), "{}", ran.out);
    assert_eq!(names(folder.path()), ["backup.db"], "one file and nothing half done");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
    }
    visitor.say("After the backup.").await;
    ok(&run(&server, &["verify", shown]));
    let bytes = std::fs::read(&file).expect("readable");
    let holds = |words: &str| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    assert!(holds("Before the backup.") && !holds("After the backup."));

    // A file that is there is kept, unless told otherwise.
    refused(&run(&server, &["backup", "--to", shown]), "is there already");
    assert_eq!(std::fs::read(&file).expect("readable"), bytes);
    ok(&run(&server, &["backup", "--to", shown, "--force"]));
    let bytes = std::fs::read(&file).expect("readable");
    assert!(bytes.windows(6).any(|window| window == b"After "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_cannot_be_loses_nothing_and_says_why() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let (folder, file) = place();
    let database = server.database().to_str().expect("UTF-8").to_owned();
    let link = folder.path().join("link.db");
    std::fs::hard_link(&database, &link).expect("linked");
    for own in [database.clone(), format!("{database}-wal"), link.to_str().expect("UTF-8").to_owned()] {
        refused(&run(&server, &["backup", "--to", &own, "--force"]), "is the database itself");
    }
    refused(&run(&server, &["backup", "--to", folder.path().to_str().expect("UTF-8")]), "is a folder");
    let nowhere = folder.path().join("missing/backup.db");
    refused(&run(&server, &["backup", "--to", nowhere.to_str().expect("UTF-8")]), "cannot write");
    visitor.say("Still served.").await;
    // Nothing to back up.
    let shown = file.to_str().expect("UTF-8");
    refused(&attune(&folder.path().join("none.db"), &["backup", "--to", shown]), "there is no database");
    std::fs::write(folder.path().join("diary.db"), "not a database, but longer than a header ".repeat(30))
        .expect("written");
    refused(&attune(&folder.path().join("diary.db"), &["backup", "--to", shown]), "is not an Attune database");
    std::fs::write(folder.path().join("empty.db"), "").expect("written");
    refused(&attune(&folder.path().join("empty.db"), &["backup", "--to", shown]), "is empty");
    assert_eq!(names(folder.path()), ["diary.db", "empty.db", "link.db"], "no part is left");
}

#[expect(
    clippy::too_many_lines,
    reason = "one story from the backup to the last reconnect: its parts mean nothing apart"
)]
#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_old_cursors_get_a_whole_view_and_the_outbox_goes_through() {
    let mut server = TestServer::start().await;
    let mut lin = Staff::login(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    lin.take_over(&visitor).await;
    lin.follow("conv", Some(&visitor.conv)).await;
    let kept = fresh_id();
    visitor.say_as(&kept, "In the backup.").await;
    let (folder, file) = place();
    let shown = file.to_str().expect("UTF-8").to_owned();
    ok(&run(&server, &["backup", "--to", &shown]));

    // Acknowledged after the backup: gone with the restore. Not acknowledged: in the client's outbox.
    let lost = fresh_id();
    visitor.say_as(&lost, "After the backup.").await;
    lin.say(&visitor.conv, "After it too.").await;
    visitor.wire.settled().await;
    lin.wire.settled().await;
    let (visitor_log, lin_log) = (visitor.history(0).await, lin.log(&visitor.conv).await);
    let (before, received) = (visitor.welcome.clone(), visitor.wire.received);
    let lin_before = (lin.welcome.clone(), lin.wire.received);
    visitor.wire.settled().await;

    refused(&run(&server, &["restore", "--from", &shown]), "Stop it first");
    server.stop().await;
    let old = std::fs::read(server.database()).expect("readable");
    let ran = run(&server, &["restore", "--from", &shown]);
    ok(&ran);
    let aside = ran.out.lines().find_map(|line| line.split_once("is kept as ")).expect("it says where").1;
    assert!(aside.contains("attune.db.before-restore-2"), "{aside}");
    assert_eq!(std::fs::read(aside.trim_end_matches('.')).expect("kept"), old);
    let left = names(server.database().parent().expect("a folder"));
    assert!(!left.iter().any(|name| name.contains(".part") || name.ends_with("-wal")), "{left:?}");
    server.restart().await;

    // The visitor, with everything it remembers.
    let mut wire = Wire::dial(&server).await;
    wire.received = received;
    let resume = json!({"session": before["session"], "received": received});
    let welcome = wire.hello(json!({"t": "hello", "token": visitor.token, "resume": resume})).await;
    assert_eq!(welcome["resumed"], false);
    assert_ne!(welcome["epoch"], before["epoch"], "this is how it knows that its places are void");
    assert_eq!(welcome["conv"]["conv"], visitor.conv.as_str());
    let mut back = Visitor { token: visitor.token, wire, welcome, conv: visitor.conv };
    let log = back.history(0).await;
    assert!(log.len() < visitor_log.len());
    assert_eq!(log, visitor_log[..log.len()], "what the backup holds, and nothing else");
    assert_eq!(back.welcome["conv"]["head"], log.len());
    // An old cursor beyond the end is answered with where the end is.
    let beyond = json!({"t": "history", "id": fresh_id(), "conv": back.conv, "after": visitor_log.len()});
    let page = back.wire.ask_ok(beyond).await;
    assert_eq!((&page["items"], &page["more"], &page["head"]), (&json!([]), &json!(false), &json!(log.len())));

    // Its outbox, and a doubt: what is known is answered with its place, what is not is logged, each once.
    let again = back.say_as(&kept, "In the backup.").await;
    assert_eq!(again["dup"], true);
    let anew = back.say_as(&lost, "After the backup.").await;
    assert!(anew.get("dup").is_none() || anew["dup"] == false, "{anew}");
    back.say("From the outbox.").await;
    let log = back.history(0).await;
    assert_eq!(said(&log), ["In the backup.", "After the backup.", "From the outbox."]);
    let places: Vec<u64> = log.iter().filter_map(|frame| frame["seq"].as_u64()).collect();
    assert_eq!(places, (1..=log.len() as u64).collect::<Vec<_>>());

    // The agent: the login is void, the conversation is still theirs.
    let stale = super::support::post(&lin.http, &server, "/v1/ticket", json!({})).await;
    assert_eq!(stale.status(), 401);
    let mut fresh = Staff::login(&server, "lin").await;
    let resume = json!({"resume": {"session": lin_before.0["session"], "received": lin_before.1}});
    fresh = Staff::connect(&server, fresh.http, resume).await;
    assert_eq!(fresh.welcome["resumed"], false);
    assert_eq!(fresh.welcome["epoch"], back.welcome["epoch"]);
    fresh.follow("inbox", None).await;
    let lines = fresh.wire.settled().await;
    let lines: Vec<&Value> = lines.iter().filter(|frame| frame["t"] == "conv").collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    fresh.say(&back.conv, "Here again.").await;
    let whole = fresh.log(&back.conv).await;
    let shared = whole.iter().zip(&lin_log).take_while(|(now, then)| now == then).count();
    assert!(shared > 5, "the log of the backup is the same to the letter");
    let places: Vec<u64> = whole.iter().filter_map(|frame| frame["seq"].as_u64()).collect();
    assert_eq!(places, (1..=whole.len() as u64).collect::<Vec<_>>());
    server.stop().await;
    ok(&attune(server.database(), &["verify"]));
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_must_not_be_restored_is_refused_and_nothing_changes() {
    let mut server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    visitor.say("Keep me.").await;
    let (folder, file) = place();
    let shown = file.to_str().expect("UTF-8").to_owned();
    ok(&run(&server, &["backup", "--to", &shown]));
    server.stop().await;
    let before = std::fs::read(server.database()).expect("readable");
    let refuse = |file: &Path, words: &str| {
        refused(&run(&server, &["restore", "--from", file.to_str().expect("UTF-8")]), words);
        assert_eq!(std::fs::read(server.database()).expect("readable"), before);
    };
    refuse(&folder.path().join("none.db"), "there is no database");
    refuse(server.database(), "is the database itself");
    let other = |name: &str, change: &dyn Fn(&Path)| {
        let path = folder.path().join(name);
        std::fs::copy(&file, &path).expect("copied");
        change(&path);
        path
    };
    let sql = |text: &'static str| move |path: &Path| raw(path).execute_batch(text).expect("changed");
    refuse(&other("newer.db", &sql("PRAGMA user_version = 999")), "newer Attune");
    refuse(&other("foreign.db", &sql("PRAGMA application_id = 77")), "is not an Attune database");
    refuse(&other("gap.db", &sql("DELETE FROM event WHERE seq = 2")), "1 violations");
    let cut = |path: &Path| {
        let file = std::fs::File::options().write(true).open(path).expect("opens");
        file.set_len(file.metadata().expect("sized").len() / 2).expect("cut");
    };
    refuse(&other("cut.db", &cut), "is damaged");

    // Accepted, although it has a gap; an older schema is brought up to date on the way.
    let gap = folder.path().join("gap.db");
    crate::support::older::as_schema_6(&raw(&gap));
    ok(&run(&server, &["restore", "--from", gap.to_str().expect("UTF-8"), "--accept-violations"]));
    // To a place where nothing is yet.
    let fresh = folder.path().join("elsewhere/attune.db");
    ok(&attune(&fresh, &["restore", "--from", &shown]));
    ok(&attune(&fresh, &["verify"]));
}

fn raw(path: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(path).expect("opens")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_was_killed_is_put_aside_with_all_that_it_held() {
    let (folder, file) = place();
    let data = folder.path().join("data");
    let mut server = crate::process::Server::start(&data, 0, &[]);
    let database = data.join("attune.db");
    let shown = file.to_str().expect("UTF-8").to_owned();
    let token = crate::process::Wire::token(server.port).await.expect("a token");
    let (mut wire, _) = crate::process::Wire::connect(server.port, &token).await.expect("connects");
    ok(&attune(&database, &["backup", "--to", &shown]));
    let opened = wire.request(&json!({"t": "open", "id": fresh_id()})).await.expect("an answer");
    assert_eq!(opened["t"], "ack", "{opened}");
    server.kill();
    // Also of a database that nobody has open, with what its write-ahead log holds.
    let second = folder.path().join("second.db");
    let ran = attune(&database, &["backup", "--to", second.to_str().expect("UTF-8")]);
    ok(&ran);
    assert!(ran.out.contains("1 conversations"), "{}", ran.out);
    ok(&attune(&database, &["restore", "--from", &shown]));
    let aside = names(&data).into_iter().find(|name| name.contains("before-restore")).expect("kept");
    let ran = attune(&database, &["verify", data.join(aside).to_str().expect("UTF-8")]);
    ok(&ran);
    assert!(ran.out.contains("1 conversations"), "the write-ahead log is part of it: {}", ran.out);
    assert!(attune(&database, &["verify"]).out.contains("0 conversations"));
}
