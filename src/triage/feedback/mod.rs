//! Feedback: what staff and outcomes say of the scores, and what may follow from it. Pure.
//!
//! Owns the sampling design, the estimates of what was right and what was caught, labels from outcomes, and
//! recalibration within bounds.
//! Never changes a belief, a stage or an alert that was logged, and applies nothing by itself: a person does.

pub mod fit;
pub mod history;
pub mod labels;
pub mod ledger;
pub mod precision;
pub mod recalibration;
pub mod recall;
pub mod sample;

pub use history::History;
pub use ledger::Ledger;
pub use recalibration::{Correction, Recalibration};
pub use sample::Sampling;
