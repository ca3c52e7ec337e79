//! The messages that are read: the committed list, checked, and others of the same kind to warm up with.

use anyhow::{anyhow, ensure};
use attune::triage::reader::{Model, Prepared};
use std::collections::HashSet;

/// One a line; the model's golden and hard cases, their slots filled, in mixed order.
const LIST: &str = include_str!("messages.txt");
/// Longest message of the list, in tokens with the two that frame it.
const LONGEST: usize = 32;
/// Fewest messages of the list.
const FEWEST: usize = 200;
/// Messages read before the clock starts.
const WARMING: usize = 32;

/// The list. Every message is within the length, and no two read the same to the model's normaliser: the reader
/// remembers exact repeats and would not run the network on a second one.
///
/// # Errors
/// When the list breaks one of these rules.
pub fn messages(model: &Model) -> anyhow::Result<Vec<&'static str>> {
    let messages: Vec<&str> = LIST.lines().collect();
    ensure!(messages.len() >= FEWEST, "the list has {} messages; must be at least {FEWEST}", messages.len());
    let mut seen = HashSet::new();
    for text in &messages {
        let tokens = prepare(model, text)?.length();
        ensure!(tokens <= LONGEST, "{text:?} has {tokens} tokens; must be at most {LONGEST}");
        let plain = model.assembler.normalise(text).text.to_lowercase();
        ensure!(seen.insert(plain), "{text:?} is in the list twice");
    }
    Ok(messages)
}

/// Messages that are not in the list, of its lengths.
///
/// # Errors
/// When the tokenizer fails.
pub fn warming(model: &Model, messages: &[&str]) -> anyhow::Result<Vec<Prepared>> {
    let every = messages.len() / WARMING;
    let texts = messages.iter().step_by(every.max(1)).map(|text| format!("{text} 7 7"));
    texts.map(|text| prepare(model, &text)).collect()
}

/// As the worker does it at the door.
///
/// # Errors
/// When the tokenizer fails.
pub fn prepare(model: &Model, text: &str) -> anyhow::Result<Prepared> {
    model.prepare(text, &[], None).map_err(|why| anyhow!(why))
}
