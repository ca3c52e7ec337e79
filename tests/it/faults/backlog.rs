//! P6: what was committed and not scored when the server died is read or marked after it is back; a chat waits for none
//! of it. Which messages are shed when too many wait is decided in `triage::queue`, and tested there.

use crate::alone;
use crate::audit::{COME_BACK, Diary};
use crate::process::{Server, Wire};
use crate::staff::logged_in;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

/// The model of a build without optimisation reads slowly, and there may be hundreds to read.
const PATIENCE: Duration = Duration::from_mins(5);

/// Counts what a log says of messages and their scores: said by the visitor, scored, marked.
fn counted(log: &[Value]) -> (usize, usize, usize) {
    let of_kind = |kind: &'static str| log.iter().filter(move |item| item["event"]["kind"] == kind);
    let said = of_kind("said").filter(|item| item["by"]["who"] == "visitor").count();
    let answers: Vec<_> = of_kind("scored").map(|item| &item["event"]).collect();
    let marked = answers.iter().filter(|event| event["scoring"]["outcome"] == "not_scored").count();
    (said, answers.len() - marked, marked)
}

/// Waits until every message of these conversations has its score or its mark; how many were said, and how many scored.
///
/// # Panics
/// When one has neither after the patience, or more than one.
pub async fn everything_is_scored_or_marked(port: u16, diaries: &[Diary]) -> (usize, usize) {
    let mut wire = Wire::staff(port, &logged_in(port, "sam").await).await.expect("a supervisor's socket");
    let (mut all, mut read) = (0, 0);
    let began = Instant::now();
    for conv in diaries.iter().filter_map(|diary| diary.conv.as_deref()) {
        loop {
            let log = wire.whole_history(conv).await.expect("a history");
            let (said, scored, marked) = counted(&log);
            assert!(scored + marked <= said, "answered twice: {scored} + {marked} of {said}");
            if scored + marked == said {
                (all, read) = (all + said, read + scored);
                break;
            }
            assert!(began.elapsed() < PATIENCE, "{} of {said} messages have neither", said - scored - marked);
            tokio::time::sleep(8 * COME_BACK).await;
        }
    }
    (all, read)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_committed_and_not_scored_is_scored_or_marked_after_a_kill() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path(), 0, &[]);
    let port = server.port;
    let token = Wire::token(port).await.expect("a token");
    let (mut wire, _) = Wire::connect(port, &token).await.expect("a socket");
    let opened = wire.request(&json!({"t": "open", "id": Uuid::now_v7()})).await.expect("opened");
    let conv = opened["conv"].as_str().expect("a conversation").to_owned();
    for n in 0..8 {
        let msg = json!({"t": "msg", "id": Uuid::now_v7(), "conv": conv, "text": format!("Where is parcel {n}?")});
        wire.send(&msg).await.expect("sent");
    }
    let acknowledged = async {
        for _ in 0..8 {
            wire.until(|frame| frame["t"] == "ack").await.expect("acknowledged");
        }
    };
    timeout(Duration::from_mins(1), acknowledged).await.expect("no chat waits for the model");
    server.kill();
    server = Server::start(folder.path(), port, &[]);
    let diary = Diary { conv: Some(conv), ..Diary::default() };
    let (said, scored) = everything_is_scored_or_marked(server.port, &[diary]).await;
    assert_eq!(said, 8);
    assert!(scored > 0, "the model reads, so something is scored");
}
