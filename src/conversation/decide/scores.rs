//! Scores: each visitor message gets one, or a mark (invariant T3); what they add up to is the trajectory's business.

use super::access::still_open;
use super::{Decision, Surroundings, alerts, asking};
use crate::conversation::state::{Phase, State, Unfinished};
use crate::domain::{
    Against, AlertId, Belief, Event, Party, Reading, Refusal, Scoring, Seq, Stage, Timestamp, Unscored,
};
use crate::triage::{Alarm, Before, Policy, Step, step, trajectory};
use uuid::Uuid;

pub(super) fn scored(
    state: &State,
    message: Seq,
    scoring: &Scoring,
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    still_open(state)?;
    if message > state.last {
        return Err(Refusal::NotFound);
    }
    let open = state.unfinished.get(&message).filter(|open| open.to_score).ok_or(Refusal::Conflict)?;
    let at = moment(state, open);
    let raised = state.raised();
    let step = match scoring {
        Scoring::Scored(score) => {
            let before = Before { belief: state.belief.as_ref(), raised: &raised, behaviour: open.behaviour };
            step(around.policy, before, score, at)
        }
        Scoring::NotScored { .. } => unread(trajectory::idle(around.policy, state.belief.as_ref(), at)),
    };
    let sampled = sampled(message, scoring, step.belief.stage, around);
    let scored = Event::Scored { message, scoring: decided_by(scoring, around.policy), belief: step.belief };
    let decision = log_step(state, (message, scored), step, around);
    Ok(sampled.into_iter().fold(decision, |decision, event| decision.log(Party::System, event)))
}

/// Whether staff are asked about this message. What somebody says in distress is shown to nobody for that.
fn sampled(message: Seq, scoring: &Scoring, stage: Stage, around: Surroundings<'_>) -> Option<Event> {
    let Scoring::Scored(score) = scoring else { return None };
    let read = Reading::of(scoring, stage).filter(|_| score.risks.distress < around.policy.distress_mention)?;
    let p = around.sampling.choose(around.conv, message, read.is_flagged())?;
    Some(Event::Sampled { message, p, read })
}

/// Which policy decides is known only now: another may have come since the message was read.
fn decided_by(scoring: &Scoring, policy: &Policy) -> Scoring {
    let mut scoring = scoring.clone();
    if let Scoring::Scored(score) = &mut scoring {
        score.by.policy.clone_from(&policy.version);
    }
    scoring
}

/// Marks of all messages whose score would come too late, for the end of the conversation.
pub(super) fn marks_at_the_end(state: &State, policy: &Policy) -> Decision {
    let mut decision = Decision::default();
    for (message, open) in &state.unfinished {
        if !open.to_score {
            continue;
        }
        let belief = state.belief.unwrap_or_else(|| trajectory::idle(policy, None, open.at));
        let scoring = Scoring::NotScored { why: Unscored::Ended };
        decision = decision.log(Party::System, Event::Scored { message: *message, scoring, belief });
    }
    decision
}

/// When belief moves: at the message's own time, so that a late score leads to the same belief as a quick one.
fn moment(state: &State, open: &Unfinished) -> Timestamp {
    state.belief.map_or(open.at, |belief| belief.at.max(open.at))
}

fn unread(belief: Belief) -> Step {
    Step { belief, reasons: Vec::new(), against: None, alarms: Vec::new(), handoff: Vec::new() }
}

/// Logs what moved belief at this message, and what the step leads to.
pub(super) fn log_step(
    state: &State,
    (message, moved): (Seq, Event),
    step: Step,
    around: Surroundings<'_>,
) -> Decision {
    let Step { belief, reasons, against, alarms, handoff } = step;
    let mut place = message.to_string();
    if let Event::Waited { seconds, .. } = &moved {
        // Its score may have raised an alert about the same.
        place = format!("{place}:{seconds}");
    }
    let mut decision = Decision::default().log(Party::System, moved);
    let (from, to) = (state.stage(), belief.stage);
    if from != to {
        decision = decision.log(Party::System, Event::StageChanged { from, to, reasons, against, message });
        decision = alerts::calm(state, decision, (from, to));
    }
    for alarm in alarms {
        let is_muted = state.stances.is_muted(alarm.kind, alarm.stage, around.now);
        if is_muted || state.raised().contains(&(alarm.kind, alarm.stage)) {
            continue;
        }
        decision = decision.log(Party::System, raised(message, &place, (alarm, against), around));
    }
    if !handoff.is_empty() && state.phase == Phase::WithBot {
        decision = decision.log(Party::System, asking::queued_by_triage(handoff));
    }
    decision
}

/// The alert's id follows from its place, so that a replay gives the same one.
fn raised(message: Seq, place: &str, (alarm, against): (Alarm, Option<Against>), around: Surroundings<'_>) -> Event {
    let Alarm { kind, stage, reasons } = alarm;
    let alert = AlertId(Uuid::new_v5(&around.conv.0, format!("{place}:{}", kind.name()).as_bytes()));
    Event::AlertRaised { alert, about: kind, stage, reasons, against, message }
}

#[cfg(test)]
#[path = "scores_test.rs"]
mod tests;
