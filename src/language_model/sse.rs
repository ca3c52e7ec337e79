//! The words of an answer that is streamed as server-sent events, as `/v1/chat/completions` does. Pure; takes bytes as
//! they come, in pieces of any size.
//!
//! Owns the bounds of what is read. Kept: memory stays within them whatever is sent; an answer is whole only when the
//! other side has said that it ended by itself, and none where it has said that it refuses.

use super::NoAnswer;
use serde::Deserialize;

/// Most bytes of one answer, with everything around its words.
const BYTES: usize = 256 * 1024;
/// Most bytes of its words.
const WORDS: usize = 16 * 1024;

/// Reads one answer.
#[derive(Debug, Default)]
pub(super) struct Reader {
    line: Vec<u8>,
    read: usize,
    words: String,
    ended: bool,
    cut: bool,
    refused: bool,
}

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    delta: Delta,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
struct Delta {
    #[serde(default)]
    content: Option<String>,
    /// Why it will not, in words that nobody is shown.
    #[serde(default)]
    refusal: Option<String>,
}

impl Reader {
    /// Takes in the next bytes.
    ///
    /// # Errors
    /// What cannot be read, or is too much.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Result<(), NoAnswer> {
        self.read = self.read.saturating_add(bytes.len());
        if self.read > BYTES {
            return Err(NoAnswer::Garbage("too many bytes"));
        }
        for byte in bytes {
            if *byte == b'\n' {
                let line = std::mem::take(&mut self.line);
                self.line(&line)?;
            } else {
                self.line.push(*byte);
            }
        }
        Ok(())
    }

    /// Whether the other side has said that nothing follows.
    pub(super) const fn is_over(&self) -> bool {
        self.ended
    }

    /// The words, once nothing comes any more.
    ///
    /// # Errors
    /// When the answer was refused, or did not end by itself.
    pub(super) fn finish(mut self) -> Result<String, NoAnswer> {
        let line = std::mem::take(&mut self.line);
        self.line(&line)?;
        if self.refused {
            return Err(NoAnswer::Refused);
        }
        match (self.ended, self.cut, self.words.is_empty()) {
            (true, false, false) => Ok(self.words),
            (true, false, true) => Err(NoAnswer::Garbage("no words")),
            _ => Err(NoAnswer::Cut),
        }
    }

    fn line(&mut self, line: &[u8]) -> Result<(), NoAnswer> {
        let line = std::str::from_utf8(line).map_err(|_| NoAnswer::Garbage("not UTF-8"))?.trim_end_matches('\r');
        if self.ended || line.is_empty() || line.starts_with(':') {
            return Ok(());
        }
        let Some((field, value)) = line.split_once(':') else { return Err(NoAnswer::Garbage("no event stream")) };
        match field {
            "data" => self.data(value.trim()),
            "event" | "id" | "retry" => Ok(()),
            _ => Err(NoAnswer::Garbage("no event stream")),
        }
    }

    fn data(&mut self, data: &str) -> Result<(), NoAnswer> {
        if data == "[DONE]" {
            self.ended = true;
            return Ok(());
        }
        let chunk: Chunk = serde_json::from_str(data).map_err(|_| NoAnswer::Garbage("not as agreed"))?;
        let Some(choice) = chunk.choices.into_iter().next() else { return Ok(()) };
        self.refused |= choice.delta.refusal.is_some_and(|words| !words.is_empty());
        self.words.push_str(&choice.delta.content.unwrap_or_default());
        if self.words.len() > WORDS {
            return Err(NoAnswer::Garbage("too many words"));
        }
        match choice.finish_reason.as_deref() {
            None | Some("") => {}
            Some("stop") => self.ended = true,
            // Whoever runs it does not let it say this.
            Some("content_filter") => self.refused = true,
            // At its limit of tokens: half an answer is none.
            Some(_) => self.cut = true,
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "sse_test.rs"]
mod tests;
