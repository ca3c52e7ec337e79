//! Letters of other scripts that stand in for Latin ones. Changed only inside words that otherwise are Latin, or in a
//! message that shows no sign of truly being written in the other script.

use super::Words;
use super::sign::{Sign, replaced, respell, stretches};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_security::confusable_detection::skeleton;

/// What Unicode's list of confusable characters leaves out although it is used: other letter, then Latin one.
const PAIRS: &str = "ІIΙIкkмmтtнhвbпnгrяrзeиuшwфoьbкkКKМMТTНHВBАAЕEОOРPСCХXУYτtκkηnεeιiμuβbωwυuνvχxρpσoθoλlπnᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzɑaıiłløođdħhŧtƒf";

/// `PAIRS` to look letters up in; where a letter stands twice, the first counts.
static MORE: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let letters: Vec<char> = PAIRS.chars().collect();
    letters.chunks_exact(2).rev().map(|pair| (pair[0], pair[1])).collect()
});

/// Words in plain letters.
pub fn plain_letters(signs: Vec<Sign>, words: &Words) -> Vec<Sign> {
    let ranges = stretches(&signs, |letter| letter.is_alphanumeric() && !super::super::language::is_han(letter));
    let mut is_really_foreign = false;
    let mut found = Vec::new();
    for range in ranges {
        let word = &signs[range.clone()];
        if word.iter().all(|sign| sign.letter.is_ascii()) {
            continue;
        }
        match word.iter().map(|sign| plain(sign.letter)).collect::<Option<String>>() {
            Some(read) => found.push((range, read)),
            None => is_really_foreign |= !word.iter().any(|sign| sign.letter.is_ascii_alphabetic()),
        }
    }
    let has_latin = |range: &Range<usize>| signs[range.clone()].iter().any(|sign| sign.letter.is_ascii_alphabetic());
    // Once one whole word in other letters reads as a plain word, the words around it are meant so too.
    let is_disguise = !is_really_foreign && found.iter().any(|(_, read)| read.len() >= 3 && words.has(read));
    let changes = found.into_iter().filter(|(range, _)| is_disguise || has_latin(range)).map(|(range, read)| {
        let change = respell(&signs[range.clone()], &read);
        (range, change)
    });
    let changes = changes.collect();
    replaced(signs, changes)
}

/// The ASCII letter or digit that this character is or looks like.
fn plain(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return Some(letter);
    }
    if let Some(to) = MORE.get(&letter) {
        return Some(*to);
    }
    let mut buffer = [0; 4];
    let mut found = skeleton(letter.encode_utf8(&mut buffer));
    match (found.next(), found.next()) {
        (Some(one), None) if one.is_ascii_alphabetic() => Some(one),
        _ => None,
    }
}
