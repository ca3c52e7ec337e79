//! Visitors who keep a diary of what they were promised, and the audit that compares it with what the server still has.

use crate::process::{Cut, Wire};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use uuid::Uuid;

/// A client whose socket was cut tries again after this long.
pub const COME_BACK: Duration = Duration::from_millis(25);

/// What all clients share.
#[derive(Default)]
struct Round {
    acks: AtomicUsize,
    progress: Notify,
    enough: AtomicBool,
}

/// What one visitor was told.
#[derive(Clone, Default)]
pub struct Diary {
    pub token: Option<String>,
    pub conv: Option<String>,
    /// In the order of sending.
    pub sent: Vec<Uuid>,
    /// With the place that the acknowledgement named.
    pub acknowledged: HashMap<Uuid, u64>,
    /// Acknowledgements that said: known already.
    pub resends: usize,
}

/// Visitors who chat through every fault, resending what was not acknowledged under the same id.
pub struct Crowd {
    round: Arc<Round>,
    diaries: Vec<Arc<Mutex<Diary>>>,
    tasks: JoinSet<()>,
}

impl Crowd {
    pub fn start(port: u16, visitors: usize) -> Self {
        let mut crowd = Self { round: Arc::default(), diaries: Vec::new(), tasks: JoinSet::new() };
        for _ in 0..visitors {
            let diary = Arc::new(Mutex::default());
            crowd.diaries.push(Arc::clone(&diary));
            crowd.tasks.spawn(chat(port, Arc::clone(&crowd.round), diary));
        }
        crowd
    }

    /// Waits until so many messages were acknowledged in all.
    pub async fn acknowledged(&self, count: usize) {
        while self.round.acks.load(Ordering::SeqCst) < count {
            self.round.progress.notified().await;
        }
    }

    /// What everybody was told until now.
    pub fn diaries(&self) -> Vec<Diary> {
        self.diaries.iter().map(|diary| locked(diary).clone()).collect()
    }

    /// Lets everybody wait for their last answer.
    pub async fn finish(mut self) -> Vec<Diary> {
        self.round.enough.store(true, Ordering::SeqCst);
        while let Some(ended) = self.tasks.join_next().await {
            ended.expect("no visitor panicked");
        }
        self.diaries()
    }
}

fn locked(diary: &Mutex<Diary>) -> std::sync::MutexGuard<'_, Diary> {
    diary.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn chat(port: u16, round: Arc<Round>, diary: Arc<Mutex<Diary>>) {
    let mut waiting = None;
    while !(round.enough.load(Ordering::SeqCst) && waiting.is_none()) {
        if connected(port, &round, &diary, &mut waiting).await.is_err() {
            tokio::time::sleep(COME_BACK).await;
        }
    }
}

/// Chats over one socket until it is cut or enough was said.
async fn connected(port: u16, round: &Round, diary: &Mutex<Diary>, waiting: &mut Option<Uuid>) -> Result<(), Cut> {
    let known = locked(diary).token.clone();
    let token = match known {
        Some(token) => token,
        None => Wire::token(port).await?,
    };
    locked(diary).token = Some(token.clone());
    let (mut wire, _) = Wire::connect(port, &token).await?;
    let known = locked(diary).conv.clone();
    let conv = if let Some(conv) = known {
        conv
    } else {
        let answer = wire.request(&json!({"t": "open", "id": Uuid::now_v7()})).await?;
        answer["conv"].as_str().ok_or(Cut)?.to_owned()
    };
    locked(diary).conv = Some(conv.clone());
    while waiting.is_some() || !round.enough.load(Ordering::SeqCst) {
        say(&mut wire, round, diary, waiting, &conv).await?;
    }
    Ok(())
}

async fn say(
    wire: &mut Wire,
    round: &Round,
    diary: &Mutex<Diary>,
    waiting: &mut Option<Uuid>,
    conv: &str,
) -> Result<(), Cut> {
    let id = *waiting.get_or_insert_with(Uuid::now_v7);
    let number = {
        let mut diary = locked(diary);
        if diary.sent.last() != Some(&id) {
            diary.sent.push(id);
        }
        diary.sent.len()
    };
    let answer =
        wire.request(&json!({"t": "msg", "id": id, "conv": conv, "text": format!("message {number}")})).await?;
    if answer["t"] == "nack" {
        let code = answer["code"].as_str().unwrap_or_default();
        assert!(
            matches!(code, "rate_limited" | "storage_unavailable" | "draining"),
            "only limits and the disk may refuse: {answer}"
        );
        tokio::time::sleep(Duration::from_millis(answer["retry_ms"].as_u64().unwrap_or(100))).await;
        return Ok(());
    }
    let seq = answer["seq"].as_u64().expect("an acknowledgement names the place");
    {
        let mut diary = locked(diary);
        diary.resends += usize::from(answer["dup"] == true);
        diary.acknowledged.insert(id, seq);
    }
    *waiting = None;
    round.acks.fetch_add(1, Ordering::SeqCst);
    round.progress.notify_one();
    Ok(())
}

/// What an audit found wrong.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Findings {
    pub lost: usize,
    pub doubled: usize,
    pub reordered: usize,
    pub gaps: usize,
}

/// Compares every diary with the server's history.
pub async fn audit(diaries: &[Diary], port: u16) -> Findings {
    let mut findings = Findings::default();
    for diary in diaries {
        let (Some(token), Some(conv)) = (&diary.token, &diary.conv) else { continue };
        match history(port, token, conv).await {
            Some(items) => compare(diary, &items, &mut findings),
            // Neither the visitor nor the conversation is known any more.
            None => findings.lost += diary.acknowledged.len(),
        }
    }
    findings
}

async fn history(port: u16, token: &str, conv: &str) -> Option<Vec<Value>> {
    let (mut wire, _) = Wire::connect(port, token).await.ok()?;
    wire.whole_history(conv).await.ok()
}

fn compare(diary: &Diary, items: &[Value], findings: &mut Findings) {
    let mut place: HashMap<Uuid, u64> = HashMap::new();
    for (index, item) in items.iter().enumerate() {
        findings.gaps += usize::from(item["seq"].as_u64() != Some(index as u64 + 1));
        if item["t"] == "msg" && item["from"] == "visitor" {
            let id: Uuid = serde_json::from_value(item["id"].clone()).expect("an id");
            let seq = item["seq"].as_u64().expect("a place");
            findings.doubled += usize::from(place.insert(id, seq).is_some());
        }
    }
    findings.lost += diary.acknowledged.iter().filter(|(id, seq)| place.get(id) != Some(seq)).count();
    let places: Vec<u64> = diary.sent.iter().filter_map(|id| place.get(id).copied()).collect();
    findings.reordered += places.windows(2).filter(|pair| pair[0] >= pair[1]).count();
}

/// Acknowledged messages, and how many of them were answered as known, of all diaries.
pub fn totals(diaries: &[Diary]) -> (usize, usize) {
    let acknowledged = diaries.iter().map(|diary| diary.acknowledged.len()).sum();
    (acknowledged, diaries.iter().map(|diary| diary.resends).sum())
}
