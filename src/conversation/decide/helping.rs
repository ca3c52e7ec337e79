//! Somebody in distress whom nobody can answer at once: what the bot says then, once for each severity.
//!
//! Whether somebody can answer is the desk's knowledge; that it is said once follows from the log alone, whoever asks
//! and however often. Never says anything but the words it is given.

use super::access::still_open;
use super::informing::tell;
use super::{Decision, alerts};
use crate::conversation::state::{Phase, State};
use crate::domain::{AlertId, AlertKind, BotAct, ConversationId, MessageId, Refusal, Translated};
use uuid::Uuid;

pub(super) fn show_help(
    state: &State,
    alert: AlertId,
    words: &Translated,
    conv: ConversationId,
) -> Result<Decision, Refusal> {
    still_open(state)?;
    // With an agent the floor is theirs, and the words are too.
    if !matches!(state.phase, Phase::Waiting { .. } | Phase::HandingOff { .. }) {
        return Err(Refusal::WrongPhase);
    }
    let found = alerts::find(state, alert)?;
    let worst = state.alerts.iter().rev().find(|other| other.kind == AlertKind::Distress);
    if !found.wants_help_shown() || worst.is_some_and(|worst| worst.id != alert) {
        return Err(Refusal::Conflict);
    }
    let id = MessageId(Uuid::new_v5(&conv.0, format!("help:{alert}").as_bytes()));
    Ok(tell(state, id, words, BotAct::HelpShown { alert }))
}

#[cfg(test)]
#[path = "helping_test.rs"]
mod tests;
