//! The wording of replies: phrases that staff should not send, what they may say instead, and words that acknowledge
//! an upset customer.
//!
//! Owns the list (shipped, and an operator's own) and the finding of its phrases however they are spaced, dotted,
//! widened, cased or written in traditional characters. Never decides what becomes of a message: `session` refuses
//! banned ones, and the inbox, which gets the same list and finds by the same rules, warns before.
//! Kept: the automaton is built once; a text is folded once; `schema/fixtures/wording_vectors.json` holds this finder
//! and the inbox's to the same findings.

mod book;
mod finder;
mod fold;
mod list;

pub use book::{Book, Origin, RULES};
pub use finder::Finding;
pub use list::{Fault, Kind, Level, Own, Problems, Rule, Why};

use finder::Finder;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The list as the inbox gets it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Listing {
    /// What should not be sent.
    pub rules: Vec<Rule>,
    /// Words one of which an upset customer should hear first.
    pub acknowledgements: Vec<String>,
    /// Traditional characters of the phrases, each with the simplified one that it is read as.
    pub variants: BTreeMap<char, char>,
}

/// The list, ready to find.
#[derive(Debug)]
pub struct Wording {
    listing: Listing,
    finder: Finder,
}

impl Wording {
    /// What is shipped, changed as an operator wants it.
    ///
    /// # Errors
    /// Everything that is wrong with the operator's part.
    pub fn new(own: &Own<'_>) -> Result<Self, Problems> {
        let (rules, acknowledgements) = list::merged(own)?;
        Ok(Self::of(rules, acknowledgements))
    }

    /// What is shipped.
    #[must_use]
    pub fn shipped() -> Self {
        let (rules, acknowledgements) = list::shipped().clone();
        Self::of(rules, acknowledgements)
    }

    fn of(rules: Vec<Rule>, acknowledgements: Vec<String>) -> Self {
        let phrases = rules.iter().flat_map(|rule| rule.phrases.iter().chain(&rule.unless));
        let variants = fold::variants(phrases.chain(&acknowledgements).map(String::as_str));
        let finder = Finder::new(&rules);
        Self { listing: Listing { rules, acknowledgements, variants }, finder }
    }

    /// The list itself.
    #[must_use]
    pub const fn listing(&self) -> &Listing {
        &self.listing
    }

    /// Every phrase of the list that stands in a text, in its order.
    #[must_use]
    pub fn find<'a>(&'a self, text: &'a str) -> Vec<Finding<'a>> {
        self.finder.find(&self.listing.rules, text)
    }

    /// The banned words of a text as they stand in it, each once.
    #[must_use]
    pub fn banned(&self, text: &str) -> Vec<String> {
        let mut banned: Vec<String> = Vec::new();
        for finding in self.find(text).into_iter().filter(|finding| finding.rule.level == Level::Block) {
            if !banned.iter().any(|known| known == finding.words) {
                banned.push(finding.words.to_owned());
            }
        }
        banned
    }
}

#[cfg(test)]
#[path = "generated_test.rs"]
mod generated;
#[cfg(test)]
#[path = "wording_test.rs"]
mod tests;
