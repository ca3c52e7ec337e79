//! One character on its way through the passes, with the range of the original text it stands for.

use std::ops::Range;

/// A character of the result so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// The character.
    pub letter: char,
    /// First character of the original it stands for.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

impl Sign {
    /// The same place, another character.
    pub const fn with(self, letter: char) -> Self {
        Self { letter, ..self }
    }
}

/// Whether two rows of signs read the same.
pub fn same(one: &[Sign], other: &[Sign]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.letter == b.letter)
}

/// The characters as text.
pub fn text(signs: &[Sign]) -> String {
    signs.iter().map(|sign| sign.letter).collect()
}

/// `word` in place of `signs`, letter for letter; both are as long.
pub fn respell(signs: &[Sign], word: &str) -> Vec<Sign> {
    signs.iter().zip(word.chars()).map(|(sign, letter)| sign.with(letter)).collect()
}

/// `word` in place of `signs`, each letter of it standing for all of them.
pub fn stand_for(signs: &[Sign], word: &str) -> Vec<Sign> {
    let (Some(first), Some(last)) = (signs.first(), signs.last()) else { return Vec::new() };
    word.chars().map(|letter| Sign { letter, start: first.start, end: last.end }).collect()
}

/// Ranges of maximal stretches whose characters all satisfy `inside`.
pub fn stretches(signs: &[Sign], inside: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in signs.iter().enumerate().filter(|(_, sign)| inside(sign.letter)) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// `signs` with each range of `changes` (ascending, apart from each other) replaced.
pub fn replaced(signs: Vec<Sign>, changes: Vec<(Range<usize>, Vec<Sign>)>) -> Vec<Sign> {
    // Most texts are as they should be.
    if changes.is_empty() {
        return signs;
    }
    let mut out = Vec::with_capacity(signs.len());
    let mut from = 0;
    for (range, change) in changes {
        out.extend_from_slice(&signs[from..range.start]);
        out.extend(change);
        from = range.end;
    }
    out.extend_from_slice(&signs[from..]);
    out
}
