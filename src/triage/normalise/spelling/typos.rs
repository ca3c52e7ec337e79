//! Typing errors in words that matter: "usless", "teh worst", "cusotmer sevice".

use crate::triage::normalise::Words;
use crate::triage::normalise::sign::{Sign, replaced, stand_for, stretches, text};

/// Shortest word that is mended: a shorter one is an error of too many others.
const SHORTEST: usize = 4;
/// Longest.
const LONGEST: usize = 16;
/// Most words mended in one message; the work for each is bounded too.
const MENDED: usize = 12;

/// Words the model does not know, one slip away from one that is common or matters to a service, as that word. Names
/// (a capital first, small letters after) and whatever touches digits or signs stay.
pub fn mend(signs: Vec<Sign>, words: &Words) -> Vec<Sign> {
    let mut changes = Vec::new();
    let is_part = |letter: char| letter.is_alphanumeric() || "@#_'\u{2019}-/".contains(letter);
    for range in stretches(&signs, is_part) {
        let written = &signs[range.clone()];
        let is_mendable = (SHORTEST..=LONGEST).contains(&written.len())
            && written.iter().all(|sign| sign.letter.is_ascii_alphabetic());
        if !is_mendable || changes.len() == MENDED {
            continue;
        }
        let word = text(written);
        let is_name = word.starts_with(|first: char| first.is_ascii_uppercase())
            && word.bytes().skip(1).any(|b| b.is_ascii_lowercase());
        if is_name || words.has(&word) {
            continue;
        }
        if let Some(meant) = meant(&word.to_ascii_lowercase(), words) {
            let change = stand_for(written, &meant);
            changes.push((range, change));
        }
    }
    replaced(signs, changes)
}

/// Whether an unknown word is one slip away from a word that is common or matters to a service.
pub fn is_slip(word: &str, words: &Words) -> bool {
    let is_candidate = (SHORTEST..=LONGEST).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic());
    is_candidate && meant(&word.to_ascii_lowercase(), words).is_some()
}

/// The commonest known word one slip away: a letter too few, too many, another, or two in the wrong order.
fn meant(word: &str, words: &Words) -> Option<String> {
    let letters = word.as_bytes();
    let mut best: Option<(u32, String)> = None;
    let mut consider = |tried: &[u8]| {
        let Ok(tried) = std::str::from_utf8(tried) else { return };
        if let Some(rank) = words.target(tried).filter(|rank| best.as_ref().is_none_or(|(known, _)| rank < known)) {
            best = Some((rank, tried.to_owned()));
        }
    };
    let mut tried = Vec::with_capacity(letters.len() + 1);
    for at in 0..letters.len() {
        tried.clear();
        tried.extend_from_slice(&letters[..at]);
        tried.extend_from_slice(&letters[at + 1..]);
        consider(&tried);
        if at + 1 < letters.len() {
            tried.clear();
            tried.extend_from_slice(letters);
            tried.swap(at, at + 1);
            consider(&tried);
        }
    }
    for at in 0..=letters.len() {
        for letter in b'a'..=b'z' {
            tried.clear();
            tried.extend_from_slice(&letters[..at]);
            tried.push(letter);
            tried.extend_from_slice(&letters[at..]);
            consider(&tried);
            if at < letters.len() {
                tried.remove(at + 1);
                consider(&tried);
            }
        }
    }
    best.map(|(_, word)| word)
}
