//! The network between clients and the server: how long things travel, what is lost, and who notices. Within one
//! connection order is kept; between connections it is not.

use crate::simulation::plan::Cut;
use crate::simulation::server::wire::{Link, Up, size};
use axum::extract::ws::Message;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::VecDeque;
use std::sync::Arc;

/// What arrives at a client.
#[derive(Debug, Clone)]
pub enum Down {
    Text(String),
    Ping,
    Close(u16),
    /// The server's end is gone.
    End,
}

/// One connection.
pub struct Line {
    pub link: Arc<Link>,
    pub client: usize,
    rng: StdRng,
    latency_ms: u64,
    up: VecDeque<(u64, Up)>,
    down: VecDeque<(u64, Down, usize)>,
    last_up: u64,
    last_down: u64,
    /// What is sent is lost: upwards, downwards.
    is_dead: [bool; 2],
    /// The client has let go of it.
    is_left: bool,
    is_ended: bool,
}

impl Line {
    /// The `number`-th connection of a client.
    pub fn new(link: Arc<Link>, client: usize, (seed, number): (u64, u64), latency_ms: u64) -> Self {
        let rng = StdRng::seed_from_u64(seed ^ ((client as u64 + 1) * 1_000_003) ^ (number * 7_907));
        let (up, down) = (VecDeque::new(), VecDeque::new());
        Self {
            link,
            client,
            rng,
            latency_ms,
            up,
            down,
            last_up: 0,
            last_down: 0,
            is_dead: [false; 2],
            is_left: false,
            is_ended: false,
        }
    }

    /// Nothing will ever happen on it again.
    pub fn is_over(&self) -> bool {
        self.is_ended && self.up.is_empty() && self.down.is_empty()
    }

    /// The client sends.
    pub fn send(&mut self, now: u64, up: Up) {
        let at = (now + self.rng.random_range(1..=self.latency_ms)).max(self.last_up);
        if !self.is_dead[0] {
            self.last_up = at;
            self.up.push_back((at, up));
        }
    }

    /// Takes what the server has written.
    pub fn collect(&mut self, now: u64) {
        let (written, is_gone) = self.link.look();
        for (at, message) in written {
            let bytes = size(&message);
            let down = match message {
                Message::Text(text) => Down::Text(text.as_str().to_owned()),
                Message::Ping(_) => Down::Ping,
                Message::Close(frame) => Down::Close(frame.map_or(1005, |frame| frame.code)),
                Message::Binary(_) | Message::Pong(_) => continue,
            };
            self.launch(at, down, bytes);
        }
        if is_gone && !self.is_ended {
            self.is_ended = true;
            self.launch(now, Down::End, 0);
        }
    }

    fn launch(&mut self, at: u64, down: Down, bytes: usize) {
        let at = (at + self.rng.random_range(1..=self.latency_ms)).max(self.last_down);
        if !self.is_dead[1] && !self.is_left {
            self.last_down = at;
            self.down.push_back((at, down, bytes));
        }
    }

    /// When something arrives next; the client does not read before `stalled`.
    pub fn due(&self, stalled: u64) -> u64 {
        let up = self.up.front().map_or(u64::MAX, |(at, _)| *at);
        let down = self.down.front().map_or(u64::MAX, |(at, _, _)| (*at).max(stalled));
        up.min(down)
    }

    /// What has arrived at the server by now.
    pub fn next_up(&mut self, now: u64) -> Option<Up> {
        self.up.front().filter(|(at, _)| *at <= now)?;
        self.up.pop_front().map(|(_, up)| up)
    }

    /// What the client reads by now.
    pub fn next_down(&mut self, now: u64) -> Option<Down> {
        self.down.front().filter(|(at, _, _)| *at <= now)?;
        let (_, down, bytes) = self.down.pop_front()?;
        self.link.read(bytes);
        Some(down)
    }

    /// The client lets go of it, with a close code or without a word.
    pub fn leave(&mut self, now: u64, code: Option<u16>) {
        if let Some(code) = code {
            self.send(now, Up::Close(code));
        }
        self.send(now, Up::Reset);
        self.is_left = true;
        self.down.clear();
    }

    /// It breaks. `true`: the client notices.
    pub fn cut(&mut self, how: Cut) -> bool {
        let lose_up = how != Cut::Down;
        let lose_down = how != Cut::Up;
        if lose_up {
            self.up.clear();
            self.is_dead[0] = true;
        }
        if lose_down {
            self.down.clear();
            self.is_dead[1] = true;
        }
        if how == Cut::Reset {
            self.link.arrive(Up::Reset);
        }
        matches!(how, Cut::Reset | Cut::Unnoticed)
    }
}
