//! The bot: answers from the knowledge base, in the visitor's language, or hands over.
//! Owns the texts it says and the decision what to say. Never speaks by itself: its replies are commands under the
//! floor's epoch, refused when a human has taken over meanwhile (invariant R3).

use crate::domain::{BotAct, Language, MessageText};

/// What the bot is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotQuestion {
    /// Widget language, for lack of a better sign in the text.
    pub language: Language,
    /// The visitor's words; `None` for the greeting.
    pub text: Option<String>,
    /// How often in a row it had no answer.
    pub misses: u32,
}

/// What the bot says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotReply {
    /// Words.
    pub text: MessageText,
    /// Meaning.
    pub act: BotAct,
    /// Buttons, at most 4.
    pub quick_replies: Vec<String>,
}

/// Answers questions; shared by all conversations.
#[derive(Debug, Default)]
pub struct Bot {}

impl Bot {
    /// The reply to one question. Pure for a given knowledge base; takes well under a millisecond.
    #[must_use]
    pub fn reply(&self, question: &BotQuestion) -> BotReply {
        let _ = question;
        let text = MessageText::try_from("Hello".to_owned()).expect("a constant within the limits");
        BotReply { text, act: BotAct::Greeted, quick_replies: Vec::new() }
    }
}
