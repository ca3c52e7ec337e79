//! Decide: what a command leads to. Pure: time, policy and limits are arguments.
//!
//! Owns every rule of the trade: who may do what, in which phase, and what is logged. Never reads a clock, a store or
//! a network. The rules that hold for all: a conversation that is not theirs does not exist for a visitor, and
//! nothing but reopening and judgements follows the end (C3); a resent message is answered with its place even then (C4).

mod access;
mod alerts;
mod asking;
mod commitments;
mod filing;
mod floor;
mod helping;
mod informing;
mod inviting;
mod judging;
mod lifecycle;
mod retelling;
mod scores;
mod speaking;
mod stamp;
mod transferring;
mod waiting;

pub use floor::needs_packet;
pub use stamp::stamp;
pub use waiting::next_wait;

use self::floor::whole;
use super::state::{Phase, State};
use crate::domain::{Command, ConversationId, Event, Party, Refusal, Scoring, Seq, Stage, Timestamp, Unscored};
use crate::routing::hours::Hours;
use crate::triage::Policy;
use crate::triage::feedback::Sampling;
use std::time::Duration;

/// What a decision depends on besides state and command.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Which conversation.
    pub conv: ConversationId,
    /// Now.
    pub now: Timestamp,
    /// Trajectory policy.
    pub policy: &'a Policy,
    /// How long an offer stands.
    pub offer_time: Duration,
    /// How long an invitation stands.
    pub invite_time: Duration,
    /// How long an alert may wait for somebody before the next supervisor is called.
    pub escalate_after: Duration,
    /// Which messages staff are asked about.
    pub sampling: Sampling,
    /// When people work, and where: what "by tomorrow" means.
    pub hours: &'a Hours,
}

/// Events to log, in order, each with its author, and what to do once they are durable.
/// No events means: it is so already.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decision {
    /// To log.
    pub events: Vec<(Party, Event)>,
    /// To do after the commit.
    pub effects: Vec<Effect>,
}

impl Decision {
    fn log(mut self, by: Party, event: Event) -> Self {
        self.events.push((by, event));
        self
    }

    fn then(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }
}

/// Work for others, started only after the commit.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read this visitor message.
    Score {
        /// Which.
        message: Seq,
        /// Priority.
        stage: Stage,
    },
    /// Ask the bot for a reply to this visitor message (0: the greeting).
    AskBot {
        /// Which.
        message: Seq,
    },
    /// Have a language model write what a handoff is about, where it is asked for that.
    Retell {
        /// The place of its `queued`.
        handoff: Seq,
    },
    /// Come back at this time (an offer or an invitation expires).
    WakeAt(Timestamp),
}

/// Answers a command with events and effects, or refuses it.
///
/// # Errors
/// A `Refusal` when the command is not possible; nothing changes then.
pub fn decide(state: &State, command: &Command, around: Surroundings<'_>) -> Result<Decision, Refusal> {
    if state.phase == Phase::New && !matches!(command, Command::Open { .. }) {
        return Err(Refusal::NotFound);
    }
    match command {
        Command::Open { site, visitor, customer, before, earlier } => {
            lifecycle::open(state, (site, *visitor), customer, (*before, earlier.as_deref()))
        }
        Command::Say { by, id, text, despite, files } => speaking::say(state, by, (*id, text, despite, files), around),
        Command::Note { by, id, text } => speaking::note(state, by, *id, text, around.now),
        Command::BotSay { .. } => speaking::bot_say(state, command, around),
        Command::ShowHelp { alert, words } => helping::show_help(state, *alert, words, around.conv),
        Command::Inform { notice, words } => informing::inform(state, *notice, words, around.conv),
        Command::Summarise { .. } => retelling::summarise(state, command),
        Command::AskForPerson { by } => asking::ask_for_person(state, by),
        Command::Scored { message, scoring } => scores::scored(state, *message, scoring, around),
        Command::NoteWaiting => waiting::note(state, around),
        Command::Offer { agent, name, packet } => {
            floor::offer(state, (*agent, name.as_str()), packet.as_deref(), around)
        }
        Command::Accept { by, packet } => floor::accept(state, by, packet.as_deref(), around),
        Command::Decline { by, reason } => floor::decline(state, by, reason.as_ref()),
        Command::EndOffer { agent } => floor::end_offer(state, *agent),
        Command::Release { by } => floor::release(state, by),
        Command::Transfer { by, to, reason, packet } => {
            transferring::transfer(state, by, (to, reason), packet.as_deref(), around)
        }
        Command::CancelTransfer { by } => transferring::cancel(state, by),
        Command::Invite { by, among, question } => inviting::invite(state, by, (among, question), around),
        Command::JoinAsExpert { by, packet } => inviting::join(state, by, packet.as_deref(), around),
        Command::DeclineInvitation { by, reason } => inviting::decline(state, by, reason.as_ref()),
        Command::LeaveAsExpert { by } => inviting::leave(state, by),
        Command::WithdrawInvitation { by, expert } => inviting::withdraw(state, by, *expert),
        Command::LapseInvitation { expert } => inviting::lapse(state, *expert, around),
        Command::LoseAgent { agent } => floor::lose_agent(state, *agent),
        Command::AcknowledgeAlert { by, alert } => alerts::acknowledge(state, by, *alert),
        Command::SnoozeAlert { by, alert, minutes, reason } => {
            alerts::snooze(state, by, *alert, (*minutes, *reason), around.now)
        }
        Command::CloseAlert { by, alert, verdict } => alerts::close(state, by, *alert, *verdict),
        Command::ReturnAlert { alert } => alerts::come_back(state, *alert, around.now),
        Command::EscalateAlert { alert, step, to, name } => {
            alerts::escalate(state, (*alert, *step), (*to, name), around)
        }
        Command::Judge { by, subject, opinion, asked } => {
            judging::judge(state, by, (*subject, *opinion), *asked, around)
        }
        Command::SettlePromise { by, promise, standing } => commitments::settle_promise(state, by, *promise, *standing),
        Command::SettleQuestion { by, message, answered } => {
            commitments::settle_question(state, by, *message, *answered)
        }
        Command::Tag { by, tag, on } => filing::tag(state, by, tag, *on),
        Command::Snooze { by, until } => filing::snooze(state, by, *until),
        Command::UpdateCustomer { by, customer } => lifecycle::update_customer(state, by, customer),
        Command::Rate { by, score, text } => lifecycle::rate(state, by, *score, text.as_ref()),
        Command::Close { by, cause } => lifecycle::close(state, by, *cause, around),
        Command::Reopen { by } => lifecycle::reopen(state, by),
    }
}

/// What is logged beside a message that nobody will read: its mark, in the same commit. `after`: the state with the
/// message. Nothing while an earlier message still waits for its score: belief follows the order of the messages.
#[must_use]
pub fn mark_unread(
    after: &State,
    effects: &mut Vec<Effect>,
    why: Unscored,
    around: Surroundings<'_>,
) -> Vec<(Party, Event)> {
    let Some(Effect::Score { message, .. }) =
        effects.iter().find(|effect| matches!(effect, Effect::Score { .. })).cloned()
    else {
        return Vec::new();
    };
    if after.first_unscored() != Some(message) {
        return Vec::new();
    }
    let Ok(marked) = scores::scored(after, message, &Scoring::NotScored { why }, around) else { return Vec::new() };
    effects.retain(|effect| !matches!(effect, Effect::Score { .. }));
    effects.extend(marked.effects);
    marked.events
}

/// What must be started again after waking: scores and answers that never came, and the end of an open offer or
/// invitation.
#[must_use]
pub fn pending(state: &State) -> Vec<Effect> {
    let mut effects = Vec::new();
    if state.greeting_due {
        effects.push(Effect::AskBot { message: Seq(0) });
    }
    for (message, open) in &state.unfinished {
        if open.to_answer {
            effects.push(Effect::AskBot { message: *message });
        }
        if open.to_score {
            effects.push(Effect::Score { message: *message, stage: state.stage() });
        }
    }
    effects.extend(state.next_end().map(Effect::WakeAt));
    effects
}

#[cfg(test)]
#[path = "decide_test.rs"]
mod tests;
