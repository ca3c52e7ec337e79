//! A client at the frame level, written from docs/protocol.md alone: dials with jitter, says hello, resumes by its count
//! of frames, keeps what was not answered and sends it again. Owns one tab of a visitor or one screen of the staff.
//!
//! Knows no network and no server: it is told of time, of frames and of lost connections, and says what it wishes.

use super::reference::ensure;
use super::truth::SharedTruth;
use super::view::View;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A hello without an answer is given up after this.
const PATIENCE_MS: u64 = 10_000;
/// Codes after which the same request may succeed.
const AGAIN: [&str; 6] = ["rate_limited", "overloaded", "storage_unavailable", "draining", "no_heartbeat", "internal"];
/// What a request may be refused for without anything being wrong.
const EXPECTED: [&str; 8] =
    ["conflict", "floor_moved", "closed", "wrong_phase", "at_capacity", "forbidden", "not_from_visitor", "not_scored"];
/// Frames that both sides count.
const COUNTED: [&str; 6] = ["msg", "state", "event", "conv", "offer", "alert"];

/// What a client wants of the world.
#[derive(Debug)]
pub enum Wish {
    Dial,
    Send(String),
    /// Lets go of its connection; `Some`: with a close code.
    Hang(Option<u16>),
}

/// How it stands with its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Away {
        dial_at: u64,
    },
    /// Waits for its ticket, or for the welcome.
    Greeting {
        until: u64,
    },
    Online,
    /// Was told to stop.
    Stopped,
}

/// A request without an answer.
#[derive(Debug, Clone)]
pub struct Request {
    pub id: String,
    pub frame: Value,
    /// Outlives the page.
    pub is_kept: bool,
    /// Sent, or to be sent at this time.
    again_at: Option<u64>,
    /// How often it was refused for the moment.
    tries: u32,
}

/// What staff see beside conversations.
#[derive(Debug, Default)]
pub struct Desk {
    pub me: String,
    pub lines: BTreeMap<String, Value>,
    pub alerts: BTreeMap<String, (u64, Value)>,
    pub following: BTreeSet<String>,
    /// Offers to answer, and when.
    pub offers: BTreeMap<String, u64>,
    pub is_supervisor: bool,
    pub available: bool,
}

pub struct Client {
    pub index: usize,
    /// Visitors: their token. Staff: their login.
    pub proof: String,
    pub desk: Option<Desk>,
    pub phase: Phase,
    pub requests: Vec<Request>,
    pub view: View,
    /// A visitor's conversation.
    pub conv: Option<String>,
    /// Said before there was a conversation.
    pub unsaid: Vec<String>,
    pub wishes: Vec<Wish>,
    pub rng: StdRng,
    pub now: u64,
    pub padding: usize,
    pub said: usize,
    /// The run comes to rest: offers are taken.
    pub is_settling: bool,
    /// Acknowledged messages.
    pub acknowledged: BTreeMap<(String, String), u64>,
    /// Pages asked for only to be read.
    pub pages: BTreeSet<String>,
    /// Conversations that this visitor's session follows: the one in `welcome`, and those begun since.
    pub followed: BTreeSet<String>,
    pub(super) truth: SharedTruth,
    session: Option<(String, u64)>,
    heartbeat: u64,
    heard_at: u64,
    ping_at: u64,
    tries: u32,
    online_since: u64,
    retry: u64,
}

impl Client {
    pub fn new(index: usize, seed: u64, proof: String, desk: Option<Desk>, truth: SharedTruth) -> Self {
        let rng = StdRng::seed_from_u64(seed ^ (0x0063_6c69 + index as u64 * 7_919));
        Self {
            index,
            proof,
            desk,
            phase: Phase::Away { dial_at: index as u64 * 13 },
            requests: Vec::new(),
            view: View::default(),
            conv: None,
            unsaid: Vec::new(),
            wishes: Vec::new(),
            rng,
            now: 0,
            padding: 0,
            said: 0,
            is_settling: false,
            acknowledged: BTreeMap::new(),
            pages: BTreeSet::new(),
            followed: BTreeSet::new(),
            truth,
            session: None,
            heartbeat: 5_000,
            heard_at: 0,
            ping_at: 0,
            tries: 0,
            online_since: 0,
            retry: 0,
        }
    }

    /// When it wants to act although nothing came.
    pub fn due(&self) -> u64 {
        match self.phase {
            Phase::Stopped => u64::MAX,
            Phase::Away { dial_at } => dial_at,
            Phase::Greeting { until } => until,
            Phase::Online => {
                let again = self.requests.iter().filter_map(|request| request.again_at);
                let offers = self.desk.iter().flat_map(|desk| desk.offers.values().copied());
                again.chain(offers).chain([self.ping_at, self.heard_at + 2 * self.heartbeat]).min().expect("not empty")
            }
        }
    }

    /// Its time has come.
    pub fn tick(&mut self, now: u64) {
        self.now = now;
        match self.phase {
            Phase::Away { dial_at } if dial_at <= now => {
                self.phase = Phase::Greeting { until: now + PATIENCE_MS };
                self.wishes.push(Wish::Dial);
                if self.desk.is_none() {
                    let hello = self.hello(json!({"token": self.proof, "language": "en"}));
                    self.send(&hello);
                }
            }
            Phase::Greeting { until } if until <= now => self.hang(None),
            Phase::Online => self.tick_online(),
            _ => {}
        }
    }

    fn tick_online(&mut self) {
        let now = self.now;
        if self.heard_at + 2 * self.heartbeat <= now {
            return self.hang(None);
        }
        if self.ping_at <= now {
            let received = self.session.as_ref().map_or(0, |session| session.1);
            self.send(&json!({"t": "ping", "received": received}));
            self.ping_at = now + self.heartbeat * self.rng.random_range(80..=120) / 100;
        }
        let mut due = Vec::new();
        for request in self.requests.iter_mut().filter(|request| request.again_at.is_some_and(|at| at <= now)) {
            request.again_at = None;
            due.push(request.frame.clone());
        }
        for frame in &due {
            self.send(frame);
        }
        self.answer_offers();
    }

    fn hello(&self, proof: Value) -> Value {
        let mut hello = proof;
        hello["t"] = json!("hello");
        if let Some((session, received)) = &self.session {
            hello["resume"] = json!({"session": session, "received": received});
        }
        hello
    }

    pub(super) fn send(&mut self, frame: &Value) {
        self.wishes.push(Wish::Send(frame.to_string()));
    }

    /// Asks for something, and goes on asking until it is answered.
    pub fn ask(&mut self, mut frame: Value, is_kept: bool) -> String {
        let id = Uuid::from_u128(self.rng.random()).to_string();
        frame["id"] = json!(id);
        if self.phase == Phase::Online {
            self.send(&frame);
        }
        self.requests.push(Request { id: id.clone(), frame, is_kept, again_at: None, tries: 0 });
        id
    }

    pub fn ask_history(&mut self, conv: &str, after: u64) {
        self.ask(json!({"t": "history", "conv": conv, "after": after, "limit": 50}), false);
    }

    /// Gives its connection up, and comes back.
    pub fn hang(&mut self, code: Option<u16>) {
        self.wishes.push(Wish::Hang(code));
        self.lost(self.now);
    }

    /// Its connection is lost.
    pub fn lost(&mut self, now: u64) {
        self.now = now;
        if self.phase == Phase::Stopped {
            return;
        }
        if self.phase == Phase::Online && now - self.online_since > 5_000 {
            self.tries = 0;
        }
        let most = 30_000.min(500_u64 << self.tries.min(10));
        let most = if self.is_settling { most.min(4_000) } else { most };
        self.phase = Phase::Away { dial_at: now + self.retry + self.rng.random_range(0..=most) };
        (self.tries, self.retry) = (self.tries + 1, 0);
    }

    /// The page is loaded anew.
    pub fn reload(&mut self) {
        self.hang(Some(1001));
        (self.session, self.view, self.conv) = (None, View::default(), None);
        self.requests.retain(|request| request.is_kept);
        if let Some(desk) = &mut self.desk {
            *desk = Desk { is_supervisor: desk.is_supervisor, ..Desk::default() };
        }
        self.phase = Phase::Away { dial_at: self.now + 50 };
    }

    /// The server has closed.
    pub fn closed(&mut self, code: u16, now: u64) {
        self.now = now;
        let may_come_back = !(4_400..4_500).contains(&code);
        let outcome = ensure(may_come_back, "stopped", || format!("client {} was closed with {code}", self.index));
        self.truth.get().hold(outcome);
        if !may_come_back {
            self.phase = Phase::Stopped;
        }
    }

    /// A text frame came.
    pub fn hear(&mut self, text: &str, now: u64) {
        (self.now, self.heard_at) = (now, now);
        if self.desk.is_none() {
            self.check_secrets(text);
        }
        let frame: Value = serde_json::from_str(text).expect("every frame is JSON");
        let kind = frame["t"].as_str().unwrap_or_default().to_owned();
        if COUNTED.contains(&kind.as_str())
            && let Some((_, received)) = &mut self.session
        {
            *received += 1;
        }
        match kind.as_str() {
            "ticket" => {
                let hello = self.hello(json!({"ticket": frame["ticket"], "language": "en"}));
                self.send(&hello);
            }
            "welcome" => self.welcomed(&frame),
            "msg" | "state" | "event" => self.happened(&frame, true),
            "ack" | "nack" | "history" => self.answered(&kind, &frame),
            "conv" | "offer" | "alert" => self.desk_heard(&kind, &frame),
            "bye" => self.retry = frame["retry_ms"].as_u64().unwrap_or(0),
            _ => {}
        }
    }

    /// The connection shows signs of life.
    pub fn pinged(&mut self, now: u64) {
        self.heard_at = now;
    }

    fn check_secrets(&self, text: &str) {
        const SECRETS: [&str; 9] =
            ["SECRET", "\"scor", "\"stage", "\"belief", "\"anger", "\"alert", "\"t\":\"event", "\"reasons", "\"packet"];
        let leak = SECRETS.iter().find(|secret| text.contains(**secret));
        self.truth.get().hold(ensure(leak.is_none(), "C6", || format!("a visitor is sent {text}")));
    }

    fn welcomed(&mut self, frame: &Value) {
        let resumed = frame["resumed"] == true;
        let session = frame["session"].as_str().expect("a session").to_owned();
        self.heartbeat = frame["heartbeat_ms"].as_u64().expect("a heartbeat");
        (self.phase, self.online_since) = (Phase::Online, self.now);
        self.ping_at = self.now + self.heartbeat * self.rng.random_range(80..=120) / 100;
        for request in &mut self.requests {
            request.again_at = None;
        }
        if !resumed {
            self.session = Some((session, 0));
            self.view.new_session();
            self.followed.clear();
            // Questions of the session before; they are asked anew below.
            self.requests.retain(|request| !matches!(request.frame["t"].as_str(), Some("history" | "sub" | "unsub")));
        }
        let again: Vec<Value> = self.requests.iter().map(|request| request.frame.clone()).collect();
        for frame in &again {
            self.send(frame);
        }
        if let Some(conv) = frame["conv"]["conv"].as_str() {
            self.conv = Some(conv.to_owned());
            self.followed.extend((!resumed).then(|| conv.to_owned()));
            self.view.conversations.entry(conv.to_owned()).or_default();
        }
        if self.desk.is_some() {
            self.desk_welcomed(frame, resumed);
        }
        if !resumed {
            for conv in self.view.known() {
                let after = self.view.ask(&conv);
                self.ask_history(&conv, after);
            }
        }
        self.say_unsaid();
    }

    /// Something happened in a conversation.
    pub(super) fn happened(&mut self, frame: &Value, is_live: bool) {
        let (Some(conv), Some(seq)) = (frame["conv"].as_str(), frame["seq"].as_u64()) else { return };
        let (index, is_staff) = (self.index, self.desk.is_some());
        self.check_shown(frame);
        if is_live {
            let follows = self.view.live(conv, seq).map_err(|before| {
                ("D1", format!("client {index} hears {seq} after {before} of {conv} in one session"))
            });
            self.truth.get().hold(follows);
        }
        if is_live && !is_staff && frame["what"] == "opened" {
            self.conv = Some(conv.to_owned());
            self.followed.insert(conv.to_owned());
        }
        if let Some(after) = self.view.show(conv, seq, frame) {
            self.ask_history(conv, after);
        }
        self.say_unsaid();
    }

    fn check_shown(&self, frame: &Value) {
        let (Some(conv), Some(seq)) = (frame["conv"].as_str(), frame["seq"].as_u64()) else { return };
        let conv = Uuid::parse_str(conv).expect("ids are UUIDs");
        let shown = self.truth.get().shown(conv, seq, frame, self.desk.is_some());
        self.truth.get().hold(shown);
    }

    fn answered(&mut self, kind: &str, frame: &Value) {
        let Some(place) = self.requests.iter().position(|request| frame["id"] == request.id.as_str()) else { return };
        if kind == "nack" && self.is_refused_for_now(place, frame) {
            return;
        }
        let request = self.requests.remove(place);
        let asked = request.frame["t"].as_str().unwrap_or_default();
        match (asked, kind) {
            ("history", "history") => self.paged(&request.id, frame),
            ("msg" | "note", "ack") => self.stored(&request, frame),
            ("me", "ack") => {
                if let Some(desk) = &mut self.desk {
                    desk.available = request.frame["available"] == true;
                }
            }
            ("open", "ack") => {
                self.conv = frame["conv"].as_str().map(ToOwned::to_owned);
                self.followed.extend(self.conv.clone());
                self.say_unsaid();
            }
            (_, "nack") => {
                let code = frame["code"].as_str().unwrap_or_default();
                // An alert that was seen may stand in a conversation that is over.
                let outcome = ensure(EXPECTED.contains(&code), "refused", || format!("{frame} to {}", request.frame));
                self.truth.get().hold(outcome);
                if asked == "msg" && code == "closed" && self.desk.is_none() {
                    self.conv = None;
                }
            }
            _ => {}
        }
    }

    fn is_refused_for_now(&mut self, place: usize, frame: &Value) -> bool {
        let is_for_now = frame["code"].as_str().is_some_and(|code| AGAIN.contains(&code));
        if is_for_now {
            let request = &mut self.requests[place];
            let spread = self.rng.random_range(1..=500_u64 << request.tries.min(5));
            request.again_at = Some(self.now + frame["retry_ms"].as_u64().unwrap_or(500) + spread);
            request.tries += 1;
        }
        is_for_now
    }

    fn paged(&mut self, id: &str, frame: &Value) {
        let items = frame["items"].as_array().into_iter().flatten();
        if self.pages.remove(id) {
            return items.for_each(|item| self.check_shown(item));
        }
        items.for_each(|item| self.happened(item, false));
        let conv = frame["conv"].as_str().expect("a conversation");
        if let Some(after) = self.view.page(conv, frame["more"] == true) {
            self.ask_history(conv, after);
        }
    }

    fn stored(&mut self, request: &Request, frame: &Value) {
        let (Some(conv), Some(seq)) = (frame["conv"].as_str(), frame["seq"].as_u64()) else { return };
        let place = (Uuid::parse_str(conv).expect("a UUID"), Uuid::parse_str(&request.id).expect("a UUID"));
        let outcome = self.truth.get().acknowledged(place, seq, self.desk.is_some());
        self.truth.get().hold(outcome);
        self.acknowledged.insert((conv.to_owned(), request.id.clone()), seq);
    }
}
