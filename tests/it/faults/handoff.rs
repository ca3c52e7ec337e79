//! One conversation from the bot to an agent to a colleague to its end, with the server killed at every step: before the
//! step is answered, and right after. Whoever was in it comes back, says again what was not acknowledged, and goes on.
//! Nobody speaks without the floor (R3), every packet is the log it was made of (H1), and every word stands once.

use crate::alone;
use crate::audit::COME_BACK;
use crate::process::{Server, Wire};
use crate::staff::logged_in;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// A start, the model and the bot of a build without optimisation.
const PATIENCE: Duration = Duration::from_mins(2);
const QUESTION: &str = "Where is my refund for order 88231?";
const WORDS: [&str; 4] =
    [QUESTION, "I am looking into order 88231.", "Thank you, I can wait.", "This is Ana: it was paid out today."];

/// When the server is killed in a step.
#[derive(Clone, Copy)]
enum Moment {
    /// The request has left; nobody knows how far it came.
    Sent,
    /// The answer is there.
    Answered,
}

#[derive(Clone, Copy)]
enum Who {
    Visitor,
    Lin,
    Ana,
}

/// Everybody's sockets.
struct Wires {
    visitor: Wire,
    lin: Wire,
    ana: Wire,
}

struct Walk {
    folder: tempfile::TempDir,
    server: Server,
    moment: Moment,
    token: String,
    staff: [reqwest::Client; 2],
    wires: Wires,
    /// Whether Ana takes conversations by now.
    has_ana: bool,
    conv: String,
}

impl Walk {
    async fn begin(moment: Moment) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let server = Server::start(folder.path(), 0, &[]);
        let token = Wire::token(server.port).await.expect("a token");
        let staff = [logged_in(server.port, "lin").await, logged_in(server.port, "ana").await];
        let wires = connect(server.port, &token, &staff, false).await;
        Self { folder, server, moment, token, staff, wires, has_ana: false, conv: String::new() }
    }

    fn wire(&mut self, who: Who) -> &mut Wire {
        match who {
            Who::Visitor => &mut self.wires.visitor,
            Who::Lin => &mut self.wires.lin,
            Who::Ana => &mut self.wires.ana,
        }
    }

    /// One request, with a kill at its moment; what was not answered is said again under its id. Returns its answer.
    async fn step(&mut self, who: Who, what: Value) -> Value {
        let mut request = what;
        request["id"] = json!(Uuid::now_v7());
        if !self.conv.is_empty() {
            request["conv"] = json!(self.conv);
        }
        let answered = match self.moment {
            Moment::Sent => {
                self.wire(who).send(&request).await.expect("sent");
                None
            }
            Moment::Answered => Some(self.done(who, &request).await),
        };
        self.server.kill();
        self.server = Server::start(self.folder.path(), self.server.port, &[]);
        self.wires = connect(self.server.port, &self.token, &self.staff, self.has_ana).await;
        match answered {
            Some(answer) => answer,
            None => self.done(who, &request).await,
        }
    }

    async fn done(&mut self, who: Who, request: &Value) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            let answer = self.wire(who).request(request).await.expect("an answer");
            // What a resend meets when the first one was committed.
            let is_known = ["transfer_pending", "closed"].iter().any(|code| answer["code"] == *code);
            if answer["t"] != "nack" || is_known {
                return answer;
            }
            assert!(Instant::now() < until, "{request} is not done: {answer}");
            tokio::time::sleep(Duration::from_millis(answer["retry_ms"].as_u64().unwrap_or(250))).await;
        }
    }

    /// Waits until the log holds what the next step builds on.
    async fn until(&mut self, what: &str, holds: impl Fn(&[Value]) -> bool) {
        let until = Instant::now() + PATIENCE;
        loop {
            let log = self.log().await;
            if holds(&log) {
                return;
            }
            assert!(Instant::now() < until, "never {what}: {log:#?}");
            tokio::time::sleep(8 * COME_BACK).await;
        }
    }

    async fn log(&mut self) -> Vec<Value> {
        self.wires.lin.whole_history(&self.conv).await.expect("the log")
    }
}

async fn connect(port: u16, token: &str, staff: &[reqwest::Client; 2], has_ana: bool) -> Wires {
    let (visitor, _) = Wire::connect(port, token).await.expect("the visitor's socket");
    let [mut lin, mut ana] = [Wire::staff(port, &staff[0]).await, Wire::staff(port, &staff[1]).await]
        .map(|wire| wire.expect("an agent's socket"));
    for (wire, available) in [(&mut lin, true), (&mut ana, has_ana)] {
        let me = json!({"t": "me", "id": Uuid::now_v7(), "available": available});
        assert_eq!(wire.request(&me).await.expect("an answer")["t"], "ack");
    }
    Wires { visitor, lin, ana }
}

fn of_kind<'a>(log: &'a [Value], kind: &'a str) -> impl Iterator<Item = &'a Value> {
    log.iter().filter(move |item| item["event"]["kind"] == kind)
}

/// Who speaks has the floor, at every place of the log; a bot that only tells somebody what to expect needs none.
fn speakers_have_the_floor(log: &[Value]) {
    let mut floor = Value::Null;
    for item in log {
        let (by, event) = (&item["by"], &item["event"]);
        match event["kind"].as_str().expect("a kind") {
            "opened" => floor = json!("bot"),
            "queued" | "closed" => floor = Value::Null,
            "accepted" => floor = event["agent"].clone(),
            "said" if by["who"] == "bot" => {
                let tells = ["informed", "help_shown"].iter().any(|act| event["bot"]["act"] == *act);
                assert!(floor == "bot" || tells, "the bot speaks out of turn: {item}");
            }
            "said" if by["who"] == "staff" => assert_eq!(by["id"], floor, "an agent speaks out of turn: {item}"),
            _ => {}
        }
    }
}

/// `attune verify`, which holds every packet against its log among others.
fn verified(folder: &Path) {
    let file = folder.join("attune.db");
    let verify = Command::new(env!("CARGO_BIN_EXE_attune")).arg("verify").arg(file).output().expect("the binary runs");
    assert!(verify.status.success(), "{}", String::from_utf8_lossy(&verify.stdout));
}

async fn walk(moment: Moment) {
    let mut walk = Walk::begin(moment).await;
    let ana = me(walk.server.port, &walk.staff[1]).await;
    let opened = walk.step(Who::Visitor, json!({"t": "open"})).await;
    walk.conv = opened["conv"].as_str().expect("a conversation").to_owned();
    walk.step(Who::Visitor, json!({"t": "msg", "text": WORDS[0]})).await;
    walk.until("answered by the bot", |log| of_kind(log, "said").any(|item| item["event"]["answers"].is_u64())).await;
    walk.step(Who::Visitor, json!({"t": "human"})).await;
    walk.until("offered", |log| of_kind(log, "offered").next().is_some()).await;
    walk.step(Who::Lin, json!({"t": "claim"})).await;
    walk.step(Who::Lin, json!({"t": "msg", "text": WORDS[1]})).await;
    walk.step(Who::Visitor, json!({"t": "msg", "text": WORDS[2]})).await;
    walk.has_ana = true;
    let available = json!({"t": "me", "id": Uuid::now_v7(), "available": true});
    assert_eq!(walk.wires.ana.request(&available).await.expect("an answer")["t"], "ack");
    walk.step(Who::Lin, json!({"t": "transfer", "to": {"agent": ana}, "reason": "Knows refunds"})).await;
    walk.until("passed on", |log| of_kind(log, "offered").any(|item| item["event"]["agent"] == ana)).await;
    walk.step(Who::Ana, json!({"t": "claim"})).await;
    walk.step(Who::Ana, json!({"t": "msg", "text": WORDS[3]})).await;
    walk.step(Who::Ana, json!({"t": "resolve"})).await;

    let log = walk.log().await;
    speakers_have_the_floor(&log);
    let people = of_kind(&log, "said").filter(|item| item["by"]["who"] != "bot");
    let said: Vec<&str> = people.map(|item| item["event"]["text"].as_str().expect("words")).collect();
    assert_eq!(said, WORDS, "each once, in its order");
    let last = of_kind(&log, "offered").last().expect("an offer");
    let packet = &last["event"]["packet"];
    assert_eq!(packet["wants"][0]["text"], QUESTION, "{packet}");
    assert!(packet["tried"].as_array().is_some_and(|tried| !tried.is_empty()), "what the bot said: {packet}");
    assert_eq!(of_kind(&log, "closed").count(), 1);
    walk.server.kill();
    verified(walk.folder.path());
}

/// Their id, as the staff list has it.
async fn me(port: u16, http: &reqwest::Client) -> Value {
    let answer = http.get(format!("http://127.0.0.1:{port}/v1/me")).send().await.expect("an answer");
    let me: Value = answer.error_for_status().expect("logged in").json().await.expect("JSON");
    me["staff"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_any_step_of_a_handoff_is_answered_it_goes_on_where_it_was() {
    let _alone = alone().await;
    walk(Moment::Sent).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_after_every_step_of_a_handoff_it_goes_on_where_it_was() {
    let _alone = alone().await;
    walk(Moment::Answered).await;
}

#[test]
#[should_panic(expected = "out of turn")]
fn an_agent_who_speaks_after_the_floor_moved_is_seen() {
    let event = |by: &Value, event: Value| json!({"by": by, "event": event});
    let staff = |id: u8| json!({"who": "staff", "id": id});
    let accepted = |id: u8| event(&json!({"who": "system"}), json!({"kind": "accepted", "agent": id}));
    let said = |id: u8| event(&staff(id), json!({"kind": "said", "text": "Still here"}));
    speakers_have_the_floor(&[accepted(1), said(1), accepted(2), said(1)]);
}
