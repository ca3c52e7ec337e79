//! What a client has asked for: kept until it is answered, sent again after every lost connection, and after a refusal
//! for the moment later and later. Owns which refusals are nothing wrong.

use super::{Client, Phase};
use crate::simulation::reference::ensure;
use rand::Rng;
use serde_json::{Value, json};
use uuid::Uuid;

/// Codes after which the same request may succeed.
const AGAIN: [&str; 6] = ["rate_limited", "overloaded", "storage_unavailable", "draining", "no_heartbeat", "internal"];
/// What a request may be refused for without anything being wrong.
const EXPECTED: [&str; 8] =
    ["conflict", "floor_moved", "closed", "wrong_phase", "at_capacity", "forbidden", "not_from_visitor", "not_scored"];

/// A request without an answer.
#[derive(Debug, Clone)]
pub struct Request {
    pub id: String,
    pub frame: Value,
    /// Outlives the page.
    pub is_kept: bool,
    /// Sent, or to be sent at this time.
    pub(super) again_at: Option<u64>,
    /// How often it was refused for the moment.
    pub(super) tries: u32,
}

impl Client {
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

    pub(super) fn answered(&mut self, kind: &str, frame: &Value) {
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
