//! Drawn-out words and marks: "sooo slow!!!!!!".

use crate::triage::normalise::Words;
use crate::triage::normalise::sign::{Sign, replaced, stretches, text};
use std::ops::Range;

/// Most runs of one word that may be read in more than one way.
const DOUBTS: usize = 4;

/// Letters drawn out ("sooo") as the word they draw out, other signs repeated more than thrice as three.
pub fn shorten_runs(signs: Vec<Sign>, words: &Words) -> Vec<Sign> {
    let mut changes = Vec::new();
    for range in stretches(&signs, |letter| letter.is_ascii_alphabetic()) {
        let word = &signs[range.clone()];
        if word.windows(3).any(|three| three.iter().all(|sign| alike(sign.letter, three[0].letter))) {
            changes.push((range, shorten_word(word, words)));
        }
    }
    let signs = replaced(signs, changes);
    let mut out: Vec<Sign> = Vec::with_capacity(signs.len());
    for sign in signs {
        let is_fourth = out.len() >= 3 && out[out.len() - 3..].iter().all(|before| before.letter == sign.letter);
        match out.last_mut() {
            Some(last) if is_fourth && !sign.letter.is_ascii_alphanumeric() => last.end = sign.end,
            _ => out.push(sign),
        }
    }
    out
}

fn alike(one: char, other: char) -> bool {
    one.eq_ignore_ascii_case(&other)
}

/// Each long run as two letters or one: the commonest word among them ("good" before "god", "so" before "soo"), else two.
fn shorten_word(word: &[Sign], words: &Words) -> Vec<Sign> {
    if words.has(&text(word)) {
        return word.to_vec();
    }
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in 0..word.len() {
        match runs.last_mut() {
            Some(run) if alike(word[run.start].letter, word[at].letter) => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    let long: Vec<usize> = (0..runs.len()).filter(|at| runs[*at].len() >= 3).collect();
    let spell = |choice: usize| -> Vec<Sign> {
        let mut out = Vec::new();
        for (at, run) in runs.iter().enumerate() {
            let doubt = long.iter().position(|place| *place == at);
            let kept = doubt.map_or(run.len(), |place| if place < DOUBTS && choice >> place & 1 == 1 { 1 } else { 2 });
            out.extend_from_slice(&word[run.start..run.start + kept]);
            if let Some(last) = out.last_mut() {
                last.end = word[run.end - 1].end;
            }
        }
        out
    };
    let choices = 1 << long.len().min(DOUBTS);
    let ranked = (0..choices).map(spell).filter_map(|spelled| Some((words.rank(&text(&spelled))?, spelled)));
    ranked.min_by_key(|(rank, _)| *rank).map_or_else(|| spell(0), |(_, spelled)| spelled)
}
