//! The reader: messages in, calibrated scores out. Owns a loaded model (tokenizer, network, calibration) and one
//! engine; runs on one thread. The server's worker and the command line read through the same code.

use super::engine::{Batch, Engine, Loaded, Output};
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
}

/// A message to read, assembled.
pub struct Prepared {
    input: Input,
    language: Option<Language>,
}

impl Prepared {
    /// Tokens, for batching.
    #[must_use]
    pub fn length(&self) -> usize {
        self.input.ids.len()
    }
}

/// One thread's reader.
pub struct Reader {
    model: Model,
    engine: Box<dyn Engine>,
    known: LruCache<(Vec<i32>, Option<Language>), Scoring>,
}

impl Model {
    /// Assembles a message; `hint` overrides the language read from its letters.
    ///
    /// # Errors
    /// When the tokenizer fails on the text.
    pub fn prepare(&self, text: &str, context: &[Turn], hint: Option<Language>) -> Result<Prepared, String> {
        let language = hint.or_else(|| Script::of(text).language());
        Ok(Prepared { input: self.assembler.input(text, context)?, language })
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
        let mut outcomes: Vec<Option<Scoring>> = batch.iter().map(|one| self.known.get(&key(one)).cloned()).collect();
        let fresh: Vec<usize> = (0..batch.len()).filter(|place| outcomes[*place].is_none()).collect();
        if !fresh.is_empty() {
            let inputs: Vec<&Input> = fresh.iter().map(|place| &batch[*place].input).collect();
            match self.engine.run(&padded(&inputs)) {
                Ok(output) => self.take_in(batch, &fresh, &output, &mut outcomes),
                Err(error) => tracing::error!(%error, messages = fresh.len(), "the engine failed on a batch"),
            }
        }
        outcomes.into_iter().map(|one| one.unwrap_or(Scoring::NotScored { why: Unscored::Failed })).collect()
    }

    fn take_in(&mut self, batch: &[&Prepared], fresh: &[usize], output: &Output, outcomes: &mut [Option<Scoring>]) {
        let length = output.contributions.len() / fresh.len();
        let width = output.logits.len() / fresh.len();
        for (row, place) in fresh.iter().enumerate() {
            let one = batch[*place];
            let raw = score::Raw {
                logits: &output.logits[row * width..(row + 1) * width],
                contributions: &output.contributions[row * length..(row + 1) * length],
                input: &one.input,
                language: one.language,
            };
            let scoring = Scoring::Scored(self.model.heads.score(&raw, &self.model.provenance));
            self.known.put(key(one), scoring.clone());
            outcomes[*place] = Some(scoring);
        }
    }
}

fn key(one: &Prepared) -> (Vec<i32>, Option<Language>) {
    (one.input.ids.clone(), one.language)
}

fn padded(inputs: &[&Input]) -> Batch {
    let length = inputs.iter().map(|input| input.ids.len()).max().unwrap_or(0);
    let mut batch = Batch { rows: inputs.len(), length, ids: Vec::new(), mask: Vec::new(), types: Vec::new() };
    for input in inputs {
        let padding = length - input.ids.len();
        batch.ids.extend(input.ids.iter().copied().chain(std::iter::repeat_n(0, padding)));
        batch.types.extend(input.types.iter().copied().chain(std::iter::repeat_n(0, padding)));
        batch.mask.extend(std::iter::repeat_n(1, input.ids.len()).chain(std::iter::repeat_n(0, padding)));
    }
    batch
}
