//! Digits and signs that stand for letters ("r1d1cul0us"), and stars in swear words.

use super::LONGEST;
use crate::triage::normalise::Words;
use crate::triage::normalise::sign::{Sign, replaced, respell, stretches, text};
use std::ops::Range;

/// Most signs of one word that may be read in more than one way.
const DOUBTS: usize = 4;
/// From this many words on that are surely meant so, the message is written in this style throughout.
const STYLE: usize = 2;
/// Swear words, as they are looked for behind stars; the likelier first.
const SWEARS: &str = include_str!("swears.txt");

/// Digits and signs as the letters they stand for.
///
/// A single word is read so only where it cannot well be a code or a measure ("5ft", "A55"). In a message of which two
/// words were, the others follow ("7h15 15 4 5h4m3"); a number alone is then at most two digits long.
pub fn read_leet(signs: Vec<Sign>, words: &Words) -> Vec<Sign> {
    let tokens: Vec<(Range<usize>, String)> = tokens(&signs);
    let mut changes: Vec<(Range<usize>, Option<String>)> = Vec::new();
    for (range, word) in &tokens {
        changes.push((range.clone(), leet(word, words, is_surely_leet(word)).or_else(|| starred(word))));
    }
    if changes.iter().filter(|(_, read)| read.is_some()).count() >= STYLE {
        for ((_, read), (_, word)) in changes.iter_mut().zip(&tokens) {
            if read.is_none() {
                *read = leet(word, words, may_be_leet(word)).filter(|read| words.is_common(read));
            }
        }
    }
    let changes = changes.into_iter().filter_map(|(range, read)| {
        let change = respell(&signs[range.clone()], &read?);
        Some((range, change))
    });
    let changes = changes.collect();
    replaced(signs, changes)
}

/// Stretches that may be a word so written, without the marks at their end.
fn tokens(signs: &[Sign]) -> Vec<(Range<usize>, String)> {
    let is_inside = |letter: char| letter.is_ascii_alphanumeric() || "@$!|*#+%&".contains(letter);
    let trimmed = stretches(signs, is_inside).into_iter().map(|mut range| {
        while range.end > range.start && matches!(signs[range.end - 1].letter, '!' | '|' | '+' | '%' | '&' | '#') {
            range.end -= 1;
        }
        range
    });
    let has_sign = |range: &Range<usize>| signs[range.clone()].iter().any(|sign| !sign.letter.is_ascii_alphabetic());
    let fitting = trimmed.filter(|range| (1..=LONGEST).contains(&range.len())).filter(has_sign);
    fitting.map(|range| (range.clone(), text(&signs[range]))).collect()
}

fn letters(word: &str) -> usize {
    word.bytes().filter(u8::is_ascii_alphabetic).count()
}

/// Letters and other signs, and neither a measure, nor a code in capitals.
fn is_surely_leet(word: &str) -> bool {
    let letters = letters(word);
    let has_capitals = word.bytes().any(|b| b.is_ascii_uppercase()) && !word.bytes().any(|b| b.is_ascii_lowercase());
    let is_measure = word.starts_with(|first: char| first.is_ascii_digit()) && letters < 3;
    letters >= 1 && letters < word.len() && word.len() >= 3 && !is_measure && !(has_capitals && letters < 3)
}

fn may_be_leet(word: &str) -> bool {
    letters(word) < word.len() && (letters(word) > 0 || word.len() <= 2)
}

/// The word behind digits and signs, if there is one the model knows and it `may` be so read.
fn leet(word: &str, words: &Words, may: bool) -> Option<String> {
    if !may || word.ends_with('*') {
        return None;
    }
    let doubts: Vec<usize> = word.char_indices().filter(|(_, c)| matches!(c, '1' | '|')).map(|(at, _)| at).collect();
    (0..1_usize << doubts.len().min(DOUBTS)).find_map(|choice| {
        let read = word.char_indices().map(|(at, sign)| {
            let doubt = doubts.iter().position(|place| *place == at);
            letter_of(sign, doubt.is_some_and(|place| place < DOUBTS && choice >> place & 1 == 1))
        });
        read.collect::<Option<String>>().filter(|read| words.has(read) || matches!(read.as_str(), "i" | "a"))
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
    let fits = |swear: &&str| {
        swear.len() == word.len()
            && swear.bytes().zip(word.bytes()).all(|(a, b)| is_star(b) || a.eq_ignore_ascii_case(&b))
    };
    SWEARS.split_whitespace().find(fits).filter(|_| is_candidate).map(str::to_owned)
}
