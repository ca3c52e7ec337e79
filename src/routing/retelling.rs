//! What the language model is told of a conversation that is handed over, and what becomes of its words (decision 23).
//!
//! Owns the reading of the log for it: who said what, and what of it is known to be personal. Never delays a handoff:
//! it is asked beside it, and whatever it lacks, the packet's own lines stand without it.

use super::facts::facts;
use super::generator::Generator;
use crate::domain::handoff::Customer;
use crate::domain::{BotAct, Event, FactKind, MessageText, Party, Seq, Stamped};
use crate::language_model::{NoAnswer, Private, Talk, Voice};
use std::collections::BTreeSet;

impl Generator {
    /// What the model writes of a conversation, if that may be shown.
    pub(super) async fn retell(&self, log: &[Stamped<Event>]) -> Option<MessageText> {
        let talk = talk(log)?;
        let written = self.model.retell(&talk).await;
        let outcome = written.as_ref().map_or_else(NoAnswer::label, |_| "written");
        metrics::counter!("bot_model_summaries_total", "outcome" => outcome).increment(1);
        match written {
            Ok(text) => MessageText::try_from(text).ok(),
            Err(why) => {
                tracing::warn!(%why, "the language model has no summary; the handoff stands without it");
                None
            }
        }
    }
}

/// The conversation as it is told; nothing where the visitor has said nothing.
fn talk(log: &[Stamped<Event>]) -> Option<Talk> {
    let customers = log.iter().filter_map(|event| match &event.event {
        Event::Opened { customer, .. } | Event::CustomerUpdated { customer } => Some(customer),
        _ => None,
    });
    let language = customers.clone().next_back()?.language;
    let turns: Vec<(Voice, String)> = log.iter().filter_map(turn).collect();
    if turns.iter().all(|(voice, _)| *voice != Voice::Customer) {
        return None;
    }
    // Under an earlier name too they may stand in what was said.
    let names = customers.flat_map(names).chain(staff(log)).map(|name| (Private::Name, name));
    let private = orders(&turns).chain(names).collect();
    Some(Talk { language, turns, private })
}

/// What is said between people and bot. What somebody who waits is told is no turn of the talk.
fn turn(logged: &Stamped<Event>) -> Option<(Voice, String)> {
    let Event::Said { text, bot, .. } = &logged.event else { return None };
    if text.is_empty() || matches!(bot, Some(BotAct::Informed { .. })) {
        return None;
    }
    let voice = match &logged.by {
        Party::Visitor => Voice::Customer,
        Party::Bot | Party::System => Voice::Assistant,
        Party::Staff { .. } => Voice::Agent,
    };
    Some((voice, text.as_str().to_owned()))
}

/// Names of the staff who spoke.
fn staff(log: &[Stamped<Event>]) -> impl Iterator<Item = String> {
    let names: BTreeSet<&str> = log
        .iter()
        .filter_map(|event| if let Party::Staff { name, .. } = &event.by { Some(name.as_str()) } else { None })
        .collect();
    names.into_iter().map(str::to_owned)
}

/// Order numbers that were said.
fn orders(turns: &[(Voice, String)]) -> impl Iterator<Item = (Private, String)> {
    let orders = turns.iter().flat_map(|(_, text)| facts(Seq(0), text));
    orders.filter(|fact| fact.kind == FactKind::Order).map(|fact| (Private::Order, fact.text))
}

/// How a customer is called, by the shop too.
fn names(customer: &Customer) -> impl Iterator<Item = String> {
    let vouched = customer.identity.iter().flat_map(|known| known.name.clone().into_iter().chain([known.user.clone()]));
    customer.name.clone().into_iter().chain(vouched)
}

#[cfg(test)]
#[path = "retelling_test.rs"]
mod tests;
