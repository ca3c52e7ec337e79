//! One run: lets time pass from one event to the next, hands over what arrives, and plays the plan. Owns the order of
//! things that happen at one moment, so that a plan always plays alike.

use super::client::{Client, Wish};
use super::network::{Down, Line};
use super::panics;
use super::plan::{Act, Mood, Plan, Point};
use super::sabotage::Sabotage;
use super::server::{Failed, Parts, Server};
use super::truth::{SharedTruth, Violation};
use super::wire::{Link, Up};
use serde_json::Value;
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash};
use uuid::Uuid;

/// After the last step everything is well for so long; then what was promised for rest must hold.
const REST_MS: u64 = 330_000;
/// What was committed so long ago has reached everybody.
const QUIET_MS: u64 = 3_000;
/// A process that was stopped in order comes back after this.
const RESTART_MS: u64 = 200;

pub struct World {
    pub plan: Plan,
    pub parts: Parts,
    pub clients: Vec<Client>,
    pub truth: SharedTruth,
    pub now: u64,
    pub history: DefaultHasher,
    pub starts: usize,
    is_told: bool,
    server: Option<Server>,
    lines: Vec<Line>,
    /// Connection of each client, how often it has dialled, and until when it does not read.
    line_of: Vec<Option<usize>>,
    dials: Vec<u64>,
    stalled: Vec<u64>,
    steps: VecDeque<super::plan::Step>,
    up_at: Option<u64>,
    down_ms: u64,
}

impl World {
    pub fn new(plan: Plan, parts: Parts, clients: Vec<Client>, truth: SharedTruth) -> Self {
        let (count, steps) = (clients.len(), plan.steps.iter().cloned().collect());
        let history = DefaultHasher::new();
        Self {
            plan,
            parts,
            clients,
            truth,
            now: 0,
            history,
            starts: 0,
            is_told: std::env::var_os("ATTUNE_SIMULATE_TRACE").is_some(),
            server: None,
            lines: Vec::new(),
            line_of: vec![None; count],
            dials: vec![0; count],
            stalled: vec![0; count],
            steps,
            up_at: Some(0),
            down_ms: 0,
        }
    }

    /// Plays the plan, then lets everything come to rest.
    pub fn play(&mut self) {
        let end = self.plan.steps.last().map_or(0, |step| step.at) + 1;
        self.advance(end);
        self.heal();
        self.advance(self.now + REST_MS);
        // Clocks go on logging (an alert that nobody sees to): what was logged just now is still on its way.
        while self.now - self.truth.get().moved_at < QUIET_MS && !self.is_broken() {
            self.advance(self.now + QUIET_MS);
        }
    }

    pub fn is_broken(&self) -> bool {
        !self.truth.get().violations.is_empty()
    }

    fn advance(&mut self, until: u64) {
        while self.now < until && !self.is_broken() {
            self.deal();
            let next = self.next_moment().max(self.now + 1).min(until);
            self.pass(next);
            self.parts.store.settle_lies(self.now);
            self.truth.get().at(self.now);
            for line in &mut self.lines {
                line.collect(self.now);
            }
            self.forget_lines();
            for detail in panics::take() {
                self.break_promise("panic", detail);
            }
        }
    }

    pub fn break_promise(&self, promise: &'static str, detail: String) {
        self.truth.get().violations.push(Violation { promise, at: self.now, detail });
    }

    fn next_moment(&self) -> u64 {
        let lines = self.lines.iter().map(|line| line.due(self.stalled[line.client]));
        let clients = self.clients.iter().map(Client::due);
        let step = self.steps.front().map(|step| step.at);
        lines.chain(clients).chain(step).chain(self.up_at).min().unwrap_or(u64::MAX)
    }

    fn pass(&mut self, next: u64) {
        let Some(server) = &self.server else {
            self.now = next;
            return self.parts.clock.end(next);
        };
        self.now = server.run(next, &self.parts);
        let is_stopped = server.is_stopped();
        if self.parts.switch.is_off() {
            self.kill();
        } else if is_stopped {
            self.parts.clock.end(self.now);
            (self.server, self.up_at) = (None, Some(self.now + RESTART_MS));
        }
    }

    fn kill(&mut self) {
        self.tell(|| "the process dies".to_owned());
        self.parts.clock.end(self.now);
        self.parts.store.lied.lock().expect("not poisoned").clear();
        (self.server, self.up_at) = (None, Some(self.now + self.down_ms.max(1)));
    }

    /// Everything that is due by now.
    fn deal(&mut self) {
        if self.up_at.is_some_and(|at| at <= self.now) {
            self.up_at = None;
            self.start();
        }
        for index in 0..self.lines.len() {
            self.deal_up(index);
            self.deal_down(index);
        }
        for index in 0..self.clients.len() {
            if self.clients[index].due() <= self.now {
                self.clients[index].tick(self.now);
            }
            self.grant(index);
        }
        while self.steps.front().is_some_and(|step| step.at <= self.now) {
            let step = self.steps.pop_front().expect("there is one");
            self.step(&step.act);
        }
        for index in 0..self.clients.len() {
            self.grant(index);
        }
    }

    fn start(&mut self) {
        self.starts += 1;
        self.tell(|| "a process starts".to_owned());
        let (started, now) = Server::start(&self.parts, self.now);
        self.now = now;
        match started {
            Ok(server) => self.server = Some(server),
            Err(Failed::Killed) => self.kill(),
            Err(Failed::Stuck(why)) => self.break_promise("start", why),
        }
    }

    fn deal_up(&mut self, index: usize) {
        while let Some(up) = self.lines[index].next_up(self.now) {
            let link = &self.lines[index].link;
            if let Up::Text(text) = &up
                && self.server.is_some()
                && text.contains("\"t\":\"msg\"")
            {
                let frame: Value = serde_json::from_str(text).expect("clients write JSON");
                let id = Uuid::parse_str(frame["id"].as_str().expect("an id")).expect("a UUID");
                self.truth.get().arrived(id);
                if self.parts.store.sabotage == Sabotage::ForgetsIds {
                    link.arrive(Up::Text(
                        text.replace(&id.to_string(), &Uuid::from_u128(id.as_u128() ^ 1).to_string()),
                    ));
                }
            }
            link.arrive(up);
        }
    }

    fn deal_down(&mut self, index: usize) {
        let client = self.lines[index].client;
        while self.stalled[client] <= self.now
            && let Some(down) = self.lines[index].next_down(self.now)
        {
            if self.line_of[client] == Some(index) {
                self.hear(client, index, down);
                self.grant(client);
            }
        }
    }

    fn hear(&mut self, client: usize, line: usize, down: Down) {
        let now = self.now;
        match down {
            Down::Text(text) => {
                self.note(client, &text);
                self.clients[client].hear(&text, now);
            }
            Down::Ping => {
                self.clients[client].pinged(now);
                self.lines[line].send(now, Up::Pong);
            }
            Down::Close(code) => {
                self.clients[client].closed(code, now);
                self.lines[line].leave(now, Some(code));
                self.line_of[client] = None;
                self.clients[client].lost(now);
            }
            Down::End => {
                self.line_of[client] = None;
                self.clients[client].lost(now);
            }
        }
    }

    /// Adds to the history of the run what does not come from the machine's own random numbers.
    fn note(&mut self, client: usize, text: &str) {
        self.tell(|| format!("client {client} hears {text}"));
        let is_random =
            ["\"t\":\"ticket\"", "\"t\":\"welcome\"", "\"rule\":\"fault"].iter().any(|part| text.contains(part));
        if !is_random {
            (self.now, client, text).hash(&mut self.history);
        }
    }

    /// Tells what happens, where somebody wants to know.
    fn tell(&self, what: impl FnOnce() -> String) {
        if self.is_told {
            println!("{:>7} {}", self.now, what());
        }
    }

    /// Does what a client wishes.
    fn grant(&mut self, client: usize) {
        for wish in std::mem::take(&mut self.clients[client].wishes) {
            match wish {
                Wish::Dial => self.dial(client),
                Wish::Send(text) => {
                    self.tell(|| format!("client {client} says {text}"));
                    if let Some(line) = self.line_of[client] {
                        self.lines[line].send(self.now, Up::Text(text));
                    }
                }
                Wish::Hang(code) => {
                    if let Some(line) = self.line_of[client].take() {
                        self.lines[line].leave(self.now, code);
                    }
                }
            }
        }
    }

    fn dial(&mut self, client: usize) {
        self.dials[client] += 1;
        let Some(server) = self.server.as_ref().filter(|server| server.is_open()) else {
            // The rest of its wishes finds no connection.
            return self.clients[client].lost(self.now);
        };
        let is_visitor = self.clients[client].desk.is_none();
        let link = Link::new(is_visitor, self.plan.cast.window);
        let login = (!is_visitor).then(|| self.clients[client].proof.clone());
        server.connect(link.clone(), login, &self.parts);
        let stream = (self.plan.seed, self.dials[client]);
        self.line_of[client] = Some(self.lines.len());
        self.lines.push(Line::new(link, client, stream, self.plan.cast.latency_ms));
    }

    fn step(&mut self, act: &Act) {
        self.tell(|| format!("{act:?}"));
        match act {
            Act::Cut { client, how } => {
                if let Some(line) = self.line_of[*client]
                    && self.lines[line].cut(*how)
                {
                    self.line_of[*client] = None;
                    self.clients[*client].lost(self.now);
                }
            }
            Act::Stall { client, ms } => self.stalled[*client] = self.now + ms,
            Act::Reload { client } => {
                self.clients[*client].now = self.now;
                self.clients[*client].reload();
            }
            Act::Model { mood } => self.parts.engine.mood(*mood),
            Act::Store { fault, times } => {
                let mut faults = self.parts.store.faults.lock().expect("not poisoned");
                faults.extend((0..*times).map(|_| *fault));
            }
            Act::Crash { point, down_ms } => {
                self.down_ms = *down_ms;
                self.parts.switch.arm(point.clone());
                if self.server.is_some() {
                    self.parts.switch.reach(|point| *point == Point::Now);
                }
            }
            Act::Restart => {
                if let Some(server) = &mut self.server {
                    server.stop(&self.parts);
                }
            }
            act => {
                if let Some(client) = client_of(act).filter(|client| *client < self.clients.len()) {
                    self.clients[client].act(act, self.now);
                }
            }
        }
    }

    /// Nothing goes wrong any more, and everybody is there.
    fn heal(&mut self) {
        self.parts.switch.disarm();
        self.parts.store.faults.lock().expect("not poisoned").clear();
        self.parts.engine.mood(Mood::Quick);
        self.stalled.fill(0);
        self.down_ms = 1;
        if self.up_at.is_some() {
            self.up_at = Some(self.now);
        }
        for client in &mut self.clients {
            client.is_settling = true;
            let is_agent = client.desk.as_ref().is_some_and(|desk| !desk.is_supervisor);
            if is_agent {
                client.now = self.now;
                client.set_available(true);
            }
        }
    }

    /// Forgets connections on which nothing can happen any more.
    fn forget_lines(&mut self) {
        let mut place = 0;
        while place < self.lines.len() {
            if !self.lines[place].is_over() || self.line_of.contains(&Some(place)) {
                place += 1;
                continue;
            }
            self.lines.remove(place);
            for line in self.line_of.iter_mut().flatten() {
                *line -= usize::from(*line > place);
            }
        }
    }
}

/// Whose act it is.
fn client_of(act: &Act) -> Option<usize> {
    let value = serde_json::to_value(act).expect("acts are JSON");
    value["client"].as_u64().and_then(|client| usize::try_from(client).ok())
}
