//! The handle to the triage threads. Owns starting them, answering every request exactly once, and stopping.
//! Submitting never waits (invariant T1); every request is answered with a score or a mark (T3), even when the queue
//! is full, the engine panics, or the server stops. Its threads give way to those that deliver. A challenger gets
//! copies of what was scored once a whole batch is answered and given back.

use super::Request;
use super::bundle::{self, Settings};
use super::challenger::{self, Answered, Challenger, micros};
use super::feedback::recalibration::{InForce, Recalibration};
use super::priority;
use super::queue::{Item, Queue};
use super::reader::{Model, Prepared, Reader};
use crate::domain::paired::Reading;
use crate::domain::{ConversationId, Scoring, Seq, Unscored};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
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
    challenger: Seat,
    recalibration: InForce,
}

/// Where a challenger sits, once there is one.
type Seat = Arc<OnceLock<Challenger>>;

/// Closes the queue, and ends the challenger, when the last handle goes.
struct Handle {
    queue: Arc<Queue>,
    challenger: Seat,
}

impl Drop for Handle {
    fn drop(&mut self) {
        for item in self.queue.close() {
            mark(item.request, Unscored::Failed);
        }
        if let Some(challenger) = self.challenger.get() {
            challenger.close();
        }
    }
}

impl Triage {
    /// Loads the model and starts the threads. Never fails: without a usable model messages are marked, and the
    /// status says why.
    #[must_use]
    pub fn start(settings: &Settings) -> Self {
        match bundle::load(settings).and_then(|model| Self::with_model(model, settings.workers)) {
            Ok(triage) => triage,
            Err(why) => {
                tracing::error!(%why, "no usable model: messages are marked as not scored");
                Self::off(why)
            }
        }
    }

    /// Starts the threads with a loaded model; 0 workers count as 1.
    ///
    /// # Errors
    /// When an engine cannot be made or a thread cannot be started.
    pub fn with_model(model: Model, workers: usize) -> Result<Self, String> {
        let readers = (0..workers.max(1)).map(|_| Reader::new(&model)).collect::<Result<Vec<_>, _>>()?;
        let status = Status::On { model: model.provenance.model.clone(), engine: model.provenance.engine.clone() };
        let (queue, challenger) = (Arc::new(Queue::default()), Seat::default());
        for (number, mut reader) in readers.into_iter().enumerate() {
            let started = spawn(number, &queue, &challenger, move |batch| read(&mut reader, batch));
            if let Err(error) = started {
                queue.close();
                return Err(format!("no thread to read messages could be started: {error}"));
            }
        }
        Ok(Self::running(status, Some(model), queue, challenger))
    }

    fn running(status: Status, model: Option<Model>, queue: Arc<Queue>, challenger: Seat) -> Self {
        let handle = Handle { queue, challenger: Arc::clone(&challenger) };
        let recalibration = model.as_ref().map_or_else(InForce::default, |model| model.recalibration.clone());
        Self { status, model, queue: Some(Arc::new(handle)), challenger, recalibration }
    }

    /// A triage without a model: answers every request with `NotScored`.
    #[must_use]
    pub fn off(why: impl Into<String>) -> Self {
        let (challenger, recalibration) = (Seat::default(), InForce::default());
        Self { status: Status::Off { why: why.into() }, model: None, queue: None, challenger, recalibration }
    }

    /// Test seam: one thread that asks `scorer` instead of a model; it may be slow, or panic.
    #[must_use]
    pub fn with_scorer(mut scorer: impl FnMut(&Request) -> Scoring + Send + 'static) -> Self {
        let queue = Arc::new(Queue::default());
        let read = move |batch: &[Item]| batch.iter().map(|item| scorer(&item.request)).collect();
        let triage = Self::scripted(Arc::clone(&queue));
        match spawn(0, &queue, &triage.challenger, read) {
            Ok(()) => triage,
            Err(error) => Self::off(error.to_string()),
        }
    }

    /// Answered by whoever serves the queue.
    pub(super) fn scripted(queue: Arc<Queue>) -> Self {
        let status = Status::On { model: "scripted".to_owned(), engine: "scripted".to_owned() };
        Self::running(status, None, queue, Seat::default())
    }

    /// Lets a challenger read, in idle time, what is scored from now on. At most once.
    pub fn challenge(&self, parts: challenger::Parts) {
        self.challenger.get_or_init(|| match (&self.queue, &self.status) {
            (Some(handle), Status::On { model, .. }) => {
                Challenger::start(parts, model.clone(), Arc::clone(&handle.queue))
            }
            _ => Challenger::off("there is no champion: messages are not scored"),
        });
    }

    /// How the challenger is; none when there is none.
    #[must_use]
    pub fn challenger(&self) -> Option<challenger::Status> {
        self.challenger.get().map(Challenger::status)
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

    /// This site's own calibration of anger, as it is in force now.
    #[must_use]
    pub fn recalibration(&self) -> Recalibration {
        self.recalibration.now()
    }

    /// Reads every message from now on with this calibration of anger.
    pub fn recalibrate(&self, new: Recalibration) {
        self.recalibration.put(new);
    }

    /// The model that reads; none where none does, or something else than a model.
    #[must_use]
    pub fn model(&self) -> Option<&Model> {
        self.model.as_ref()
    }

    /// Why no message will be read, when there is no model: the message is marked in its own commit then.
    #[must_use]
    pub fn reads_nothing(&self) -> Option<Unscored> {
        let is_off = self.queue.is_none();
        is_off.then_some(Unscored::NoModel)
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
    answer((request.conv, request.message), request.reply, Scoring::NotScored { why });
}

/// Calls a reply. One that panics is its owner's fault and must not end the thread that serves everybody.
fn answer((conv, message): (ConversationId, Seq), reply: Box<dyn FnOnce(Scoring) + Send>, scoring: Scoring) {
    if catch_unwind(AssertUnwindSafe(|| reply(scoring))).is_err() {
        tracing::error!(%conv, %message, "a reply panicked");
    }
}

fn spawn(
    number: usize,
    queue: &Arc<Queue>,
    challenger: &Seat,
    mut read: impl FnMut(&[Item]) -> Vec<Scoring> + Send + 'static,
) -> std::io::Result<()> {
    let (queue, challenger) = (Arc::clone(queue), Arc::clone(challenger));
    let work = move || {
        // Inherited by the threads that an engine starts at its first batch.
        priority::lower(priority::SCORING);
        while let Some(batch) = queue.take() {
            let conversations: Vec<_> = batch.iter().map(|item| item.request.conv).collect();
            let answered = serve(&mut read, batch);
            queue.done(&conversations);
            if let Some(challenger) = challenger.get().filter(|challenger| challenger.is_open()) {
                challenger.after(answered);
            }
        }
    };
    thread::Builder::new().name(format!("triage-{number}")).spawn(work).map(drop)
}

/// Reads one batch and answers each request once; gives back what was scored. A panic of the engine costs this batch
/// its scores, nothing else.
pub(super) fn serve(read: &mut impl FnMut(&[Item]) -> Vec<Scoring>, batch: Vec<Item>) -> Vec<Answered> {
    let start = Instant::now();
    let outcomes = catch_unwind(AssertUnwindSafe(|| read(&batch))).unwrap_or_default();
    let micros = micros(start, batch.len());
    let failed = std::iter::repeat(Scoring::NotScored { why: Unscored::Failed });
    let mut answered = Vec::with_capacity(batch.len());
    for (Item { request, since, .. }, scoring) in batch.into_iter().zip(outcomes.into_iter().chain(failed)) {
        match &scoring {
            Scoring::NotScored { why } => mark(request, *why),
            Scoring::Scored(score) => {
                metrics::histogram!("score_latency_seconds").record(since.elapsed().as_secs_f64());
                let (language, champion) = (score.language, Reading::of(score, micros));
                let Request { conv, message, text, context, reply, .. } = request;
                answer((conv, message), reply, scoring);
                answered.push(Answered { conv, message, text, context, language, champion });
            }
        }
    }
    answered
}

fn read(reader: &mut Reader, batch: &[Item]) -> Vec<Scoring> {
    // Every item was prepared at the door; one that was not could not be told apart from its neighbours here.
    let prepared: Vec<_> = batch.iter().filter_map(|item| item.prepared.as_ref()).collect();
    reader.read(&prepared)
}

#[cfg(test)]
#[path = "worker_test.rs"]
mod tests;
