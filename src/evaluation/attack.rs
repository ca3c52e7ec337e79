//! What people do to a text so that a machine misreads it and a person does not, and what haste does to it. Pure: the
//! generator is an argument. Owns the attacks and how hard each one is; never undoes one (see `triage::normalise`).

use super::homophones::Homophones;
use super::table::Limit;
use crate::domain::Language;
use crate::triage::normalise::traditional;
use rand::Rng;
use rand::seq::IndexedRandom as _;

/// Latin letters with a Cyrillic or Greek letter that looks the same or nearly so.
const LOOKALIKES: &[(char, char)] = &[
    ('a', '\u{430}'),
    ('c', '\u{441}'),
    ('d', '\u{501}'),
    ('e', '\u{435}'),
    ('h', '\u{4bb}'),
    ('i', '\u{456}'),
    ('j', '\u{458}'),
    ('k', '\u{3ba}'),
    ('l', '\u{4cf}'),
    ('m', '\u{43c}'),
    ('n', '\u{3b7}'),
    ('o', '\u{43e}'),
    ('p', '\u{440}'),
    ('q', '\u{51b}'),
    ('s', '\u{455}'),
    ('t', '\u{3c4}'),
    ('u', '\u{3c5}'),
    ('v', '\u{3bd}'),
    ('w', '\u{51d}'),
    ('x', '\u{445}'),
    ('y', '\u{443}'),
    ('A', '\u{410}'),
    ('B', '\u{412}'),
    ('C', '\u{421}'),
    ('E', '\u{415}'),
    ('H', '\u{41d}'),
    ('I', '\u{406}'),
    ('J', '\u{408}'),
    ('K', '\u{41a}'),
    ('M', '\u{41c}'),
    ('N', '\u{39d}'),
    ('O', '\u{41e}'),
    ('P', '\u{420}'),
    ('S', '\u{405}'),
    ('T', '\u{422}'),
    ('X', '\u{425}'),
    ('Y', '\u{3a5}'),
    ('Z', '\u{396}'),
];
const LEET: &[(char, char)] = &[('a', '4'), ('e', '3'), ('i', '1'), ('o', '0'), ('s', '5'), ('t', '7')];
const INVISIBLE: [char; 4] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}'];
const KEYS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// A way to change a text.
pub enum Attack {
    /// Every letter that has one becomes its lookalike.
    Lookalikes,
    /// A character that cannot be seen after 30 % of the letters.
    ZeroWidth,
    /// Full-width forms of all ASCII characters.
    FullWidth,
    /// Digits for letters in every word.
    Leet,
    /// Digits for 30 % of the letters that have one.
    SomeLeet,
    /// One typing error in 25 % of the words.
    Typos,
    /// All capitals.
    Capitals,
    /// Another character of the same sound for 20 % of the Han characters.
    Homophones(Homophones),
    /// Traditional characters.
    Traditional,
}

impl Attack {
    /// Those that apply to a language and need no table.
    #[must_use]
    pub fn on(language: Language) -> Vec<Self> {
        match language {
            Language::En => vec![
                Self::Lookalikes,
                Self::ZeroWidth,
                Self::FullWidth,
                Self::Leet,
                Self::SomeLeet,
                Self::Typos,
                Self::Capitals,
            ],
            Language::Zh => vec![Self::ZeroWidth, Self::FullWidth, Self::Traditional],
        }
    }

    /// As the table calls it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Lookalikes => "lookalike letters",
            Self::ZeroWidth => "zero-width characters",
            Self::FullWidth => "full width",
            Self::Leet => "leetspeak in every word",
            Self::SomeLeet => "leetspeak in 30 % of letters",
            Self::Typos => "typing errors in 25 % of words",
            Self::Capitals => "all capitals",
            Self::Homophones(_) => "homophones for 20 % of characters",
            Self::Traditional => "traditional characters",
        }
    }

    /// Largest relative loss of recall.
    #[must_use]
    pub const fn limit(&self) -> Limit {
        match self {
            Self::Lookalikes | Self::ZeroWidth | Self::FullWidth => Limit::at_most(0.0),
            Self::Leet | Self::SomeLeet => Limit::at_most(0.10),
            Self::Typos | Self::Homophones(_) => Limit::at_most(0.08),
            Self::Capitals | Self::Traditional => Limit::None,
        }
    }

    /// The text after it.
    pub fn apply(&self, text: &str, dice: &mut impl Rng) -> String {
        let letters = text.chars();
        match self {
            Self::Lookalikes => letters.map(|letter| of(LOOKALIKES, letter).unwrap_or(letter)).collect(),
            Self::ZeroWidth => hide_between(text, dice),
            Self::FullWidth => letters.map(full_width).collect(),
            Self::Leet => letters.map(|letter| leet(letter).unwrap_or(letter)).collect(),
            Self::SomeLeet => {
                letters.map(|letter| leet(letter).filter(|_| dice.random_bool(0.3)).unwrap_or(letter)).collect()
            }
            Self::Typos => mistype(text, dice),
            Self::Capitals => text.to_uppercase(),
            Self::Homophones(table) => {
                letters.map(|letter| sound_alike(table, letter, dice).unwrap_or(letter)).collect()
            }
            Self::Traditional => letters.map(|letter| traditional(letter).unwrap_or(letter)).collect(),
        }
    }
}

fn of(table: &[(char, char)], letter: char) -> Option<char> {
    table.iter().find(|(from, _)| *from == letter).map(|(_, to)| *to)
}

fn leet(letter: char) -> Option<char> {
    of(LEET, letter.to_ascii_lowercase())
}

fn hide_between(text: &str, dice: &mut impl Rng) -> String {
    let mut hidden = String::with_capacity(text.len() * 2);
    for letter in text.chars() {
        hidden.push(letter);
        if letter.is_alphabetic() && dice.random_bool(0.3) {
            hidden.extend(INVISIBLE.choose(dice));
        }
    }
    hidden
}

fn full_width(letter: char) -> char {
    match letter {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(letter) + 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

fn sound_alike(table: &Homophones, letter: char, dice: &mut impl Rng) -> Option<char> {
    let others = table.of(letter).filter(|_| dice.random_bool(0.2))?;
    others.choose(dice).copied()
}

/// Words are runs of ASCII letters, two or more.
fn mistype(text: &str, dice: &mut impl Rng) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut typed = String::with_capacity(text.len() + 8);
    for word in letters.chunk_by(|a, b| a.is_ascii_alphabetic() && b.is_ascii_alphabetic()) {
        let is_word = word.len() > 1;
        if is_word && dice.random_bool(0.25) { slip(word, dice, &mut typed) } else { typed.extend(word) }
    }
    typed
}

/// One error: a letter left out, doubled, swapped with the next, or its neighbour on the keyboard instead.
fn slip(word: &[char], dice: &mut impl Rng, typed: &mut String) {
    let at = dice.random_range(0..word.len());
    let kind = dice.random_range(0..4);
    // The last letter has no next one: it is swapped with the one before.
    let pair = at.min(word.len() - 2);
    for (place, letter) in word.iter().copied().enumerate() {
        match kind {
            0 if place == at => {}
            1 if place == at => typed.extend([letter, letter]),
            2 if place == pair => typed.push(word[pair + 1]),
            2 if place == pair + 1 => typed.push(word[pair]),
            3 if place == at => typed.push(neighbour(letter, dice)),
            _ => typed.push(letter),
        }
    }
}

/// A key beside this letter's, in the letter's case.
fn neighbour(letter: char, dice: &mut impl Rng) -> char {
    let small = letter.to_ascii_lowercase();
    let row = KEYS.iter().find(|row| row.contains(small)).map_or(&[][..], |row| row.as_bytes());
    let beside: Vec<char> = row
        .windows(2)
        .filter_map(|keys| match [char::from(keys[0]), char::from(keys[1])] {
            [left, right] if left == small => Some(right),
            [left, right] if right == small => Some(left),
            _ => None,
        })
        .collect();
    let key = beside.choose(dice).copied().unwrap_or(small);
    if letter.is_ascii_uppercase() { key.to_ascii_uppercase() } else { key }
}

#[cfg(test)]
#[path = "attack_test.rs"]
mod tests;
