//! Typing errors in words that matter: "usless", "teh worst", "cusotmer sevice".

use crate::triage::normalise::Words;
use crate::triage::normalise::sign::{Sign, replaced, stand_for, stretches, text};

/// Shortest word that is mended: a shorter one is an error of too many others.
const SHORTEST: usize = 3;
/// Longest.
const LONGEST: usize = 16;
/// Most words mended in one message; the work for each is bounded too.
const MENDED: usize = 12;

/// Words that neither the model nor customers know, one slip away from one that they do, as that word. Names (a
/// capital first, small letters after) and whatever touches digits or signs stay.
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

/// Shortest word of another language that may look like a slip; below it, most of them would.
const SHORTEST_SLIP: usize = 4;

/// Whether an unknown word is one slip away from a word that everybody uses or that matters to a service.
pub fn is_slip(word: &str, words: &Words) -> bool {
    let is_candidate = (SHORTEST_SLIP..=LONGEST).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic());
    is_candidate && is_near_common(&word.to_ascii_lowercase(), words)
}

fn is_near_common(word: &str, words: &Words) -> bool {
    let mut found = false;
    each_slip(word.as_bytes(), |meant, _| found = found || words.is_common(meant));
    found
}

/// The likeliest word one slip away: first by how likely the slip is, then by how often customers write the word.
fn meant(word: &str, words: &Words) -> Option<String> {
    let mut best: Option<(bool, u32, String)> = None;
    each_slip(word.as_bytes(), |meant, is_odd| {
        let Some(rank) = words.target(meant) else { return };
        if best.as_ref().is_none_or(|(odd, known, _)| (is_odd, rank) < (*odd, *known)) {
            best = Some((is_odd, rank, meant.to_owned()));
        }
    });
    best.map(|(_, _, word)| word)
}

/// Every word that this one may have been meant for, and whether the slip would be an odd one. Fingers leave a letter
/// out, double it, swap two, or hit the key beside; they seldom add or hit a letter from elsewhere.
fn each_slip(letters: &[u8], mut found: impl FnMut(&str, bool)) {
    let mut tell = |tried: &[u8], is_odd| {
        if let Ok(tried) = std::str::from_utf8(tried) {
            found(tried, is_odd);
        }
    };
    let mut tried = Vec::with_capacity(letters.len() + 1);
    for at in 0..letters.len() {
        tried.clear();
        tried.extend_from_slice(&letters[..at]);
        tried.extend_from_slice(&letters[at + 1..]);
        let is_double = [at.checked_sub(1), Some(at + 1)]
            .into_iter()
            .flatten()
            .any(|beside| letters.get(beside) == Some(&letters[at]));
        tell(&tried, !is_double);
        tried.clear();
        tried.extend_from_slice(letters);
        let beside = beside(letters[at]);
        for letter in b'a'..=b'z' {
            tried[at] = letter;
            tell(&tried, !beside.contains(&Some(letter)));
        }
        if at + 1 < letters.len() {
            tried.copy_from_slice(letters);
            tried.swap(at, at + 1);
            tell(&tried, false);
        }
    }
    for at in 0..=letters.len() {
        for letter in b'a'..=b'z' {
            tried.clear();
            tried.extend_from_slice(&letters[..at]);
            tried.push(letter);
            tried.extend_from_slice(&letters[at..]);
            tell(&tried, false);
        }
    }
}

/// Rows of the keyboard most are used to.
const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];

/// The keys on either side of this one.
fn beside(key: u8) -> [Option<u8>; 2] {
    let of = |row: &&[u8]| {
        let at = row.iter().position(|other| *other == key)?;
        Some([at.checked_sub(1).map(|before| row[before]), row.get(at + 1).copied()])
    };
    ROWS.iter().find_map(of).unwrap_or_default()
}
