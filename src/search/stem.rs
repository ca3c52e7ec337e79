//! English endings cut, so that "refund" finds "refunds", "refunded" and "refunding": step 1 of Porter's algorithm
//! (M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980). The later steps join words that mean
//! different things to a support team ("operation", "operator"), and are left out. Pure.

/// The stem of a word in lower case. Anything that is not all `a` to `z` stays whole: an order number is what it is.
pub(super) fn stem(word: String) -> String {
    if word.len() < 3 || !word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return word;
    }
    let mut word = verb(plural(word));
    if word.strip_suffix('y').is_some_and(has_vowel) {
        word.pop();
        word.push('i');
    }
    word
}

/// Step 1a.
fn plural(mut word: String) -> String {
    if word.ends_with("sses") || word.ends_with("ies") {
        word.truncate(word.len() - 2);
    } else if word.ends_with('s') && !word.ends_with("ss") {
        word.pop();
    }
    word
}

/// Step 1b.
fn verb(mut word: String) -> String {
    if let Some(root) = word.strip_suffix("eed") {
        if measure(root) > 0 {
            word.pop();
        }
        return word;
    }
    let cut = ["ed", "ing"].iter().find_map(|end| word.strip_suffix(end)).filter(|root| has_vowel(root));
    let Some(root) = cut.map(str::len) else { return word };
    word.truncate(root);
    let ends = |letters: [&str; 3]| letters.iter().any(|end| word.ends_with(end));
    if ends(["at", "bl", "iz"]) || (measure(&word) == 1 && is_short(&word)) {
        word.push('e');
    } else if is_doubled(&word) && !ends(["l", "s", "z"]) {
        word.pop();
    }
    word
}

/// Whether the letter at this place sounds as a vowel: `y` does after a consonant.
fn is_vowel(word: &[u8], at: usize) -> bool {
    match word[at] {
        b'a' | b'e' | b'i' | b'o' | b'u' => true,
        b'y' => at > 0 && !is_vowel(word, at - 1),
        _ => false,
    }
}

fn has_vowel(word: &str) -> bool {
    (0..word.len()).any(|at| is_vowel(word.as_bytes(), at))
}

/// How often a consonant follows a vowel: Porter's m.
fn measure(word: &str) -> usize {
    let word = word.as_bytes();
    (1..word.len()).filter(|&at| !is_vowel(word, at) && is_vowel(word, at - 1)).count()
}

fn is_doubled(word: &str) -> bool {
    match word.as_bytes() {
        [.., one, other] => one == other && !is_vowel(word.as_bytes(), word.len() - 1),
        _ => false,
    }
}

/// Ends consonant, vowel, consonant, the last none of `w`, `x`, `y`: a silent `e` was cut ("hoping", "hope").
fn is_short(word: &str) -> bool {
    let (letters, count) = (word.as_bytes(), word.len());
    count >= 3
        && !is_vowel(letters, count - 3)
        && is_vowel(letters, count - 2)
        && !is_vowel(letters, count - 1)
        && !matches!(letters[count - 1], b'w' | b'x' | b'y')
}

#[cfg(test)]
#[path = "stem_test.rs"]
mod tests;
