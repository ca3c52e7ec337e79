//! One run: lets time pass from one event to the next, hands over what arrives, and plays the plan. Owns the order of
//! things that happen at one moment, so that a plan always plays alike.

mod carrying;
pub mod network;
mod steps;

use self::network::Line;
use crate::simulation::client::Client;
use crate::simulation::plan::{Plan, Step};
use crate::simulation::reference::truth::{SharedTruth, Violation};
use crate::simulation::server::panics;
use crate::simulation::server::{Failed, Parts, Server};
use std::collections::VecDeque;
use std::hash::DefaultHasher;

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
    steps: VecDeque<Step>,
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

    /// Tells what happens, where somebody wants to know.
    fn tell(&self, what: impl FnOnce() -> String) {
        if self.is_told {
            println!("{:>7} {}", self.now, what());
        }
    }
}
