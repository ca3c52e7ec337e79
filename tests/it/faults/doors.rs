//! The doors under siege: heads that never end, connections that say nothing, sockets whose other side is gone,
//! descriptors that run out. Whoever behaves is served meanwhile.

use crate::alone;
use crate::machine::{limit_files, processor_time, until_idle};
use crate::process::{Server, Wire};
use crate::raw::Raw;
use serde_json::json;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

/// The head of a request may take 5 s; the machine may be busy.
const HEAD: Duration = Duration::from_secs(20);

/// A visitor who is served: opens a conversation and is acknowledged, within a time.
async fn is_served(port: u16) {
    let chat = async {
        let token = Wire::token(port).await.expect("a token");
        let (mut wire, _) = Wire::connect(port, &token).await.expect("a socket");
        let ack = wire.request(&json!({"t": "open", "id": Uuid::now_v7()})).await.expect("an answer");
        assert_eq!(ack["t"], "ack", "{ack}");
    };
    timeout(HEAD, chat).await.expect("served in time");
}

/// Waits until the server hangs up; what it said.
async fn hung_up(raw: &mut Raw, dripping: &[u8]) -> Duration {
    let began = Instant::now();
    let ended = async {
        loop {
            tokio::select! {
                head = raw.http_head() => if head.is_err() { return },
                () = sleep(Duration::from_millis(500)) => if raw.send(dripping).await.is_err() { return },
            }
        }
    };
    timeout(HEAD, ended).await.expect("the server waits for ever");
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_never_finishes_is_hung_up_on_and_holds_up_nobody() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0, &[]);
    let port = server.port;
    let body = format!(
        "POST /v1/login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
         Content-Type: application/json\r\nContent-Length: 400\r\n\r\n{{"
    );
    for (begin, drip) in [("", ""), ("GET /ws HTT", ""), ("GET /ws HTTP/1.1\r\n", "A: b\r\n"), (body.as_str(), " ")] {
        let mut slow = Vec::new();
        for _ in 0..50 {
            let mut raw = Raw::connect(port).await.expect("connected");
            raw.send(begin.as_bytes()).await.expect("sent");
            slow.push(raw);
        }
        is_served(port).await;
        let took = hung_up(&mut slow[0], drip.as_bytes()).await;
        println!("{begin:?} dripping {drip:?}: hung up after {took:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_whose_other_side_is_gone_is_closed() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    let settings = [("ATTUNE__SERVER__HEARTBEAT_SECONDS", "1")];
    let server = Server::start_with(folder.path(), 0, &[], &settings);
    let token = Wire::token(server.port).await.expect("a token");
    let raw = Raw::connect(server.port).await.expect("connected");
    let (mut raw, _) = raw.hello(server.port, &json!({"t": "hello", "token": token})).await.expect("welcome");
    // Pings come, and no pong goes back.
    assert_eq!(raw.closed().await, Some(4000));
}

fn starved(folder: &Path, files: u64) -> Server {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("ulimit -n {files}; exec \"$0\" \"$@\"")).arg(env!("CARGO_BIN_EXE_attune"));
    command.args(["demo", "--port", "0", "--data"]).arg(folder);
    Server::run(command)
}

#[tokio::test(flavor = "multi_thread")]
async fn with_few_descriptors_the_server_is_full_before_it_is_helpless() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    let server = starved(folder.path(), 128);
    let port = server.port;
    let (mut inside, mut refused) = (Vec::new(), None);
    for _ in 0..100 {
        let mut raw = Raw::connect(port).await.expect("connected");
        match raw.upgrade(port).await.expect("an answer") {
            Ok(()) => inside.push(raw),
            Err(answer) => {
                refused = Some(answer);
                break;
            }
        }
    }
    let refused = refused.expect("128 descriptors do not hold 100 sockets");
    assert_eq!((refused.status, refused.retry_after), (503, Some(5)), "told before the upgrade, with a time");
    assert!(inside.len() >= 32, "only {} sockets", inside.len());
    println!("{} sockets of 128 descriptors, the next refused: {refused:?}", inside.len());
    drop(inside);
    is_served(port).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn out_of_descriptors_the_server_waits_without_spinning_and_goes_on() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0, &[]);
    let port = server.port;
    is_served(port).await;
    // The articles' meanings are read after the start, which takes processor time of its own.
    until_idle(&server).await;
    // Fewer than are open already: no connection can be accepted any more.
    limit_files(&server, 8);
    let mut waiting = Vec::new();
    for _ in 0..50 {
        waiting.push(Raw::connect(port).await.expect("the kernel takes it"));
    }
    let before = processor_time(&server);
    sleep(Duration::from_secs(3)).await;
    let used = processor_time(&server).saturating_sub(before);
    assert!(used < Duration::from_millis(1_500), "{used:?} of processor time in 3 s of nothing");
    limit_files(&server, 4_096);
    is_served(port).await;
    println!("3 s without descriptors cost {used:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_http_is_refused_and_forgotten() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0, &[]);
    let port = server.port;
    let many = "x: y\r\n".repeat(200);
    let long = format!("GET / HTTP/1.1\r\nHost: x\r\nx: {}\r\n\r\n", "y".repeat(1_000_000));
    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        vec![0xff; 4_096],
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n").into_bytes(),
        long.into_bytes(),
        b"POST /v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n".to_vec(),
        b"POST /v1/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n".to_vec(),
    ] {
        let mut raw = Raw::connect(port).await.expect("connected");
        let _ = raw.send(&bytes).await;
        while let Ok(head) = raw.http_head().await {
            let status = head.split(' ').nth(1).unwrap_or_default().to_owned();
            assert!(status.starts_with('4'), "{head}");
        }
    }
    is_served(port).await;
}
