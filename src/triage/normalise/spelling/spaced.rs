//! Words written letter by letter: "u s e l e s s", "u-s-e-l-e-s-s".

use super::LONGEST;
use crate::triage::normalise::Words;
use crate::triage::normalise::sign::{Sign, replaced};

/// Words written letter by letter ("u s e l e s s"), joined where all of it reads as words.
pub fn join_spaced(signs: Vec<Sign>, words: &Words) -> Vec<Sign> {
    let mut changes = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let letters = spaced_from(&signs, at);
        if letters.len() < 3 {
            at += 1;
            continue;
        }
        let end = letters[letters.len() - 1] + 1;
        if let Some(pieces) = read_as_words(&letters.iter().map(|at| signs[*at].letter).collect::<String>(), words) {
            changes.push((letters[0]..end, joined(&signs, &letters, &pieces)));
        }
        at = end;
    }
    replaced(signs, changes)
}

/// Places of letters that stand alone from `at` on, all with the same separator between them.
fn spaced_from(signs: &[Sign], at: usize) -> Vec<usize> {
    let is_word = |place: usize| signs.get(place).is_some_and(|sign| sign.letter.is_alphanumeric());
    let is_lone = |place: usize| {
        signs.get(place).is_some_and(|sign| sign.letter.is_ascii_alphabetic())
            && !is_word(place + 1)
            && (place == 0 || !is_word(place - 1))
    };
    let mut letters = Vec::new();
    let mut place = at;
    while is_lone(place) && letters.len() < 2 * LONGEST {
        letters.push(place);
        let Some(separator) = signs.get(place + 1).map(|sign| sign.letter) else { break };
        let is_same = letters.len() < 2 || separator == signs[letters[0] + 1].letter;
        if !is_same || !matches!(separator, ' ' | '.' | '-' | '_' | '*' | '·' | '/') {
            break;
        }
        place += 2;
    }
    letters
}

/// Lengths of the words that the letters are, fewest first; `None` when they are not all words, one of three letters
/// or more.
fn read_as_words(letters: &str, words: &Words) -> Option<Vec<usize>> {
    let length = letters.len();
    // best[end]: (cost, length of the last word) of reading letters[..end].
    let mut best: Vec<Option<(usize, usize)>> = vec![None; length + 1];
    best[0] = Some((0, 0));
    for end in 1..=length {
        for size in 1..=end.min(LONGEST) {
            let Some((cost, _)) = best[end - size] else { continue };
            let piece = &letters[end - size..end];
            let is_piece = if size == 1 { matches!(piece, "i" | "I" | "a" | "A") } else { words.has(piece) };
            let cost = cost + if size < 3 { 3 } else { 1 };
            if is_piece && best[end].is_none_or(|(known, _)| cost < known) {
                best[end] = Some((cost, size));
            }
        }
    }
    let mut pieces = Vec::new();
    let mut end = length;
    while end > 0 {
        let (_, size) = best[end]?;
        pieces.push(size);
        end -= size;
    }
    pieces.reverse();
    pieces.iter().any(|size| *size >= 3).then_some(pieces)
}

fn joined(signs: &[Sign], letters: &[usize], pieces: &[usize]) -> Vec<Sign> {
    let mut out = Vec::new();
    let mut from = 0;
    for size in pieces {
        if from > 0 {
            out.push(signs[letters[from] - 1].with(' '));
        }
        out.extend(letters[from..from + size].iter().map(|at| signs[*at]));
        from += size;
    }
    out
}
