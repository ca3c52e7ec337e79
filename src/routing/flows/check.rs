//! Rules that hold between steps: every way leads somewhere, every step is reached, nothing goes round without a
//! question, every slot that is spoken of is asked for, and words begin one flow only.

use super::fields::Notes;
use super::tree::{Table, Value};
use super::{Ask, Choose, Flow, Flows, Question, STEPS, Starts, Step, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Most slots of a file.
const SLOTS: usize = 16;

/// A key that names a step.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) line: usize,
    pub(super) at: String,
    pub(super) flow: String,
    pub(super) to: String,
}

/// Notes whatever is wrong.
pub(super) fn check(flows: &Flows, root: &Table, references: &[Reference], notes: &mut Notes) {
    let lines = Lines(root);
    for reference in references {
        let exists = lines.step(&reference.flow, &reference.to).is_some();
        if !exists && !reference.to.is_empty() {
            let names = lines.steps(&reference.flow).join(", ");
            notes.rule(reference.line, &reference.at, &reference.to, &format!("a step of this flow ({names})"));
        }
    }
    let slots = slots(flows);
    if slots.len() > SLOTS {
        notes.rule(1, "file", &format!("{} slots", slots.len()), &format!("at most {SLOTS} slots"));
    }
    for flow in flows.flows.values() {
        let at = |step: &str| (lines.step(&flow.name, step).unwrap_or(1), format!("flow.{}.{step}", flow.name));
        reached(flow, &lines, notes);
        if let Some(ring) = ring(flow) {
            let (line, key) = at(ring[0]);
            let rule = "left by a question: without one it would go round for ever";
            notes.rule(line, &key, &ring.join(" -> "), rule);
        } else if let Some(step) = flow.steps.keys().find(|step| depth(flow, step) > STEPS) {
            let (line, key) = at(step);
            notes.rule(
                line,
                &key,
                &format!("{} steps without a question", depth(flow, step)),
                &format!("at most {STEPS}"),
            );
        }
        for (name, step) in &flow.steps {
            for slot in spoken_of(step).into_iter().filter(|slot| !slots.contains(slot)) {
                let (line, key) = at(name);
                notes.rule(line, &key, slot, "the name of a slot that a step asks for");
            }
        }
    }
    beginnings(flows, &lines, notes);
}

/// Where things stand in the file.
struct Lines<'a>(&'a Table);

impl Lines<'_> {
    fn flow(&self, flow: &str) -> Option<(usize, &Table)> {
        let Value::Table(flows) = &self.0.get("flow")?.value else { return None };
        let node = flows.get(flow)?;
        let Value::Table(table) = &node.value else { return None };
        Some((node.line, table))
    }

    fn step(&self, flow: &str, step: &str) -> Option<usize> {
        let (_, table) = self.flow(flow)?;
        table.get(step).filter(|_| step != "starts" && step != "first").map(|node| node.line)
    }

    fn steps(&self, flow: &str) -> Vec<&str> {
        let keys = self.flow(flow).into_iter().flat_map(|(_, table)| table.0.iter().map(|(key, ..)| key.as_str()));
        keys.filter(|key| *key != "starts" && *key != "first").collect()
    }
}

fn slots(flows: &Flows) -> BTreeSet<&str> {
    flows.flows.values().flat_map(|flow| flow.steps.values()).filter_map(asked_for).collect()
}

fn asked_for(step: &Step) -> Option<&str> {
    match step {
        Step::Ask(ask) => Some(&ask.slot.name),
        Step::Choose(choose) => choose.slot.as_ref().map(|slot| slot.name.as_str()),
        _ => None,
    }
}

/// Slots that a step's texts and cases name.
fn spoken_of(step: &Step) -> Vec<&str> {
    let texts: Vec<&Text> = match step {
        Step::Say { text, .. } | Step::HandOver { text } | Step::Answer { question: Question::Set(text), .. } => {
            vec![text]
        }
        Step::Ask(Ask { text, patience, .. }) | Step::Choose(Choose { text, patience, .. }) => {
            [Some(text), patience.retry.as_ref()].into_iter().flatten().collect()
        }
        Step::Answer { .. } => Vec::new(),
        Step::When { cases, .. } => {
            return cases.iter().filter_map(|case| Some(case.slot.as_ref()?.0.as_str())).collect();
        }
    };
    texts.into_iter().flat_map(|text| text.en.slots().chain(text.zh.slots())).collect()
}

fn reached(flow: &Flow, lines: &Lines<'_>, notes: &mut Notes) {
    let (mut reached, mut open) = (BTreeSet::new(), vec![flow.first.as_str()]);
    while let Some(name) = open.pop() {
        if reached.insert(name) {
            open.extend(flow.steps.get(name).into_iter().flat_map(Step::ways));
        }
    }
    // What does not exist is told where it is named; then what lies behind it cannot be known.
    if reached.iter().any(|name| !flow.steps.contains_key(*name)) {
        return;
    }
    for name in flow.steps.keys().filter(|name| !reached.contains(name.as_str())) {
        let line = lines.step(&flow.name, name).unwrap_or(1);
        notes.rule(line, &format!("flow.{}.{name}", flow.name), name, "reached: no step leads to it");
    }
}

/// Steps that lead to each other without a question between them.
fn ring(flow: &Flow) -> Option<Vec<&str>> {
    let mut done = BTreeSet::new();
    flow.steps.keys().find_map(|name| follow(flow, name, &mut Vec::new(), &mut done))
}

fn follow<'a>(
    flow: &'a Flow,
    name: &'a str,
    path: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
) -> Option<Vec<&'a str>> {
    if let Some(begin) = path.iter().position(|passed| *passed == name) {
        return Some(path[begin..].iter().copied().chain([name]).collect());
    }
    let step = flow.steps.get(name).filter(|step| !step.listens() && !done.contains(name))?;
    path.push(name);
    let found = step.ways().into_iter().find_map(|way| follow(flow, way, path, done));
    path.pop();
    done.insert(name);
    found
}

/// Most steps from here to a question or the end; only where there is no ring.
fn depth(flow: &Flow, name: &str) -> usize {
    let mut known = BTreeMap::new();
    deep(flow, name, &mut known)
}

fn deep<'a>(flow: &'a Flow, name: &'a str, known: &mut BTreeMap<&'a str, usize>) -> usize {
    if let Some(depth) = known.get(name) {
        return *depth;
    }
    let Some(step) = flow.steps.get(name) else { return 0 };
    let ways = if step.listens() { Vec::new() } else { step.ways() };
    let depth = 1 + ways.into_iter().map(|way| deep(flow, way, known)).max().unwrap_or(0);
    known.insert(name, depth);
    depth
}

/// One greeting at most, and words that begin one flow only.
fn beginnings(flows: &Flows, lines: &Lines<'_>, notes: &mut Notes) {
    let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
    for flow in flows.flows.values() {
        let words: Vec<&str> = match &flow.starts {
            Starts::Greeting => vec!["greeting"],
            Starts::Words(words) => words.iter().map(String::as_str).collect(),
        };
        for word in words {
            if let Some(other) = begun.insert(word, &flow.name).filter(|other| *other != flow.name) {
                let line = lines.flow(&flow.name).map_or(1, |(line, _)| line);
                let rule = format!("words of its own: they begin flow.{other} too");
                notes.rule(line, &format!("flow.{}.starts", flow.name), word, &rule);
            }
        }
    }
}
