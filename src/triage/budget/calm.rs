//! What counts as calm. Owns the one decision from which all counts follow, and who made it.

use crate::domain::outcome::{RATED_BAD, RATED_GOOD};
use crate::domain::{Outcome, Stage};

/// From this stage on a person is called: an alarm that is right or false.
const ALARM: Stage = Stage::Concern;

/// Whether an alarm would have been false. `None` where nobody knows: such a conversation is left out of all counts.
///
/// That somebody came in after an alarm says nothing about the alarm, since whoever replies does; nor does it that
/// nobody did. Taking the first for "not calm" would hide false alarms and lower the lines week after week; taking
/// the second for "calm" would teach a short-staffed team's system to be silent. What was said counts: a rating, a
/// verdict, a judgement. Without an alarm a conversation is calm unless somebody says otherwise. Conversations with
/// threats or distress are another path's matter and belong to neither side.
#[must_use]
pub fn is_calm(outcome: &Outcome) -> Option<bool> {
    by_visitor(outcome).or_else(|| {
        if is_contradicted(outcome) {
            return Some(false);
        }
        let is_denied = outcome.alerts.false_alarm > 0 || outcome.readings.mistaken;
        (!outcome.sensitive && (!is_alarm(outcome) || is_denied)).then_some(true)
    })
}

/// What the visitor's rating says. A good one after somebody came in may be thanks to that, and says nothing.
fn by_visitor(outcome: &Outcome) -> Option<bool> {
    let rating = outcome.rating?;
    if rating <= RATED_BAD {
        return Some(false);
    }
    (rating >= RATED_GOOD && is_alarm(outcome) && !outcome.helped && !outcome.sensitive && !is_contradicted(outcome))
        .then_some(true)
}

/// Staff say that there was something to it.
fn is_contradicted(outcome: &Outcome) -> bool {
    outcome.alerts.done > 0 || outcome.readings.right || outcome.readings.missed
}

/// Whether a person was called because of anger.
fn is_alarm(outcome: &Outcome) -> bool {
    outcome.alerts.raised > 0 || outcome.peak.stage >= ALARM
}

/// Whether only staff can say if its alarm was false. Those that they do not judge are counted by those that they do.
#[must_use]
pub(super) fn is_for_staff(outcome: &Outcome) -> bool {
    is_alarm(outcome) && !outcome.sensitive && by_visitor(outcome).is_none()
}

/// Whether enough of it was read to tell how far anger went.
#[must_use]
pub(super) fn is_read(outcome: &Outcome) -> bool {
    outcome.scored > 0 && outcome.unread <= outcome.scored && outcome.peak.level.is_finite()
}

#[cfg(test)]
#[path = "calm_test.rs"]
mod tests;
