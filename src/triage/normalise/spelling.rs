//! English spelled to slip through: drawn-out words, letters set apart, digits and signs for letters, swear words
//! with stars in them. A change is made only where it yields a word the model knows, so that codes and numbers stay.

use super::Words;
use super::sign::{Sign, replaced, respell, stretches, text};
use std::ops::Range;

/// Longest stretch that is looked at as one word.
const LONGEST: usize = 24;
/// Most signs of one word that may be read in more than one way.
const DOUBTS: usize = 4;
/// Swear words, as they are looked for behind stars; the likelier first.
const SWEARS: &[&str] = &[
    "fuck",
    "fucks",
    "fucked",
    "fucker",
    "fuckers",
    "fucking",
    "fuckin",
    "shit",
    "shits",
    "shitty",
    "bullshit",
    "bitch",
    "bitches",
    "ass",
    "asses",
    "asshole",
    "assholes",
    "arse",
    "arsehole",
    "bastard",
    "bastards",
    "bloody",
    "damn",
    "dick",
    "dickhead",
    "crap",
    "crappy",
    "cunt",
    "cunts",
    "hell",
    "idiot",
    "idiots",
    "moron",
    "piss",
    "pissed",
    "prick",
    "motherfucker",
    "motherfucking",
    "wanker",
    "wankers",
    "whore",
    "slut",
    "stupid",
    "retard",
    "retarded",
];

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

/// Digits and signs that stand for letters, and stars in swear words.
pub fn read_leet(signs: Vec<Sign>, words: &Words) -> Vec<Sign> {
    let is_inside = |letter: char| letter.is_ascii_alphanumeric() || "@$!|*#+%&".contains(letter);
    let mut changes = Vec::new();
    for mut range in stretches(&signs, is_inside) {
        while range.end > range.start && matches!(signs[range.end - 1].letter, '!' | '|' | '+' | '%' | '&' | '#') {
            range.end -= 1;
        }
        let word = text(&signs[range.clone()]);
        let read = if word.len() > LONGEST { None } else { leet(&word, words).or_else(|| starred(&word)) };
        if let Some(read) = read {
            let change = respell(&signs[range.clone()], &read);
            changes.push((range, change));
        }
    }
    replaced(signs, changes)
}

/// The word behind digits and signs, if there is one the model knows.
fn leet(word: &str, words: &Words) -> Option<String> {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let has_capitals = word.bytes().any(|b| b.is_ascii_uppercase()) && !word.bytes().any(|b| b.is_ascii_lowercase());
    let is_measure = word.bytes().take_while(u8::is_ascii_digit).count() > 0 && letters < 3;
    let is_leet =
        letters >= 1 && letters < word.len() && word.len() >= 3 && !is_measure && !(has_capitals && letters < 3);
    if !is_leet || word.ends_with('*') {
        return None;
    }
    let doubts: Vec<usize> = word.char_indices().filter(|(_, c)| matches!(c, '1' | '|')).map(|(at, _)| at).collect();
    (0..1_usize << doubts.len().min(DOUBTS)).find_map(|choice| {
        let read = word.char_indices().map(|(at, sign)| {
            let doubt = doubts.iter().position(|place| *place == at);
            letter_of(sign, doubt.is_some_and(|place| place < DOUBTS && choice >> place & 1 == 1))
        });
        read.collect::<Option<String>>().filter(|read| words.has(read))
    })
}

const fn letter_of(sign: char, is_second_choice: bool) -> Option<char> {
    Some(match sign {
        '0' => 'o',
        '1' | '|' => {
            if is_second_choice {
                'l'
            } else {
                'i'
            }
        }
        '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '8' => 'b',
        '9' => 'g',
        letter if letter.is_ascii_alphabetic() => letter,
        _ => return None,
    })
}

/// A swear word with signs in place of some letters, the first of them left.
fn starred(word: &str) -> Option<String> {
    let is_star = |sign: u8| !sign.is_ascii_alphanumeric();
    let is_candidate = word.len() >= 3 && word.as_bytes()[0].is_ascii_alphabetic() && word.bytes().any(is_star);
    let fits = |swear: &&&str| {
        swear.len() == word.len()
            && swear.bytes().zip(word.bytes()).all(|(a, b)| is_star(b) || a.eq_ignore_ascii_case(&b))
    };
    SWEARS.iter().find(fits).filter(|_| is_candidate).map(|swear| (*swear).to_owned())
}
