//! Effects: work that others do after a commit, and whose outcome comes back as a command.
//!
//! Owns what is on its way, so that nothing is asked for twice at once. Never waits for an outcome: a score or an
//! answer of the bot finds its way back through the registry, whether the conversation is awake by then or not (T1).

use super::Effect;
use super::actor::Actor;
use crate::domain::{Command, MessageId, Scoring, Seq, Stage, Unscored};
use crate::knowledge::Values;
use crate::routing::{BotQuestion, Conversations};
use crate::triage::Request;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// Work in progress elsewhere.
#[derive(Debug, Default)]
pub(super) struct Started {
    scores: BTreeSet<Seq>,
    answers: BTreeSet<Seq>,
}

/// What was asked for and comes back as a command.
#[derive(Debug, Clone, Copy)]
pub(super) enum Brought {
    /// The score of a message.
    Score(Seq),
    /// The bot's answer to one; 0: the greeting.
    Answer(Seq),
}

impl Brought {
    /// What a command brings.
    pub(super) fn by(command: &Command) -> Option<Self> {
        match command {
            Command::Scored { message, .. } => Some(Self::Score(*message)),
            Command::BotSay { answers, .. } => Some(Self::Answer(*answers)),
            _ => None,
        }
    }
}

impl Started {
    /// What was brought came to nothing: it is to be asked for again.
    pub(super) fn forget(&mut self, what: Brought) {
        match what {
            Brought::Score(message) => self.scores.remove(&message),
            Brought::Answer(message) => self.answers.remove(&message),
        };
    }
}

impl Actor {
    /// Starts what is not on its way already.
    pub(super) fn start(&mut self, effects: Vec<Effect>) {
        let unfinished = &self.state.unfinished;
        self.started.scores.retain(|message| unfinished.contains_key(message));
        self.started.answers.retain(|message| *message == Seq(0) || unfinished.contains_key(message));
        for effect in effects {
            match effect {
                Effect::Score { message, stage } => self.start_score(message, stage),
                Effect::AskBot { message } => self.start_answer(message),
                Effect::Retell { handoff } => self.start_retelling(handoff),
                // The actor looks at the offer's end before each wait.
                Effect::WakeAt(_) => {}
            }
        }
    }

    /// Whether this message has neither score nor mark.
    pub(super) fn awaits_score(&self, message: Seq) -> bool {
        self.state.unfinished.get(&message).is_some_and(|open| open.to_score)
    }

    fn start_score(&mut self, message: Seq, stage: Stage) {
        let Some(open) = self.state.unfinished.get(&message).filter(|open| open.to_score) else { return };
        if self.early.contains_key(&message) || !self.started.scores.insert(message) {
            return;
        }
        if open.text.is_empty() {
            let scoring = Scoring::NotScored { why: Unscored::NoText };
            return self.registry.post(self.conv, Command::Scored { message, scoring });
        }
        let (conv, registry) = (self.conv, self.registry.weak());
        self.registry.parts.triage.submit(Request {
            conv,
            message,
            text: open.text.as_str().to_owned(),
            context: open.context.clone(),
            stage,
            reply: Box::new(move |scoring| {
                if let Some(registry) = registry.upgrade() {
                    registry.post(conv, Command::Scored { message, scoring });
                }
            }),
        });
    }

    fn start_answer(&mut self, message: Seq) {
        let text = match self.state.unfinished.get(&message) {
            Some(open) if open.to_answer => Some(open.text.as_str().to_owned()),
            None if message == Seq(0) && self.state.greeting_due => None,
            _ => return,
        };
        if !self.started.answers.insert(message) {
            return;
        }
        let (customer, misses) = (&self.state.customer, self.state.misses);
        let values = Values { customer_name: customer.name.clone(), ..self.state.mentioned.clone() };
        let question = BotQuestion {
            language: customer.language,
            text,
            message,
            misses,
            last_answer: self.state.last_answer.clone(),
            values,
            page: customer.page.clone(),
            flow: self.state.flow.clone(),
            now: self.registry.parts.clock.now(),
        };
        let (conv, epoch) = (self.conv, self.state.epoch);
        let id = MessageId(Uuid::new_v5(&conv.0, format!("bot:{message}").as_bytes()));
        let (bot, registry) = (self.registry.parts.bot.clone(), self.registry.weak());
        self.registry.parts.tasks.spawn(async move {
            let reply = bot.answer(&question).await;
            let (text, act, quick_replies) = (reply.text, reply.act, reply.quick_replies);
            let flow = reply.flow.map(Box::new);
            if let Some(registry) = registry.upgrade() {
                registry.post(conv, Command::BotSay { epoch, answers: message, id, text, act, quick_replies, flow });
            }
        });
    }

    /// Beside the handoff, which waits for nothing of it. What is lost with a process is not asked for again.
    fn start_retelling(&self, handoff: Seq) {
        if !self.registry.parts.bot.retells() {
            return;
        }
        let (conv, registry) = (self.conv, self.registry.weak());
        let (bot, store) = (self.registry.parts.bot.clone(), Arc::clone(&self.registry.parts.store));
        self.registry.parts.tasks.spawn(async move {
            let Ok(log) = store.log(conv).await else { return };
            let Some(up_to) = log.last().map(|logged| logged.seq) else { return };
            let Some((text, model)) = bot.retell(&log).await else { return };
            if let Some(registry) = registry.upgrade() {
                registry.post(conv, Command::Summarise { handoff, up_to, text, model });
            }
        });
    }
}
