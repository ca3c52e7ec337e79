//! Which waiting messages are read next, together. Pure.
//!
//! Hottest conversations first, then the oldest; to it come others of about the same length, the nearest first, because
//! padding to a longer neighbour costs more than batching gains. Never waits for a batch to fill. Within one conversation
//! messages keep their order.

use crate::domain::{ConversationId, Stage};

/// Most messages in a batch.
pub const ROWS: usize = 16;
/// Most tokens in a batch, padding included: beyond this the activations leave the processor's cache.
pub const TOKENS: usize = 256;
/// Lengths within one of these buckets go together.
const BUCKET: usize = 8;

/// What the choice needs to know of a waiting message. The slice is in order of arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Its conversation.
    pub conv: ConversationId,
    /// How hot that is.
    pub stage: Stage,
    /// Tokens.
    pub length: usize,
}

/// Places of the messages to read now, first the one that leads; empty only when nothing waits.
#[must_use]
pub fn choose(waiting: &[Waiting]) -> Vec<usize> {
    let Some(lead) = lead(waiting) else { return Vec::new() };
    let (mut chosen, mut longest) = (vec![lead], waiting[lead].length);
    for place in neighbours(waiting, lead) {
        if chosen.len() == ROWS {
            break;
        }
        let fits = longest.max(waiting[place].length) * (chosen.len() + 1) <= TOKENS;
        if fits && follows_its_elders(waiting, &chosen, place) {
            longest = longest.max(waiting[place].length);
            chosen.push(place);
        }
    }
    chosen
}

/// Places of about the lead's length, the nearest first and among equals the oldest.
fn neighbours(waiting: &[Waiting], lead: usize) -> Vec<usize> {
    let length = waiting[lead].length;
    let is_near = |place: &usize| waiting[*place].length.div_ceil(BUCKET).abs_diff(length.div_ceil(BUCKET)) <= 1;
    let mut places: Vec<usize> = (0..waiting.len()).filter(|place| *place != lead && is_near(place)).collect();
    places.sort_by_key(|place| waiting[*place].length.abs_diff(length));
    places
}

/// The oldest among the hottest whose conversation has nothing older waiting.
fn lead(waiting: &[Waiting]) -> Option<usize> {
    let hottest = (0..waiting.len()).max_by_key(|place| (waiting[*place].stage, std::cmp::Reverse(*place)))?;
    (0..=hottest).find(|place| waiting[*place].conv == waiting[hottest].conv)
}

/// Whether all older messages of the same conversation are in the batch already.
fn follows_its_elders(waiting: &[Waiting], chosen: &[usize], place: usize) -> bool {
    (0..place).filter(|older| waiting[*older].conv == waiting[place].conv).all(|older| chosen.contains(&older))
}

#[cfg(test)]
#[path = "batch_test.rs"]
mod tests;
