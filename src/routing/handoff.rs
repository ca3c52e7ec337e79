//! The handoff packet as a pure reading of the log (invariant H1): the same log gives the same packet, and any change
//! of the log changes the packet's hash.

use super::facts::facts;
use crate::domain::handoff::{CurvePoint, Customer, Quote, Tried};
use crate::domain::{Belief, BotAct, Event, HandoffPacket, Party, Reason, Scoring, Seq, Stage, Stamped, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write;

/// Most of the visitor's own lines in a packet.
const QUOTES: usize = 5;
/// Shorter messages ("hi", "ok", "在吗") say nothing about what is wanted.
const TELLING: usize = 4;

/// Reads everything an agent should know out of a conversation's whole log.
#[must_use]
pub fn build_packet(log: &[Stamped<Event>]) -> HandoffPacket {
    let said = visitor_words(log);
    let curve = curve(log, &said);
    HandoffPacket {
        hash: hash(log),
        up_to: log.last().map_or(Seq(0), |event| event.seq),
        why: why(log),
        customer: customer(log),
        wants: wants(&said),
        facts: distinct(said.iter().flat_map(|quote| facts(quote.seq, &quote.text)).collect()),
        tried: tried(log),
        turning_point: turning_point(&curve),
        stage: stage(log),
        curve,
    }
}

/// SHA-256 over the log as JSON, one event a line. Field order is that of the types, so it is canonical.
fn hash(log: &[Stamped<Event>]) -> String {
    let mut digest = Sha256::new();
    for event in log {
        digest.update(serde_json::to_vec(event).expect("events were read from JSON"));
        digest.update(b"\n");
    }
    digest.finalize().iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
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

/// The first question and the latest words, without repetitions.
fn wants(said: &[Quote]) -> Vec<Quote> {
    let telling: Vec<&Quote> = said.iter().filter(|quote| quote.text.chars().count() >= TELLING).collect();
    let mut lines: Vec<Quote> = Vec::new();
    let first = telling.first().into_iter();
    let latest = telling.iter().skip(1).rev().take(QUOTES * 2);
    for quote in first.chain(latest) {
        if lines.len() < QUOTES && !lines.iter().any(|line| line.text.eq_ignore_ascii_case(&quote.text)) {
            lines.push((*quote).clone());
        }
    }
    lines.sort_by_key(|quote| quote.seq);
    lines
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
        let anger = found.and_then(|(scoring, _)| match scoring {
            Scoring::Scored(score) => Some(score.anger),
            Scoring::NotScored { .. } => None,
        });
        let belief = found.map(|(_, belief)| belief.probability());
        CurvePoint { seq: quote.seq, at: times.get(&quote.seq).copied().unwrap_or_default(), anger, belief }
    };
    said.iter().map(point).collect()
}

/// The message with the largest rise of belief, if anger rose at all.
fn turning_point(curve: &[CurvePoint]) -> Option<Seq> {
    let rises = curve.windows(2).filter_map(|pair| Some((pair[1].belief? - pair[0].belief?, pair[1].seq)));
    rises.filter(|(rise, _)| *rise > 0.05).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, seq)| seq)
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
