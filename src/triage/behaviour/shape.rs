//! How a message looks, whatever it says: loud, or bare. Owns the short list of replies that say nothing.

/// From so many letters on, capitals are a choice.
const LETTERS: usize = 8;
/// This many "!" or "?" in a row are as loud as it gets.
const LOUDEST: usize = 3;

/// Replies that take notice and no more. "yes", "no" and thanks answer something and are not here.
const BARE: [&str; 20] = [
    "ok", "okay", "k", "kk", "fine", "whatever", "sure", "right", "wow", "呵呵", "行", "行吧", "哦", "哦哦", "嗯",
    "嗯嗯", "好吧", "随便", "算了", "得",
];

/// Letters of the longest of them.
const LONGEST: usize = 8;

/// Nothing but a reply of the list, or dots.
pub(super) fn is_bare(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    // One more than the longest reply has: whatever is longer is none.
    let letters: String = letters.take(LONGEST + 1).collect();
    if letters.is_empty() {
        return !text.trim().is_empty() && text.chars().all(|c| c.is_whitespace() || matches!(c, '.' | '…' | '。'));
    }
    let is_quiet = !text.chars().any(is_mark);
    is_quiet && BARE.contains(&letters.as_str())
}

/// 0 to 1: the larger of the two ways to shout.
pub(super) fn shouting(text: &str) -> f32 {
    capitals(text).max(marks(text))
}

/// 0 while at most half of the letters are capitals, 1 when all are. Words with digits, such as order numbers, do not
/// count.
fn capitals(text: &str) -> f32 {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.chars().any(char::is_numeric));
    let (mut upper, mut cased) = (0_usize, 0_usize);
    for letter in words.flat_map(str::chars) {
        upper += usize::from(letter.is_uppercase());
        cased += usize::from(letter.is_uppercase() || letter.is_lowercase());
    }
    if cased < LETTERS {
        return 0.0;
    }
    ((upper as f32 / cased as f32 - 0.5) * 2.0).max(0.0)
}

/// 0 for single marks, more for two in a row, 1 from `LOUDEST` on.
fn marks(text: &str) -> f32 {
    let (mut longest, mut run) = (0_usize, 0_usize);
    for letter in text.chars() {
        run = if is_mark(letter) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    (longest.min(LOUDEST).saturating_sub(1)) as f32 / (LOUDEST - 1) as f32
}

const fn is_mark(letter: char) -> bool {
    matches!(letter, '!' | '?' | '！' | '？')
}
