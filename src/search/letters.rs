//! Letters in their plainest form, one by one, so that what is typed and what is looked for meet: lower case,
//! compatibility forms (full width, ligatures), no accents, simplified characters. Pure.

use crate::triage::language::is_han;
use crate::triage::normalise::pairs;
use std::sync::LazyLock;
use unicode_normalization::char::decompose_compatible;

/// The characters that have a table of their own: Han characters of the first plane.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

/// Pairs that the normaliser's table leaves out, some of them since a model must not confuse what they mean; whoever looks
/// for a word writes it in either form.
const MORE: [(char, char); 16] = [
    ('單', '单'),
    ('聯', '联'),
    ('勞', '劳'),
    ('閒', '闲'),
    ('妳', '你'),
    ('汙', '污'),
    ('鏽', '锈'),
    ('絃', '弦'),
    ('痲', '麻'),
    ('夥', '伙'),
    ('於', '于'),
    ('瞭', '了'),
    ('著', '着'),
    ('乾', '干'),
    ('録', '录'),
    ('衞', '卫'),
];

/// Simplified forms by character. The pairs are those of the normaliser, from CC-CEDICT (CC BY-SA 4.0).
static SIMPLIFIED: LazyLock<Box<[char]>> = LazyLock::new(|| {
    let mut table: Box<[char]> = (FIRST..=LAST).filter_map(char::from_u32).collect();
    for (traditional, simplified) in pairs().chain(MORE) {
        if let Some(place) = place(traditional) {
            table[place] = simplified;
        }
    }
    table
});

fn place(letter: char) -> Option<usize> {
    let code = u32::from(letter);
    (FIRST..=LAST).contains(&code).then(|| (code - FIRST) as usize)
}

/// Hands on what a character becomes: one letter, several (`㎏`), or none (an accent, something invisible).
pub(super) fn fold(letter: char, mut put: impl FnMut(char)) {
    if letter.is_ascii() {
        put(letter.to_ascii_lowercase());
    } else if let Some(place) = place(letter) {
        put(SIMPLIFIED[place]);
    } else if !is_invisible(letter) {
        decompose_compatible(letter, |part| {
            for lower in part.to_lowercase().filter(|lower| !is_accent(*lower)) {
                put(if is_han(lower) { place(lower).map_or(lower, |place| SIMPLIFIED[place]) } else { lower });
            }
        });
    }
}

fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Joiners, soft hyphens and selectors stand inside words without parting them.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
#[path = "letters_test.rs"]
mod tests;
