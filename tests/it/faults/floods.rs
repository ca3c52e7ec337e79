//! Floods: of pings, of requests, of handshakes. Memory stays where it was, whoever floods is shown the door or told
//! to wait, and everybody else is served.

use crate::alone;
use crate::machine::memory;
use crate::process::{Server, Wire};
use crate::raw::{Raw, frame, text};
use serde_json::json;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

/// What a flood may cost in memory, allocator's whims included.
const GROWTH: u64 = 24 * 1024 * 1024;

async fn bystander(port: u16) -> Wire {
    let token = Wire::token(port).await.expect("a token");
    Wire::connect(port, &token).await.expect("a socket").0
}

async fn is_undisturbed(wire: &mut Wire) -> Duration {
    let began = Instant::now();
    let ack = wire.request(&json!({"t": "open", "id": Uuid::now_v7()})).await.expect("an answer");
    assert_eq!(ack["t"], "ack", "{ack}");
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn floods_of_frames_end_their_own_sockets_and_cost_no_memory() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0, &[]);
    let port = server.port;
    let mut other = bystander(port).await;
    is_undisturbed(&mut other).await;
    let before = memory(&server);
    let token = Wire::token(port).await.expect("a token");
    let open = json!({"t": "open", "id": Uuid::now_v7()});
    for (name, flood, code) in [
        ("pings", frame(0x89, &[b'x'; 125]), 4429),
        ("requests", text(&open), 4429),
        ("nonsense", frame(0x81, b"nonsense"), 4400),
    ] {
        let raw = Raw::connect(port).await.expect("connected");
        let (mut raw, _) = raw.hello(port, &json!({"t": "hello", "token": token})).await.expect("welcome");
        let burst = flood.repeat(100);
        let mut sent = 0;
        // Nothing is read until it is over, as floods do not listen.
        let flooding = async {
            while sent < 50_000 && raw.send(&burst).await.is_ok() {
                sent += 100;
            }
        };
        // A server that answers nobody who does not listen stops reading at some point.
        let _ = timeout(Duration::from_secs(5), flooding).await;
        let closed = raw.closed().await;
        println!("{name}: {sent} sent, closed with {closed:?}");
        // A flood may be cut off so hard that the code is lost with what was unread.
        assert!(closed.is_none_or(|closed| closed == code), "{name}: {closed:?}");
        is_undisturbed(&mut other).await;
    }
    let grown = memory(&server).saturating_sub(before);
    println!("grown by {} KiB", grown / 1024);
    assert!(grown < GROWTH, "{grown} bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_handshakes_is_told_to_wait_and_chats_go_on() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    let settings = [("ATTUNE__SERVER__HANDSHAKES_PER_SECOND", "5")];
    let server = Server::start_with(folder.path(), 0, &[], &settings);
    let port = server.port;
    let mut other = bystander(port).await;
    let began = Instant::now();
    let mut floods = JoinSet::new();
    for _ in 0..20 {
        floods.spawn(async move {
            let (mut inside, mut refused) = (0_u32, 0_u32);
            for _ in 0..50 {
                let mut raw = Raw::connect(port).await.expect("connected");
                match raw.upgrade(port).await.expect("an answer, not silence") {
                    Ok(()) => inside += 1,
                    Err(answer) => {
                        assert_eq!((answer.status, answer.retry_after), (503, Some(1)));
                        refused += 1;
                    }
                }
                raw.reset();
            }
            (inside, refused)
        });
    }
    let slowest = is_undisturbed(&mut other).await;
    let all = floods.join_all().await;
    let inside: u32 = all.iter().map(|(inside, _)| inside).sum();
    let refused: u32 = all.iter().map(|(_, refused)| refused).sum();
    println!("{inside} let in, {refused} told to wait in {:?}; a bystander waited {slowest:?}", began.elapsed());
    // The bucket holds a second's worth and regains one each second.
    let fair = 5 * (u32::try_from(began.elapsed().as_secs()).expect("short") + 2);
    assert!(inside <= fair && inside + refused == 1_000, "{inside} of at most {fair}");
    assert!(refused > 0, "no flood: it took {:?}", began.elapsed());
    assert!(slowest < Duration::from_secs(5));
}
