//! Speaking: visitors always while the conversation is open, staff and bot only with the floor (invariant R3).

use super::access::{Who, staff, still_open, who};
use super::{Decision, Effect, Surroundings, alerts, asking, commitments};
use crate::conversation::state::{BodyHash, Floor, Phase, State};
use crate::domain::{
    Actor, AttachedFile, BotAct, Command, Epoch, Event, Intervention, MessageId, MessageText, Party, Refusal, Seq,
    Timestamp,
};

/// Term of the floor with which every conversation begins.
const FIRST: Epoch = Epoch(1);

pub(super) fn say(
    state: &State,
    by: &Actor,
    (id, text, despite, files): (MessageId, &MessageText, &[String], &[AttachedFile]),
    around: Surroundings<'_>,
) -> Result<Decision, Refusal> {
    let party = match who(state, by)? {
        Who::Visitor => Party::Visitor,
        Who::Staff(member) => member.party(),
        Who::System => return Err(Refusal::Forbidden),
    };
    // Before anything else: a resent message is answered with its place even when the conversation has ended since.
    state.ids.check(id, BodyHash::said(&party, text, files))?;
    still_open(state)?;
    if let Party::Staff { id: speaker, .. } = &party
        && !state.is_held_by(*speaker)
    {
        let moved = matches!(state.floor, Floor::Agent { .. }) || state.epoch > FIRST;
        return Err(if moved { Refusal::FloorMoved } else { Refusal::Forbidden });
    }
    let from_visitor = party == Party::Visitor;
    let said = Event::Said {
        id,
        text: text.clone(),
        bot: None,
        answers: None,
        quick_replies: Vec::new(),
        flow: None,
        despite: despite.to_vec(),
        files: files.to_vec(),
    };
    if !from_visitor {
        let decision = Decision::default().log(party.clone(), said);
        let decision = commitments::promised(state, decision, (&party, text), around);
        return Ok(alerts::intervene(state, decision, (&party, Intervention::Replied), around.now));
    }
    let message = state.last.next();
    let mut decision = Decision::default().log(party, said).then(Effect::Score { message, stage: state.stage() });
    if state.phase == Phase::WithBot {
        decision = decision.then(Effect::AskBot { message });
    }
    Ok(decision)
}

pub(super) fn note(
    state: &State,
    by: &Actor,
    id: MessageId,
    text: &MessageText,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let member = staff(state, by)?;
    let party = member.party();
    state.ids.check(id, BodyHash::noted(&party, text))?;
    still_open(state)?;
    let decision = Decision::default().log(party.clone(), Event::Noted { id, text: text.clone() });
    // To help, a supervisor's note needs somebody who reads it.
    let whispers =
        member.may_step_in() && matches!(&state.phase, Phase::WithAgent { agent, .. } if *agent != member.id);
    Ok(if whispers { alerts::intervene(state, decision, (&party, Intervention::Whispered), now) } else { decision })
}

pub(super) fn bot_say(state: &State, command: &Command, around: Surroundings<'_>) -> Result<Decision, Refusal> {
    let Command::BotSay { epoch, answers, id, text, act, quick_replies, flow } = command else {
        return Err(Refusal::WrongPhase);
    };
    state.ids.check(*id, BodyHash::said(&Party::Bot, text, &[]))?;
    still_open(state)?;
    if state.phase != Phase::WithBot || state.epoch != *epoch {
        return Err(Refusal::FloorMoved);
    }
    let greets = *answers == Seq(0);
    let is_due =
        if greets { state.greeting_due } else { state.unfinished.get(answers).is_some_and(|open| open.to_answer) };
    if !is_due {
        return Err(Refusal::Conflict);
    }
    let said = Event::Said {
        id: *id,
        text: text.clone(),
        bot: Some(act.clone()),
        answers: (!greets).then_some(*answers),
        quick_replies: quick_replies.clone(),
        flow: flow.clone(),
        despite: Vec::new(),
        files: Vec::new(),
    };
    let decision = Decision::default().log(Party::Bot, said);
    let decision = commitments::promised(state, decision, (&Party::Bot, text), around);
    Ok(match act {
        BotAct::HandedOver { cause } => decision.log(Party::Bot, asking::queued_by_bot(state, *cause)),
        BotAct::Greeted
        | BotAct::Guided
        | BotAct::Answered { .. }
        | BotAct::Missed
        | BotAct::HelpShown { .. }
        | BotAct::Informed { .. } => decision,
    })
}
