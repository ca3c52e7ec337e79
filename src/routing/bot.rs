//! The bot: answers from the knowledge base, in the language of the question, or hands over.
//! Owns the decision what to say. Never speaks by itself: its replies are commands under the floor's epoch, refused
//! when a human has taken over meanwhile (invariant R3).

use super::intent::{Intent, intent};
use super::phrases::phrases;
use crate::domain::{BotAct, Language, MessageText, WaitCause};
use crate::knowledge::judge::ANSWER_AT;
use crate::knowledge::{self, Article, Hit, Library, Values, Vector, language_of};
use std::sync::Arc;

/// The bot hands over with this miss in a row.
const MISSES: u32 = 2;
/// Articles that it looks at for one question, and most that it offers instead of an answer.
const OFFERED: usize = 3;
/// Offered as a button are articles that are at least so likely to be meant.
const OFFER_AT: f32 = 0.15;

/// What the bot is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BotQuestion {
    /// Widget language, for lack of a better sign in the text.
    pub language: Language,
    /// The visitor's words; `None` for the greeting.
    pub text: Option<String>,
    /// How often in a row it had no answer.
    pub misses: u32,
    /// What the visitor has said that an answer may repeat.
    pub values: Values,
}

/// What the bot says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotReply {
    /// Words.
    pub text: MessageText,
    /// Meaning.
    pub act: BotAct,
    /// Buttons, at most 4. Asking for a person is not among them: every client offers that always.
    pub quick_replies: Vec<String>,
}

/// Answers questions; shared by all conversations.
#[derive(Debug)]
pub struct Bot {
    library: Arc<Library>,
}

impl Default for Bot {
    /// A bot with the bundled example, without meanings.
    fn default() -> Self {
        Self::new(Arc::new(Library::new(knowledge::example().expect("a test reads the bundled articles"))))
    }
}

impl Bot {
    /// A bot that answers from these articles.
    #[must_use]
    pub const fn new(library: Arc<Library>) -> Self {
        Self { library }
    }

    /// The reply to one question, by words and, where a model reads, by meanings. Takes some milliseconds; waits for a
    /// meaning at most a quarter of a second.
    pub async fn answer(&self, question: &BotQuestion) -> BotReply {
        let vector = match &question.text {
            Some(text) => self.library.meaning(text).await,
            None => None,
        };
        self.reply_to(question, vector.as_ref())
    }

    /// The reply to one question by words alone. Pure for a given knowledge base.
    #[must_use]
    pub fn reply(&self, question: &BotQuestion) -> BotReply {
        self.reply_to(question, None)
    }

    fn reply_to(&self, question: &BotQuestion, vector: Option<&Vector>) -> BotReply {
        let Some(text) = &question.text else { return greeting(question.language) };
        let language = language_of(text).unwrap_or(question.language);
        let words = phrases(language);
        // A miss ends with the offer of a person: "yes" accepts it.
        match intent(text) {
            Some(Intent::Person) => return hand_over(words.person_asked, WaitCause::Asked),
            Some(Intent::AreYouHuman) => return small_talk(words.machine, Vec::new()),
            Some(Intent::Hello) => return small_talk(words.hello, starters(language)),
            Some(Intent::Yes) if question.misses > 0 => return hand_over(words.person_asked, WaitCause::Asked),
            Some(Intent::Yes) => return small_talk(words.yes, Vec::new()),
            Some(Intent::No) => return small_talk(words.no, Vec::new()),
            Some(Intent::Thanks) => return small_talk(words.thanks, Vec::new()),
            Some(Intent::Goodbye) => return small_talk(words.goodbye, Vec::new()),
            None => {}
        }
        let hits = self.library.hits(language, text, vector, OFFERED);
        if let Some(reply) = hits.first().and_then(|best| answered(best, &question.values)) {
            return reply;
        }
        if question.misses.saturating_add(1) >= MISSES {
            return hand_over(words.person_missed, WaitCause::BotMissed);
        }
        // What it would not say by itself it may still offer.
        let near = hits.iter().filter(|hit| hit.sure >= OFFER_AT);
        let quick_replies = near.map(|hit| hit.article.title.clone()).collect();
        BotReply { text: said(words.missed), act: BotAct::Missed, quick_replies }
    }
}

/// The best article's answer, where the search is sure enough and every place in it can be filled.
fn answered(best: &Hit<'_>, values: &Values) -> Option<BotReply> {
    let article = best.article;
    let text = in_words(article, values).filter(|_| best.sure >= ANSWER_AT)?;
    let quick_replies = vec![phrases(article.language).helped.to_owned()];
    Some(BotReply { text, act: BotAct::Answered { article: article.title.clone() }, quick_replies })
}

/// The answer with where more is written; none where it has a place that cannot be filled.
fn in_words(article: &Article, values: &Values) -> Option<MessageText> {
    let answer = article.answer.fill(values)?;
    let Some(source) = &article.source else { return Some(answer) };
    let more = phrases(article.language).more;
    MessageText::try_from(format!("{}\n{more}{source}", answer.as_str())).ok()
}

fn greeting(language: Language) -> BotReply {
    BotReply { text: said(phrases(language).greeting), act: BotAct::Greeted, quick_replies: starters(language) }
}

fn starters(language: Language) -> Vec<String> {
    phrases(language).starters.map(str::to_owned).to_vec()
}

fn small_talk(text: &str, quick_replies: Vec<String>) -> BotReply {
    BotReply { text: said(text), act: BotAct::Greeted, quick_replies }
}

fn hand_over(text: &str, cause: WaitCause) -> BotReply {
    BotReply { text: said(text), act: BotAct::HandedOver { cause }, quick_replies: Vec::new() }
}

fn said(text: &str) -> MessageText {
    MessageText::try_from(text.to_owned()).expect("phrases and articles are within the limits of a message")
}

#[cfg(test)]
#[path = "bot_test.rs"]
mod tests;
