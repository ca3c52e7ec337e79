//! The handle to the triage threads. Owns starting them, answering every request exactly once, and stopping.
//! Submitting never waits (invariant T1); every request is answered with a score or a mark (T3), even when the queue
//! is full, the engine panics, or the server stops.

use super::Request;
use super::bundle::{self, Settings};
use super::queue::{Item, Queue};
use super::reader::{Model, Reader};
use crate::domain::{Scoring, Unscored};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

/// Whether messages are being scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Yes.
    On {
        /// First 12 hexadecimal digits of the model file's SHA-256.
        model: String,
        /// Engine and version.
        engine: String,
    },
    /// No: messages are marked.
    Off {
        /// Why, for operators.
        why: String,
    },
}

/// Cheap to clone; all clones share the same threads, which end with the last of them.
#[derive(Clone)]
pub struct Triage {
    status: Status,
    model: Option<Model>,
    queue: Option<Arc<Handle>>,
}

/// Closes the queue when the last handle goes.
struct Handle {
    queue: Arc<Queue>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        for item in self.queue.close() {
            mark(item.request, Unscored::Failed);
        }
    }
}

impl Triage {
    /// Loads the model and starts the threads. Never fails: without a usable model messages are marked, and the
    /// status says why.
    #[must_use]
    pub fn start(settings: &Settings) -> Self {
        let started = bundle::load(settings).and_then(|model| {
            let readers = (0..settings.workers.max(1)).map(|_| Reader::new(&model)).collect::<Result<Vec<_>, _>>()?;
            Ok((model, readers))
        });
        let (model, readers) = match started {
            Ok(started) => started,
            Err(why) => {
                tracing::error!(%why, "no usable model: messages are marked as not scored");
                return Self::off(why);
            }
        };
        let status = Status::On { model: model.provenance.model.clone(), engine: model.provenance.engine.clone() };
        let queue = Arc::new(Queue::default());
        for (number, mut reader) in readers.into_iter().enumerate() {
            spawn(number, Arc::clone(&queue), move |batch| read(&mut reader, batch));
        }
        Self { status, model: Some(model), queue: Some(Arc::new(Handle { queue })) }
    }

    /// A triage without a model: answers every request with `NotScored`.
    #[must_use]
    pub fn off(why: impl Into<String>) -> Self {
        Self { status: Status::Off { why: why.into() }, model: None, queue: None }
    }

    /// Test seam: one thread that asks `scorer` instead of a model; it may be slow, or panic.
    #[must_use]
    pub fn with_scorer(mut scorer: impl FnMut(&Request) -> Scoring + Send + 'static) -> Self {
        let queue = Arc::new(Queue::default());
        spawn(0, Arc::clone(&queue), move |batch| batch.iter().map(|item| scorer(&item.request)).collect());
        let status = Status::On { model: "scripted".to_owned(), engine: "scripted".to_owned() };
        Self { status, model: None, queue: Some(Arc::new(Handle { queue })) }
    }

    /// Hands over a message to read. Returns at once; the reply is called later, always.
    pub fn submit(&self, request: Request) {
        let Some(handle) = &self.queue else { return mark(request, Unscored::NoModel) };
        let prepared = self.model.as_ref().map(|model| model.prepare(&request.text, &request.context, None));
        let prepared = match prepared.transpose() {
            Ok(prepared) => prepared,
            Err(error) => {
                tracing::error!(%error, "the tokenizer failed on a message");
                return mark(request, Unscored::Failed);
            }
        };
        if let Some(shed) = handle.queue.push(Item { request, prepared }) {
            mark(shed.request, Unscored::Overload);
        }
    }

    /// Whether messages are being scored.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status.clone()
    }
}

impl std::fmt::Debug for Triage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Triage").field("status", &self.status).finish_non_exhaustive()
    }
}

fn mark(request: Request, why: Unscored) {
    metrics::counter!("unscored_total", "why" => format!("{why:?}")).increment(1);
    (request.reply)(Scoring::NotScored { why });
}

fn spawn(number: usize, queue: Arc<Queue>, mut read: impl FnMut(&[Item]) -> Vec<Scoring> + Send + 'static) {
    let work = move || {
        while let Some(batch) = queue.take() {
            serve(&mut read, batch);
        }
    };
    if let Err(error) = thread::Builder::new().name(format!("triage-{number}")).spawn(work) {
        tracing::error!(%error, "a triage thread could not be started");
    }
}

/// Reads one batch and answers each request once. A panic of the engine costs this batch its scores, nothing else.
fn serve(read: &mut impl FnMut(&[Item]) -> Vec<Scoring>, batch: Vec<Item>) {
    let outcomes = catch_unwind(AssertUnwindSafe(|| read(&batch))).unwrap_or_default();
    let failed = std::iter::repeat(Scoring::NotScored { why: Unscored::Failed });
    for (item, scoring) in batch.into_iter().zip(outcomes.into_iter().chain(failed)) {
        (item.request.reply)(scoring);
    }
}

fn read(reader: &mut Reader, batch: &[Item]) -> Vec<Scoring> {
    // Every item was prepared at the door; one that was not could not be told apart from its neighbours here.
    let prepared: Vec<_> = batch.iter().filter_map(|item| item.prepared.as_ref()).collect();
    reader.read(&prepared)
}

#[cfg(test)]
#[path = "worker_test.rs"]
mod tests;
