//! Feedback: how the scores are judged, how much anger was caught, questions for staff, labels, and recalibration.
//!
//! Owns shapes of answers alone; what the judgements amount to is `triage::feedback`'s business, and what is in force
//! that of `conversation::calibration_keeper`. Questions never show what triage read, which would answer them. Words
//! leave the server only with a setting, and every export stands in the audit.

mod export;
mod label;
mod outcomes;
mod questions;
mod recalibrate;
mod report;
mod shapes;

pub(super) use export::{__path_labels, labels};
pub(super) use label::{__path_label, label};
pub(super) use questions::{__path_questions, questions};
pub(super) use recalibrate::{__path_apply, __path_propose, __path_undo, apply, propose, undo};
pub(super) use report::{__path_see, see};

use super::{ApiState, Problem};
use crate::conversation::calibration_keeper::Known;
use outcomes::Outcomes;

/// What the routes share.
#[derive(Debug)]
pub struct Feedback {
    /// Labels are exported with the words of the messages.
    export_text: bool,
    outcomes: Outcomes,
}

impl Feedback {
    /// Exports words only where an operator allows it.
    #[must_use]
    pub fn new(export_text: bool) -> Self {
        Self { export_text, outcomes: Outcomes::default() }
    }
}

/// Computing over all judgements, off the runtime.
async fn computed<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Problem::fault(&error))
}

async fn known(api: &ApiState) -> Result<Known, Problem> {
    Ok(api.calibration.known().await?)
}
