//! The first pass: compatibility forms (NFKC), characters that cannot be seen, traditional to simplified characters.

use super::sign::Sign;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Traditional characters that are no simplified ones, each with its simplified form; from CC-CEDICT (CC BY-SA 4.0).
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| pairs().collect());

/// The way back, to the first common form.
static TRADITIONAL: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut back = HashMap::new();
    for (traditional, simplified) in pairs().filter(|(traditional, _)| ('\u{4e00}'..='\u{9fff}').contains(traditional))
    {
        back.entry(simplified).or_insert(traditional);
    }
    back
});

/// Traditional characters that are no simplified ones, each with its simplified form.
pub fn pairs() -> impl Iterator<Item = (char, char)> {
    let mut letters = include_str!("traditional.txt").chars().filter(|c| !c.is_whitespace());
    std::iter::from_fn(move || letters.next().zip(letters.next()))
}

/// A traditional form of a simplified character; where there are several, one of them, whatever the word means.
#[must_use]
pub fn traditional(simplified: char) -> Option<char> {
    TRADITIONAL.get(&simplified).copied()
}

/// The signs of a text, folded.
pub fn signs(text: &str) -> Vec<Sign> {
    let mut out = Vec::with_capacity(text.len());
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let mut end = at + 1;
        while end < letters.len() && (is_mark(letters[end]) || is_invisible(letters[end])) {
            end += 1;
        }
        fold(&letters[at..end], at, &mut out);
        at = end;
    }
    out
}

/// One character with the marks and the invisible ones that follow it.
fn fold(cluster: &[char], at: usize, out: &mut Vec<Sign>) {
    let place = |letter| Sign { letter, start: at as u32, end: (at + cluster.len()) as u32 };
    if let [letter @ ' '..='~'] = cluster {
        out.push(place(*letter));
        return;
    }
    // Han characters have no compatibility form of their own.
    if let [letter @ '\u{4e00}'..='\u{9fff}'] = cluster {
        out.push(place(*SIMPLIFIED.get(letter).unwrap_or(letter)));
        return;
    }
    let seen = cluster.iter().copied().filter(|letter| !is_invisible(*letter));
    // Marks that no letter takes up are noise piled on it.
    let folded = seen.nfkc().filter(|letter| !is_mark(*letter) && !is_invisible(*letter));
    out.extend(
        folded
            .map(|letter| match letter {
                '\n' => letter,
                letter if letter.is_control() || letter.is_whitespace() => ' ',
                letter => *SIMPLIFIED.get(&letter).unwrap_or(&letter),
            })
            .map(place),
    );
}

fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && canonical_combining_class(letter) != 0
}

/// Characters without a picture of their own: joiners, directions, soft hyphens, fillers, selectors, tags.
pub fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
