//! Finding phrases: one automaton over the folded text, then what a match must keep.
//!
//! Owns the rules of a match. Its words begin and end where words do ("becalm downtown" holds no "calm down"). Signs may
//! stand inside a word, spaces only where they part all its letters ("c a l m", not "id iot"). Numbers are those of the
//! phrase. What lies inside a phrase of `unless` is none. Of overlapping phrases of one rule the first and longest counts.

use super::fold::{BREAK, Gap, Letter, NUMBER, fold, fold_phrase, is_east_asian};
use super::list::Rule;
use aho_corasick::AhoCorasick;
use std::ops::Range;

/// A phrase that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding<'a> {
    /// What it breaks.
    pub rule: &'a Rule,
    /// The words as they stand in the text.
    pub words: &'a str,
}

#[derive(Debug)]
struct Phrase {
    rule: usize,
    excuses: bool,
    letters: Vec<Letter>,
}

/// Every phrase of the rules.
#[derive(Debug)]
pub(super) struct Finder {
    automaton: Option<AhoCorasick>,
    phrases: Vec<Phrase>,
}

impl Finder {
    pub(super) fn new(rules: &[Rule]) -> Self {
        let phrases: Vec<Phrase> = rules
            .iter()
            .enumerate()
            .flat_map(|(rule, each)| {
                let of = move |excuses| move |text: &String| Phrase { rule, excuses, letters: fold_phrase(text) };
                each.phrases.iter().map(of(false)).chain(each.unless.iter().map(of(true)))
            })
            .collect();
        let keys = phrases.iter().map(|phrase| key(&phrase.letters));
        // Without one nothing is found; a list that large was refused before (`list`).
        let automaton = AhoCorasick::new(keys).ok();
        Self { automaton, phrases }
    }

    pub(super) fn find<'a>(&self, rules: &'a [Rule], text: &'a str) -> Vec<Finding<'a>> {
        let letters = fold(text);
        let (mut found, mut excused) = (Vec::new(), Vec::new());
        for (phrase, at) in self.matches(&letters) {
            let list = if phrase.excuses { &mut excused } else { &mut found };
            list.push((phrase.rule, at));
        }
        found.retain(|(rule, at)| !excused.iter().any(|(other, wide)| rule == other && covers(wide, at)));
        found.sort_by_key(|(rule, at)| (at.start, std::cmp::Reverse(at.end), *rule));
        let mut ends = vec![0; rules.len()];
        found.retain(|(rule, at)| {
            let is_free = at.start >= ends[*rule];
            ends[*rule] = if is_free { at.end } else { ends[*rule] };
            is_free
        });
        let shown = |(rule, at): (usize, Range<usize>)| Finding {
            rule: &rules[rule],
            words: &text[letters[at.start].from..letters[at.end - 1].to],
        };
        found.into_iter().map(shown).collect()
    }

    fn matches(&self, letters: &[Letter]) -> impl Iterator<Item = (&Phrase, Range<usize>)> {
        let text = key(letters);
        let mut places = Vec::with_capacity(letters.len());
        let mut place = 0;
        for letter in letters {
            places.push(place);
            place += letter.plain.len_utf8();
        }
        let hits: Vec<_> = self.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(&text)).collect();
        hits.into_iter().filter_map(move |hit| {
            let phrase = &self.phrases[hit.pattern().as_usize()];
            let start = places.binary_search(&hit.start()).ok()?;
            let at = start..start + phrase.letters.len();
            holds(phrase, letters, &at).then_some((phrase, at))
        })
    }
}

fn key(letters: &[Letter]) -> String {
    letters.iter().map(|letter| letter.plain).collect()
}

fn covers(wide: &Range<usize>, at: &Range<usize>) -> bool {
    wide.start <= at.start && at.end <= wide.end
}

/// Whether letters that are those of the phrase also stand as it does.
fn holds(phrase: &Phrase, letters: &[Letter], at: &Range<usize>) -> bool {
    let found = &letters[at.clone()];
    let same_numbers = found
        .iter()
        .zip(&phrase.letters)
        .all(|(found, wanted)| wanted.plain != NUMBER || wanted.digits.is_empty() || found.digits == wanted.digits);
    let begins = at.start == 0 || parted(&letters[at.start - 1], &letters[at.start]);
    let ends = at.end == letters.len() || parted(&letters[at.end - 1], &letters[at.end]);
    same_numbers && begins && ends && words_are_whole(found, &phrase.letters)
}

/// Whether one word ends and another begins between two letters.
fn parted(before: &Letter, after: &Letter) -> bool {
    let apart = after.gap != Gap::None || before.plain == BREAK || after.plain == BREAK;
    apart || is_east_asian(before.plain) || is_east_asian(after.plain)
}

/// Whether no word of the phrase has a space inside, unless no two of its letters touch.
fn words_are_whole(found: &[Letter], wanted: &[Letter]) -> bool {
    let (mut spaced, mut touching) = (false, false);
    for (at, (letter, wanted)) in found.iter().zip(wanted).enumerate().skip(1) {
        if wanted.gap != Gap::None || is_east_asian(letter.plain) || is_east_asian(found[at - 1].plain) {
            if spaced && touching {
                return false;
            }
            (spaced, touching) = (false, false);
            continue;
        }
        spaced |= letter.gap == Gap::Space;
        touching |= letter.gap == Gap::None;
    }
    !(spaced && touching)
}
