//! Everybody comes at once: a storm of connections, and of reconnections after a cut. Nobody fails, everybody is where
//! they were (as many as the server keeps sessions for; the others start anew), and those who stayed are served. Memory
//! for each idle socket is bounded.

use crate::machine::{memory, until_idle};
use crate::process::{Cut, Server, Wire};
use crate::raw::{Raw, text};
use crate::{alone, rounds};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

/// Sockets for each kill of the kill audit: 1,000 in the short form, 10,000 in the long one.
const PER_ROUND: usize = 50;
const MOST: usize = 10_000;
/// Sessions of one visitor.
const TABS: usize = 25;
/// Memory for an idle socket with its session, in a build without optimisation.
const PER_SOCKET: u64 = 48 * 1024;
/// As many silent sessions find room in what the server keeps for clients that were cut; whoever is beyond that reads on
/// from the log.
const KEPT: usize = 16_384;
/// A client gives up after so many tries.
const TRIES: usize = 60;

/// Somebody who is in.
struct Inside {
    raw: Raw,
    token: Value,
    welcome: Value,
}

/// Comes in, however often it has to ask.
async fn come(port: u16, hello: Value) -> Result<Inside, Cut> {
    for attempt in 0..TRIES {
        let come = async { Raw::connect(port).await?.hello(port, &hello).await };
        match come.await {
            Ok((raw, welcome)) => return Ok(Inside { raw, token: hello["token"].clone(), welcome }),
            // A backlog that overflowed looks like a cut; the documented client comes back with jitter.
            Err(Cut) => sleep(Duration::from_millis(50 + 20 * (attempt as u64 % 7))).await,
        }
    }
    Err(Cut)
}

/// All at once; how many failed, and who is in.
async fn storm(port: u16, hellos: Vec<Value>) -> (usize, Vec<Inside>) {
    let mut all = JoinSet::new();
    for hello in hellos {
        all.spawn(come(port, hello));
    }
    let (mut failed, mut inside) = (0, Vec::new());
    for outcome in all.join_all().await {
        match outcome {
            Ok(socket) => inside.push(socket),
            Err(Cut) => failed += 1,
        }
    }
    (failed, inside)
}

/// How long one who stayed waits, again and again, until told to stop.
async fn stay(mut wire: Wire, over: Arc<tokio::sync::Notify>) -> Vec<Duration> {
    let mut waits = Vec::new();
    loop {
        let began = Instant::now();
        wire.request(&json!({"t": "open", "id": Uuid::now_v7()})).await.expect("an answer");
        waits.push(began.elapsed());
        tokio::select! {
            () = over.notified() => return waits,
            () = sleep(Duration::from_millis(250)) => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_lets_everybody_in_and_back_in_with_no_failure() {
    let _alone = alone().await;
    let count = (PER_ROUND * rounds()).min(MOST);
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0, &[]);
    let port = server.port;
    let mut tokens = Vec::new();
    for _ in 0..count.div_ceil(TABS) {
        tokens.push(Wire::token(port).await.expect("a token"));
    }
    let witness = Wire::connect(port, &Wire::token(port).await.expect("a token")).await.expect("a socket").0;
    let over = Arc::new(tokio::sync::Notify::new());
    let mut staying = JoinSet::new();
    staying.spawn(stay(witness, Arc::clone(&over)));
    until_idle(&server).await;
    let before = memory(&server);
    let began = Instant::now();
    let hellos = (0..count).map(|n| json!({"t": "hello", "token": tokens[n / TABS]})).collect();
    let (failed, inside) = storm(port, hellos).await;
    let came = began.elapsed();
    assert_eq!((failed, inside.len()), (0, count));
    let each = memory(&server).saturating_sub(before) / count as u64;

    let mut hellos = Vec::new();
    for Inside { raw, token, welcome } in inside {
        let resume = json!({"session": welcome["session"], "received": 0});
        hellos.push(json!({"t": "hello", "token": token, "resume": resume}));
        raw.reset();
    }
    let began = Instant::now();
    let (failed, mut back) = storm(port, hellos).await;
    let returned = began.elapsed();
    assert_eq!((failed, back.len()), (0, count));
    let resumed = back.iter().filter(|one| one.welcome["resumed"] == true).count();
    over.notify_one();
    let mut waits = staying.join_all().await.concat();
    waits.sort_unstable();
    println!(
        "{count} sockets: in after {came:?}, back after {returned:?}, {resumed} resumed, 0 failures, {each} bytes each; \
         who stayed waited {:?} in the median and {:?} at most",
        waits[waits.len() / 2],
        waits[waits.len() - 1],
    );
    assert!(resumed >= count.min(KEPT), "only {resumed} are where they were");
    assert!(each <= PER_SOCKET, "{each} bytes for each idle socket");
    let raw = &mut back[0].raw;
    raw.send(&text(&json!({"t": "ping"}))).await.expect("alive");
    raw.until(|json| json["t"] == "pong").await.expect("served");
}
