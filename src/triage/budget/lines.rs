//! The order statistic: from peaks of calm conversations to lines.

use super::Budgets;
use super::window::Peaks;
use crate::domain::budget::{Lines, Purpose};

/// Lines of neighbouring stages lie at least this far apart, logits.
pub const GAP: f32 = 0.1;
/// Sums of weights are compared with this much room for rounding.
const ROOM: f64 = 1e-6;

/// The lowest line that the next calm conversation reaches with probability `share` at most: just above the
/// ceil((n+1)(1-share))-th of n sorted peaks. A peak that stands for several counts as often. `None` where there are
/// too few for so small a share.
#[must_use]
pub fn line(peaks: &Peaks, share: f64) -> Option<f32> {
    let wanted = (peaks.total() + 1.0) * (1.0 - share) - ROOM;
    let mut below = 0.0;
    for (peak, weight) in peaks.sorted() {
        below += weight;
        if below >= wanted {
            // A level on the line has reached it.
            return Some(peak.next_up());
        }
    }
    None
}

/// Lines of watch, concern and critical, ascending by `GAP` at least; a line is only ever moved up for that, which
/// spends less. `None` where there are too few peaks.
#[must_use]
pub fn lines(peaks: &Peaks, budgets: &Budgets) -> Option<Lines> {
    let mut found = [0.0; 3];
    let mut least = f32::NEG_INFINITY;
    for purpose in Purpose::ALL {
        let line = line(peaks, budgets.share(purpose))?.max(least);
        found[purpose as usize] = line;
        least = line + GAP;
    }
    Some(found)
}

#[cfg(test)]
#[path = "lines_test.rs"]
mod tests;
