//! The built-in engine: pure Rust, reads the same file. One set of weights, shared by all threads.

use super::{Batch, Engine, Loaded, Output};
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};
use std::sync::{Arc, OnceLock};

/// Version of the crate, as in the lock file; a test holds it to that.
const NAME: &str = "rten 0.27";

struct Network {
    model: Model,
    inputs: [NodeId; 3],
    outputs: [NodeId; 2],
    embedding: Option<NodeId>,
}

struct RtenEngine {
    network: Arc<Network>,
    /// Made at the first batch, so that its thread has the priority of the one that reads.
    pool: OnceLock<Arc<ThreadPool>>,
}

pub(super) fn load(network: &Arc<[u8]>) -> Result<Loaded, String> {
    let mut options = ModelOptions::with_all_ops();
    // Without this every run packs all weights anew and takes three times as long.
    options.prepack_weights(true);
    let model = options.load(network.to_vec()).map_err(|e| format!("the network cannot be read: {e}"))?;
    let find = |name: &str| model.node_id(name).map_err(|_| format!("the network has no `{name}`"));
    let inputs = [find("input_ids")?, find("attention_mask")?, find("token_type_ids")?];
    let outputs = [find("logits")?, find("contributions")?];
    let embedding = model.node_id("embedding").ok();
    let network = Arc::new(Network { model, inputs, outputs, embedding });
    let make =
        move || Ok(Box::new(RtenEngine { network: Arc::clone(&network), pool: OnceLock::new() }) as Box<dyn Engine>);
    Ok(Loaded { name: NAME.to_owned(), library: None, make: Arc::new(make) })
}

impl RtenEngine {
    /// Runs a batch and hands over these outputs, flat.
    fn outputs<const N: usize>(&self, batch: &Batch, wanted: [NodeId; N]) -> Result<[Vec<f32>; N], String> {
        let shape = [batch.rows, batch.length];
        let inputs =
            [&batch.ids, &batch.mask, &batch.types].map(|data| NdTensorView::from_data(shape, data.as_slice()));
        let inputs = self.network.inputs.into_iter().zip(inputs).map(|(id, view)| (id, view.into())).collect();
        // One thread per engine: threads that help each other cost more than they save at these sizes.
        let pool = self.pool.get_or_init(|| Arc::new(ThreadPool::with_num_threads(1)));
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
        let ran = self.network.model.run(inputs, &wanted, Some(options)).map_err(|e| e.to_string())?;
        let mut found = [const { Vec::new() }; N];
        for (slot, value) in found.iter_mut().zip(ran) {
            let tensor: NdTensor<f32, 2> = value.try_into().map_err(|_| "an output has another shape".to_owned())?;
            *slot = tensor.to_vec();
        }
        Ok(found)
    }
}

impl Engine for RtenEngine {
    fn run(&mut self, batch: &Batch) -> Result<Output, String> {
        let [logits, contributions] = self.outputs(batch, self.network.outputs)?;
        Ok(Output { logits, contributions })
    }

    fn embed(&mut self, batch: &Batch) -> Result<Vec<f32>, String> {
        let embedding = self.network.embedding.ok_or("the network has no `embedding`")?;
        let [embedding] = self.outputs(batch, [embedding])?;
        Ok(embedding)
    }
}
