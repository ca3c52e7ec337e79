//! Sentences of a message, in both languages. Pure; one pass.

/// Sentences with what ends them. A full stop ends one only before a blank: "1.5 h" is one word.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.char_indices().find(|(at, letter)| match letter {
            '.' => rest[at + 1..].chars().next().is_none_or(char::is_whitespace),
            '!' | '?' | ';' | '\n' | '。' | '！' | '？' | '；' => true,
            _ => false,
        });
        let end = end.map_or(rest.len(), |(at, letter)| at + letter.len_utf8());
        let (sentence, after) = rest.split_at(end);
        rest = after;
        (!sentence.is_empty()).then_some(sentence.trim())
    })
}
