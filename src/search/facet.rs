//! What a message is beside its words: who said it, where, in which language. Each is a token of the index too, so that
//! a filter is one more word that must be there, and costs no more. Pure.
//!
//! Kept: no text makes such a token, since each begins with a private-use character and those are no letters.

use crate::domain::{Event, Language, Party, SiteId};
use crate::triage::language::Script;
use serde::{Deserialize, Serialize};

/// Who said it, as searches tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The visitor.
    Visitor,
    /// The bot.
    Bot,
    /// Staff, to the visitor.
    Agent,
    /// Staff, among themselves.
    Note,
}

impl Speaker {
    /// All of them with their words.
    pub const ALL: [(Self, &str); 4] =
        [(Self::Visitor, "visitor"), (Self::Bot, "bot"), (Self::Agent, "agent"), (Self::Note, "note")];

    /// Who said what an event holds; `None` where nobody said anything.
    #[must_use]
    pub const fn of(by: &Party, event: &Event) -> Option<Self> {
        match (event, by) {
            (Event::Noted { .. }, _) => Some(Self::Note),
            (Event::Said { .. }, Party::Visitor) => Some(Self::Visitor),
            (Event::Said { .. }, Party::Staff { .. }) => Some(Self::Agent),
            (Event::Said { .. }, Party::Bot | Party::System) => Some(Self::Bot),
            _ => None,
        }
    }
}

pub(super) fn of_speaker(speaker: Speaker) -> String {
    let word = Speaker::ALL.iter().find(|(known, _)| *known == speaker).map_or("", |(_, word)| word);
    format!("\u{e000}{word}")
}

/// A site's name may hold signs, which would part the token.
pub(super) fn of_site(site: &SiteId) -> String {
    let letters = site.as_str().chars().map(|letter| match letter {
        '-' => '\u{e0fd}',
        '_' => '\u{e0fe}',
        letter => letter,
    });
    std::iter::once('\u{e001}').chain(letters).collect()
}

pub(super) fn of_language(language: Language) -> String {
    match language {
        Language::En => "\u{e002}en".to_owned(),
        Language::Zh => "\u{e002}zh".to_owned(),
    }
}

/// The language of a message by its letters; `None` for one without any, or of another language.
pub(super) fn language(text: &str) -> Option<Language> {
    Script::of(text).language()
}

#[cfg(test)]
#[path = "facet_test.rs"]
mod tests;
