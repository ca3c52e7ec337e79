//! What clients do when a plan says so.

use super::{Client, Phase};
use crate::simulation::plan::Act;
use serde_json::{Value, json};

/// What visitors say, by heat.
const WORDS: [&str; 5] = [
    "where is my parcel",
    "this is not what I ordered!",
    "I have asked you three times now!!",
    "this is a disgrace, my lawyer will hear of it!!!",
    "I cannot go on like this",
];

impl Client {
    /// Plays a step.
    pub fn act(&mut self, act: &Act, now: u64) {
        self.now = now;
        match act {
            Act::Say { heat, .. } => self.say(usize::from(*heat)),
            Act::Human { .. } => self.ask_own(json!({"t": "human"})),
            Act::Rate { score, .. } => self.ask_own(json!({"t": "rate", "score": score})),
            Act::Move { .. } => {
                let page = format!("https://shop.example/{now}");
                self.ask_own(json!({"t": "customer", "customer": {"language": "en", "page": page}}));
            }
            Act::End { .. } => self.ask_own(json!({"t": "end"})),
            Act::Reply { pick, .. } => self.speak("msg", "held", *pick),
            Act::Note { pick, .. } => self.speak("note", "open", *pick),
            Act::Claim { pick, .. } => self.ask_picked("claim", "open", *pick),
            Act::Release { pick, .. } => self.ask_picked("release", "held", *pick),
            Act::Resolve { pick, .. } => self.ask_picked("resolve", "held", *pick),
            Act::Reopen { pick, .. } => self.ask_picked("reopen", "closed", *pick),
            Act::AlertAck { pick, .. } => self.ask_alert(json!({"t": "alert_ack"}), *pick),
            Act::AlertClose { pick, .. } => self.ask_alert(json!({"t": "alert_close", "verdict": "done"}), *pick),
            Act::AlertSnooze { pick, .. } => {
                self.ask_alert(json!({"t": "alert_snooze", "minutes": 5, "reason": "being_handled"}), *pick);
            }
            Act::Judge { pick, wrong, .. } => {
                let judgement = if *wrong { "wrong" } else { "withdrawn" };
                self.ask_alert(json!({"t": "judge", "judgement": judgement}), *pick);
            }
            Act::Available { on, .. } => self.set_available(*on),
            Act::Page { pick, times, .. } => self.page(*pick, *times),
            Act::Signal { pick, .. } => self.signal(*pick),
            _ => {}
        }
    }

    fn say(&mut self, heat: usize) {
        self.said += 1;
        let mut text = format!("#{}-{} {}", self.index, self.said, WORDS[heat.min(WORDS.len() - 1)]);
        while text.len() < self.padding {
            text.push_str(" and then they said that");
        }
        self.unsaid.push(text);
        self.say_unsaid();
    }

    /// Says what could not be said yet, once there is a conversation; asks for one where there is none.
    pub(super) fn say_unsaid(&mut self) {
        if self.unsaid.is_empty() || self.phase != Phase::Online || self.desk.is_some() {
            return;
        }
        if let Some(conv) = self.conv.clone() {
            for text in std::mem::take(&mut self.unsaid) {
                self.ask(json!({"t": "msg", "conv": conv, "text": text}), true);
            }
        } else if !self.requests.iter().any(|request| request.frame["t"] == "open") {
            self.ask(json!({"t": "open"}), false);
        }
    }

    fn ask_own(&mut self, mut frame: Value) {
        let Some(conv) = self.conv.clone() else { return };
        frame["conv"] = json!(conv);
        self.ask(frame, false);
    }

    /// Conversations of a kind that this member of the staff knows of, in an order that stays.
    fn pick(&self, among: &str, pick: usize) -> Option<String> {
        let desk = self.desk.as_ref()?;
        let fits = |line: &&Value| match among {
            "held" => line["phase"] == "with_agent" && line["agent"] == desk.me.as_str(),
            "closed" => line["phase"] == "closed",
            _ => line["phase"] != "closed",
        };
        let found: Vec<&Value> = desk.lines.values().filter(fits).collect();
        let line = found.get(pick.checked_rem(found.len())?)?;
        line["conv"].as_str().map(ToOwned::to_owned)
    }

    fn speak(&mut self, t: &str, among: &str, pick: usize) {
        let Some(conv) = self.pick(among, pick) else { return };
        self.said += 1;
        let secret = if t == "note" { "SECRET " } else { "" };
        let text = format!("#{}-{} {secret}I will look into it", self.index, self.said);
        self.ask(json!({"t": t, "conv": conv, "text": text}), true);
    }

    fn ask_picked(&mut self, t: &str, among: &str, pick: usize) {
        if let Some(conv) = self.pick(among, pick) {
            self.ask(json!({"t": t, "conv": conv}), false);
        }
    }

    fn ask_alert(&mut self, mut frame: Value, pick: usize) {
        let Some(desk) = &self.desk else { return };
        let is_judged = frame["t"] == "judge";
        let fits = |seen: &Value| is_judged || seen["alert"]["closed"].is_null();
        let found: Vec<_> = desk.alerts.iter().filter(|(_, (_, seen))| fits(seen)).collect();
        let Some((alert, (_, seen))) = pick.checked_rem(found.len()).and_then(|place| found.get(place)) else { return };
        (frame["alert"], frame["conv"]) = (json!(alert), seen["summary"]["conv"].clone());
        self.ask(frame, false);
    }

    fn page(&mut self, pick: usize, times: u8) {
        let Some(conv) = self.pick("open", pick) else { return };
        for _ in 0..times {
            let id = self.ask(json!({"t": "history", "conv": conv, "limit": 200}), false);
            self.pages.insert(id);
        }
    }

    fn signal(&mut self, pick: usize) {
        let conv = if self.desk.is_some() { self.pick("open", pick) } else { self.conv.clone() };
        let (Some(conv), Phase::Online) = (conv, self.phase) else { return };
        let seq = self.view.conversations.get(&conv).map_or(0, |shown| shown.head);
        self.send(&json!({"t": "typing", "conv": conv, "on": true}));
        if seq > 0 {
            self.send(&json!({"t": "read", "conv": conv, "seq": seq}));
        }
    }
}
