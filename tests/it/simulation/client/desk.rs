//! What staff see beside conversations, and what they do by themselves: follow what they hold, answer offers.

use super::Client;
use rand::Rng;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

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

impl Client {
    pub fn set_available(&mut self, on: bool) {
        if self.desk.is_some() {
            self.requests.retain(|request| request.frame["t"] != "me");
            self.ask(json!({"t": "me", "available": on}), false);
        }
    }

    pub(super) fn desk_welcomed(&mut self, frame: &Value, resumed: bool) {
        let settling = self.is_settling;
        let Some(desk) = &mut self.desk else { return };
        frame["me"]["staff"].as_str().unwrap_or_default().clone_into(&mut desk.me);
        desk.available = frame["me"]["available"] == true;
        let (is_supervisor, following, away) = (desk.is_supervisor, desk.following.clone(), !desk.available);
        if !resumed {
            desk.lines.clear();
            desk.alerts.clear();
            self.ask(json!({"t": "sub", "topic": "inbox"}), false);
            if is_supervisor {
                self.ask(json!({"t": "sub", "topic": "board"}), false);
            }
            for conv in following {
                self.ask(json!({"t": "sub", "topic": "conv", "conv": conv}), false);
            }
        }
        if settling && away && !is_supervisor {
            self.set_available(true);
        }
    }

    pub(super) fn desk_heard(&mut self, kind: &str, frame: &Value) {
        let (now, answer_in) = (self.now, self.rng.random_range(100..6_000));
        let Some(desk) = &mut self.desk else { return };
        let summary = &frame["summary"];
        let Some(conv) = summary["conv"].as_str().map(ToOwned::to_owned) else { return };
        let seq = summary["last_seq"].as_u64().unwrap_or(0);
        if kind == "alert" {
            let id = frame["alert"]["id"].as_str().unwrap_or_default().to_owned();
            if desk.alerts.get(&id).is_none_or(|(known, _)| *known <= seq) {
                desk.alerts.insert(id, (seq, frame.clone()));
            }
            return;
        }
        if kind == "conv" && desk.lines.get(&conv).is_none_or(|line| line["last_seq"].as_u64().unwrap_or(0) <= seq) {
            desk.lines.insert(conv.clone(), summary.clone());
        }
        let is_mine = summary["agent"] == desk.me.as_str();
        if is_mine && summary["phase"] == "handing_off" {
            desk.offers.entry(conv.clone()).or_insert(now + answer_in);
        }
        if is_mine && summary["phase"] == "with_agent" && desk.following.insert(conv.clone()) {
            self.follow(&conv);
        }
    }

    fn follow(&mut self, conv: &str) {
        self.ask(json!({"t": "sub", "topic": "conv", "conv": conv}), false);
        let after = self.view.ask(conv);
        self.ask_history(conv, after);
    }

    pub(super) fn answer_offers(&mut self) {
        let now = self.now;
        let Some(desk) = &mut self.desk else { return };
        let due: Vec<String> = desk.offers.iter().filter(|(_, at)| **at <= now).map(|(conv, _)| conv.clone()).collect();
        for conv in due {
            let Some(desk) = &mut self.desk else { return };
            desk.offers.remove(&conv);
            let line = desk.lines.get(&conv);
            let is_mine = line.is_none_or(|line| line["phase"] == "handing_off" && line["agent"] == desk.me.as_str());
            let answer = match (self.is_settling, self.rng.random_range(0..10)) {
                (true, _) | (_, 0..7) => "claim",
                (_, 7..9) => "decline",
                _ => continue,
            };
            if is_mine {
                self.ask(json!({"t": answer, "conv": conv}), false);
            }
        }
    }
}
