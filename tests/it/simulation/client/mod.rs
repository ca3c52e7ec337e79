//! A client at the frame level, written from docs/protocol.md alone: dials with jitter, says hello, resumes by its count
//! of frames, keeps what was not answered and sends it again. Owns one tab of a visitor or one screen of the staff.
//!
//! Knows no network and no server: it is told of time, of frames and of lost connections, and says what it wishes.

mod acts;
mod connection;
mod desk;
mod requests;
mod view;

pub use self::desk::Desk;
use self::requests::Request;
use self::view::View;
use crate::simulation::reference::ensure;
use crate::simulation::reference::truth::SharedTruth;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

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
    truth: SharedTruth,
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
}
