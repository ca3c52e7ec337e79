//! What is written about an article in Markdown: lines `key: value` between two lines `---`, at the top of a file for
//! all of its articles, or right under a heading for that one. Pure.

use super::draft::{ABOUT, Written, unknown};
use super::place::{Place, Problem};
use std::borrow::Cow;

const FENCE: &str = "---";

/// One such block.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Line of the heading that it stands under; 0 at the top of the file.
    pub(super) under: usize,
    pub(super) about: [Option<Written>; 4],
}

/// Takes the blocks out of a text; blank lines stand in their stead, so that all others keep their numbers.
pub(super) fn take(text: &str) -> (Cow<'_, str>, Vec<Block>, Vec<Problem>) {
    let mut taking = Taking { blocks: Vec::new(), problems: Vec::new(), open: None, heading: Some(0) };
    let mut kept = String::with_capacity(text.len());
    for (place, line) in text.split_inclusive('\n').enumerate() {
        if taking.is_about(place + 1, line.trim()) {
            kept.push('\n');
        } else {
            kept.push_str(line);
        }
    }
    if let Some(begin) = taking.open {
        taking.wrong(begin, "this `---` has no second one that ends what is written about the article");
    }
    let Taking { blocks, problems, .. } = taking;
    (if blocks.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(kept) }, blocks, problems)
}

struct Taking {
    blocks: Vec<Block>,
    problems: Vec<Problem>,
    /// Line where the block begins that is open.
    open: Option<usize>,
    /// Line of the heading under which a block may begin.
    heading: Option<usize>,
}

impl Taking {
    fn is_about(&mut self, number: usize, line: &str) -> bool {
        if self.open.is_some() {
            if line == FENCE {
                (self.open, self.heading) = (None, None);
            } else if !line.is_empty() {
                self.entry(number, line);
            }
            return true;
        }
        if let (FENCE, Some(under)) = (line, self.heading) {
            self.blocks.push(Block { under, ..Block::default() });
            self.open = Some(number);
            return true;
        }
        if line.starts_with("# ") {
            self.heading = Some(number);
        } else if !line.is_empty() {
            self.heading = None;
        }
        false
    }

    fn entry(&mut self, number: usize, line: &str) {
        let Some((key, value)) = line.split_once(':') else {
            return self.wrong(number, "must be `key: value`");
        };
        let (key, text) = (key.trim(), value.trim().to_owned());
        let Some(place) = ABOUT.iter().position(|known| *known == key) else {
            return self.wrong(number, unknown(key, &ABOUT));
        };
        let slot = self.blocks.last_mut().map(|block| &mut block.about[place]);
        if let Some(slot @ None) = slot {
            *slot = Some(Written { text, at: Place::Line(number) });
        } else {
            let (at, rule) = (Place::Line(number), "stands twice".to_owned());
            self.problems.push(Problem { at, field: Some(ABOUT[place]), rule });
        }
    }

    fn wrong(&mut self, line: usize, rule: impl Into<String>) {
        self.problems.push(Problem::new(Place::Line(line), rule));
    }
}
