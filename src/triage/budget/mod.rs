//! False-alarm budgets: where the lines of the stages must lie for so many false alarms per 100 calm conversations.
//! Pure: outcomes and time come in, records of the history of lines go out.
//!
//! Owns what counts as calm, the order statistic, the realised rate, drift, and what is done about the lines of a
//! scope and when. Never reads a store or a clock, never scores.
//!
//! **The guarantee.** Sort the peaks of n calm conversations; the line lies just above the ceil((n+1)(1-e))-th. If
//! the next calm conversation is exchangeable with those n, it crosses the line with probability e at most, whatever
//! the distribution (split conformal prediction: Vovk, Gammerman and Shafer 2005; Lei et al. 2018).
//!
//! **Its limits.** It is a mean over many calibrations: one drawn from 500 conversations can realise 1.8 times a
//! budget of 1 in 100. Conversations drift, which is why the realised rate is watched. Alarms that nobody judged are
//! left out, and each judged one stands for several of them; that is right only as far as people judge without
//! regard to the answer. And lines bound what belief sets off, not what words alone do: abuse lifts to concern.
//!
//! Keeps: lines ascend with a gap; a smaller budget never has a lower line; nothing comes into force that has not run in shadow.

mod book;
mod calm;
mod fit;
mod in_force;
mod ledger;
mod lines;
mod plan;
mod rate;
mod report;
mod shift;
mod window;

pub use book::Book;
pub use calm::is_calm;
pub use in_force::LinesInForce;
pub use ledger::{Candidate, Ledger, Standing};
pub use lines::{GAP, line, lines};
pub use rate::Rate;
pub use report::{Drift, LinesReport, PurposeReport, Report, Source};
pub use window::{Peaks, WINDOW};

use crate::domain::budget::{Lines, Purpose};

/// What may be spent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budgets {
    /// Whether lines are computed at all; if not, the policy's own hold.
    pub enabled: bool,
    /// False alarms allowed per 100 calm conversations, in the order of the lines.
    pub per_100: Lines,
    /// Calm conversations needed before lines are computed.
    pub min_chats: u32,
}

impl Default for Budgets {
    fn default() -> Self {
        Self { enabled: true, per_100: [10.0, 5.0, 1.0], min_chats: 500 }
    }
}

impl Budgets {
    /// The share of calm conversations that may set off an alarm.
    #[must_use]
    pub fn share(&self, purpose: Purpose) -> f64 {
        f64::from(self.per_100[purpose as usize]) / 100.0
    }
}

#[cfg(test)]
#[path = "fixtures_test.rs"]
mod fixtures;
#[cfg(test)]
#[path = "plan_test.rs"]
mod life;
