//! The bot: answers from the knowledge base, in the language of the question, or hands over.
//! Owns the decision what to say. Never speaks by itself: its replies are commands under the floor's epoch, refused
//! when a human has taken over meanwhile (invariant R3).

use super::calendar_book::CalendarBook;
use super::flows::{self, FlowBook, Found};
use super::generator::{Found as Given, Generator};
use super::intent::{Intent, intent};
use super::last_answer::LastAnswer;
use super::phrases::phrases;
use super::questions::is_question;
use super::sentences::sentences;
use crate::domain::{BotAct, Event, FlowPlace, Language, MessageText, Seq, Stamped, Timestamp, WaitCause};
use crate::knowledge::judge::{ANSWER_AT, OFFER_AT, OFFERED};
use crate::knowledge::{self, Article, Hit, Library, Values, Vector, language_of};
use std::sync::Arc;

/// The bot hands over with this miss in a row.
const MISSES: u32 = 2;
/// Questions of one message that are searched by themselves.
const QUESTIONS: usize = 3;

/// What the bot is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BotQuestion {
    /// Widget language, for lack of a better sign in the text.
    pub language: Language,
    /// The visitor's words, empty where they sent only files; `None` for the greeting.
    pub text: Option<String>,
    /// The visitor's message; 0 for the greeting.
    pub message: Seq,
    /// How often in a row it had no answer.
    pub misses: u32,
    /// What it answered with last.
    pub last_answer: Option<LastAnswer>,
    /// What the visitor has said that an answer may repeat.
    pub values: Values,
    /// Address of the page that the visitor is on.
    pub page: Option<String>,
    /// Where a flow stands.
    pub flow: Option<FlowPlace>,
    /// Now, for business hours.
    pub now: Timestamp,
}

impl BotQuestion {
    /// The language to answer in: of the words, else of the widget.
    #[must_use]
    pub fn spoken(&self) -> Language {
        self.text.as_deref().and_then(language_of).unwrap_or(self.language)
    }

    /// Whether an article was said often enough.
    fn has_had(&self, article: &Article) -> bool {
        self.last_answer.as_ref().is_some_and(|last| last.is_enough() && last.article == article.title)
    }
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
    /// Where a flow stands after it; absent when no flow said it.
    pub flow: Option<FlowPlace>,
}

impl BotReply {
    /// It had no answer, of itself: a flow that goes on knows why it says what it says.
    pub(super) fn is_miss(&self) -> bool {
        let missed = matches!(self.act, BotAct::Missed | BotAct::HandedOver { cause: WaitCause::BotMissed });
        missed && self.flow.is_none()
    }

    /// An article's answer in these words.
    pub(super) fn answering(article: &str, text: MessageText, language: Language) -> Self {
        let quick_replies = vec![phrases(language).helped.to_owned()];
        Self { text, act: BotAct::Answered { article: article.to_owned() }, quick_replies, flow: None }
    }
}

/// Answers questions; shared by all conversations.
#[derive(Debug)]
pub struct Bot {
    library: Arc<Library>,
    flows: Arc<FlowBook>,
    calendars: Arc<CalendarBook>,
    generator: Option<Generator>,
}

impl Default for Bot {
    /// A bot with the bundled example, without meanings.
    fn default() -> Self {
        Self::new(Arc::new(Library::new(knowledge::example().expect("a test reads the bundled articles"))))
    }
}

impl Bot {
    /// A bot that answers from these articles, without flows.
    #[must_use]
    pub fn new(library: Arc<Library>) -> Self {
        Self::guided(library, Arc::default(), Arc::default())
    }

    /// A bot that goes by flows first.
    #[must_use]
    pub const fn guided(library: Arc<Library>, flows: Arc<FlowBook>, calendars: Arc<CalendarBook>) -> Self {
        Self { library, flows, calendars, generator: None }
    }

    /// The same over other articles.
    #[must_use]
    pub fn over(&self, library: Arc<Library>) -> Self {
        let (flows, calendars) = (Arc::clone(&self.flows), Arc::clone(&self.calendars));
        Self::guided(library, flows, calendars).with_generator(self.generator.clone())
    }

    /// The same with a language model that answers where the search alone does not.
    #[must_use]
    pub fn with_generator(self, generator: Option<Generator>) -> Self {
        Self { generator, ..self }
    }

    /// Whether conversations that are handed over are summed up by the language model.
    #[must_use]
    pub fn retells(&self) -> bool {
        self.generator.as_ref().is_some_and(|generator| generator.summarise)
    }

    /// What the language model writes of a conversation, and which model, where it is asked for that and it may be shown.
    pub async fn retell(&self, log: &[Stamped<Event>]) -> Option<(MessageText, String)> {
        let generator = self.generator.as_ref().filter(|generator| generator.summarise)?;
        Some((generator.retell(log).await?, generator.model.name().to_owned()))
    }

    /// The reply to one question, by words and, where a model reads, by meanings. Takes some milliseconds; waits for a
    /// meaning at most a quarter of a second (for that of each question among other words as long again), and for a language model, where one is asked, as long as it may take.
    pub async fn answer(&self, question: &BotQuestion) -> BotReply {
        let vector = match &question.text {
            Some(text) if !text.is_empty() => self.library.meaning(text).await,
            _ => None,
        };
        let mut reply = self.reply_to(question, vector.as_ref());
        if reply.is_miss() {
            reply = self.among_other_words(question).await.unwrap_or(reply);
        }
        let Some(generator) = self.generator.as_ref().filter(|generator| generator.is_asked(&reply)) else {
            return reply;
        };
        let given = self.given(question, vector.as_ref());
        if given.is_empty() {
            return reply;
        }
        generator.reply(question, given, reply).await
    }

    /// The answer to a question that stands among other sentences ("I sent it back on Monday. Where is my refund?"):
    /// searched as a whole, the message drowns it. Of several the one that the search is surest of.
    async fn among_other_words(&self, question: &BotQuestion) -> Option<BotReply> {
        let text = question.text.as_deref()?;
        // One sentence was searched already.
        sentences(text).nth(1)?;
        let language = question.spoken();
        let mut surest: Option<(f32, BotReply)> = None;
        for asked in sentences(text).filter(|sentence| is_question(sentence)).take(QUESTIONS) {
            let vector = self.library.meaning(asked).await;
            let hits = self.library.hits(language, asked, vector.as_ref(), 1);
            let Some(best) = hits.first().filter(|best| surest.as_ref().is_none_or(|(sure, _)| best.sure > *sure))
            else {
                continue;
            };
            if let Some(reply) = answered(best, question) {
                surest = Some((best.sure, reply));
            }
        }
        surest.map(|(_, reply)| reply)
    }

    /// Articles that are likely meant.
    fn given(&self, question: &BotQuestion, vector: Option<&Vector>) -> Vec<Given> {
        let text = question.text.as_deref().unwrap_or_default();
        let hits = self.library.hits(question.spoken(), text, vector, OFFERED);
        let likely = hits.iter().filter(|hit| hit.sure >= OFFER_AT && !question.has_had(&hit.article));
        likely.filter_map(|hit| Given::of(hit, &question.values)).collect()
    }

    /// The reply to one question by words alone. Pure for a given knowledge base.
    #[must_use]
    pub fn reply(&self, question: &BotQuestion) -> BotReply {
        self.reply_to(question, None)
    }

    fn reply_to(&self, question: &BotQuestion, vector: Option<&Vector>) -> BotReply {
        let Some(text) = &question.text else {
            return self.by_flow(question, vector).unwrap_or_else(|| greeting(question.language));
        };
        // It cannot look at files, and an answer to nothing would be nonsense.
        if text.is_empty() {
            return hand_over(phrases(question.language).file_received, WaitCause::File);
        }
        // Before any flow is asked.
        if intent(text) == Some(Intent::Person) {
            let language = question.spoken();
            return hand_over(phrases(language).person_asked, WaitCause::Asked);
        }
        self.by_flow(question, vector).unwrap_or_else(|| self.by_itself(question, text, vector))
    }

    /// What a flow says, where one has the word.
    fn by_flow(&self, question: &BotQuestion, vector: Option<&Vector>) -> Option<BotReply> {
        let (flows, calendars) = (self.flows.flows(), self.calendars.now());
        let asked = flows::Asked {
            language: question.language,
            text: question.text.as_deref().unwrap_or_default(),
            message: question.message,
            page: question.page.as_deref(),
            place: question.flow.as_ref(),
            now: question.now,
            calendars: &calendars,
        };
        let search = |language, text: &str| {
            let vector = vector.filter(|_| question.text.as_deref() == Some(text));
            let hits = self.library.hits(language, text, vector, 1);
            let best = hits.first().filter(|best| best.sure >= ANSWER_AT)?;
            let said = in_words(&best.article, &question.values)?;
            Some(Found { text: said.as_str().to_owned(), article: best.article.title.clone() })
        };
        if question.text.is_some() {
            flows::listen(&flows, &asked, &search)
        } else {
            flows::greet(&flows, &asked, &search)
        }
    }

    fn by_itself(&self, question: &BotQuestion, text: &str, vector: Option<&Vector>) -> BotReply {
        let language = question.spoken();
        let words = phrases(language);
        // A miss ends with the offer of a person: "yes" accepts it.
        match intent(text) {
            Some(Intent::AreYouHuman) => return small_talk(words.machine, Vec::new()),
            Some(Intent::Hello) => return small_talk(words.hello, starters(language)),
            Some(Intent::Yes) if question.misses > 0 => return hand_over(words.person_asked, WaitCause::Asked),
            Some(Intent::Yes) => return small_talk(words.yes, Vec::new()),
            Some(Intent::No) => return small_talk(words.no, Vec::new()),
            Some(Intent::Thanks) => return small_talk(words.thanks, Vec::new()),
            Some(Intent::Goodbye) => return small_talk(words.goodbye, Vec::new()),
            Some(Intent::Person) | None => {}
        }
        let hits = self.library.hits(language, text, vector, OFFERED);
        if let Some(reply) = hits.first().and_then(|best| answered(best, question)) {
            return reply;
        }
        let goes_round = hits.first().is_some_and(|best| best.sure >= ANSWER_AT && question.has_had(&best.article));
        if goes_round || question.misses.saturating_add(1) >= MISSES {
            return missed(language);
        }
        // What it would not say by itself it may still offer.
        let near = hits.iter().filter(|hit| hit.sure >= OFFER_AT && !question.has_had(&hit.article));
        let quick_replies = near.map(|hit| hit.article.title.clone()).collect();
        BotReply { text: said(words.missed), act: BotAct::Missed, quick_replies, flow: None }
    }
}

/// The best article's answer, where the search is sure enough, every place in it can be filled, and it was not said
/// often enough.
fn answered(best: &Hit, question: &BotQuestion) -> Option<BotReply> {
    let article = &best.article;
    let is_new = best.sure >= ANSWER_AT && !question.has_had(article);
    let text = in_words(article, &question.values).filter(|_| is_new)?;
    Some(BotReply::answering(&article.title, text, article.language))
}

/// The answer with where more is written; none where it has a place that cannot be filled.
fn in_words(article: &Article, values: &Values) -> Option<MessageText> {
    let answer = article.answer.fill(values)?;
    with_source(answer, article.source.as_deref(), article.language)
}

/// An answer with where more is written; none where both together are too long.
pub(super) fn with_source(answer: MessageText, source: Option<&str>, language: Language) -> Option<MessageText> {
    let Some(source) = source else { return Some(answer) };
    let more = phrases(language).more;
    MessageText::try_from(format!("{}\n{more}{source}", answer.as_str())).ok()
}

fn greeting(language: Language) -> BotReply {
    BotReply {
        text: said(phrases(language).greeting),
        act: BotAct::Greeted,
        quick_replies: starters(language),
        flow: None,
    }
}

fn starters(language: Language) -> Vec<String> {
    phrases(language).starters.map(str::to_owned).to_vec()
}

fn small_talk(text: &str, quick_replies: Vec<String>) -> BotReply {
    BotReply { text: said(text), act: BotAct::Greeted, quick_replies, flow: None }
}

/// It has no answer, and does not ask for other words.
pub(super) fn missed(language: Language) -> BotReply {
    hand_over(phrases(language).person_missed, WaitCause::BotMissed)
}

fn hand_over(text: &str, cause: WaitCause) -> BotReply {
    BotReply { text: said(text), act: BotAct::HandedOver { cause }, quick_replies: Vec::new(), flow: None }
}

fn said(text: &str) -> MessageText {
    MessageText::try_from(text.to_owned()).expect("phrases and articles are within the limits of a message")
}

#[cfg(test)]
#[path = "bot_test.rs"]
mod tests;
