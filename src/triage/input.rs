//! From text to the model's input. Owns the assembly `[CLS] message [SEP] context [SEP]` of normalised text, its limits,
//! and the way back from tokens to characters of the original text.

use super::normalise::{Normalised, Normaliser};
use super::word::{Kind, Word};
use super::{Speaker, Turn};
use std::collections::HashMap;
use tokenizers::Tokenizer;

/// A message as the model reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Token ids.
    pub ids: Vec<i32>,
    /// 0 for the message and the specials, 1 for context.
    pub types: Vec<i32>,
    /// The tokens of the message that were kept.
    pub words: Vec<Word>,
    /// Share of the message's tokens that the vocabulary does not know.
    pub unknown: f32,
    /// Whether any token that was kept is known and more than punctuation.
    pub is_informative: bool,
}

/// Makes inputs; made once per model.
pub struct Assembler {
    tokenizer: Tokenizer,
    normaliser: Normaliser,
    message_tokens: usize,
    max_tokens: usize,
    cls: i32,
    sep: i32,
    unk: i32,
    speakers: HashMap<&'static str, i32>,
}

impl Assembler {
    /// Reads a tokenizer file.
    ///
    /// # Errors
    /// When it is no tokenizer or lacks a reserved token; in words for operators.
    pub fn new(bytes: &[u8], message_tokens: usize, max_tokens: usize) -> Result<Self, String> {
        let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|e| format!("tokenizer.json cannot be read: {e}"))?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|e| e.to_string())?;
        // A visitor who types "[SEP]" writes five characters and ends nothing.
        tokenizer.set_encode_special_tokens(true);
        let id = |token: &str| {
            let id = tokenizer.token_to_id(token).ok_or_else(|| format!("tokenizer.json lacks {token}"))?;
            i32::try_from(id).map_err(|_| format!("tokenizer.json numbers {token} too high"))
        };
        let (cls, sep, unk) = (id("[CLS]")?, id("[SEP]")?, id("[UNK]")?);
        let normaliser = Normaliser::new(tokenizer.get_vocab(false).into_iter().collect());
        let names = ["[VISITOR]", "[BOT]", "[AGENT]"];
        let speakers = names.into_iter().map(|name| Ok((name, id(name)?))).collect::<Result<_, String>>()?;
        Ok(Self { tokenizer, normaliser, message_tokens, max_tokens, cls, sep, unk, speakers })
    }

    /// A text as the model reads it.
    #[must_use]
    pub fn normalise(&self, text: &str) -> Normalised {
        self.normaliser.normalise(text)
    }

    /// Whether a normalised text in Latin letters is no English.
    #[must_use]
    pub fn is_foreign(&self, message: &Normalised) -> bool {
        self.normaliser.is_foreign(&message.text)
    }

    /// Assembles one normalised message with its context, which is normalised here.
    ///
    /// # Errors
    /// When the tokenizer fails on the text.
    pub fn input(&self, message: &Normalised, context: &[Turn]) -> Result<Input, String> {
        let text = message.text.as_str();
        let encoding = self.tokenizer.encode_char_offsets(text, false).map_err(|e| e.to_string())?;
        let all: Vec<i32> = encoding.get_ids().iter().map(|id| i32::try_from(*id).unwrap_or(self.unk)).collect();
        let kept = kept(all.len(), self.message_tokens);
        let signs: Vec<char> = text.chars().collect();
        let mut ids = vec![self.cls];
        let mut words = Vec::with_capacity(kept.len());
        for place in kept {
            let (start, end) = encoding.get_offsets()[place];
            let kind = Kind::at(&signs, start);
            let (start, end) = message.origin(start, end);
            words.push(Word { place: ids.len(), start, end, kind });
            ids.push(all[place]);
        }
        ids.push(self.sep);
        let unknown = all.iter().filter(|id| **id == self.unk).count() as f32 / all.len().max(1) as f32;
        let is_informative = words.iter().any(|word| word.kind.is_informative() && ids[word.place] != self.unk);
        let mut types = vec![0; ids.len()];
        let context = self.context(context, self.max_tokens.saturating_sub(ids.len() + 1))?;
        if !context.is_empty() {
            types.extend(std::iter::repeat_n(1, context.len()));
            ids.extend(context);
            // The separators are specials, so of kind 0, the last one too.
            types.push(0);
            ids.push(self.sep);
        }
        Ok(Input { ids, types, words, unknown, is_informative })
    }

    /// Up to the last two turns, the newest kept when there is not room for both.
    fn context(&self, turns: &[Turn], room: usize) -> Result<Vec<i32>, String> {
        let mut tokens = Vec::new();
        for turn in turns.iter().rev().take(2).rev() {
            let name = match turn.speaker {
                Speaker::Visitor => "[VISITOR]",
                Speaker::Bot => "[BOT]",
                Speaker::Agent => "[AGENT]",
            };
            tokens.push(self.speakers[name]);
            let text = self.normalise(&turn.text).text;
            let encoding = self.tokenizer.encode_fast(text, false).map_err(|e| e.to_string())?;
            tokens.extend(encoding.get_ids().iter().map(|id| i32::try_from(*id).unwrap_or(self.unk)));
        }
        Ok(tokens.split_off(tokens.len().saturating_sub(room)))
    }
}

/// Places kept of a long message: its beginning says what it is about, its end how the writer feels.
fn kept(length: usize, limit: usize) -> Vec<usize> {
    if length <= limit {
        return (0..length).collect();
    }
    let tail = limit * 3 / 8;
    (0..limit - tail).chain(length - tail..length).collect()
}

#[cfg(test)]
#[path = "input_test.rs"]
mod tests;
