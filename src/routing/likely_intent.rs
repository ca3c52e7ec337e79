//! What a visitor came for, as far as the log holds it: the flow that their words began, the article that they were
//! given or offered. Pure, and folded from the log.
//!
//! Never reads words of its own: it says what the bot took them for, and how sure that is. A greeting flow is nobody's
//! intent. The newest sign counts, since people come to the point late.

use crate::domain::{BotAct, Event, FlowPlace, IntentKind, LikelyIntent, Party, Seq, Stamped, Sureness};
use crate::knowledge::bare;

/// The likely intent of a conversation, if the log holds any.
#[must_use]
pub fn likely_intent(log: &[Stamped<Event>]) -> Option<LikelyIntent> {
    let mut signs = Signs::default();
    for event in log {
        signs.hear(event);
    }
    signs.intent
}

#[derive(Default)]
struct Signs<'a> {
    /// The visitor's latest words.
    words: &'a str,
    /// The flow that waits for their words.
    flow: Option<&'a str>,
    intent: Option<LikelyIntent>,
}

impl<'a> Signs<'a> {
    fn hear(&mut self, logged: &'a Stamped<Event>) {
        let Event::Said { text, bot, answers, quick_replies, flow, .. } = &logged.event else { return };
        if logged.by == Party::Visitor && !text.is_empty() {
            self.words = text.as_str();
        }
        let Some(act) = bot else { return };
        if let Some(place) = flow {
            self.guided(logged.seq, place, answers.is_none());
        }
        match act {
            BotAct::Answered { article } if flow.is_none() => {
                let sure = if bare(article) == bare(self.words) { Sureness::Stated } else { Sureness::Likely };
                self.sign(logged.seq, IntentKind::Article, article, sure);
            }
            BotAct::Missed => match quick_replies.first() {
                Some(offered) => self.sign(logged.seq, IntentKind::Article, offered, Sureness::Possible),
                None => self.doubt(),
            },
            _ => {}
        }
    }

    /// A flow spoke.
    fn guided(&mut self, seq: Seq, place: &'a FlowPlace, is_greeting: bool) {
        let goes_on = self.flow == Some(&place.flow);
        self.flow = place.at.is_some().then_some(&place.flow);
        if !goes_on && !is_greeting {
            self.sign(seq, IntentKind::Flow, &place.flow, Sureness::Likely);
        }
        if let Some(known) = self.intent.as_mut().filter(|known| known.name == place.flow)
            && place.slots.iter().any(|slot| slot.seq > known.seq)
        {
            known.sure = Sureness::Stated;
        }
    }

    fn sign(&mut self, seq: Seq, kind: IntentKind, name: &str, sure: Sureness) {
        self.intent = Some(LikelyIntent { kind, name: name.to_owned(), sure, seq });
    }

    /// They asked for something else, and nobody knows what.
    fn doubt(&mut self) {
        if let Some(known) = &mut self.intent {
            known.sure = Sureness::Possible;
        }
    }
}

#[cfg(test)]
#[path = "likely_intent_test.rs"]
mod tests;
