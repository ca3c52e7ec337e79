//! Somebody in distress whom nobody can answer at once. Pure: time is an argument.
//!
//! Owns when the bot is to say where help is: the conversation waits and is offered to nobody, or a minute has passed
//! without a person doing anything. Never says it itself: a conversation does, once for each severity, however often
//! it is asked. The words are the operator's, after one sentence of ours.

use super::moment::Moment;
use super::phrases::phrases;
use super::roster::Post;
use crate::domain::episode::IN_TIME;
use crate::domain::{
    AlertId, AlertKind, Command, ConversationId, Language, MessageText, PhaseName, Summary, Timestamp, Translated,
};
use crate::protocol::server::DistressResources;
use std::collections::BTreeMap;
use std::time::Duration;

/// What a conversation did not confirm within this is asked again.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// What the bot says: that a person has been called, and what the operator has set for the language, if anything.
///
/// # Errors
/// When the operator's text is none that a message could hold.
pub fn help_words(resources: &DistressResources) -> Result<Translated, String> {
    let words = |language, text: Option<&String>| {
        let called = phrases(language).called_in_distress;
        MessageText::try_from(text.map_or_else(|| called.to_owned(), |text| format!("{called}\n\n{text}")))
    };
    Ok(Translated { en: words(Language::En, resources.en.as_ref())?, zh: words(Language::Zh, resources.zh.as_ref())? })
}

#[derive(Debug)]
struct Alone {
    alert: AlertId,
    raised_at: Timestamp,
    phase: PhaseName,
    asked: Option<Duration>,
}

/// Conversations in which somebody in distress has not been answered, nor been told where help is.
#[derive(Debug)]
pub struct Helpline {
    words: Translated,
    /// Agents get this long to come back after a restart.
    grace: Duration,
    started: Timestamp,
    alone: BTreeMap<ConversationId, Alone>,
}

impl Helpline {
    /// Knows of nobody yet.
    #[must_use]
    pub const fn new(words: Translated, grace: Duration, started: Timestamp) -> Self {
        Self { words, grace, started, alone: BTreeMap::new() }
    }

    /// A conversation changed.
    pub fn hear(&mut self, summary: &Summary) {
        let before = self.alone.remove(&summary.conv);
        if !summary.phase.has_ticket() {
            return;
        }
        // The latest is the worst: a lower severity than one raised before raises nothing.
        let worst = summary.alerts.iter().rev().find(|alert| alert.kind == AlertKind::Distress);
        let Some(alert) = worst.filter(|alert| alert.wants_help_shown()) else { return };
        let asked = before.filter(|before| before.alert == alert.id).and_then(|before| before.asked);
        let alone = Alone { alert: alert.id, raised_at: alert.raised_at, phase: summary.phase, asked };
        self.alone.insert(summary.conv, alone);
    }

    /// Everything to post now, offers already made.
    pub fn due(&mut self, now: Moment, is_offered: impl Fn(ConversationId) -> bool) -> Vec<Post> {
        let mut posts = Vec::new();
        for (conv, alone) in &mut self.alone {
            if alone.asked.is_some_and(|at| now.steady.saturating_sub(at) < ASK_AGAIN) {
                continue;
            }
            let is_back = alone.raised_at >= self.started || now.steady >= self.grace;
            let is_left = alone.phase == PhaseName::Waiting && !is_offered(*conv) && is_back;
            if is_left || now.wall.since(alone.raised_at) >= IN_TIME {
                alone.asked = Some(now.steady);
                posts.push((*conv, Command::ShowHelp { alert: alone.alert, words: self.words.clone() }));
            }
        }
        posts
    }
}

#[cfg(test)]
#[path = "helpline_test.rs"]
mod tests;
