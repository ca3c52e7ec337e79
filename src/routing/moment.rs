//! A moment as the desk needs it. Owns the difference between the time that conversations are stamped with and the time
//! that timers hang on: the first may step when the machine's clock is set, the second never does.

use crate::domain::Timestamp;
use std::time::Duration;

/// Now, by two clocks.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// As conversations are stamped; may step.
    pub wall: Timestamp,
    /// Since the desk's start; never steps, so its timers hang on this one.
    pub steady: Duration,
}
