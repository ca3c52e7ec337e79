//! Texts with places for slots: `{order|your order}`. Pure. Owns the rule that a place always has words for when the
//! slot was not told, so that nothing is ever said with a hole in it.

use crate::domain::FlowPlace;
use crate::knowledge::braces::{Piece, pieces};

/// Longest value that is put into a text, in characters.
const VALUE_MAX: usize = 60;

#[derive(Debug)]
enum Part {
    Words(String),
    Place { slot: String, otherwise: String },
}

/// A text with places.
#[derive(Debug)]
pub(super) struct Template(Vec<Part>);

impl Template {
    /// Reads a text; `{{` and `}}` are plain braces.
    ///
    /// # Errors
    /// Every rule that it breaks.
    pub(super) fn parse(text: &str) -> Result<Self, Vec<String>> {
        let (mut parts, mut wrong) = (Vec::new(), Vec::new());
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) => parts.push(Part::Words(words)),
                Piece::Place(inner) => match inner.split_once('|') {
                    Some((slot, otherwise)) if !otherwise.trim().is_empty() => {
                        parts.push(Part::Place { slot: slot.trim().to_owned(), otherwise: otherwise.to_owned() });
                    }
                    _ => wrong.push(format!("with words for when `{inner}` was not told: {{{inner}|words}}")),
                },
                Piece::Stray(brace) => {
                    wrong.push(format!("without a single `{brace}`; write `{brace}{brace}` for a brace"));
                }
            }
        }
        if wrong.is_empty() { Ok(Self(parts)) } else { Err(wrong) }
    }

    /// Names of the slots that it has places for.
    pub(super) fn slots(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Place { slot, .. } => Some(slot.as_str()),
            Part::Words(_) => None,
        })
    }

    /// The text with every place filled.
    pub(super) fn fill(&self, place: &FlowPlace) -> String {
        let part = |part: &Part| match part {
            Part::Words(words) => words.clone(),
            Part::Place { slot, otherwise } => {
                place.slot(slot).map_or_else(|| otherwise.clone(), |value| value.chars().take(VALUE_MAX).collect())
            }
        };
        self.0.iter().map(part).collect()
    }
}
