//! P8: readers that do not read hold little, are cut with 4008 and may resume, and slow nobody down.

use crate::alone;
use crate::machine::{memory, until_idle};
use crate::process::{Server, Wire};
use crate::raw::{Raw, text};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

/// A person may have so many sessions.
const READERS: usize = 30;
/// What one of them may make the server hold.
const HELD: u64 = 256 * 1024;
/// Together more pages than any kernel keeps for a reader: the rest waits in the server, which must bound it.
const PASSES: usize = 4;
/// What the allocator, the model and the database take meanwhile.
const SLACK: u64 = 8 * 1024 * 1024;

async fn agent(port: u16) -> reqwest::Client {
    let http = reqwest::Client::builder().cookie_store(true).build().expect("a client");
    let origin = format!("http://127.0.0.1:{port}");
    let login = http.post(format!("{origin}/v1/login")).header("origin", &origin);
    let answer = login.json(&json!({"email": "lin@demo.test", "password": "demo"})).send().await.expect("an answer");
    answer.error_for_status().expect("logged in");
    http
}

async fn hello(port: u16, http: &reqwest::Client, resume: Option<Value>) -> (Raw, Value) {
    let origin = format!("http://127.0.0.1:{port}");
    let asked = http.post(format!("{origin}/v1/ticket")).header("origin", &origin).json(&json!({}));
    let ticket: Value = asked.send().await.expect("an answer").json().await.expect("JSON");
    let mut hello = json!({"t": "hello", "ticket": ticket["ticket"]});
    if let Some(resume) = resume {
        hello["resume"] = resume;
    }
    let raw = Raw::connect_narrow(port).await.expect("connected");
    raw.hello(port, &hello).await.expect("welcome")
}

/// A visitor with a conversation full of long words.
async fn talkative(port: u16) -> (Wire, String) {
    let token = Wire::token(port).await.expect("a token");
    let (mut wire, _) = Wire::connect(port, &token).await.expect("a socket");
    let opened = wire.request(&json!({"t": "open", "id": Uuid::now_v7()})).await.expect("opened");
    let conv = opened["conv"].as_str().expect("a conversation").to_owned();
    for _ in 0..6 {
        say(&mut wire, &conv).await;
    }
    (wire, conv)
}

/// Says something long; how long the acknowledgement took, without the waits for the rate limit.
async fn say(wire: &mut Wire, conv: &str) -> Duration {
    let msg = json!({"t": "msg", "id": Uuid::now_v7(), "conv": conv, "text": "字".repeat(2_500)});
    loop {
        let began = Instant::now();
        let answer = wire.request(&msg).await.expect("an answer");
        if answer["t"] == "ack" {
            return began.elapsed();
        }
        sleep(Duration::from_millis(answer["retry_ms"].as_u64().expect("only the rate limit refuses"))).await;
    }
}

/// As many pages as staff may ask for at once, and no answer is read.
async fn ask_for_pages(raw: &mut Raw, conv: &str) {
    for _ in 0..38 {
        let page = json!({"t": "history", "id": Uuid::now_v7(), "conv": conv, "after": 0, "limit": 200});
        raw.send(&text(&page)).await.expect("sent");
    }
}

/// As many readers who ask for as much and do read: what the allocator keeps of that is no memory of slow readers.
async fn readers_who_read(port: u16, http: &reqwest::Client, conv: &str) {
    let mut reading = JoinSet::new();
    for _ in 0..READERS {
        let (mut raw, _) = hello(port, http, None).await;
        let conv = conv.to_owned();
        reading.spawn(async move {
            ask_for_pages(&mut raw, &conv).await;
            for _ in 0..38 {
                raw.until(|json| json["t"] == "history" || json["t"] == "nack").await.expect("an answer");
            }
            raw.reset();
        });
    }
    reading.join_all().await;
}

async fn metric(port: u16, name: &str) -> f64 {
    let page = reqwest::get(format!("http://127.0.0.1:{port}/metrics")).await.expect("an answer");
    let page = page.text().await.expect("text");
    let line = page.lines().find(|line| line.starts_with(name) && !line.starts_with('#'));
    line.and_then(|line| line.rsplit(' ').next()?.parse().ok()).unwrap_or(0.0)
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_that_do_not_read_hold_little_are_cut_resumably_and_slow_nobody() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    // Nobody here answers pings, which is not what they are to be cut for.
    let settings = [
        ("ATTUNE__SERVER__HEARTBEAT_SECONDS", "60"),
        // What was freed goes back to the system, so that memory says what is held (glibc).
        ("MALLOC_ARENA_MAX", "1"),
        ("MALLOC_TRIM_THRESHOLD_", "65536"),
        ("MALLOC_MMAP_THRESHOLD_", "16384"),
    ];
    let server = Server::start_with(folder.path(), 0, &[], &settings);
    let port = server.port;
    let (mut visitor, conv) = talkative(port).await;
    let mut before_times = Vec::new();
    for _ in 0..10 {
        before_times.push(say(&mut visitor, &conv).await);
    }
    let lin = agent(port).await;
    readers_who_read(port, &lin, &conv).await;
    let before = memory(&server);
    let mut readers = Vec::new();
    for _ in 0..READERS {
        let (mut raw, welcome) = hello(port, &lin, None).await;
        raw.send(&text(&json!({"t": "sub", "id": Uuid::now_v7(), "topic": "conv", "conv": conv}))).await.expect("sent");
        readers.push((raw, welcome));
    }
    for _ in 0..PASSES {
        for (raw, _) in &mut readers {
            ask_for_pages(raw, &conv).await;
        }
        sleep(Duration::from_secs(2)).await;
    }
    until_idle(&server).await;
    let (mut times, mut most) = (Vec::new(), 0);
    for _ in 0..80 {
        times.push(say(&mut visitor, &conv).await);
        most = most.max(memory(&server).saturating_sub(before));
        if metric(port, "slow_consumers_total").await >= READERS as f64 {
            break;
        }
    }
    let cut = metric(port, "slow_consumers_total").await;
    times.sort_unstable();
    before_times.sort_unstable();
    println!(
        "{cut} of {READERS} cut; {} KiB for each at most; others' acknowledgement: median {:?} before, {:?} meanwhile, slowest {:?}",
        most / 1024 / READERS as u64,
        before_times[before_times.len() / 2],
        times[times.len() / 2],
        times[times.len() - 1],
    );
    assert!(cut >= READERS as f64, "only {cut} were cut");
    assert!(most <= HELD * READERS as u64 + SLACK, "{most} bytes for {READERS} readers");
    assert!(times[times.len() - 1] < Duration::from_secs(5), "others waited {:?}", times[times.len() - 1]);
    let (mut raw, welcome) = readers.pop().expect("a reader");
    // Last words have 5 s to get through; whoever listens too late for them sees a cut, and comes back just so.
    let code = raw.closed().await;
    assert!(matches!(code, None | Some(4008)), "{code:?}");
    let resume = json!({"session": welcome["session"], "received": 0});
    let (_, again) = hello(port, &lin, Some(resume)).await;
    assert_eq!(again["t"], "welcome", "let in again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_is_stuck_in_its_own_answers_is_let_go() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    let settings = [("ATTUNE__SERVER__HEARTBEAT_SECONDS", "4")];
    let server = Server::start_with(folder.path(), 0, &[], &settings);
    let port = server.port;
    let (visitor, conv) = talkative(port).await;
    drop(visitor);
    let lin = agent(port).await;
    let (mut raw, _) = hello(port, &lin, None).await;
    for _ in 0..PASSES {
        ask_for_pages(&mut raw, &conv).await;
        sleep(Duration::from_secs(2)).await;
    }
    let gone = async {
        // Nobody else is connected.
        while metric(port, "sockets_open").await > 0.0 {
            sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), gone).await.expect("waited for for ever");
}
