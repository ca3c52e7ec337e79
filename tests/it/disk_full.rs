//! A full disk under the real binary: nothing is acknowledged that is not stored, history stays readable, the server
//! says so, and the same message goes through once there is room.

use crate::process::{FULL_BURST, Server, Wire};
use crate::store_contract::conversation;
use crate::store_sqlite::{SmallDisk, fill};
use attune::store::sqlite::{Settings, SqliteStore};
use attune::store::{Store, StoreError};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

/// A message of nearly the largest size.
fn long(n: usize) -> String {
    format!("{n} {}", "words ".repeat(600))
}

struct Chat {
    port: u16,
    wire: Wire,
    token: String,
    conv: String,
    acknowledged: Vec<String>,
}

impl Chat {
    async fn begin(port: u16) -> Self {
        let token = Wire::token(port).await.expect("a token");
        let (mut wire, _) = Wire::connect(port, &token).await.expect("connects");
        let opened = wire.request(&json!({"t": "open", "id": Uuid::now_v7()})).await.expect("an answer");
        let conv = opened["conv"].as_str().expect("a conversation").to_owned();
        // A person is asked for, so that the bot adds nothing.
        let human = json!({"t": "human", "id": Uuid::now_v7(), "conv": conv});
        wire.request(&human).await.expect("an answer");
        Self { port, wire, token, conv, acknowledged: Vec::new() }
    }

    /// One message; what it was answered, rate limits aside.
    async fn say(&mut self, id: Uuid, text: &str) -> Value {
        loop {
            let frame = json!({"t": "msg", "id": id, "conv": self.conv, "text": text});
            let Ok(answer) = self.wire.request(&frame).await else {
                // Shown the door for being too fast so often: as any client, back with the same id.
                (self.wire, _) = Wire::connect(self.port, &self.token).await.expect("connects");
                continue;
            };
            if answer["code"] == "rate_limited" {
                tokio::time::sleep(Duration::from_millis(answer["retry_ms"].as_u64().unwrap_or(100))).await;
                continue;
            }
            if answer["t"] == "ack" {
                self.acknowledged.push(id.to_string());
            }
            return answer;
        }
    }

    /// Chats until there is no room; the message that found none.
    async fn fill(&mut self) -> (Uuid, String) {
        for n in 0..2_000 {
            let (id, text) = (Uuid::now_v7(), long(n));
            let answer = self.say(id, &text).await;
            if answer["t"] == "nack" {
                assert_eq!(answer["code"], "storage_unavailable", "{answer}");
                assert!(
                    answer["retry_ms"].as_u64().is_some_and(|wait| wait > 0),
                    "it says when to try again: {answer}"
                );
                assert!(!answer.to_string().contains("attune.db"), "no path reaches a client: {answer}");
                return (id, text);
            }
        }
        panic!("never full")
    }

    /// What visitors said, by id, in the order of the log.
    async fn stored(&mut self) -> Vec<String> {
        said(&mut self.wire, &self.conv).await
    }
}

async fn said(wire: &mut Wire, conv: &str) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), json!(0));
    loop {
        let ask = json!({"t": "history", "id": Uuid::now_v7(), "conv": conv, "after": after, "limit": 200});
        let page = wire.request(&ask).await.expect("an answer");
        if page["code"] == "rate_limited" {
            // Whoever comes back for one page at a time is refused so often that they are shown out.
            tokio::time::sleep(FULL_BURST).await;
            continue;
        }
        let items = page["items"].as_array().expect("history can be read").clone();
        after = items.last().map_or(after, |item| item["seq"].clone());
        let visitors = items.iter().filter(|item| item["from"] == "visitor");
        ids.extend(visitors.filter_map(|item| item["id"].as_str().map(str::to_owned)));
        if page["more"] != true {
            return ids;
        }
    }
}

/// What /readyz says, with its status.
async fn readiness(port: u16) -> (u16, Value) {
    let answer = reqwest::get(format!("http://127.0.0.1:{port}/readyz")).await.expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.json().await.expect("JSON"))
}

async fn until_ready(port: u16, ready: bool) -> Value {
    for _ in 0..200 {
        let (status, body) = readiness(port).await;
        if (status == 200) == ready {
            return body;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never {}", if ready { "ready" } else { "unready" })
}

async fn full(port: u16, chat: &mut Chat) -> (Uuid, String) {
    let refused = chat.fill().await;
    assert!(chat.acknowledged.len() > 3, "there was room for some");
    assert_eq!(chat.stored().await, chat.acknowledged, "what is acknowledged is stored, and nothing else");
    assert_eq!(until_ready(port, false).await["store"], "disk_full");
    let alive = reqwest::get(format!("http://127.0.0.1:{port}/healthz")).await.expect("an answer");
    assert_eq!(alive.status(), 200, "alive all the same");
    // Somebody new may read too.
    let (mut again, welcome) = Wire::connect(port, &chat.token).await.expect("connects");
    assert_eq!(welcome["conv"]["conv"], chat.conv.as_str());
    assert_eq!(said(&mut again, &chat.conv).await, chat.acknowledged);
    refused
}

async fn roomy(port: u16, chat: &mut Chat, (id, text): (Uuid, String)) {
    let answer = chat.say(id, &text).await;
    assert_eq!(answer["t"], "ack", "the same id, now that there is room: {answer}");
    assert!(answer["dup"].is_null() || answer["dup"] == false);
    assert_eq!(chat.stored().await, chat.acknowledged);
    assert_eq!(until_ready(port, true).await["store"], "ok");
}

#[tokio::test]
async fn where_a_message_finds_no_room_a_probe_finds_none_however_the_pages_lie() {
    for pages in 64..160 {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings { max_pages: Some(pages), ..Settings::default() };
        let store = SqliteStore::open(folder.path().join("attune.db"), settings).expect("opens");
        fill(&store, conversation()).await;
        assert!(matches!(store.probe().await, Err(StoreError::DiskFull { .. })), "room in a file of {pages} pages");
        store.close().await.expect("closes");
    }
}

fn sound(database: &Path) {
    let ran = crate::backup::attune(database, &["verify"]);
    assert_eq!(ran.code, Some(0), "{} {}", ran.out, ran.err);
}

const ROOM: &str = "ATTUNE__STORE__MAX_MIB";

#[tokio::test(flavor = "multi_thread")]
async fn a_database_at_its_limit_keeps_what_it_has_and_takes_the_same_message_with_more_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start_with(folder.path(), 0, &[], &[(ROOM, "1")]);
    let port = server.port;
    let mut chat = Chat::begin(port).await;
    let refused = full(port, &mut chat).await;
    server.kill();
    // A full database can be started on: nothing is written that stands already.
    server = Server::start_with(folder.path(), port, &[], &[(ROOM, "1")]);
    (chat.wire, _) = Wire::connect(port, &chat.token).await.expect("connects");
    assert_eq!(chat.stored().await, chat.acknowledged);
    server.kill();
    server = Server::start_with(folder.path(), port, &[], &[(ROOM, "8")]);
    (chat.wire, _) = Wire::connect(port, &chat.token).await.expect("connects");
    roomy(port, &mut chat, refused).await;
    server.kill();
    sound(&folder.path().join("attune.db"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_keeps_what_it_has_and_takes_the_same_message_in_the_same_process() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("skipped: this user may not mount a small disk; the database at its limit takes the same path");
        return;
    };
    let mut server = Server::start(disk.folder(), 0, &[]);
    let port = server.port;
    let mut chat = Chat::begin(port).await;
    let refused = full(port, &mut chat).await;
    // No room for a copy either: said, and nothing half done is left.
    let copy = disk.folder().join("backup.db");
    let ran =
        crate::backup::attune(&disk.folder().join("attune.db"), &["backup", "--to", copy.to_str().expect("UTF-8")]);
    assert!(ran.code == Some(1) && ran.err.contains("the disk is full"), "{} {}", ran.out, ran.err);
    let left: Vec<_> =
        std::fs::read_dir(disk.folder()).expect("readable").map(|e| e.expect("entry").file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("backup")), "{left:?}");
    disk.grow();
    roomy(port, &mut chat, refused).await;
    server.kill();
    sound(&disk.folder().join("attune.db"));
}
