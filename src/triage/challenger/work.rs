//! The challenger's thread: loads the model, then reads one message at a time while the champion is idle.
//! Owns when it reads and when it gives up. Never takes a lock that the champion's threads wait for.

use super::line::{Answered, Line};
use super::{Parts, State, Status, turn_off};
use crate::domain::paired::Reading;
use crate::domain::{Models, Paired, Scoring};
use crate::triage::priority;
use crate::triage::queue::Queue;
use crate::triage::reader::{Model, Reader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use tokio::time::Instant;

/// A challenger that fails so often in a row is broken, and stops.
pub(super) const FAILURES: u32 = 16;

/// What the thread works with.
pub(super) struct Work {
    pub(super) line: Arc<Line>,
    pub(super) queue: Arc<Queue>,
    pub(super) state: Arc<State>,
    pub(super) champion: String,
}

impl Work {
    pub(super) fn run(self, parts: Parts) {
        if let Err(why) = caught(|| self.load_and_read(parts)).and_then(|done| done) {
            turn_off(&self.state, &self.line, why);
        }
    }

    /// Returns at the end of the line.
    ///
    /// # Errors
    /// Why it cannot read, or cannot go on.
    fn load_and_read(&self, parts: Parts) -> Result<(), String> {
        let is_lowered = priority::lower(priority::LOWEST);
        let Parts { load, now, mut keep, .. } = parts;
        // After the priority was lowered, which the engine's own threads take over.
        let model = load()?;
        let mut reader = Reader::new(&model)?;
        let by = &model.provenance;
        tracing::info!(model = by.model, engine = by.engine, is_lowered, "the challenger reads in idle time");
        let models = Models { champion: self.champion.clone(), challenger: by.model.clone() };
        self.state.set(Status::On { model: by.model.clone(), engine: by.engine.clone() });
        let counts = Counts::new();
        let mut failures = 0;
        while let Some(one) = self.next(&counts) {
            let challenger = read(&model, &mut reader, &one);
            counts.note(challenger.as_ref().ok());
            let Answered { conv, message, language, champion, .. } = one;
            let models = models.clone();
            let reading = challenger.as_ref().ok().copied();
            keep(&Paired { at: now(), conv, message, language, models, champion, challenger: reading });
            failures = if reading.is_some() { 0 } else { failures + 1 };
            if let Err(why) = challenger {
                tracing::warn!(%why, %conv, %message, "the challenger failed on a message");
                if failures == FAILURES {
                    return Err(format!("it failed on {failures} messages in a row, the last time because {why}"));
                }
                // What a panic left behind in an engine is nobody's business.
                reader = Reader::new(&model)?;
            }
            // For systems without priorities of threads.
            thread::yield_now();
        }
        Ok(())
    }

    /// The next message, once there is one and the champion has nothing to do. `None` after the end.
    fn next(&self, counts: &Counts) -> Option<Answered> {
        while !self.line.is_closed() {
            if self.queue.is_idle()
                && let Some((one, behind)) = self.line.take()
            {
                counts.depth.set(behind as f64);
                return Some(one);
            }
            // Whoever has answered a batch, or ends, wakes this thread; a call before the park ends it at once.
            thread::park();
        }
        None
    }
}

fn read(model: &Model, reader: &mut Reader, one: &Answered) -> Result<Reading, String> {
    caught(|| {
        let prepared = model.prepare(&one.text, &one.context, None)?;
        let start = Instant::now();
        let scorings = reader.read(&[&prepared]);
        match scorings.first() {
            Some(Scoring::Scored(score)) => Ok(Reading::of(score, micros(start, 1))),
            _ => Err("the engine gave no score".to_owned()),
        }
    })?
}

/// Time since then, each message's even share of it, in microseconds.
pub(in crate::triage) fn micros(since: Instant, messages: usize) -> u32 {
    u32::try_from(since.elapsed().as_micros() / messages.max(1) as u128).unwrap_or(u32::MAX)
}

fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| "it panicked".to_owned())
}

/// Figures, looked up once: a look-up takes a lock that the champion's threads take too.
struct Counts {
    read: metrics::Counter,
    failed: metrics::Counter,
    depth: metrics::Gauge,
    seconds: metrics::Histogram,
}

impl Counts {
    fn new() -> Self {
        Self {
            read: metrics::counter!("challenger_messages_total", "outcome" => "read"),
            failed: metrics::counter!("challenger_messages_total", "outcome" => "failed"),
            depth: metrics::gauge!("challenger_queue_depth"),
            seconds: metrics::histogram!("challenger_read_seconds"),
        }
    }

    fn note(&self, reading: Option<&Reading>) {
        match reading {
            Some(reading) => {
                self.read.increment(1);
                self.seconds.record(f64::from(reading.micros) / 1e6);
            }
            None => self.failed.increment(1),
        }
    }
}
