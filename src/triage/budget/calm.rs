//! What counts as calm. Owns the one decision from which all counts follow.

use crate::domain::Outcome;

/// A visitor who rates so, or lower, was not content.
const BAD: u8 = 2;
/// A visitor who rates so, or higher, was content.
const GOOD: u8 = 4;

/// Whether an alarm would have been false. `None` where nobody knows: such a conversation is left out of all counts.
///
/// That somebody intervened after an alert says nothing about the alert, since whoever replies does; nor does it that
/// nobody did. Taking the first for "not calm" would hide false alarms and lower the lines week after week; taking
/// the second for "calm" would teach a short-staffed team's system to be silent. What was said counts: a verdict, a
/// rating, a judgement. Conversations with threats or distress are another path's matter and belong to neither side.
#[must_use]
pub fn is_calm(outcome: &Outcome) -> Option<bool> {
    let Outcome { rating, alerts, .. } = outcome;
    if outcome.missed || alerts.done > 0 || rating.is_some_and(|rating| rating <= BAD) {
        return Some(false);
    }
    if outcome.sensitive {
        return None;
    }
    let was_content = rating.is_some_and(|rating| rating >= GOOD) && alerts.intervened == 0;
    (alerts.raised == 0 || alerts.false_alarm > 0 || was_content).then_some(true)
}

/// Whether enough of it was read to tell how far anger went.
#[must_use]
pub(super) fn is_read(outcome: &Outcome) -> bool {
    outcome.scored > 0 && outcome.unread <= outcome.scored && outcome.peak.level.is_finite()
}

#[cfg(test)]
#[path = "calm_test.rs"]
mod tests;
