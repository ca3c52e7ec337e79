//! The reader: messages in, calibrated scores out. Owns a loaded model (tokenizer, network, calibration) and one
//! engine; runs on one thread. The server's worker and the command line read through the same code.

use super::engine::{Batch, Engine, Loaded, Output};
use super::feedback::recalibration::InForce;
use super::input::{Assembler, Input};
use super::language::Script;
use super::score::Heads;
use super::{Turn, score};
use crate::domain::{Language, Provenance, Scoring, Unscored};
use lru::LruCache;
use std::num::NonZeroUsize;
use std::sync::Arc;

/// Exact repeats are common in chats ("ok", "hello?"): this many are remembered.
const REMEMBERED: usize = 4_096;

/// A model that was checked and loaded; shared by all readers.
#[derive(Clone)]
pub struct Model {
    /// Makes inputs.
    pub assembler: Arc<Assembler>,
    /// Reads logits.
    pub heads: Arc<Heads>,
    /// Makes engines.
    pub network: Loaded,
    /// Stands in every score.
    pub provenance: Provenance,
    /// This site's own calibration of anger.
    pub recalibration: InForce,
}

/// A message to read, assembled.
pub struct Prepared {
    input: Input,
    language: Option<Language>,
    is_foreign: bool,
}

impl Prepared {
    /// Tokens, for batching.
    #[must_use]
    pub fn length(&self) -> usize {
        self.input.ids.len()
    }

    /// Every word of the message that the model reads, as the places of its first and one past its last character in
    /// the original text; cut like the words of an explanation.
    #[must_use]
    pub fn words(&self) -> Vec<(u32, u32)> {
        score::words(&self.input).map(|span| (span.start, span.end)).collect()
    }
}

/// One thread's reader.
pub struct Reader {
    model: Model,
    engine: Box<dyn Engine>,
    known: LruCache<Vec<i32>, Row>,
}

/// What the network said of one message. Remembered raw: two texts with the same tokens ("Why?" and "WHY ?") differ in
/// their language, their characters and what of them was cut.
struct Row {
    logits: Vec<f32>,
    contributions: Vec<f32>,
}

impl Model {
    /// Assembles a message; `hint` overrides the language read from its letters, except where it is foreign.
    ///
    /// # Errors
    /// When the tokenizer fails on the text.
    pub fn prepare(&self, text: &str, context: &[Turn], hint: Option<Language>) -> Result<Prepared, String> {
        let message = self.assembler.normalise(text);
        let script = Script::of(&message.text);
        // Among Han characters unknown words are names and slang, and the rest is read all the same.
        let is_foreign = script.is_foreign() || (script.han == 0 && self.assembler.is_foreign(&message));
        let language = if is_foreign { None } else { hint.or(script.language()) };
        Ok(Prepared { input: self.assembler.input(&message, context)?, language, is_foreign })
    }
}

impl Reader {
    /// A reader with an engine of its own.
    ///
    /// # Errors
    /// When the engine cannot be made.
    pub fn new(model: &Model) -> Result<Self, String> {
        let remembered = NonZeroUsize::new(REMEMBERED).expect("the constant is not 0");
        Ok(Self { model: model.clone(), engine: model.network.engine()?, known: LruCache::new(remembered) })
    }

    /// Reads a batch; outcomes in the same order.
    pub fn read(&mut self, batch: &[&Prepared]) -> Vec<Scoring> {
        let inputs = batch.iter().map(|one| &one.input);
        let fresh: Vec<&Input> = inputs.filter(|input| !self.known.contains(&input.ids)).collect();
        if !fresh.is_empty() {
            match self.engine.run(&Batch::of(&fresh)) {
                Ok(output) => self.remember(&fresh, &output),
                Err(error) => tracing::error!(%error, messages = fresh.len(), "the engine failed on a batch"),
            }
        }
        batch.iter().map(|one| self.score(one)).collect()
    }

    fn remember(&mut self, fresh: &[&Input], output: &Output) {
        let (width, length) = (output.logits.len() / fresh.len(), output.contributions.len() / fresh.len());
        for (row, input) in fresh.iter().enumerate() {
            let logits = output.logits[row * width..(row + 1) * width].to_vec();
            if logits.iter().any(|logit| !logit.is_finite()) {
                tracing::error!(tokens = input.ids.len(), "the engine gave something that is no number");
                continue;
            }
            let contributions = output.contributions[row * length..].iter().take(input.ids.len()).copied().collect();
            self.known.put(input.ids.clone(), Row { logits, contributions });
        }
    }

    fn score(&mut self, one: &Prepared) -> Scoring {
        let Some(Row { logits, contributions }) = self.known.get(&one.input.ids) else {
            return Scoring::NotScored { why: Unscored::Failed };
        };
        let Prepared { input, language, is_foreign } = one;
        let raw = score::Raw { logits, contributions, input, language: *language, is_foreign: *is_foreign };
        Scoring::Scored(self.model.heads.score(&raw, &self.model.provenance, &self.model.recalibration.now()))
    }
}

#[cfg(test)]
#[path = "reader_test.rs"]
mod tests;
