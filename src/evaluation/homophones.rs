//! Characters that sound alike. Pure: made from texts, so that only characters in use stand in for one another.

use crate::triage::language::is_han;
use pinyin::ToPinyin;
use std::collections::{BTreeMap, HashMap};

/// So many of the commonest characters are used.
const COMMON: usize = 3_000;

/// Characters by their sound, tones aside.
pub struct Homophones {
    by_sound: HashMap<&'static str, Vec<char>>,
}

impl Homophones {
    /// Made from the commonest Han characters of some texts; equally common ones in the order of Unicode.
    #[must_use]
    pub fn of_texts<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        for letter in texts.flat_map(str::chars).filter(|letter| is_han(*letter)) {
            *counts.entry(letter).or_default() += 1;
        }
        let mut common: Vec<(char, usize)> = counts.into_iter().collect();
        common.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut by_sound: HashMap<&'static str, Vec<char>> = HashMap::new();
        for (letter, _) in common.into_iter().take(COMMON) {
            if let Some(sound) = letter.to_pinyin() {
                by_sound.entry(sound.plain()).or_default().push(letter);
            }
        }
        Self { by_sound }
    }

    /// The other characters of the same sound; `None` when there is none, or it is no Han character.
    #[must_use]
    pub fn of(&self, letter: char) -> Option<Vec<char>> {
        let alike = self.by_sound.get(letter.to_pinyin()?.plain())?;
        let others: Vec<char> = alike.iter().copied().filter(|other| *other != letter).collect();
        (!others.is_empty()).then_some(others)
    }
}
