//! `attune verify`: every kind of violation planted in a real database is named with its place; a sound one passes.

use super::backup::attune;
use super::support::{Staff, TestServer, Visitor, by_marks, fresh_id};
use attune::conversation::verify::{Violation, verify};
use attune::store::sqlite::Walk;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A database with an angry visitor who was helped, written by a server.
struct Sound {
    folder: TempDir,
    file: PathBuf,
    conv: String,
    log: Vec<Value>,
}

impl Sound {
    async fn write() -> Self {
        let mut server = TestServer::reading(by_marks(), |_| {}).await;
        let mut visitor = Visitor::waiting(&server).await;
        for _ in 0..2 {
            visitor.say("Still nothing!!!").await;
        }
        let mut lin = Staff::available(&server, "lin").await;
        lin.wire.find_type("offer").await;
        lin.take_over(&visitor).await;
        lin.say(&visitor.conv, "I am looking.").await;
        visitor.say("Thank you.").await;
        visitor.say("And then?").await;
        lin.wire.ask_ok(json!({"t": "note", "id": fresh_id(), "conv": visitor.conv, "text": "Among us."})).await;
        // Every message is scored before the end, so that nothing is marked instead.
        while lin.log(&visitor.conv).await.iter().filter(|frame| frame["event"]["kind"] == "scored").count() < 4 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        lin.ask("resolve", &visitor.conv).await;
        let mut other = Visitor::waiting(&server).await;
        other.say("Somebody else.").await;
        let log = lin.log(&visitor.conv).await;
        server.stop().await;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("sound.db");
        std::fs::copy(server.database(), &file).expect("copied");
        Self { folder, file, conv: visitor.conv, log }
    }

    /// Places of the events of a kind.
    fn places(&self, kind: &str) -> Vec<u64> {
        let fits = self.log.iter().filter(|frame| frame["event"]["kind"] == kind);
        fits.filter_map(|frame| frame["seq"].as_u64()).collect()
    }

    /// Places of what visitors (or others) said.
    fn said(&self, who: &str) -> Vec<u64> {
        let fits = self.log.iter().filter(|frame| frame["event"]["kind"] == "said" && frame["by"]["who"] == who);
        fits.filter_map(|frame| frame["seq"].as_u64()).collect()
    }

    /// What is found in a copy to which this was done. `CONV` stands for the conversation.
    fn spoilt(&self, sql: &str) -> Vec<Violation> {
        let path = self.folder.path().join(format!("{}.db", fresh_id()));
        std::fs::copy(&self.file, &path).expect("copied");
        let db = Connection::open(&path).expect("opens");
        let conv = format!("x'{}'", self.conv.replace('-', ""));
        db.execute_batch(&format!("PRAGMA ignore_check_constraints = on; {}", sql.replace("CONV", &conv)))
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        db.close().expect("closes");
        found(&path)
    }

    /// Exactly one violation is found: this one.
    fn finds(&self, sql: &str, invariant: &str, seq: Option<u64>) {
        let found = self.spoilt(sql);
        let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 1, "{sql}: {shown:#?}");
        assert_eq!(
            (found[0].invariant.to_string().as_str(), found[0].seq.map(|seq| seq.0)),
            (invariant, seq),
            "{shown:?}"
        );
        assert_eq!(found[0].conversation.map(|conv| conv.to_string()).as_ref(), Some(&self.conv), "{shown:?}");
    }

    /// Among others, this one is found.
    fn finds_also(&self, sql: &str, invariant: &str, seq: Option<u64>) {
        let found = self.spoilt(sql);
        let fits = |it: &&Violation| it.invariant.to_string() == invariant && it.seq.map(|seq| seq.0) == seq;
        assert!(found.iter().any(|it| fits(&it)), "{sql}: {found:#?}");
    }
}

fn found(path: &Path) -> Vec<Violation> {
    let (mut found, mut told) = (Vec::new(), 0);
    let walk = Walk::open(path).expect("opens");
    let walked = verify(&walk, &mut |violation| found.push(violation.clone()), &mut |_, _| told += 1).expect("walks");
    assert_eq!(walked.violations, found.len() as u64);
    assert_eq!(told, walked.conversations);
    found
}

#[expect(clippy::too_many_lines, reason = "a list of planted violations, each a line or two")]
#[tokio::test(flavor = "multi_thread")]
async fn every_planted_violation_is_named_and_a_sound_database_passes() {
    let sound = Sound::write().await;
    assert_eq!(found(&sound.file), [], "sound");
    let (visitor, bot) = (sound.said("visitor"), sound.said("bot"));
    let (offered, note) = (sound.places("offered")[0], sound.places("noted")[0]);
    let last = sound.log.len() as u64;
    let [first, .., third, fourth] = visitor[..] else { panic!("{visitor:?}") };
    assert!(first < offered && offered < third);

    // C1: gapless, in both numberings.
    sound.finds(&format!("DELETE FROM event WHERE conversation = CONV AND seq = {third}"), "C1", Some(third + 1));
    sound.finds("DELETE FROM event WHERE conversation = CONV AND seq < 3", "C1", Some(3));
    let moved = "UPDATE event SET public = public + 7 WHERE conversation = CONV AND public IS NOT NULL AND seq >=";
    sound.finds_also(&format!("{moved} {fourth}"), "C1", Some(fourth));
    sound.finds_also(
        &format!("UPDATE event SET public = NULL WHERE conversation = CONV AND seq = {first}"),
        "C1",
        Some(first),
    );
    // C2: the log gives what is stored beside it.
    sound.finds(
        "UPDATE conversation SET summary = json_set(summary, '$.preview', 'x') WHERE id = CONV",
        "C2",
        Some(last),
    );
    sound.finds("UPDATE conversation SET phase = 'waiting' WHERE id = CONV", "C2", None);
    sound.finds("UPDATE outcome SET body = json_set(body, '$.scored', 9) WHERE conversation = CONV", "C2", Some(last));
    sound.finds("DELETE FROM conversation WHERE id = CONV", "C2", None);
    sound.finds(
        "DELETE FROM event WHERE conversation = CONV AND seq > (SELECT max(seq) - 1 FROM event WHERE conversation = CONV)",
        "C2",
        Some(last - 1),
    );
    // C3: nothing after the end.
    let after = format!(
        "INSERT INTO event SELECT conversation, {last} + 1, (SELECT max(public) + 1 FROM event WHERE conversation = CONV),
             x'000102030405060708090a0b0c0d0e0f', at,
             json_set(body, '$.event.id', '00010203-0405-0607-0809-0a0b0c0d0e0f'), NULL
         FROM event WHERE conversation = CONV AND seq = {fourth}"
    );
    sound.finds(&after, "C3", Some(last + 1));
    // C4: an id once, in the words and beside them.
    let id = sound.log[usize::try_from(third).expect("small") - 1]["event"]["id"].as_str().expect("an id");
    let twice = format!(
        "UPDATE event SET body = json_set(body, '$.event.id', '{id}'),
             message_id = x'{}' WHERE conversation = CONV AND seq = {fourth}",
        id.replace('-', "")
    );
    sound.finds(&twice, "C4", Some(fourth));
    sound.finds(
        &format!("UPDATE event SET message_id = NULL WHERE conversation = CONV AND seq = {third}"),
        "C4",
        Some(third),
    );
    // C6: hidden events have no place among what visitors see.
    sound.finds(&format!("UPDATE event SET public = 999 WHERE conversation = CONV AND seq = {note}"), "C6", Some(note));
    // R3: one speaks.
    let usurped = format!(
        "UPDATE event SET body = json_set(body, '$.by', json('{{\"who\":\"bot\"}}')) WHERE conversation = CONV AND seq = {}",
        sound.said("staff")[0]
    );
    sound.finds(&usurped, "R3", Some(sound.said("staff")[0]));
    // T3: what is closed has no message without a score or a mark.
    let scored = *sound.places("scored").last().expect("scored");
    let other = format!(
        "UPDATE event SET body = json_set(body, '$.event.message', {third}) WHERE conversation = CONV AND seq = {scored}"
    );
    sound.finds_also(&other, "T3", Some(fourth));
    // H1: the packet is of this log.
    let text = "SET body = json_set(body, '$.event.text', 'changed')";
    sound.finds_also(
        &format!("UPDATE event {text} WHERE conversation = CONV AND seq = {}", bot[0]),
        "H1",
        Some(offered),
    );
    let hash = "SET body = json_set(body, '$.event.packet.hash', 'ab')";
    sound.finds(&format!("UPDATE event {hash} WHERE conversation = CONV AND seq = {offered}"), "H1", Some(offered));
    // References.
    let about = format!(
        "UPDATE event SET body = json_set(body, '$.event.message', 1) WHERE conversation = CONV AND seq = {scored}"
    );
    sound.finds_also(&about, "REF", Some(scored));
    let raised = sound.places("alert_raised")[0];
    let alert = "SET body = json_set(body, '$.event.alert', '00010203-0405-0607-0809-0a0b0c0d0e0f')";
    assert!(!sound.spoilt(&format!("UPDATE event {alert} WHERE conversation = CONV AND seq = {raised}")).is_empty());
    sound.finds_also("DELETE FROM site", "REF", None);
    sound.finds_also("DELETE FROM event WHERE conversation = CONV", "REF", None);
    sound.finds_also("DELETE FROM staff", "REF", None);
    // What cannot be read is named, and the rest is read.
    sound.finds(
        &format!("UPDATE event SET body = '{{\"by\":' WHERE conversation = CONV AND seq = {third}"),
        "FILE",
        Some(third),
    );
    sound.finds("UPDATE conversation SET summary = '{}' WHERE id = CONV", "FILE", None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_prints_a_line_for_each_and_says_by_its_code_whether_there_are_any() {
    let sound = Sound::write().await;
    let nowhere = sound.folder.path().join("none.db");
    let shown = sound.file.to_str().expect("UTF-8");
    let ran = attune(&nowhere, &["verify", shown]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    assert!(ran.out.contains("2 conversations") && ran.out.trim_end().ends_with("sound"), "{}", ran.out);
    let ran = attune(&sound.file, &["verify", "--json"]);
    let counts: Value = serde_json::from_str(&ran.out).expect("one line of JSON");
    assert_eq!((ran.code, &counts["violations"], &counts["conversations"]), (Some(0), &json!(0), &json!(2)));

    let spoilt = sound.folder.path().join("spoilt.db");
    std::fs::copy(&sound.file, &spoilt).expect("copied");
    let db = Connection::open(&spoilt).expect("opens");
    db.execute_batch("DELETE FROM event WHERE seq = 2").expect("changed");
    db.close().expect("closes");
    let ran = attune(&spoilt, &["verify"]);
    assert_eq!(ran.code, Some(1));
    let line = format!("conversation {} seq 3: C1: seq 3 follows 1\n", sound.conv);
    assert!(ran.out.contains(&line), "{}", ran.out);
    assert!(ran.out.contains("2 violations"), "{}", ran.out);
    let ran = attune(&spoilt, &["verify", "--json"]);
    let first: Value = serde_json::from_str(ran.out.lines().next().expect("a line")).expect("JSON");
    assert_eq!((&first["invariant"], &first["seq"], ran.code), (&json!("C1"), &json!(3), Some(1)));

    // Damage below the logs.
    let size = std::fs::metadata(&sound.file).expect("sized").len();
    let mut bytes = std::fs::read(&sound.file).expect("readable");
    for page in (8..size / 4096).step_by(3) {
        let at = usize::try_from(page * 4096).expect("small");
        bytes[at..at + 512].fill(0xa5);
    }
    std::fs::write(&spoilt, bytes).expect("written");
    let ran = attune(&spoilt, &["verify"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("database: FILE: ") || ran.err.contains("is damaged"), "{} {}", ran.out, ran.err);
    let ran = attune(&nowhere, &["verify"]);
    assert!(ran.code == Some(1) && ran.err.contains("there is no database"), "{}", ran.err);
}
