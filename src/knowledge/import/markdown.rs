//! From Markdown to drafts. Pure.
//!
//! `# Question` begins an article; a block quote right under it lists other ways to ask, one a line; the rest is the
//! answer. Owns what becomes of formatting: it is dropped, since everything is plain text end to end, but for list
//! marks and the addresses of links. What is written about an article is `about`'s.

use super::about::{self, Block};
use super::draft::{Draft, Written};
use super::place::{Parsed, Place, Problem};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

/// Reads one file.
pub(super) fn parse(text: &str) -> Parsed {
    // Some editors begin files with a mark of their own.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (text, blocks, problems) = about::take(text);
    let starts: Vec<usize> = text.match_indices('\n').map(|(place, _)| place).collect();
    let parsed = Parsed { drafts: Vec::new(), problems };
    let mut reading = Reading { parsed, part: Part::Answer, links: Vec::new(), line: 1 };
    for (event, range) in Parser::new(&text).into_offset_iter() {
        reading.line = starts.partition_point(|start| *start < range.start) + 1;
        reading.take(event);
    }
    reading.finish(&blocks)
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Title,
    Variants,
    Answer,
}

struct Reading {
    parsed: Parsed,
    part: Part,
    /// Addresses of the links that are open.
    links: Vec<String>,
    line: usize,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                self.parsed.drafts.push(Draft::at(Place::Line(self.line)));
                self.part = Part::Title;
            }
            Event::Start(Tag::Heading { .. }) => self.wrong("only `# Question` headings; write paragraphs instead"),
            Event::Start(Tag::BlockQuote(_)) => self.begin_variants(),
            Event::Start(Tag::Item) => self.write("- "),
            Event::Start(Tag::Link { dest_url, .. }) => self.links.push(dest_url.into_string()),
            Event::End(TagEnd::Link) => self.end_link(),
            Event::End(TagEnd::Heading(_) | TagEnd::BlockQuote(_)) => self.part = Part::Answer,
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::List(_)) | Event::HardBreak | Event::SoftBreak => {
                self.write("\n");
            }
            Event::Text(text) | Event::Code(text) => self.write(&text),
            Event::Html(_) | Event::InlineHtml(_) => self.wrong("HTML is not allowed; write plain text"),
            _ => {}
        }
    }

    fn wrong(&mut self, rule: &str) {
        let problem = Problem::new(Place::Line(self.line), rule);
        if self.parsed.problems.last() != Some(&problem) {
            self.parsed.problems.push(problem);
        }
    }

    fn begin_variants(&mut self) {
        if self.parsed.drafts.last().is_some_and(|article| !article.answer.trim().is_empty()) {
            self.wrong("other ways to ask (`> ...`) stand right under the question");
        }
        self.part = Part::Variants;
    }

    /// The address follows the words, unless they are the address.
    fn end_link(&mut self) {
        let Some(address) = self.links.pop() else { return };
        let is_shown =
            self.parsed.drafts.last().is_some_and(|a| a.answer.ends_with(address.trim_start_matches("mailto:")));
        if self.part == Part::Answer && !is_shown {
            self.write(&format!(" ({address})"));
        }
    }

    fn write(&mut self, text: &str) {
        let (part, at) = (self.part, Place::Line(self.line));
        let Some(draft) = self.parsed.drafts.last_mut() else {
            if !text.trim().is_empty() {
                self.wrong("text before the first `# Question`");
            }
            return;
        };
        match part {
            Part::Title => draft.question.push_str(text),
            Part::Answer => draft.answer.push_str(text),
            Part::Variants => match (text, draft.variants.last_mut()) {
                ("\n", _) => draft.variants.push(Written { text: String::new(), at }),
                (_, Some(last)) => {
                    // The line end before it was noted on the line before.
                    last.at = if last.text.is_empty() { at } else { last.at };
                    last.text.push_str(text);
                }
                (_, None) => draft.variants.push(Written { text: text.to_owned(), at }),
            },
        }
    }

    fn finish(mut self, blocks: &[Block]) -> Parsed {
        for draft in &mut self.parsed.drafts {
            draft.question = draft.question.trim().to_owned();
            draft.variants.retain(|way| !way.text.trim().is_empty());
            draft.answer = draft.answer.trim().to_owned();
            // What stands under the heading wins over what stands at the top.
            for block in blocks.iter().rev().filter(|block| block.under == 0 || Place::Line(block.under) == draft.at) {
                for (mine, written) in draft.about.iter_mut().zip(&block.about) {
                    if mine.is_none() {
                        mine.clone_from(written);
                    }
                }
            }
        }
        self.parsed
    }
}

#[cfg(test)]
#[path = "markdown_test.rs"]
mod tests;
