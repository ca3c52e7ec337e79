//! Words that a search compares: folded and roughly stemmed English words, and pairs of neighbouring Han characters.
//! Pure.

use super::fold::fold;

/// Digits from which a number tells nothing.
const NUMBER: usize = 4;
/// Words too common to tell anything.
const STOP: &[&str] = &[
    "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do",
    "does", "for", "from", "get", "got", "had", "has", "have", "hello", "hey", "hi", "i", "if", "im", "in", "is", "it",
    "its", "just", "like", "me", "my", "need", "no", "not", "of", "on", "or", "our", "please", "so", "some", "thank",
    "thanks", "that", "the", "there", "they", "this", "to", "up", "us", "want", "was", "we", "what", "will", "with",
    "would", "you", "your", "yours", "tell", "know", "id", "ive", "until", "one", "cant", "dont", "still", "two",
    "three", "new", "news",
];
/// Han characters that tell nothing by themselves; pairs that hold two of them are dropped.
const STOP_HAN: &str =
    "的了吗呢吧啊我你您他她它们是在有和就都要也还这那个么什怎样请问想能可以会不没把被给到去来说对哪里为上下";

/// The telling words of a text, in order, repetitions included.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut latin, mut han) = (String::new(), Vec::new());
    for letter in fold(text).chars().chain([' ']) {
        if is_han(letter) {
            end_word(&mut latin, &mut words);
            han.push(letter);
        } else {
            end_run(&mut han, &mut words);
            if letter.is_alphanumeric() {
                latin.push(letter);
            } else if letter != '\'' {
                end_word(&mut latin, &mut words);
            }
        }
    }
    words
}

/// A text bare of everything but letters and digits: two that are the same bare say the same.
#[must_use]
pub fn bare(text: &str) -> String {
    fold(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

const fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn end_word(word: &mut String, words: &mut Vec<String>) {
    // A long number is somebody's order or sum: it says nothing of what they ask.
    let is_number = word.len() >= NUMBER && word.bytes().all(|byte| byte.is_ascii_digit());
    if !word.is_empty() && !is_number && !STOP.contains(&word.as_str()) {
        words.push(stem(word));
    }
    word.clear();
}

/// Overlapping pairs; a single character stands alone.
fn end_run(run: &mut Vec<char>, words: &mut Vec<String>) {
    let telling = |letter: &char| !STOP_HAN.contains(*letter);
    match run.as_slice() {
        [only] if telling(only) => words.push(only.to_string()),
        run => words.extend(run.windows(2).filter(|pair| pair.iter().any(telling)).map(String::from_iter)),
    }
    run.clear();
}

/// Cuts the commonest English endings, so that "returns", "returned" and "returning" are one word.
fn stem(word: &str) -> String {
    let cut = ["ing", "ied", "ies", "ed", "es", "ly", "s"].iter().find_map(|end| {
        let rest = word.strip_suffix(end)?;
        (rest.len() >= 3 && word.is_ascii() && !word.ends_with("ss")).then_some(rest)
    });
    let root = cut.unwrap_or(word);
    root.strip_suffix('e').filter(|rest| rest.len() >= 3).unwrap_or(root).to_owned()
}

#[cfg(test)]
#[path = "words_test.rs"]
mod tests;
