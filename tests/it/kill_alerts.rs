//! The audit of alerts: kill -9 between score, alert, escalation, intervention and end loses and doubles nothing. The
//! real binary and its model, killed again and again while visitors grow angry and staff act.

use crate::process::{Cut, Server, Wire};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use uuid::Uuid;

const VISITORS: usize = 5;
/// How long the server lives before each kill, in milliseconds: shorter and longer than each step takes.
const LIVES: [u64; 10] = [150, 400, 900, 60, 1_300, 250, 1_700, 600, 1_100, 350];
const COME_BACK: Duration = Duration::from_millis(40);
const SETTINGS: [(&str, &str); 1] = [("ATTUNE__ROUTING__ESCALATE_SECONDS", "1")];
const ANGRY: [&str; 3] = [
    "That is what you said yesterday. It still is not here.",
    "I have asked three times now. This is ridiculous, nobody reads what I write!",
    "You are useless liars. Give me my money back NOW, I am furious!!!",
];

/// Somebody who asks again until there is an answer, under the same id.
#[derive(Clone)]
enum Who {
    Visitor(String),
    Staff(reqwest::Client),
}

impl Who {
    async fn staff(port: u16, name: &str) -> Self {
        let http = reqwest::Client::builder().cookie_store(true).build().expect("a client");
        let origin = format!("http://127.0.0.1:{port}");
        let credentials = json!({"email": format!("{name}@demo.test"), "password": "demo"});
        loop {
            let asked = http.post(format!("{origin}/v1/login")).header("Origin", &origin).json(&credentials);
            if asked.send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Self::Staff(http);
            }
            tokio::time::sleep(COME_BACK).await;
        }
    }

    async fn wire(&self, port: u16) -> Result<Wire, Cut> {
        match self {
            Self::Visitor(token) => Ok(Wire::connect(port, token).await?.0),
            Self::Staff(http) => Wire::staff(port, http).await,
        }
    }

    /// Asks until it is done, or was done before.
    async fn insist(&self, port: u16, frame: &Value) -> Value {
        loop {
            let answer = async { self.wire(port).await?.request(frame).await }.await;
            match answer {
                Ok(answer) if answer["t"] == "ack" || answer["code"] == "closed" => return answer,
                _ => tokio::time::sleep(COME_BACK).await,
            }
        }
    }

    async fn log(&self, port: u16, conv: &str) -> Vec<Value> {
        loop {
            let log = async { self.wire(port).await?.whole_history(conv).await }.await;
            match log {
                Ok(log) => return log,
                Err(Cut) => tokio::time::sleep(COME_BACK).await,
            }
        }
    }
}

fn of<'a>(log: &'a [Value], kind: &str) -> Vec<&'a Value> {
    log.iter().filter(|frame| frame["event"]["kind"] == kind).collect()
}

/// Grows angry, is heard by an agent once a supervisor was called twice, and leaves.
async fn story(port: u16, lin: Who) -> String {
    let token = loop {
        match Wire::token(port).await {
            Ok(token) => break token,
            Err(Cut) => tokio::time::sleep(COME_BACK).await,
        }
    };
    let visitor = Who::Visitor(token);
    let opened = visitor.insist(port, &json!({"t": "open", "id": Uuid::now_v7()})).await;
    let conv = opened["conv"].as_str().expect("a conversation").to_owned();
    for text in ANGRY {
        visitor.insist(port, &json!({"t": "msg", "id": Uuid::now_v7(), "conv": conv, "text": text})).await;
    }
    while of(&lin.log(port, &conv).await, "alert_escalated").iter().all(|step| step["event"]["step"] != 2) {
        tokio::time::sleep(5 * COME_BACK).await;
    }
    // The floor may be lost between the two; then both again, the words under their own id.
    let words = json!({"t": "msg", "id": Uuid::now_v7(), "conv": conv, "text": "I am on it."});
    loop {
        lin.insist(port, &json!({"t": "claim", "id": Uuid::now_v7(), "conv": conv})).await;
        let said = async { lin.wire(port).await?.request(&words).await }.await;
        if said.is_ok_and(|answer| answer["t"] == "ack") {
            break;
        }
    }
    visitor.insist(port, &json!({"t": "end", "id": Uuid::now_v7(), "conv": conv})).await;
    conv
}

/// A supervisor who is there whenever the server is.
async fn on_duty(port: u16, sam: Who, over: Arc<AtomicBool>) {
    while !over.load(Ordering::SeqCst) {
        let watch = async {
            let mut wire = sam.wire(port).await?;
            wire.request(&json!({"t": "sub", "id": Uuid::now_v7(), "topic": "board"})).await?;
            while !over.load(Ordering::SeqCst) {
                wire.until(|frame| frame["t"] == "board").await?;
            }
            Ok::<(), Cut>(())
        };
        if watch.await.is_err() {
            tokio::time::sleep(COME_BACK).await;
        }
    }
}

/// Which alert an event is about.
fn name_of(frame: &Value) -> String {
    frame["event"]["alert"].as_str().unwrap_or_default().to_owned()
}

/// What is wrong with a log whose conversation has ended; empty when nothing is.
fn faults(log: &[Value]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut expect = |holds: bool, what: String| {
        if !holds {
            faults.push(what);
        }
    };
    let places: Vec<u64> = log.iter().filter_map(|frame| frame["seq"].as_u64()).collect();
    expect(places == (1..=log.len() as u64).collect::<Vec<_>>(), format!("gaps: {places:?}"));
    let spoken = log.iter().filter(|frame| frame["event"]["kind"] == "said" && frame["by"]["who"] == "visitor");
    let spoken: Vec<u64> = spoken.filter_map(|frame| frame["seq"].as_u64()).collect();
    expect(spoken.len() == ANGRY.len(), format!("{} messages", spoken.len()));
    let mut scored: Vec<u64> = of(log, "scored").iter().filter_map(|s| s["event"]["message"].as_u64()).collect();
    scored.sort_unstable();
    expect(scored == spoken, format!("scored {scored:?} of {spoken:?}"));

    let mut raised: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for alert in of(log, "alert_raised") {
        let about = format!("{} {}", alert["event"]["about"], alert["event"]["stage"]);
        let is_new = raised.entry(name_of(alert)).or_default().insert(about.clone());
        expect(is_new, format!("raised twice: {about}"));
    }
    let named = log.iter().filter(|frame| frame["event"]["alert"].is_string());
    for frame in named {
        expect(raised.contains_key(&name_of(frame)), format!("of no alert: {frame}"));
    }
    let abouts: BTreeSet<&String> = raised.values().flatten().collect();
    expect(abouts.len() == of(log, "alert_raised").len(), format!("one for each kind and stage: {raised:?}"));
    let hot = of(log, "stage_changed").into_iter().map(|moved| moved["event"]["to"].clone());
    for stage in hot.filter(|to| *to == "concern" || *to == "critical") {
        expect(abouts.iter().any(|about| **about == format!("\"anger\" {stage}")), format!("no alert of {stage}"));
    }
    expect(!raised.is_empty(), "nothing was raised".to_owned());
    for alert in raised.keys() {
        let events = |kind: &str| {
            let theirs = of(log, kind).into_iter().filter(|frame| frame["event"]["alert"] == *alert);
            theirs.cloned().collect::<Vec<Value>>()
        };
        let steps: Vec<u64> = events("alert_escalated").iter().filter_map(|s| s["event"]["step"].as_u64()).collect();
        expect(steps == (1..=steps.len() as u64).collect::<Vec<_>>(), format!("steps {steps:?}"));
        expect(events("intervened").len() == 1, format!("{} interventions", events("intervened").len()));
        expect(events("alert_closed").len() == 1, format!("closed {} times", events("alert_closed").len()));
    }
    expect(of(log, "alert_escalated").len() >= 2, "not escalated twice".to_owned());
    expect(log.last().is_some_and(|last| last["event"]["kind"] == "closed"), "something after the end".to_owned());
    faults
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_score_alert_escalation_and_intervention_nothing_is_lost_or_doubled() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start_with(folder.path(), 0, &[], &SETTINGS);
    let port = server.port;
    let (lin, sam) = (Who::staff(port, "lin").await, Who::staff(port, "sam").await);
    let over = Arc::new(AtomicBool::new(false));
    let mut duty = tokio::task::JoinSet::new();
    duty.spawn(on_duty(port, sam.clone(), Arc::clone(&over)));
    let mut stories = tokio::task::JoinSet::new();
    for _ in 0..VISITORS {
        stories.spawn(story(port, lin.clone()));
    }
    for life in LIVES {
        tokio::time::sleep(Duration::from_millis(life)).await;
        server.kill();
        server = Server::start_with(folder.path(), port, &[], &SETTINGS);
    }
    let convs = stories.join_all().await;
    let mut log = Vec::new();
    for conv in &convs {
        log = sam.log(port, conv).await;
        assert_eq!(faults(&log), Vec::<String>::new(), "{log:#?}");
    }
    over.store(true, Ordering::SeqCst);
    duty.join_all().await;
    let replayed = std::process::Command::new(env!("CARGO_BIN_EXE_attune"))
        .args(["replay", "--check", "--log"])
        .arg(folder.path().join("attune.db"))
        .output()
        .expect("it runs");
    assert!(replayed.status.success() && replayed.stdout.is_empty(), "decided again, it is another log: {replayed:?}");
    the_audit_can_fail(&log);
    println!("{} conversations, {} kills: nothing lost or doubled", convs.len(), LIVES.len());
}

/// Takes away, or doubles, one event of each kind: the audit must notice.
fn the_audit_can_fail(log: &[Value]) {
    for kind in ["said", "scored", "alert_raised", "alert_escalated", "intervened", "alert_closed"] {
        let at = log.iter().position(|frame| frame["event"]["kind"] == kind && frame["by"]["who"] != "bot");
        let at = at.unwrap_or_else(|| panic!("{kind} is there"));
        let (mut lost, mut doubled) = (log.to_vec(), log.to_vec());
        lost.remove(at);
        doubled.insert(at, log[at].clone());
        for mut damaged in [lost, doubled] {
            for (seq, frame) in (1_u64..).zip(&mut damaged) {
                frame["seq"] = json!(seq);
            }
            assert_ne!(faults(&damaged), Vec::<String>::new(), "{kind} is missed by the audit");
        }
    }
}
