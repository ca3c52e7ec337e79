//! The handle to the triage threads. Owns starting them, answering every request exactly once, and stopping.
//! Submitting never waits (invariant T1); every request is answered with a score or a mark (T3), even when the queue
//! is full, the engine panics, or the server stops.

use super::Request;
use super::bundle::{self, Settings};
use super::queue::{Item, Queue};
use super::reader::{Model, Prepared, Reader};
use crate::domain::{Scoring, Unscored};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use tokio::time::Instant;

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
            let started = spawn(number, Arc::clone(&queue), move |batch| read(&mut reader, batch));
            if let Err(error) = started {
                queue.close();
                return Self::off(format!("no thread to read messages could be started: {error}"));
            }
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
        let read = move |batch: &[Item]| batch.iter().map(|item| scorer(&item.request)).collect();
        if let Err(error) = spawn(0, Arc::clone(&queue), read) {
            return Self::off(error.to_string());
        }
        let status = Status::On { model: "scripted".to_owned(), engine: "scripted".to_owned() };
        Self { status, model: None, queue: Some(Arc::new(Handle { queue })) }
    }

    /// Hands over a message to read. Returns at once; the reply is called later, always.
    pub fn submit(&self, request: Request) {
        let Some(handle) = &self.queue else { return mark(request, Unscored::NoModel) };
        let since = Instant::now();
        let prepared = match self.model.as_ref().map(|model| prepare(model, &request)).transpose() {
            Ok(prepared) => prepared,
            Err(error) => {
                tracing::error!(%error, "the tokenizer failed on a message");
                return mark(request, Unscored::Failed);
            }
        };
        if let Some(shed) = handle.queue.push(Item { request, prepared, since }) {
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

/// A panic of the tokenizer costs this message its score, not its sender's task.
fn prepare(model: &Model, request: &Request) -> Result<Prepared, String> {
    let tokenize = AssertUnwindSafe(|| model.prepare(&request.text, &request.context, None));
    catch_unwind(tokenize).unwrap_or_else(|_| Err("it panicked".to_owned()))
}

fn mark(request: Request, why: Unscored) {
    let label = match why {
        Unscored::NoModel => "no_model",
        Unscored::Overload => "overload",
        Unscored::Failed => "failed",
        Unscored::Ended => "ended",
    };
    metrics::counter!("unscored_total", "why" => label).increment(1);
    answer(request, Scoring::NotScored { why });
}

/// Calls a reply. One that panics is its owner's fault and must not end the thread that serves everybody.
fn answer(request: Request, scoring: Scoring) {
    let reply = request.reply;
    if catch_unwind(AssertUnwindSafe(|| reply(scoring))).is_err() {
        tracing::error!(conv = %request.conv, message = %request.message, "a reply panicked");
    }
}

fn spawn(
    number: usize,
    queue: Arc<Queue>,
    mut read: impl FnMut(&[Item]) -> Vec<Scoring> + Send + 'static,
) -> std::io::Result<()> {
    let work = move || {
        while let Some(batch) = queue.take() {
            let conversations: Vec<_> = batch.iter().map(|item| item.request.conv).collect();
            serve(&mut read, batch);
            queue.done(&conversations);
        }
    };
    thread::Builder::new().name(format!("triage-{number}")).spawn(work).map(drop)
}

/// Reads one batch and answers each request once. A panic of the engine costs this batch its scores, nothing else.
fn serve(read: &mut impl FnMut(&[Item]) -> Vec<Scoring>, batch: Vec<Item>) {
    let outcomes = catch_unwind(AssertUnwindSafe(|| read(&batch))).unwrap_or_default();
    let failed = std::iter::repeat(Scoring::NotScored { why: Unscored::Failed });
    for (Item { request, since, .. }, scoring) in batch.into_iter().zip(outcomes.into_iter().chain(failed)) {
        match scoring {
            Scoring::NotScored { why } => mark(request, why),
            Scoring::Scored(_) => {
                metrics::histogram!("score_latency_seconds").record(since.elapsed().as_secs_f64());
                answer(request, scoring);
            }
        }
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
