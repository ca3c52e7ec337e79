//! The history of recalibrations: who put which in force, and what to go back to. Pure: a fold of the audit.

use super::recalibration::Recalibration;
use crate::domain::Timestamp;
use serde::{Deserialize, Serialize};

/// The name of the act in the audit.
pub const ACT: &str = "recalibrate";

/// One change, as it stands in the audit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The model it belongs to.
    pub model: String,
    /// It takes the change before it back.
    #[serde(default)]
    pub undoes: bool,
    /// What stood before.
    pub before: Recalibration,
    /// What was put in force.
    pub after: Recalibration,
}

/// What is in force for one model, and what may be gone back to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    in_force: Recalibration,
    since: Timestamp,
    earlier: Vec<Recalibration>,
    version: u32,
}

impl History {
    /// Reads the changes, oldest first, each with its time; those of other models only count for the version, which is
    /// never used twice.
    #[must_use]
    pub fn read<'a>(model: &str, changes: impl IntoIterator<Item = (Timestamp, &'a Change)>) -> Self {
        let mut history = Self::default();
        for (at, change) in changes {
            history.version = history.version.max(change.after.version);
            if change.model != model {
                continue;
            }
            if change.undoes {
                history.earlier.pop();
            } else {
                history.earlier.push(change.before);
            }
            (history.in_force, history.since) = (change.after, at);
        }
        history
    }

    /// What is in force.
    #[must_use]
    pub const fn in_force(&self) -> Recalibration {
        self.in_force
    }

    /// Since when; the beginning of time for the model as it came.
    #[must_use]
    pub const fn since(&self) -> Timestamp {
        self.since
    }

    /// What taking the last change back would put in force; `None` where there is nothing to take back.
    #[must_use]
    pub fn earlier(&self) -> Option<Recalibration> {
        self.earlier.last().copied()
    }

    /// The change that puts this in force.
    #[must_use]
    pub fn apply(&self, model: &str, new: Recalibration) -> Change {
        self.change(model, false, new)
    }

    /// The change that goes back by one; `None` where there is nothing to go back to.
    #[must_use]
    pub fn undo(&self, model: &str) -> Option<Change> {
        self.earlier().map(|earlier| self.change(model, true, earlier))
    }

    fn change(&self, model: &str, undoes: bool, new: Recalibration) -> Change {
        let after = Recalibration { version: self.version.saturating_add(1), ..new };
        Change { model: model.to_owned(), undoes, before: self.in_force, after }
    }
}

#[cfg(test)]
#[path = "history_test.rs"]
mod tests;
