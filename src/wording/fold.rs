//! Folding: a text as a row of letters, without what people vary or slip in between. Pure.
//!
//! Owns what counts as the same letter (compatibility forms, case, traditional characters, a digit or sign between
//! letters for the letter it looks like), what may stand between two letters of a phrase, and what ends it. The
//! inbox's finder folds the same way.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Stands for a whole number, whatever its digits.
pub(super) const NUMBER: char = '0';
/// Stands where a phrase cannot go on: a sentence or a clause ends.
pub(super) const BREAK: char = '\n';
/// Any number, in a phrase of the list.
const ANY_NUMBER: char = '#';
/// Digits and signs that are read as letters, where at most two of them stand between letters.
const LOOKALIKES: &[(char, char)] =
    &[('0', 'o'), ('1', 'i'), ('3', 'e'), ('4', 'a'), ('5', 's'), ('7', 't'), ('@', 'a'), ('$', 's')];
const LOOKALIKES_MOST: usize = 2;

/// Traditional characters, each with its simplified form: the pairs that triage reads by.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut letters = include_str!("../triage/normalise/traditional.txt").chars().filter(|c| !c.is_whitespace());
    std::iter::from_fn(|| letters.next().zip(letters.next())).chain(ALSO).collect()
});

/// Characters that triage leaves alone, since simplified texts have them too, in other words than these.
const ALSO: [(char, char); 3] = [('別', '别'), ('帳', '账'), ('著', '着')];

/// What stands before a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// White space alone.
    Space,
    /// Signs alone, such as a dot or a dash.
    Sign,
}

/// One letter of a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    /// Folded.
    pub(super) plain: char,
    pub(super) gap: Gap,
    /// Bytes of the text that it stands for.
    pub(super) from: usize,
    pub(super) to: usize,
    /// The digits of a number; empty for any number.
    pub(super) digits: String,
}

/// A folded character and the bytes of the text that it came from.
type Piece = (char, usize, usize);

/// A text that somebody wrote.
pub(super) fn fold(text: &str) -> Vec<Letter> {
    letters(&pieces(text))
}

/// A phrase of the list, in which `#` is any number.
pub(super) fn fold_phrase(phrase: &str) -> Vec<Letter> {
    let pieces: Vec<Piece> = pieces(phrase);
    let any: Vec<usize> = pieces.iter().filter(|(c, ..)| *c == ANY_NUMBER).map(|(_, from, _)| *from).collect();
    let as_number = |(c, from, to): Piece| (if c == ANY_NUMBER { NUMBER } else { c }, from, to);
    let mut folded = letters(&pieces.into_iter().map(as_number).collect::<Vec<_>>());
    for letter in folded.iter_mut().filter(|letter| any.contains(&letter.from)) {
        letter.digits.clear();
    }
    folded
}

/// The traditional characters under which those of the phrases are known.
pub(super) fn variants<'a>(phrases: impl Iterator<Item = &'a str>) -> BTreeMap<char, char> {
    let used: std::collections::HashSet<char> = phrases.flat_map(pieces).map(|(letter, ..)| letter).collect();
    SIMPLIFIED.iter().filter(|(_, plain)| used.contains(plain)).map(|(a, b)| (*a, *b)).collect()
}

/// Letters before and after which no word has to begin or end.
pub(super) const fn is_east_asian(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let to = at + letter.len_utf8();
        if letter.is_ascii() {
            out.push((letter.to_ascii_lowercase(), at, to));
            continue;
        }
        let plain = std::iter::once(letter).filter(|letter| !is_unseen(*letter)).nfkc().flat_map(char::to_lowercase);
        let kept = plain.filter(|letter| !is_unseen(*letter));
        out.extend(kept.map(|letter| (*SIMPLIFIED.get(&letter).unwrap_or(&letter), at, to)));
    }
    out
}

/// Marks on letters, and characters without a picture of their own.
fn is_unseen(letter: char) -> bool {
    is_combining_mark(letter)
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn letters(pieces: &[Piece]) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::with_capacity(pieces.len());
    let (mut at, mut gap) = (0, Gap::None);
    while let Some((letter, from, to)) = pieces.get(at).copied() {
        let run = run(pieces, at);
        let one = |plain, to, digits| Letter { plain, gap, from, to, digits };
        match run {
            Run::Lookalikes(letters) => {
                let seen = pieces[at..].iter().zip(&letters);
                out.extend(
                    seen.map(|((_, from, to), letter)| Letter { from: *from, ..one(*letter, *to, String::new()) }),
                );
                at += letters.len();
            }
            Run::Number(length) => {
                let digits = pieces[at..at + length].iter().map(|(digit, ..)| *digit).collect();
                out.push(one(NUMBER, pieces[at + length - 1].2, digits));
                at += length;
            }
            Run::Letter => {
                out.push(one(letter, to, String::new()));
                at += 1;
            }
            Run::Between(length, Some(between)) => {
                gap = between;
                at += length;
                continue;
            }
            Run::Between(length, None) => {
                out.push(Letter { gap: Gap::None, ..one(BREAK, to, String::new()) });
                at += length;
            }
        }
        gap = Gap::None;
    }
    out
}

/// What stands at a place, and how long it is.
enum Run {
    /// Digits and signs in the place of these letters.
    Lookalikes(Vec<char>),
    Number(usize),
    Letter,
    /// What is no letter; without a gap a phrase ends there.
    Between(usize, Option<Gap>),
}

fn run(pieces: &[Piece], at: usize) -> Run {
    let letter_at = |place: usize| pieces.get(place).map(|(letter, ..)| *letter);
    let alike = |place: usize| LOOKALIKES.iter().find(|(sign, _)| letter_at(place) == Some(*sign)).map(|(_, l)| *l);
    let is_latin = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_lowercase());
    let letters: Vec<char> = (at..).map_while(alike).take(LOOKALIKES_MOST + 1).collect();
    let before = at.checked_sub(1).and_then(letter_at);
    if (1..=LOOKALIKES_MOST).contains(&letters.len()) && is_latin(before) && is_latin(letter_at(at + letters.len())) {
        return Run::Lookalikes(letters);
    }
    let count = |is: fn(char) -> bool| pieces[at..].iter().take_while(|(letter, ..)| is(*letter)).count();
    match count(|letter| letter.is_ascii_digit()) {
        0 if is_word(pieces[at].0) => Run::Letter,
        0 => {
            let length = count(|letter| !is_word(letter));
            Run::Between(length, gap_of(&pieces[at..at + length]))
        }
        length => Run::Number(length),
    }
}

/// A percent sign says as much as a word.
fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '%'
}

/// White space or signs; a clause ends where both stand, at a line's end, and at signs that end one.
fn gap_of(run: &[Piece]) -> Option<Gap> {
    let ends = |letter: char| matches!(letter, '\n' | '\r' | ',' | ';' | ':' | '!' | '?' | '。' | '、');
    let is_space = |letter: char| letter.is_whitespace();
    match (run.iter().any(|(l, ..)| ends(*l)), run.iter().filter(|(l, ..)| is_space(*l)).count()) {
        (true, _) => None,
        (false, 0) => Some(Gap::Sign),
        (false, spaces) => (spaces == run.len()).then_some(Gap::Space),
    }
}
