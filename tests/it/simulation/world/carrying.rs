//! Carries what clients and the server say to each other, each over its own connection.

use super::World;
use super::network::{Down, Line};
use crate::simulation::client::Wish;
use crate::simulation::server::sabotage::Sabotage;
use crate::simulation::server::wire::{Link, Up};
use serde_json::Value;
use std::hash::Hash;
use uuid::Uuid;

impl World {
    pub(super) fn deal_up(&mut self, index: usize) {
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

    pub(super) fn deal_down(&mut self, index: usize) {
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

    /// Does what a client wishes.
    pub(super) fn grant(&mut self, client: usize) {
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

    /// Forgets connections on which nothing can happen any more.
    pub(super) fn forget_lines(&mut self) {
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
