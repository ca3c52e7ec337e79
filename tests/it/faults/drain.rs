//! P9: on SIGTERM the server says goodbye in slices, with a time to come back, loses nothing and is gone in time.

use crate::alone;
use crate::audit::{Crowd, Findings, audit, totals};
use crate::machine::{ended, signal};
use crate::process::{Server, Wire};
use crate::raw::Raw;
use rustix::process::Signal;
use serde_json::json;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::Instant;

const ROUNDS: usize = 3;
const IDLE: usize = 200;
/// The settings allow 20 s; a busy machine needs some more to end a process.
const WITHIN: Duration = Duration::from_secs(30);

/// When each socket was closed, and how.
async fn goodbyes(sockets: Vec<Raw>) -> Vec<(Instant, Option<u16>)> {
    let mut all = JoinSet::new();
    for mut raw in sockets {
        all.spawn(async move {
            let mut code = None;
            while let Some(frame) = raw.next().await {
                if let Some(bye) = frame.json().filter(|json| json["t"] == "bye") {
                    assert_eq!(bye["code"], "draining");
                    assert!(bye["retry_ms"].as_u64().is_some(), "a time to come back: {bye}");
                }
                code = code.or(frame.close_code());
                if code.is_some() {
                    break;
                }
            }
            (Instant::now(), code)
        });
    }
    all.join_all().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_says_goodbye_in_slices_and_loses_nothing() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path(), 0, &[]);
    let port = server.port;
    let crowd = Crowd::start(port, 20);
    for round in 1..=ROUNDS {
        crowd.acknowledged(round * 100).await;
        let mut idle = Vec::new();
        let mut token = String::new();
        for n in 0..IDLE {
            if n % 20 == 0 {
                token = Wire::token(port).await.expect("a token");
            }
            let raw = Raw::connect(port).await.expect("connected");
            idle.push(raw.hello(port, &json!({"t": "hello", "token": token})).await.expect("welcome").0);
        }
        let began = Instant::now();
        signal(&server, Signal::TERM);
        let heard = goodbyes(idle).await;
        let code = ended(&mut server, WITHIN).await;
        let took = began.elapsed();
        assert_eq!(code, Some(0), "an orderly end");
        assert!(heard.iter().all(|(_, code)| *code == Some(4013)), "{heard:?}");
        let (first, last) = (heard.iter().map(|(at, _)| *at).min(), heard.iter().map(|(at, _)| *at).max());
        let spread = last.zip(first).map(|(last, first)| last - first).expect("sockets");
        println!("round {round}: {IDLE} goodbyes over {spread:?}, gone after {took:?}");
        assert!(spread > Duration::from_millis(300), "all at once: {spread:?}");
        server = Server::start(folder.path(), port, &[]);
    }
    let diaries = crowd.finish().await;
    let found = audit(&diaries, port).await;
    println!("{} acknowledged, {ROUNDS} restarts: {found:?}", totals(&diaries).0);
    assert_eq!(found, Findings::default());
}
