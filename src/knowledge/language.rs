//! Which shelf a question is looked up on. Pure.

use crate::domain::Language;

/// By script; digits and names alone tell nothing, and scripts of neither language either.
#[must_use]
pub fn language_of(text: &str) -> Option<Language> {
    if text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}')) {
        return None;
    }
    let han = text.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}')).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    match (han, latin) {
        (0, 0..=1) => None,
        (0, _) => Some(Language::En),
        _ if han * 3 >= latin => Some(Language::Zh),
        _ => Some(Language::En),
    }
}
