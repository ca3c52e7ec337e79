//! What a plan does to the world, step by step, and that everything is well after the last one.

use super::World;
use crate::simulation::plan::{Act, Mood, Point};

impl World {
    pub(super) fn step(&mut self, act: &Act) {
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
    pub(super) fn heal(&mut self) {
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
}

/// Whose act it is.
fn client_of(act: &Act) -> Option<usize> {
    let value = serde_json::to_value(act).expect("acts are JSON");
    value["client"].as_u64().and_then(|client| usize::try_from(client).ok())
}
