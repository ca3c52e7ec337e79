//! Texts with places for slots: `{order|your order}`. Pure. Owns the rule that a place always has words for when the
//! slot was not told, so that nothing is ever said with a hole in it.

use crate::domain::FlowPlace;

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
        let (mut parts, mut wrong, mut plain, mut rest) = (Vec::new(), Vec::new(), String::new(), text);
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                plain.push_str(brace);
                rest = after;
            } else if let Some((inner, after)) = (brace == "{").then(|| rest.split_once('}')).flatten() {
                rest = after;
                match inner.split_once('|') {
                    Some((slot, otherwise)) if !otherwise.trim().is_empty() => {
                        parts.push(Part::Words(std::mem::take(&mut plain)));
                        parts.push(Part::Place { slot: slot.trim().to_owned(), otherwise: otherwise.to_owned() });
                    }
                    _ => wrong.push(format!("with words for when `{inner}` was not told: {{{inner}|words}}")),
                }
            } else {
                wrong.push(format!("without a single `{brace}`; write `{brace}{brace}` for a brace"));
            }
        }
        plain.push_str(rest);
        parts.push(Part::Words(plain));
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
