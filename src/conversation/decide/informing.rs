//! What somebody who waits is told: that their agent is lost, that nobody is there at this hour, that people are back,
//! that it will take longer. The desk knows when; that each is said once follows from the log alone, whoever asks and
//! however often. Somebody in distress hears only that their agent is lost: a clock is no help.

use super::Decision;
use super::access::still_open;
use crate::conversation::state::{Phase, State};
use crate::domain::{
    AlertState, BotAct, ConversationId, Event, MessageId, Notice, Party, Refusal, Timestamp, Translated,
};
use uuid::Uuid;

pub(super) fn inform(
    state: &State,
    notice: Notice,
    words: &Translated,
    conv: ConversationId,
) -> Result<Decision, Refusal> {
    still_open(state)?;
    let (Phase::Waiting { since } | Phase::HandingOff { since, .. }) = state.phase else {
        return Err(Refusal::WrongPhase);
    };
    let in_distress = state.alerts.iter().any(AlertState::is_lasting_distress);
    if in_distress && notice != Notice::AgentLost {
        return Err(Refusal::Conflict);
    }
    let id = notice_id(conv, notice, since);
    if state.ids.place(id).is_some() {
        return Err(Refusal::Conflict);
    }
    let was_told_of_closing = || state.ids.place(notice_id(conv, Notice::Closed { opens_at: None }, since)).is_some();
    if notice == Notice::Opened && !was_told_of_closing() {
        return Err(Refusal::Conflict);
    }
    Ok(tell(state, id, words, BotAct::Informed { notice }))
}

/// The bot says something that answers nothing, in the language that the visitor writes.
pub(super) fn tell(state: &State, id: MessageId, words: &Translated, act: BotAct) -> Decision {
    let language = state.habits.language().unwrap_or(state.customer.language);
    let (text, bot) = (words.to(language).clone(), Some(act));
    let (quick_replies, despite, files) = (Vec::new(), Vec::new(), Vec::new());
    let said = Event::Said { id, text, bot, answers: None, quick_replies, flow: None, despite, files };
    Decision::default().log(Party::Bot, said)
}

/// Each notice once in each wait.
fn notice_id(conv: ConversationId, notice: Notice, since: Timestamp) -> MessageId {
    let about = match notice {
        Notice::AgentLost => "lost".to_owned(),
        Notice::Closed { .. } => "closed".to_owned(),
        Notice::Opened => "opened".to_owned(),
        Notice::Delayed { until } => format!("delayed:{}", until.0),
    };
    MessageId(Uuid::new_v5(&conv.0, format!("notice:{about}:{}", since.0).as_bytes()))
}

#[cfg(test)]
#[path = "informing_test.rs"]
mod tests;
