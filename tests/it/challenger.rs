//! A second model beside the first: whatever it does, logs and frames are the same to the bit as without it. The same
//! plan of chats is played under a clock that the test moves; fakes stand at the engine's seam only.

use super::support::{Parts, Staff, TestServer, Visitor, bundled, fresh_id};
use attune::clock::Clock;
use attune::domain::Timestamp;
use attune::triage::Triage;
use attune::triage::reader::Model;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// Two chats in turn, from calm to furious; the second is Chinese.
const CHATS: [[&str; 4]; 2] = [
    [
        "Hello, I have a question about my order.",
        "It still has not arrived, and nobody answers.",
        "This is the third time I ask! You are useless!!!",
        "I am furious. I will sue you and tell everybody.",
    ],
    ["你好,我想问一下订单。", "快递还没有到,怎么回事?", "你们太差劲了,我要投诉!", "谢谢,已经解决了。"],
];
/// Frames whose number and order the log decides. Boards and places in the queue go out by the clock of the machine.
const FRAMES: [&str; 8] = ["ack", "nack", "msg", "state", "event", "conv", "offer", "alert"];

/// A clock that stands until it is moved, and ids that count.
struct Hands {
    millis: AtomicI64,
    ids: AtomicU64,
}

impl Hands {
    fn new() -> Arc<Self> {
        Arc::new(Self { millis: AtomicI64::new(1_800_000_000_000), ids: AtomicU64::new(1) })
    }

    fn advance(&self, seconds: i64) {
        self.millis.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.millis.load(Ordering::SeqCst))
    }

    fn fresh_id(&self) -> Uuid {
        Uuid::from_u128(self.ids.fetch_add(1, Ordering::SeqCst).into())
    }
}

/// What a run showed, as text: each conversation's log, and the frames of each client. Ids in the order in which
/// they came up, since clients make some of them.
#[derive(Debug, PartialEq)]
struct Shown(Vec<String>);

impl Shown {
    fn of(parts: &[Vec<Value>]) -> Self {
        let mut ids: Vec<String> = Vec::new();
        Self(parts.iter().flatten().map(|value| numbered(&value.to_string(), &mut ids)).collect())
    }

    fn holds(&self, word: &str) -> bool {
        self.0.iter().any(|line| line.contains(word))
    }
}

fn numbered(text: &str, ids: &mut Vec<String>) -> String {
    text.split('"')
        .map(|part| {
            if Uuid::try_parse(part).is_err() {
                return part.to_owned();
            }
            let place = ids.iter().position(|id| id == part).unwrap_or_else(|| {
                ids.push(part.to_owned());
                ids.len() - 1
            });
            format!("id {place}")
        })
        .collect::<Vec<_>>()
        .join("\"")
}

fn frames(heard: &str) -> Vec<Value> {
    let all = serde_json::Deserializer::from_str(heard).into_iter::<Value>().map(|frame| frame.expect("JSON"));
    all.filter(|frame| FRAMES.iter().any(|t| frame["t"] == *t)).collect()
}

fn champion(before: impl Fn() -> Result<(), String> + Send + Sync + 'static) -> Triage {
    Triage::with_model(bundled(before), 1).expect("it starts")
}

async fn server(triage: Triage, challenger: Option<Model>, hands: &Arc<Hands>) -> TestServer {
    let clock = Arc::clone(hands) as Arc<dyn Clock>;
    let parts = Parts { triage: Some(triage), challenger, clock: Some(clock), store: None };
    // The clock runs ahead of the desk's: what is due by the minute would come at any moment.
    TestServer::of(parts, |settings| {
        settings.routing.escalate_seconds = 3_600;
        // The random sample is drawn anew at every start; of everything it is always the same.
        (settings.feedback.sample_flagged, settings.feedback.sample_unflagged) = (1.0, 1.0);
    })
    .await
}

/// The challenger's side, once it says what is waited for.
async fn until(staff: &Staff, server: &TestServer, fits: impl Fn(&Value) -> bool) -> Value {
    let mut last = Value::Null;
    for _ in 0..1_000 {
        last = staff.get(server, "/v1/challenger").await;
        if fits(&last) {
            return last;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never came to that: {last}");
}

/// Waits for the score of what a visitor said, and gives its place; the staff's numbering is another than the visitor's.
async fn scored(staff: &mut Staff, conv: &str, text: &str) -> Value {
    let copy = staff.wire.find("the message", |f| f["conv"] == conv && f["event"]["text"] == text).await;
    let is_it = |f: &Value| f["event"]["kind"] == "scored" && f["conv"] == conv && f["event"]["message"] == copy["seq"];
    staff.wire.find("the score", is_it).await;
    copy["seq"].clone()
}

/// An agent and a supervisor, and visitors whom the agent holds.
struct Room {
    lin: Staff,
    sam: Staff,
    visitors: Vec<Visitor>,
}

impl Room {
    async fn of(server: &TestServer, chats: usize) -> Self {
        let (mut lin, mut sam) = (Staff::login(server, "lin").await, Staff::login(server, "sam").await);
        sam.follow("board", None).await;
        let mut visitors = Vec::new();
        for _ in 0..chats {
            let visitor = Visitor::waiting(server).await;
            lin.take_over(&visitor).await;
            lin.follow("conv", Some(&visitor.conv)).await;
            visitors.push(visitor);
        }
        Self { lin, sam, visitors }
    }

    /// The first visitor says something and it is scored; its place.
    async fn say(&mut self, text: &str) -> Value {
        let visitor = &mut self.visitors[0];
        visitor.say(text).await;
        scored(&mut self.lin, &visitor.conv, text).await
    }

    async fn shown(mut self, server: &TestServer) -> Shown {
        let mut parts = Vec::new();
        for visitor in &mut self.visitors {
            let log = self.lin.get(server, &format!("/v1/conversations/{}/events?limit=200", visitor.conv)).await;
            parts.push(log["items"].as_array().expect("items").clone());
            visitor.wire.settled().await;
            parts.push(frames(&visitor.wire.heard));
        }
        for staff in [&mut self.lin, &mut self.sam] {
            staff.wire.settled().await;
            parts.push(frames(&staff.wire.heard));
        }
        Shown::of(&parts)
    }
}

/// The plan of chats, each message answered before the next.
async fn play(challenger: Option<Model>, last_of_it: impl Fn(&Value) -> bool) -> Shown {
    let hands = Hands::new();
    let server = server(champion(|| Ok(())), challenger, &hands).await;
    let mut room = Room::of(&server, CHATS.len()).await;
    for turn in 0..CHATS[0].len() {
        for (visitor, chat) in room.visitors.iter_mut().zip(CHATS) {
            hands.advance(7);
            visitor.say(chat[turn]).await;
            scored(&mut room.lin, &visitor.conv, chat[turn]).await;
            hands.advance(5);
            room.lin.say(&visitor.conv, "One moment, please.").await;
        }
    }
    until(&room.sam, &server, last_of_it).await;
    room.shown(&server).await
}

#[tokio::test(flavor = "multi_thread")]
async fn live_output_is_bit_equal_with_every_kind_of_challenger_and_with_none() {
    let messages = CHATS.len() * CHATS[0].len();
    let without = play(None, |view| view.get("challenger").is_none()).await;
    for word in ["\"scored\"", "\"belief\"", "alert_raised", "stage_changed", "\"alert\""] {
        assert!(without.holds(word), "the plan shows no {word}");
    }
    let (release, gate) = channel::<()>();
    let gate = Mutex::new(gate);
    let kinds: [(&str, Model, usize, usize); 4] = [
        ("sound", bundled(|| Ok(())), messages, 0),
        ("failing", bundled(|| Err("a scripted fault".to_owned())), 0, messages),
        ("panicking", bundled(|| panic!("a scripted panic")), 0, messages),
        // Still at its first message when everything is over.
        ("slow", bundled(move || gate.lock().expect("whole").recv().map_err(|error| error.to_string())), 0, 0),
    ];
    for (kind, model, read, failed) in kinds {
        let with = play(Some(model), |view| {
            let report = &view["report"];
            let is_on = view["challenger"]["status"] == "on";
            is_on && report["n"] == json!(read) && report["failed"] == json!(failed)
        });
        let with = with.await;
        assert!(!with.holds("challenger"), "a word of it got out");
        assert_eq!(with, without, "with a {kind} challenger");
    }
    drop(release);
}

/// A champion that is held at its first message until everything else was said.
fn held() -> (Triage, Receiver<()>, Sender<()>) {
    let ((tell, begun), (let_go, held)) = (channel(), channel::<()>());
    let gate = Mutex::new((tell, held));
    let triage = champion(move || {
        let gate = gate.lock().expect("whole");
        // Nobody listens after the first.
        let _ = gate.0.send(());
        let _ = gate.1.recv();
        Ok(())
    });
    (triage, begun, let_go)
}

/// One chat whose messages wait for a champion that is busy.
async fn play_backlog(challenger: Option<Model>, is_over: impl Fn(&Value) -> bool) -> Shown {
    let hands = Hands::new();
    let (triage, begun, let_go) = held();
    let server = server(triage, challenger, &hands).await;
    let mut room = Room::of(&server, 1).await;
    let mut said = Vec::new();
    for n in 0..24 {
        hands.advance(1);
        let text = format!("{} ({n})", CHATS[n % 2][n % 4]);
        room.visitors[0].say(&text).await;
        said.push(text);
        if n == 0 {
            begun.recv_timeout(Duration::from_secs(20)).expect("the champion reads");
        }
    }
    // The writer of the log works in order: once it has taken this, all messages wait for the champion.
    let note = json!({"t": "note", "id": fresh_id(), "conv": room.visitors[0].conv, "text": "Seen."});
    room.lin.wire.ask_ok(note).await;
    drop(let_go);
    for text in &said {
        scored(&mut room.lin, &room.visitors[0].conv, text).await;
    }
    until(&room.sam, &server, is_over).await;
    room.shown(&server).await
}

#[tokio::test(flavor = "multi_thread")]
async fn live_output_is_bit_equal_under_a_backlog_too() {
    let without = play_backlog(None, |_| true).await;
    assert!(without.holds("\"belief\"") && !without.holds("not_scored"));
    let read = |view: &Value| view["report"]["n"] == json!(24);
    assert_eq!(play_backlog(Some(bundled(|| Ok(()))), read).await, without);
    let failed = |view: &Value| view["challenger"]["status"] == "off" && view["report"]["failed"] == json!(16);
    assert_eq!(play_backlog(Some(bundled(|| panic!("a scripted panic"))), failed).await, without);
}

/// That the comparison above can fail: a challenger's engine in the champion's place shows.
#[tokio::test(flavor = "multi_thread")]
async fn a_champion_that_fails_once_shows() {
    let hands = Hands::new();
    let runs = AtomicU64::new(0);
    let fails_once = move || match runs.fetch_add(1, Ordering::SeqCst) {
        0 => Err("a scripted fault".to_owned()),
        _ => Ok(()),
    };
    let mut shown = Vec::new();
    for triage in [champion(|| Ok(())), champion(fails_once)] {
        let server = server(triage, None, &hands).await;
        let mut room = Room::of(&server, 1).await;
        for text in CHATS[0] {
            room.say(text).await;
        }
        shown.push(room.shown(&server).await);
    }
    assert_ne!(shown[0], shown[1]);
}

fn copied_model(damaged: bool) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    for name in ["manifest.toml", "tokenizer.json", "triage.onnx"] {
        let mut bytes = std::fs::read(bundled.join(name)).expect("read");
        if damaged && name == "manifest.toml" {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let start = text.find("[normaliser]").expect("a section");
            bytes = format!("{}[normaliser]\nversion = 999\n{}", &text[..start], after_section(&text[start..])).into();
        }
        std::fs::write(folder.path().join(name), bytes).expect("written");
    }
    folder
}

fn after_section(text: &str) -> &str {
    text[1..].find("\n[").map_or("", |end| &text[end + 1..])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenger_of_another_normaliser_is_named_and_the_server_runs() {
    let models = copied_model(true);
    let folder = models.path().to_owned();
    let parts = Parts { triage: Some(champion(|| Ok(()))), ..Parts::default() };
    let server = TestServer::of(parts, move |settings| settings.triage.challenger.models = folder).await;
    let mut room = Room::of(&server, 1).await;
    let view = until(&room.sam, &server, |view| view["challenger"]["status"] == "off").await;
    let why = view["challenger"]["why"].as_str().expect("a reason");
    assert!(why.contains("trained behind normaliser 999"), "{why}");
    let ready: Value = room.lin.get(&server, "/readyz").await;
    assert_eq!((&ready["ready"], &ready["challenger"]["why"]), (&json!(true), &json!(why)));
    room.say("Hello?").await;

    let config = models.path().join("attune.toml");
    let text = format!(
        "[server]\nlisten = \"127.0.0.1:0\"\n[store]\npath = \"{0}/attune.db\"\n[triage]\nengine = \"rten\"\n\
         [triage.challenger]\nmodels = \"{0}\"\n",
        models.path().display()
    );
    std::fs::write(&config, text).expect("written");
    let (printed, code) = attune(&["doctor", "--config", &config.to_string_lossy()]);
    let line = printed.lines().find(|line| line.contains("challenger")).expect("a line");
    assert!(line.starts_with("MEND") && line.contains("normaliser 999") && code == Some(1), "{printed}");
}

fn attune(arguments: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attune"));
    let output = command.args(arguments).env("ORT_DISABLE_TELEMETRY", "1").output().expect("the binary runs");
    (String::from_utf8(output.stdout).expect("UTF-8"), output.status.code())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_folder_is_read_and_the_report_holds_no_word_of_it() {
    let models = copied_model(false);
    let data = tempfile::tempdir().expect("a folder");
    let (folder, path) = (models.path().to_owned(), data.path().join("attune.db"));
    let parts = Parts { triage: Some(champion(|| Ok(()))), ..Parts::default() };
    let server = TestServer::of(parts, move |settings| {
        settings.triage.challenger.models = folder;
        settings.triage.engine = attune::config::Engine::Rten;
        settings.store.path = path;
    });
    let server = server.await;
    let mut room = Room::of(&server, 1).await;
    for (text, level) in CHATS[0].iter().zip([0, 1, 3, 3]) {
        let message = room.say(text).await;
        let judge =
            json!({"t": "judge", "id": fresh_id(), "conv": room.visitors[0].conv, "message": message, "level": level});
        room.lin.wire.ask_ok(judge).await;
    }
    let view = until(&room.sam, &server, |view| view["report"]["n"] == json!(4)).await;
    let labelled = &view["report"]["labelled"];
    assert_eq!((&labelled["n"], &labelled["positives"]), (&json!(4), &json!(2)), "{view}");
    assert_eq!((&labelled["auroc"]["champion"], &labelled["auroc"]["challenger"]), (&json!(1.0), &json!(1.0)));
    assert_eq!(view["report"]["verdict"]["outcome"], "not_judged", "four are too few");
    assert_eq!(view["report"]["groups"][0]["agreement"], json!(1.0), "the same model in another folder");
    assert_eq!(view["report"]["groups"][0]["distance"], json!(0.0));
    server.until_metric("challenger_messages_total{outcome=\"read\"}").await;

    let (printed, code) = attune(&["challenger", "report", "--data", &data.path().to_string_lossy()]);
    assert!(code == Some(0) && printed.contains("4 messages in 1 conversations"), "{printed}");
    let (printed, code) = attune(&["challenger", "report", "--json", "--data", &data.path().to_string_lossy()]);
    let report: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!((&report, code), (&view["report"], Some(0)));
    let kept = std::fs::read_to_string(data.path().join("challenger/pairs.jsonl")).expect("the records");
    assert!(!kept.is_empty() && ["order", "useless", "sue"].iter().all(|word| !kept.contains(word)), "{kept}");
    let (_, code) = attune(&["challenger", "report", "--data", "/no/such/folder"]);
    assert_eq!(code, Some(1));
}
