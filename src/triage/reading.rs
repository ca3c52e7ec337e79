//! Many messages at once, for the command line: batches of like length, so that padding costs little, and outcomes in
//! the order given. Owns the grouping; the reading itself is the reader's. Live messages go through `queue` instead.

use super::batch::{ROWS, TOKENS};
use super::reader::{Prepared, Reader};
use crate::domain::{Scoring, Unscored};

/// Messages worth handing over together: enough to find neighbours of about the same length.
pub const CHUNK: usize = 256;

/// Reads all of them; one outcome each, in the order given.
pub fn read_all(reader: &mut Reader, prepared: &[&Prepared]) -> Vec<Scoring> {
    let mut order: Vec<usize> = (0..prepared.len()).collect();
    order.sort_by_key(|place| prepared[*place].length());
    let mut outcomes = vec![Scoring::NotScored { why: Unscored::Failed }; prepared.len()];
    let mut rest = order.as_slice();
    while !rest.is_empty() {
        let (batch, later) = rest.split_at(batch_size(rest.iter().map(|place| prepared[*place].length())));
        let together: Vec<&Prepared> = batch.iter().map(|place| prepared[*place]).collect();
        for (place, scoring) in batch.iter().zip(reader.read(&together)) {
            outcomes[*place] = scoring;
        }
        rest = later;
    }
    outcomes
}

/// How many of these lengths, ascending, fit into one batch.
fn batch_size(lengths: impl Iterator<Item = usize>) -> usize {
    let fitting =
        lengths.take(ROWS).enumerate().take_while(|(place, length)| *place == 0 || (place + 1) * length <= TOKENS);
    fitting.count()
}

#[cfg(test)]
#[path = "reading_test.rs"]
mod tests;
