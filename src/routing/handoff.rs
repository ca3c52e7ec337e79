//! The handoff packet as a pure reading of the log (invariant H1): the same log gives the same packet, and any change
//! of the log changes the packet's hash.

use super::experts::experts;
use super::extract::{Owed, summary};
use super::facts::facts;
use super::intent::intent;
use super::likely_intent::likely_intent;
use super::questions::Questions;
use crate::domain::handoff::{CurvePoint, Customer, Quote, SentFile, Tried};
use crate::domain::{
    Belief, BotAct, Earlier, Event, Fact, HandoffPacket, Party, Promise, Promises, Reason, Recipient, Scoring, Seq,
    Slot, Stage, Stamped, Timestamp, Transfer,
};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// Most of the visitor's own lines in a packet.
const QUOTES: usize = 5;
/// Most facts, points of the curve and attempts of the bot: the latest are kept, so that a packet stays small however
/// long a conversation is.
const FACTS: usize = 20;
const POINTS: usize = 200;
const ATTEMPTS: usize = 20;
const FILES: usize = 20;
/// Most transfers in a packet.
const TRANSFERS: usize = 20;
/// A first message counts as a turn to anger when belief stands this far above nothing after it.
const CALM: f32 = 0.25;
/// Smaller rises of belief are noise.
const RISE: f32 = 0.05;

/// Reads everything an agent should know out of a conversation's whole log.
#[must_use]
pub fn build_packet(log: &[Stamped<Event>]) -> HandoffPacket {
    let said = visitor_words(log);
    let curve = curve(log, &said);
    let mut hash = LogHash::default();
    for event in log {
        hash.take(event);
    }
    let turning_point = turning_point(&curve);
    let questions = open_questions(log, &said);
    let promises = open_promises(log);
    let owed = Owed { turning_point, questions: &questions, promises: &promises };
    HandoffPacket {
        hash: hash.hex(),
        up_to: log.last().map_or(Seq(0), |event| event.seq),
        summary: summary(log, owed),
        intent: likely_intent(log),
        earlier: earlier(log),
        passed: latest(transfers(log), TRANSFERS),
        experts: experts(log),
        why: why(log),
        customer: customer(log),
        wants: wants(&said),
        facts: latest_facts(&said),
        files: latest(files(log), FILES),
        slots: slots(log),
        tried: latest(tried(log), ATTEMPTS),
        questions,
        promises,
        turning_point,
        stage: stage(log),
        curve: latest(curve, POINTS),
    }
}

/// SHA-256 over a log as JSON, one event a line, as far as it was taken in. Field order is that of the types, so it is
/// canonical.
#[derive(Debug, Clone, Default)]
pub struct LogHash(Sha256);

impl LogHash {
    /// Takes in the next event.
    pub fn take(&mut self, event: &Stamped<Event>) {
        self.0.update(serde_json::to_vec(event).expect("events were read from JSON"));
        self.0.update(b"\n");
    }

    /// The hash so far, hexadecimal.
    #[must_use]
    pub fn hex(&self) -> String {
        self.0.clone().finalize().iter().fold(String::new(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
    }
}

fn visitor_words(log: &[Stamped<Event>]) -> Vec<Quote> {
    let said = log.iter().filter(|event| event.by == Party::Visitor).filter_map(|event| match &event.event {
        Event::Said { text, .. } => Some(Quote { seq: event.seq, text: text.as_str().to_owned() }),
        _ => None,
    });
    said.collect()
}

/// Reasons of the last wait, and of every alert before it.
fn why(log: &[Stamped<Event>]) -> Vec<Reason> {
    let last_wait = log.iter().rev().find_map(|event| match &event.event {
        Event::Queued { reasons, .. } => Some(reasons),
        _ => None,
    });
    let alerts = log.iter().filter_map(|event| match &event.event {
        Event::AlertRaised { reasons, .. } => Some(reasons),
        _ => None,
    });
    distinct(last_wait.into_iter().chain(alerts).flatten().cloned().collect())
}

fn customer(log: &[Stamped<Event>]) -> Customer {
    let last = log.iter().rev().find_map(|event| match &event.event {
        Event::CustomerUpdated { customer } | Event::Opened { customer, .. } => Some(customer.clone()),
        _ => None,
    });
    last.unwrap_or_default()
}

/// What stands in the first event; nothing is asked of other logs, which may have moved on.
fn earlier(log: &[Stamped<Event>]) -> Option<Earlier> {
    log.iter().find_map(|event| match &event.event {
        Event::Opened { earlier, .. } => earlier.as_deref().cloned(),
        _ => None,
    })
}

/// The first question and the latest words, without repetitions. Greetings, thanks and calls for a person say nothing
/// about what is wanted, unless there is nothing else.
fn wants(said: &[Quote]) -> Vec<Quote> {
    let says_something = |quote: &&Quote| intent(&quote.text).is_none();
    let with_words = || said.iter().filter(|quote| !quote.text.is_empty());
    let mut telling: Vec<&Quote> = with_words().filter(says_something).collect();
    if telling.is_empty() {
        telling = with_words().collect();
    }
    let mut lines: Vec<Quote> = Vec::new();
    let first = telling.first().into_iter();
    for quote in first.chain(telling.iter().skip(1).rev()) {
        if lines.len() < QUOTES && !lines.iter().any(|line| same(&line.text, &quote.text)) {
            lines.push((*quote).clone());
        }
    }
    lines.sort_by_key(|quote| quote.seq);
    lines
}

/// Each fact once, where it was said last.
fn latest_facts(said: &[Quote]) -> Vec<Fact> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for quote in said.iter().rev() {
        let fresh = facts(quote.seq, &quote.text).into_iter().rev();
        found.extend(fresh.filter(|fact| seen.insert((fact.kind as u8, fact.text.clone()))));
        if found.len() >= FACTS {
            break;
        }
    }
    found.truncate(FACTS);
    found.reverse();
    found
}

fn latest<T>(mut items: Vec<T>, most: usize) -> Vec<T> {
    items.drain(..items.len().saturating_sub(most));
    items
}

/// What the visitor has sent beside words.
fn files(log: &[Stamped<Event>]) -> Vec<SentFile> {
    let sent = log.iter().filter(|event| event.by == Party::Visitor).filter_map(|event| match &event.event {
        Event::Said { files, .. } => Some(files.iter().map(|file| SentFile { seq: event.seq, file: file.clone() })),
        _ => None,
    });
    sent.flatten().collect()
}

/// What flows were told: their latest place holds all of it.
fn slots(log: &[Stamped<Event>]) -> Vec<Slot> {
    let last = log.iter().rev().find_map(|event| match &event.event {
        Event::Said { flow: Some(place), .. } => Some(place.slots.clone()),
        _ => None,
    });
    last.unwrap_or_default()
}

fn tried(log: &[Stamped<Event>]) -> Vec<Tried> {
    let acts = log.iter().filter_map(|event| match &event.event {
        Event::Said { bot: Some(BotAct::Answered { article }), .. } => {
            Some(Tried { seq: event.seq, article: Some(article.clone()) })
        }
        Event::Said { bot: Some(BotAct::Missed), .. } => Some(Tried { seq: event.seq, article: None }),
        _ => None,
    });
    acts.collect()
}

/// Transfers that took place: to a team at once, to a colleague when they accepted.
fn transfers(log: &[Stamped<Event>]) -> Vec<Transfer> {
    let mut asked: Option<Transfer> = None;
    let mut took_place = Vec::new();
    for event in log {
        match (&event.event, &event.by) {
            (Event::Queued { passed: Some(passed), .. }, Party::Staff { name, .. }) => {
                let (to, reason) = (Recipient::Team { name: passed.team.clone() }, passed.reason.clone());
                took_place.push(Transfer { by: name.clone(), to, reason, at: event.at });
                asked = None;
            }
            (Event::Offered { agent, name: to, passed: Some(reason), .. }, Party::Staff { name, .. }) => {
                let (to, reason) = (Recipient::Agent { id: *agent, name: to.clone() }, reason.clone());
                asked = Some(Transfer { by: name.clone(), to, reason, at: event.at });
            }
            (Event::Accepted { .. }, _) => took_place.extend(asked.take()),
            (Event::Queued { .. } | Event::Offered { .. } | Event::OfferEnded { .. } | Event::Closed { .. }, _) => {
                asked = None;
            }
            _ => {}
        }
    }
    took_place
}

fn open_questions(log: &[Stamped<Event>], said: &[Quote]) -> Vec<Quote> {
    let mut questions = Questions::default();
    for event in log {
        questions.hear(event);
    }
    questions.open().filter_map(|seq| said.iter().find(|quote| quote.seq == seq).cloned()).collect()
}

fn open_promises(log: &[Stamped<Event>]) -> Vec<Promise> {
    let mut promises = Promises::default();
    for event in log {
        promises.hear(event);
    }
    promises.open().cloned().collect()
}

fn curve(log: &[Stamped<Event>], said: &[Quote]) -> Vec<CurvePoint> {
    let scores: HashMap<Seq, (&Scoring, &Belief)> = log
        .iter()
        .filter_map(|event| match &event.event {
            Event::Scored { message, scoring, belief } => Some((*message, (scoring, belief))),
            _ => None,
        })
        .collect();
    let times: HashMap<Seq, Timestamp> = log.iter().map(|event| (event.seq, event.at)).collect();
    let point = |quote: &Quote| {
        let found = scores.get(&quote.seq);
        let anger = found.and_then(|(scoring, _)| scoring.score()).map(|score| score.anger);
        let belief = found.map(|(_, belief)| belief.probability());
        CurvePoint { seq: quote.seq, at: times.get(&quote.seq).copied().unwrap_or_default(), anger, belief }
    };
    said.iter().map(point).collect()
}

/// The message with the largest rise of belief, the first of several, if anger rose at all.
fn turning_point(curve: &[CurvePoint]) -> Option<Seq> {
    let mut before = CALM;
    let mut turn: Option<(f32, Seq)> = None;
    for (belief, seq) in curve.iter().filter_map(|point| Some((point.belief?, point.seq))) {
        let rise = belief - before;
        if rise > RISE && turn.is_none_or(|(largest, _)| rise > largest) {
            turn = Some((rise, seq));
        }
        before = belief;
    }
    turn.map(|(_, seq)| seq)
}

/// The same words, apart from case, blanks and punctuation.
fn same(one: &str, other: &str) -> bool {
    let bare =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    bare(one) == bare(other)
}

fn stage(log: &[Stamped<Event>]) -> Stage {
    let last = log.iter().rev().find_map(|event| match &event.event {
        Event::StageChanged { to, .. } => Some(*to),
        _ => None,
    });
    last.unwrap_or_default()
}

fn distinct<T: PartialEq>(items: Vec<T>) -> Vec<T> {
    items.into_iter().fold(Vec::new(), |mut kept, item| {
        if !kept.contains(&item) {
            kept.push(item);
        }
        kept
    })
}

#[cfg(test)]
#[path = "handoff_test.rs"]
mod tests;
