//! Meanings: what the network's embedding says of texts without context, for whoever compares texts. Owns one engine;
//! runs on one thread. Scores are the reader's.

use super::batch::{ROWS, TOKENS};
use super::engine::{Batch, Engine};
use super::input::Input;
use super::reader::Model;

/// One thread's encoder.
pub struct Encoder {
    model: Model,
    engine: Box<dyn Engine>,
}

impl Encoder {
    /// An encoder with an engine of its own.
    ///
    /// # Errors
    /// When the engine cannot be made.
    pub fn new(model: &Model) -> Result<Self, String> {
        Ok(Self { model: model.clone(), engine: model.network.engine()? })
    }

    /// Which model it is: vectors of another one mean something else.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.model.provenance.model
    }

    /// A vector for each text, in order.
    ///
    /// # Errors
    /// When the tokenizer or the engine fails.
    pub fn encode(&mut self, texts: &[&str]) -> Result<Vec<Vec<f32>>, String> {
        let assembler = &self.model.assembler;
        let inputs: Result<Vec<Input>, String> =
            texts.iter().map(|text| assembler.input(&assembler.normalise(text), &[])).collect();
        let inputs = inputs?;
        let mut order: Vec<usize> = (0..inputs.len()).collect();
        order.sort_by_key(|place| inputs[*place].ids.len());
        let mut vectors = vec![Vec::new(); inputs.len()];
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            // Lengths ascend, so the last of a batch is its longest.
            let fits = |count: &usize| count * inputs[rest[count - 1]].ids.len() <= TOKENS;
            let size = (2..=rest.len().min(ROWS)).take_while(fits).last().unwrap_or(1);
            let (batch, later) = rest.split_at(size);
            let together: Vec<&Input> = batch.iter().map(|place| &inputs[*place]).collect();
            let found = self.engine.embed(&Batch::of(&together))?;
            let width = found.len() / batch.len();
            for (place, vector) in batch.iter().zip(found.chunks(width.max(1))) {
                vectors[*place] = vector.to_vec();
            }
            rest = later;
        }
        Ok(vectors)
    }
}

#[cfg(test)]
#[path = "encoder_test.rs"]
mod tests;
