//! When the bot asks the language model, and what it makes of the answer (decision 17).
//!
//! Owns the moment: the search has found articles that are likely meant, and none that it is sure of (or any, where
//! answers are to be worded anew). Never without articles, never for what a flow says, a courtesy or a call for a person.
//! Where the model itself has no answer for somebody the bot would have missed, a person is called: it has read every
//! article that is likely meant. Whatever else it lacks, the bot says what it would have said without it.

use super::bot::{BotQuestion, BotReply, missed, with_source};
use super::facts::facts;
use crate::domain::{BotAct, FactKind, Language, MessageText, Seq};
use crate::knowledge::{Hit, Values};
use crate::language_model::{Answer, Asked, Ground, LanguageModel, NoAnswer, Private};
use std::sync::Arc;

/// A model, and how far it is asked.
#[derive(Debug, Clone)]
pub struct Generator {
    /// The model.
    pub model: Arc<LanguageModel>,
    /// Asked too where the search is sure, to word the article anew.
    pub rephrase: bool,
    /// Asked too for a summary of what is handed over (`retelling`).
    pub summarise: bool,
}

/// An article as the model is given it, with what is sent beside its words.
pub(super) struct Found {
    ground: Ground,
    source: Option<String>,
}

impl Found {
    /// What of a hit may be given out; none where it has a place that cannot be filled.
    pub(super) fn of(hit: &Hit, values: &Values) -> Option<Self> {
        let text = hit.article.answer.fill(values)?.as_str().to_owned();
        let ground = Ground { title: hit.article.title.clone(), text };
        Some(Self { ground, source: hit.article.source.clone() })
    }
}

impl Generator {
    /// Whether this reply may give way to one of the model's.
    pub(super) fn is_asked(&self, reply: &BotReply) -> bool {
        let is_sure = reply.flow.is_none() && matches!(reply.act, BotAct::Answered { .. });
        reply.is_miss() || (self.rephrase && is_sure)
    }

    /// The model's reply from these articles, if it has one that may be said; `own` is what the bot says without it.
    pub(super) async fn reply(&self, question: &BotQuestion, found: Vec<Found>, own: BotReply) -> BotReply {
        let Some(text) = question.text.as_deref() else { return own };
        let language = question.spoken();
        let grounds = found.iter().map(|found| found.ground.clone()).collect();
        let asked = Asked { language, question: text.to_owned(), private: private(text, &question.values), grounds };
        let answer = self.model.answer(&asked).await;
        let outcome = answer.as_ref().map_or_else(NoAnswer::label, |_| "answered");
        metrics::counter!("bot_model_answers_total", "outcome" => outcome).increment(1);
        match answer {
            Ok(answer) => said(answer, found, language).unwrap_or(own),
            Err(why) if why.is_refusal() && own.is_miss() => {
                tracing::info!(%why, "the language model has no answer; a person is called");
                missed(language)
            }
            Err(why) => {
                tracing::warn!(%why, "the language model has no answer; the bot goes on without it");
                own
            }
        }
    }
}

fn said(answer: Answer, found: Vec<Found>, language: Language) -> Option<BotReply> {
    let used = found.into_iter().nth(answer.ground)?;
    let text = with_source(MessageText::try_from(answer.text).ok()?, used.source.as_deref(), language)?;
    Some(BotReply::answering(&used.ground.title, text, language))
}

/// What is known to be personal: order numbers in the words, and what was said before.
fn private(text: &str, values: &Values) -> Vec<(Private, String)> {
    let orders = facts(Seq(0), text).into_iter().filter(|fact| fact.kind == FactKind::Order).map(|fact| fact.text);
    let orders = orders.chain(values.order.clone()).map(|order| (Private::Order, order));
    orders.chain(values.customer_name.clone().map(|name| (Private::Name, name))).collect()
}
