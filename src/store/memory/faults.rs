//! What a test makes the memory store do wrong: appends that fail, that are stored and reported as failed, or that wait.

use super::MemoryStore;
use crate::store::StoreError;

#[derive(Debug)]
pub(super) enum Fault {
    Refused(StoreError),
    AnswerLost,
    /// Goes through: what is set to fail comes after it.
    Nothing,
}

impl MemoryStore {
    /// Test seam: the next append (after those already set to fail) fails with this error and changes nothing.
    pub fn fail_next_append(&self, error: StoreError) {
        self.data().faults.push_back(Fault::Refused(error));
    }

    /// Test seam: the next append (after those already set to fail) is stored, and reported as failed.
    pub fn lose_next_answer(&self) {
        self.data().faults.push_back(Fault::AnswerLost);
    }

    /// Test seam: the next append (after those already set to fail) goes through, so that a later one fails.
    pub fn spare_next_append(&self) {
        self.data().faults.push_back(Fault::Nothing);
    }

    /// Test seam: appends wait, and change nothing, until `release_appends`.
    pub fn hold_appends(&self) {
        self.held.send_replace(true);
    }

    /// Test seam: appends that wait, and later ones, go on.
    pub fn release_appends(&self) {
        self.held.send_replace(false);
    }
}
