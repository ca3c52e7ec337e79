//! Judgements: staff say whether a score or an alert is right. Anybody of the staff may judge a message; an alert is
//! for supervisors and for the agents whose it was. Possible after the end too, and then changes nothing for anybody.
//!
//! Keeps: closing an alert as a false alarm is the judgement that it is wrong, so one tap does either, and taking it back
//! undoes both: the alert stands again as it stood, unless the conversation has ended. A message that
//! was taken for angry and is not keeps alerts about anger of that stage from being raised for a while.

use super::access::{Member, staff};
use super::{Decision, Surroundings, alerts};
use crate::conversation::state::{Phase, State};
use crate::domain::{
    Actor, AlertEnd, AlertId, AlertState, Event, Judgement, Opinion, Party, Reading, Refusal, Seq, Stage, Standing,
    Subject,
};

pub(super) fn judge(
    state: &State,
    by: &Actor,
    (subject, opinion): (Subject, Opinion),
    asked: bool,
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    match subject {
        Subject::Message { message } => of_message(state, member, message, (opinion, asked), around),
        Subject::Alert { alert } => of_alert(state, member, alert, opinion),
    }
}

fn of_message(
    state: &State,
    member: Member<'_>,
    message: Seq,
    (opinion, asked): (Opinion, bool),
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    if message > state.last || message == Seq(0) {
        return Err(Refusal::NotFound);
    }
    let read = state.readings.of(message)?;
    let (judgement, level) = match opinion {
        Opinion::Plain(judgement) => (judgement, None),
        Opinion::Level(level) if level.is_angry() == read.says_angry() => (Judgement::Right, Some(level)),
        Opinion::Level(level) => (Judgement::Wrong, Some(level)),
    };
    let subject = Subject::Message { message };
    let before = state.stances.of(subject, member.id);
    let was_asked = before.is_some_and(|stance| stance.asked && stance.judgement != Judgement::Withdrawn);
    let asked = (asked || was_asked) && judgement != Judgement::Withdrawn && state.readings.is_sampled(message);
    let same = before.map_or((Judgement::Withdrawn, None, false), |s| (s.judgement, s.level, s.asked));
    if same == (judgement, level, asked) {
        return Ok(Decision::default());
    }
    let mutes = is_too_angry(read, judgement).then(|| muted(read.stage, around.policy.alert_stage));
    let judged = Event::Judged { subject, judgement, level, asked, read: Some(read.clone()), mutes };
    Ok(Decision::default().log(member.party(), judged))
}

/// The message's own stage, and the next one where alerts begin only there. Anger that is two stages worse always
/// calls somebody, whatever was said before.
fn muted(stage: Stage, alert_stage: Stage) -> Stage {
    let next = match stage {
        Stage::Calm => Stage::Watch,
        Stage::Watch => Stage::Concern,
        Stage::Concern | Stage::Critical => Stage::Critical,
    };
    stage.max(next.min(alert_stage))
}

/// Triage took it for angry, and it is not.
fn is_too_angry(read: &Reading, judgement: Judgement) -> bool {
    judgement == Judgement::Wrong && read.says_angry()
}

fn of_alert(state: &State, member: Member<'_>, alert: AlertId, opinion: Opinion) -> Result<Decision, Refusal> {
    let found = alerts::find(state, alert)?;
    let was_theirs = found.holder.as_ref().is_some_and(|holder| holder.staff == member.id);
    let Opinion::Plain(judgement) = opinion else { return Err(Refusal::Forbidden) };
    if !member.may_step_in() && !was_theirs && !state.is_held_by(member.id) {
        return Err(Refusal::Forbidden);
    }
    let subject = Subject::Alert { alert };
    let before = state.stances.of(subject, member.id).map_or(Judgement::Withdrawn, |stance| stance.judgement);
    if before == judgement {
        return Ok(Decision::default());
    }
    let is_over = found.standing() == Standing::Closed || matches!(state.phase, Phase::Closed { .. });
    let event = if judgement == Judgement::Wrong && !is_over {
        Event::AlertClosed { alert, how: AlertEnd::FalseAlarm }
    } else {
        Event::Judged { subject, judgement, level: None, asked: false, read: None, mutes: None }
    };
    let decision = Decision::default().log(member.party(), event);
    if judgement == Judgement::Withdrawn && is_undone(state, found, member) {
        return Ok(decision.log(member.party(), Event::AlertReturned { alert }));
    }
    Ok(decision)
}

/// They closed it as a false alarm, which is what they take back, and the conversation goes on.
fn is_undone(state: &State, alert: &AlertState, member: Member<'_>) -> bool {
    let closed_by_them = alert.closed.as_ref().is_some_and(|closed| {
        closed.how == AlertEnd::FalseAlarm && matches!(closed.by, Party::Staff { id, .. } if id == member.id)
    });
    closed_by_them && !matches!(state.phase, Phase::Closed { .. })
}

#[cfg(test)]
#[path = "judging_test.rs"]
mod tests;
