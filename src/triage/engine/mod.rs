//! The engines that run the network: ONNX Runtime when a library is found, and a built-in one in pure Rust.
//!
//! Owns loading and running a batch. Both read the same file and agree within rounding; which one ran stands in every
//! score's provenance.

mod ort;
mod rten;

use super::input::Input;
use std::iter::repeat_n;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which engine to use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EngineChoice {
    /// ONNX Runtime when a library is found, else the built-in engine.
    #[default]
    Auto,
    /// ONNX Runtime or nothing.
    Ort,
    /// The built-in engine.
    Rten,
}

/// A padded batch: row-major, `rows` x `length`.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Messages.
    pub rows: usize,
    /// Tokens per row, padding included.
    pub length: usize,
    /// Token ids.
    pub ids: Vec<i32>,
    /// 1 for tokens, 0 for padding.
    pub mask: Vec<i32>,
    /// 0 message, 1 context.
    pub types: Vec<i32>,
}

impl Batch {
    /// Inputs padded to the longest of them.
    #[must_use]
    pub fn of(inputs: &[&Input]) -> Self {
        let length = inputs.iter().map(|input| input.ids.len()).max().unwrap_or(0);
        let mut batch = Self { rows: inputs.len(), length, ids: Vec::new(), mask: Vec::new(), types: Vec::new() };
        for Input { ids, types, .. } in inputs {
            let padding = length - ids.len();
            batch.ids.extend(ids.iter().copied().chain(repeat_n(0, padding)));
            batch.types.extend(types.iter().copied().chain(repeat_n(0, padding)));
            batch.mask.extend(repeat_n(1, ids.len()).chain(repeat_n(0, padding)));
        }
        batch
    }
}

/// What the network says of a batch, row-major.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Output {
    /// `rows` x number of logits.
    pub logits: Vec<f32>,
    /// `rows` x `length`: each token's share in the anger logit.
    pub contributions: Vec<f32>,
}

/// Runs batches on one thread.
pub trait Engine: Send {
    /// Runs the network.
    ///
    /// # Errors
    /// The engine's own words; the batch has no scores then.
    fn run(&mut self, batch: &Batch) -> Result<Output, String>;

    /// Runs the network for what its embedding says, row-major, unit vectors.
    ///
    /// # Errors
    /// The engine's own words; also where the network has no embedding.
    fn embed(&mut self, _batch: &Batch) -> Result<Vec<f32>, String> {
        Err("this network has no `embedding`".to_owned())
    }
}

/// A loaded network, from which each thread gets an engine of its own.
#[derive(Clone)]
pub struct Loaded {
    /// Name and version, as in the provenance.
    pub name: String,
    /// The library's file, for ONNX Runtime.
    pub library: Option<PathBuf>,
    make: Arc<dyn Fn() -> Result<Box<dyn Engine>, String> + Send + Sync>,
}

impl Loaded {
    /// A network that makes its engines this way: for wrappers around another one, and for tests.
    pub fn new(
        name: impl Into<String>,
        make: impl Fn() -> Result<Box<dyn Engine>, String> + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), library: None, make: Arc::new(make) }
    }

    /// An engine for one thread.
    ///
    /// # Errors
    /// The engine's own words.
    pub fn engine(&self) -> Result<Box<dyn Engine>, String> {
        (self.make)()
    }
}

/// Loads a network with the chosen engine and proves that it gives as many `logits` as its manifest says. `library`
/// is ONNX Runtime's, when one was named.
///
/// # Errors
/// Why no engine could take it, with what to do.
pub fn load(
    choice: EngineChoice,
    library: Option<&Path>,
    network: &Arc<[u8]>,
    logits: usize,
) -> Result<Loaded, String> {
    let builtin = || rten::load(network).and_then(|loaded| proved(loaded, logits));
    if choice == EngineChoice::Rten {
        return builtin();
    }
    match (ort::load(library, network).and_then(|loaded| proved(loaded, logits)), choice) {
        (Ok(loaded), _) => Ok(loaded),
        (Err(why), EngineChoice::Ort) => Err(why),
        (Err(why), _) => {
            tracing::info!(%why, "ONNX Runtime is not used; the built-in engine serves");
            builtin()
        }
    }
}

/// Runs a small batch, before anybody relies on the network.
fn proved(loaded: Loaded, logits: usize) -> Result<Loaded, String> {
    let (rows, length) = (2, 3);
    let batch = Batch { rows, length, ids: vec![1; 6], mask: vec![1, 1, 1, 1, 1, 0], types: vec![0; 6] };
    let output = loaded.engine()?.run(&batch)?;
    let (found, shares) = (output.logits.len(), output.contributions.len());
    if found == rows * logits && shares == rows * length {
        return Ok(loaded);
    }
    let found = found / rows;
    Err(format!("the network gives {found} logits and {shares} contributions; its manifest says {logits} and 6"))
}
