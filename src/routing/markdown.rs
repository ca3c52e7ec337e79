//! From Markdown to articles. Pure.
//!
//! `# Question` begins an article; a block quote right under it lists other ways to ask, one a line; the rest is the
//! answer. Owns what becomes of formatting: it is dropped, since everything is plain text end to end, but for list
//! marks and the addresses of links.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

/// An article as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Line of its heading.
    pub line: usize,
    /// The heading.
    pub title: String,
    /// Other ways to ask.
    pub also: Vec<String>,
    /// Plain text.
    pub answer: String,
}

/// Articles of a file, and what is wrong with it, by line.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Articles in order.
    pub articles: Vec<Found>,
    /// Line and rule.
    pub problems: Vec<(usize, String)>,
}

/// Reads one file.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    // Some editors begin files with a mark of their own.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let starts: Vec<usize> = text.match_indices('\n').map(|(place, _)| place).collect();
    let mut reading = Reading { parsed: Parsed::default(), place: Place::Answer, links: Vec::new(), line: 1 };
    for (event, range) in Parser::new(text).into_offset_iter() {
        reading.line = starts.partition_point(|start| *start < range.start) + 1;
        reading.take(event);
    }
    reading.finish()
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Title,
    Also,
    Answer,
}

struct Reading {
    parsed: Parsed,
    place: Place,
    /// Addresses of the links that are open.
    links: Vec<String>,
    line: usize,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                let (title, also, answer) = (String::new(), Vec::new(), String::new());
                self.parsed.articles.push(Found { line: self.line, title, also, answer });
                self.place = Place::Title;
            }
            Event::Start(Tag::Heading { .. }) => self.wrong("only `# Question` headings; write paragraphs instead"),
            Event::Start(Tag::BlockQuote(_)) => self.begin_also(),
            Event::Start(Tag::Item) => self.write("- "),
            Event::Start(Tag::Link { dest_url, .. }) => self.links.push(dest_url.into_string()),
            Event::End(TagEnd::Link) => self.end_link(),
            Event::End(TagEnd::Heading(_) | TagEnd::BlockQuote(_)) => self.place = Place::Answer,
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::List(_)) | Event::HardBreak | Event::SoftBreak => {
                self.write("\n");
            }
            Event::Text(text) | Event::Code(text) => self.write(&text),
            Event::Html(_) | Event::InlineHtml(_) => self.wrong("HTML is not allowed; write plain text"),
            _ => {}
        }
    }

    fn wrong(&mut self, rule: &str) {
        let problem = (self.line, rule.to_owned());
        if self.parsed.problems.last() != Some(&problem) {
            self.parsed.problems.push(problem);
        }
    }

    fn begin_also(&mut self) {
        if self.parsed.articles.last().is_some_and(|article| !article.answer.trim().is_empty()) {
            self.wrong("other ways to ask (`> ...`) stand right under the question");
        }
        self.place = Place::Also;
    }

    /// The address follows the words, unless they are the address.
    fn end_link(&mut self) {
        let Some(address) = self.links.pop() else { return };
        let is_shown =
            self.parsed.articles.last().is_some_and(|a| a.answer.ends_with(address.trim_start_matches("mailto:")));
        if self.place == Place::Answer && !is_shown {
            self.write(&format!(" ({address})"));
        }
    }

    fn write(&mut self, text: &str) {
        let place = self.place;
        let Some(article) = self.parsed.articles.last_mut() else {
            if !text.trim().is_empty() {
                self.wrong("text before the first `# Question`");
            }
            return;
        };
        match place {
            Place::Title => article.title.push_str(text),
            Place::Answer => article.answer.push_str(text),
            Place::Also => match (text, article.also.last_mut()) {
                ("\n", _) => article.also.push(String::new()),
                (_, Some(last)) => last.push_str(text),
                (_, None) => article.also.push(text.to_owned()),
            },
        }
    }

    fn finish(mut self) -> Parsed {
        for article in &mut self.parsed.articles {
            article.title = article.title.trim().to_owned();
            article.also.retain(|way| !way.trim().is_empty());
            article.answer = article.answer.trim().to_owned();
        }
        self.parsed
    }
}

#[cfg(test)]
#[path = "markdown_test.rs"]
mod tests;
