//! The audit of P1-P3: kill -9 in the middle of chatting clients loses, doubles and reorders nothing that was
//! acknowledged. The negative control acknowledges before the commit and is caught.

use crate::process::{Cut, Server, Wire};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Notify;
use uuid::Uuid;

const CLIENTS: usize = 40;
const KILLS: usize = 20;
/// Acknowledgements between two kills.
const ACKS_PER_ROUND: usize = 120;
/// A client whose socket was cut tries again after this long.
const COME_BACK: Duration = Duration::from_millis(25);

/// What all clients share.
#[derive(Default)]
struct Round {
    acks: AtomicUsize,
    progress: Notify,
    enough: AtomicBool,
}

/// One visitor who chats through every crash, resending what was not acknowledged under the same id.
#[derive(Default)]
struct Client {
    token: Option<String>,
    conv: Option<String>,
    waiting: Option<Uuid>,
    sent: Vec<Uuid>,
    acknowledged: HashMap<Uuid, u64>,
    doubles: usize,
}

impl Client {
    async fn chat(mut self, port: u16, round: Arc<Round>) -> Self {
        while !(round.enough.load(Ordering::SeqCst) && self.waiting.is_none()) {
            if self.connected(port, &round).await.is_err() {
                tokio::time::sleep(COME_BACK).await;
            }
        }
        self
    }

    /// Chats over one socket until it is cut or enough was said.
    async fn connected(&mut self, port: u16, round: &Round) -> Result<(), Cut> {
        if self.token.is_none() {
            self.token = Some(Wire::token(port).await?);
        }
        let (mut wire, _) = Wire::connect(port, self.token.as_deref().ok_or(Cut)?).await?;
        if self.conv.is_none() {
            let answer = wire.request(&json!({"t": "open", "id": Uuid::now_v7()})).await?;
            self.conv = Some(answer["conv"].as_str().ok_or(Cut)?.to_owned());
        }
        while self.waiting.is_some() || !round.enough.load(Ordering::SeqCst) {
            self.say(&mut wire, round).await?;
        }
        Ok(())
    }

    async fn say(&mut self, wire: &mut Wire, round: &Round) -> Result<(), Cut> {
        let id = *self.waiting.get_or_insert_with(Uuid::now_v7);
        if self.sent.last() != Some(&id) {
            self.sent.push(id);
        }
        let text = format!("message {}", self.sent.len());
        let answer = wire.request(&json!({"t": "msg", "id": id, "conv": self.conv, "text": text})).await?;
        if answer["t"] == "nack" {
            assert_eq!(answer["code"], "rate_limited", "only the rate limit may refuse: {answer}");
            tokio::time::sleep(Duration::from_millis(answer["retry_ms"].as_u64().unwrap_or(100))).await;
            return Ok(());
        }
        let seq = answer["seq"].as_u64().expect("an acknowledgement names the place");
        self.doubles += usize::from(answer["dup"] == true);
        self.acknowledged.insert(id, seq);
        self.waiting = None;
        round.acks.fetch_add(1, Ordering::SeqCst);
        round.progress.notify_one();
        Ok(())
    }
}

/// What an audit found wrong.
#[derive(Debug, Default, PartialEq, Eq)]
struct Findings {
    lost: usize,
    doubled: usize,
    reordered: usize,
    gaps: usize,
}

async fn audit(client: &Client, port: u16) -> Findings {
    let (mut wire, _) = Wire::connect(port, client.token.as_deref().expect("a token")).await.expect("connects");
    let items = wire.whole_history(client.conv.as_deref().expect("a conversation")).await.expect("history");
    let mut findings = Findings::default();
    let mut place: HashMap<Uuid, u64> = HashMap::new();
    for (index, item) in items.iter().enumerate() {
        findings.gaps += usize::from(item["seq"].as_u64() != Some(index as u64 + 1));
        if item["t"] == "msg" && item["from"] == "visitor" {
            let id: Uuid = serde_json::from_value(item["id"].clone()).expect("an id");
            findings.doubled += usize::from(place.insert(id, seq_of(item)).is_some());
        }
    }
    findings.lost = client.acknowledged.iter().filter(|(id, seq)| place.get(id) != Some(seq)).count();
    let places: Vec<u64> = client.sent.iter().filter_map(|id| place.get(id).copied()).collect();
    findings.reordered = places.windows(2).filter(|pair| pair[0] >= pair[1]).count();
    findings
}

fn seq_of(item: &Value) -> u64 {
    item["seq"].as_u64().expect("a place")
}

/// Kills and restarts the server under load, then audits every client's conversation.
async fn run(kills: usize, flags: &[&str]) -> (Findings, usize, usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path(), 0, flags);
    let port = server.port;
    let round = Arc::new(Round::default());
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        clients.spawn(Client::default().chat(port, Arc::clone(&round)));
    }
    for kill in 1..=kills {
        while round.acks.load(Ordering::SeqCst) < kill * ACKS_PER_ROUND {
            round.progress.notified().await;
        }
        server.kill();
        server = Server::start(folder.path(), port, flags);
    }
    round.enough.store(true, Ordering::SeqCst);
    let clients = clients.join_all().await;
    let mut total = Findings::default();
    for client in &clients {
        let found = audit(client, port).await;
        total.lost += found.lost;
        total.doubled += found.doubled;
        total.reordered += found.reordered;
        total.gaps += found.gaps;
    }
    let acknowledged = clients.iter().map(|c| c.acknowledged.len()).sum();
    (total, acknowledged, clients.iter().map(|c| c.doubles).sum())
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_twenty_times_under_forty_clients_nothing_acknowledged_is_lost_doubled_or_reordered() {
    let (findings, acknowledged, resends) = run(KILLS, &[]).await;
    println!("{acknowledged} acknowledged, {resends} resends answered as known, {KILLS} kills: {findings:?}");
    assert_eq!(findings, Findings::default());
    assert!(acknowledged >= KILLS * ACKS_PER_ROUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_catches_a_server_that_acknowledges_before_the_commit() {
    let (findings, acknowledged, _) = run(3, &["--acknowledge-before-commit"]).await;
    println!("negative control, {acknowledged} acknowledged: {findings:?}");
    assert!(findings.lost > 0, "the control lost nothing: the audit cannot fail");
}
