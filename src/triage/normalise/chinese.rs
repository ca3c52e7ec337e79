//! Chinese written to slip through: abbreviations in pinyin, words in pinyin, and words that sound alike written with
//! other characters or with signs between them. Only words that matter and whose sound hardly ever occurs by chance are
//! looked for; most homophones are left to the model, which has met them in training.

use super::Words;
use super::sign::{Sign, replaced, stand_for, stretches, text};
use crate::triage::language::is_han;
use pinyin::ToPinyin;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Characters that are mostly grammar: a window that holds one sounds like a word by chance.
const GRAMMAR: &str =
    "的了啦吗呢吧啊呀嘛么就是在不没有我你他她它们这那个几和也都还要会能说到给让把被跟对很太再又一二三四五六七八九十";
/// Words that a listed sound often runs into and the vocabulary may lack.
const NEIGHBOURS: &str = "鸡翅 鸡腿 鸡块 鸡排 鸡丁 鸡爪 鸡肉 鸡汤 鸡杂 鸡米 鸡柳 鸡煲 鸡架 鸡胗 鸡锅 鸡公";
/// Separators that people put between characters.
const BETWEEN: &str = " .*·-_|/~+";

/// What to look for.
pub struct Keywords {
    /// Syllables and characters with which anything to look for begins: most places in a text are passed over by these.
    first_syllables: HashSet<&'static str>,
    first_letters: HashSet<char>,
    /// Sound, syllables apart -> word.
    by_sound: HashMap<String, &'static str>,
    /// Spellings that are words by themselves and yet stand for another -> that word.
    aliases: HashMap<&'static str, &'static str>,
    /// Pinyin without spaces -> word.
    by_pinyin: HashMap<String, &'static str>,
    /// Abbreviation -> (word, whether it means nothing else in any message).
    abbreviations: HashMap<&'static str, (&'static str, bool)>,
}

impl Keywords {
    /// Reads the lists that come with the code.
    pub fn new() -> Self {
        let mut by_sound = HashMap::new();
        let mut aliases = HashMap::new();
        let mut first_syllables = HashSet::new();
        let mut first_letters = HashSet::new();
        for entry in include_str!("keywords.txt").split_whitespace() {
            if let Some((word, alias)) = entry.split_once('>') {
                aliases.insert(alias, word);
                first_letters.extend(alias.chars().next());
            } else if let Some(sound) = sound(entry.chars()) {
                by_sound.entry(sound).or_insert(entry);
                first_syllables.extend(entry.chars().next().and_then(syllable));
            }
        }
        let by_pinyin = by_sound.iter().map(|(sound, word)| (sound.replace(' ', ""), *word)).collect();
        let lines = include_str!("abbreviations.txt").lines().filter_map(|line| {
            let mut parts = line.split_whitespace();
            Some((parts.next()?, (parts.next()?, parts.next().is_some())))
        });
        Self { first_syllables, first_letters, by_sound, aliases, by_pinyin, abbreviations: lines.collect() }
    }

    /// Whether anything to look for by its sound or spelling begins with this character.
    fn may_begin_with(&self, letter: char) -> bool {
        let is_first = |syllable| self.first_syllables.contains(syllable);
        is_han(letter) && (self.first_letters.contains(&letter) || syllable(letter).is_some_and(is_first))
    }
}

/// Without its tone; `None` if the character has none.
fn syllable(letter: char) -> Option<&'static str> {
    letter.to_pinyin().map(pinyin::Pinyin::plain)
}

/// Syllables without tones; `None` if a character has none.
fn sound(word: impl Iterator<Item = char>) -> Option<String> {
    let syllables: Option<Vec<&str>> = word.map(syllable).collect();
    Some(syllables?.join(" "))
}

/// Evasions as the words they stand for.
pub fn read_evasions(signs: Vec<Sign>, words: &Words, keywords: &Keywords) -> Vec<Sign> {
    let has_han = signs.iter().any(|sign| is_han(sign.letter));
    let signs = read_pinyin(signs, words, keywords, has_han);
    if has_han { read_sounds(signs, words, keywords) } else { signs }
}

fn read_pinyin(signs: Vec<Sign>, words: &Words, keywords: &Keywords, has_han: bool) -> Vec<Sign> {
    let mut changes = Vec::new();
    for range in stretches(&signs, |letter| letter.is_ascii_alphanumeric()) {
        let word = text(&signs[range.clone()]).to_ascii_lowercase();
        let short = keywords
            .abbreviations
            .get(word.as_str())
            .filter(|(_, is_plain)| has_han || *is_plain)
            .map(|(word, _)| *word);
        let whole = keywords.by_pinyin.get(&word).filter(|_| has_han && !words.has(&word)).copied();
        if let Some(read) = short.or(whole) {
            let change = stand_for(&signs[range.clone()], read);
            changes.push((range, change));
        }
    }
    replaced(signs, changes)
}

fn read_sounds(signs: Vec<Sign>, words: &Words, keywords: &Keywords) -> Vec<Sign> {
    let mut changes: Vec<(Range<usize>, Vec<Sign>)> = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let sizes = if keywords.may_begin_with(signs[at].letter) { 2..5 } else { 0..0 };
        let found = sizes.rev().find_map(|size| keyword_at(&signs, at, size, words, keywords));
        match found {
            Some((places, word)) => {
                let end = places[places.len() - 1] + 1;
                let change =
                    places.iter().zip(word.chars()).map(|(place, letter)| signs[*place].with(letter)).collect();
                changes.push((at..end, change));
                at = end;
            }
            None => at += 1,
        }
    }
    replaced(signs, changes)
}

/// A word of the list that begins at `at` in `size` characters, other than as it should be written.
fn keyword_at(
    signs: &[Sign],
    at: usize,
    size: usize,
    words: &Words,
    keywords: &Keywords,
) -> Option<(Vec<usize>, &'static str)> {
    let places = window(signs, at, size)?;
    let written: String = places.iter().map(|place| signs[*place].letter).collect();
    let alias = keywords.aliases.get(written.as_str());
    let word: &str = match alias {
        Some(word) => word,
        None => keywords.by_sound.get(&sound(written.chars())?)?,
    };
    let is_apart = places[size - 1] + 1 - at > size;
    if written == word {
        return is_apart.then_some((places, word));
    }
    let pair = |one: Option<&Sign>, other: Option<&Sign>| match (one, other) {
        (Some(one), Some(other)) => {
            let word = String::from_iter([one.letter, other.letter]);
            words.has(&word) || (is_han(one.letter) && is_han(other.letter) && NEIGHBOURS.contains(&word))
        }
        _ => false,
    };
    let before = at.checked_sub(1).and_then(|place| signs.get(place));
    let belongs_elsewhere =
        pair(before, signs.get(at)) || pair(signs.get(places[size - 1]), signs.get(places[size - 1] + 1));
    let is_plain_word = alias.is_none() && words.has(&written);
    let is_chance = is_plain_word || belongs_elsewhere || written.chars().any(|letter| GRAMMAR.contains(letter));
    (!is_chance).then_some((places, word))
}

/// Places of `size` Han characters from `at` on, with at most one separator between two.
fn window(signs: &[Sign], at: usize, size: usize) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(size);
    let mut place = at;
    while places.len() < size {
        match signs.get(place)?.letter {
            letter if is_han(letter) => places.push(place),
            letter if !places.is_empty() && BETWEEN.contains(letter) && is_han(signs[place - 1].letter) => {}
            _ => return None,
        }
        place += 1;
    }
    Some(places)
}
