//! A client's connection: dials with jitter, says hello, resumes by its count of frames, shows signs of life and wants
//! some, and comes back after every loss unless it is told to stop.

use super::{Client, Desk, Phase, View, Wish};
use crate::simulation::reference::ensure;
use rand::Rng;
use serde_json::{Value, json};

/// A hello without an answer is given up after this.
const PATIENCE_MS: u64 = 10_000;

impl Client {
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

    pub(super) fn hello(&self, proof: Value) -> Value {
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

    pub(super) fn welcomed(&mut self, frame: &Value) {
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
}
