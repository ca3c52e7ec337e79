//! The bot: answers from the knowledge base, in the language of the question, or hands over.
//! Owns the decision what to say. Never speaks by itself: its replies are commands under the floor's epoch, refused
//! when a human has taken over meanwhile (invariant R3).

use super::intent::{Intent, intent};
use super::phrases::phrases;
use super::search::Index;
use crate::domain::{BotAct, Language, MessageText, WaitCause};
use crate::knowledge::{self, Article, Values};

/// The bot hands over with this miss in a row.
const MISSES: u32 = 2;

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
pub struct Bot {
    english: Shelf,
    chinese: Shelf,
}

/// Articles of one language with their index.
struct Shelf {
    articles: Vec<Article>,
    index: Index,
}

impl Shelf {
    fn new(articles: Vec<Article>) -> Self {
        Self { index: Index::new(&articles), articles }
    }

    fn answer(&self, question: &str) -> Option<&Article> {
        self.index.answer(question).map(|place| &self.articles[place])
    }
}

impl Default for Bot {
    /// A bot with the bundled example.
    fn default() -> Self {
        Self::new(knowledge::example().expect("a test reads the bundled articles"))
    }
}

impl Bot {
    /// A bot that knows these articles.
    #[must_use]
    pub fn new(articles: Vec<Article>) -> Self {
        let (english, chinese) = articles.into_iter().partition(|article| article.language == Language::En);
        Self { english: Shelf::new(english), chinese: Shelf::new(chinese) }
    }

    /// The reply to one question. Pure for a given knowledge base; takes well under a millisecond.
    #[must_use]
    pub fn reply(&self, question: &BotQuestion) -> BotReply {
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
        let articles = match language {
            Language::En => &self.english,
            Language::Zh => &self.chinese,
        };
        let found = articles.answer(text);
        if let Some((article, text)) = found.and_then(|article| Some((article, in_words(article, &question.values)?))) {
            let quick_replies = vec![words.helped.to_owned()];
            return BotReply { text, act: BotAct::Answered { article: article.title.clone() }, quick_replies };
        }
        if question.misses.saturating_add(1) >= MISSES {
            return hand_over(words.person_missed, WaitCause::BotMissed);
        }
        BotReply { text: said(words.missed), act: BotAct::Missed, quick_replies: Vec::new() }
    }
}

impl std::fmt::Debug for Bot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bot({} + {} articles)", self.english.articles.len(), self.chinese.articles.len())
    }
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

/// By script; digits and names alone tell nothing, and scripts of neither language either.
fn language_of(text: &str) -> Option<Language> {
    if text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}')) {
        return None;
    }
    let han = text.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}')).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    match (han, latin) {
        (0, 0..=1) => None,
        (0, _) => Some(Language::En),
        _ if han * 3 >= latin => Some(Language::Zh),
        _ => Some(Language::En),
    }
}

#[cfg(test)]
#[path = "bot_test.rs"]
mod tests;
