//! Behaviour: what a visitor does beside what they say, and what we do to them. Pure.
//!
//! Owns the bounded memory of a conversation's words (`Habits`) and the numbers of one message (`Behaviour`), taken
//! when the words are logged and kept beside the message, so that a late score sees what a quick one would have seen.
//! Never weighs them: what they are worth as evidence is the policy's.

mod sameness;
mod shape;

use self::sameness::Words;
use super::language::Script;
use crate::domain::{Language, Seq, Timestamp};
use crate::triage::waiting::Waits;
use serde::Serialize;

/// So many visitor messages are remembered to tell what is said again.
const REMEMBERED: usize = 4;
/// A remembered message this long makes a bare "ok" after it look curt; in words, or pairs of Han characters.
const LONG: usize = 4;

/// What a visitor message is like beside its words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Behaviour {
    /// How often the visitor had said the same before, of late.
    pub repeats: u32,
    /// How often in a row the bot had given the same answer again.
    pub bot_loop: u32,
    /// Visitor messages before it that nobody had answered.
    pub unanswered: u32,
    /// Whole seconds that the visitor had waited for an answer; 0 when none was due.
    pub waited_s: u32,
    /// How loud it looks, 0 to 1: capitals beyond half of the letters, runs of "!" and "?".
    pub shouting: f32,
    /// How many curt replies in a row, this one included, followed longer messages.
    pub curt: u32,
    /// The language that the visitor has mostly written so far; absent while there is none to tell.
    pub language: Option<Language>,
}

/// What is remembered of a conversation's words. Its size has a bound, however long the conversation is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Habits {
    /// The visitor's last messages but for curt ones, oldest first, each with how often it had been said before.
    said: Vec<(Words, u32)>,
    /// The bot's last answer.
    answer: Option<Words>,
    bot_loop: u32,
    repeats: u32,
    unanswered: u32,
    curt: u32,
    script: Script,
    waits: Waits,
}

impl Habits {
    /// The visitor spoke: what this message is like, before and after it is remembered.
    pub fn visitor_said(&mut self, message: Seq, at: Timestamp, text: &str) -> Behaviour {
        let waited = self.waits.open().map_or(0, |wait| at.since(wait.since).as_secs());
        let behaviour = Behaviour {
            repeats: 0,
            bot_loop: self.bot_loop,
            unanswered: self.unanswered,
            waited_s: u32::try_from(waited).unwrap_or(u32::MAX),
            shouting: shape::shouting(text),
            curt: 0,
            language: None,
        };
        self.waits.begin(message, at);
        self.unanswered = self.unanswered.saturating_add(1);
        // Only files: they say nothing again, and are not curt.
        if text.is_empty() {
            self.repeats = 0;
            return Behaviour { language: self.script.language(), ..behaviour };
        }
        self.script = self.script.and(Script::of(text));
        self.take_in(text);
        Behaviour { repeats: self.repeats, curt: self.curt, language: self.script.language(), ..behaviour }
    }

    /// The bot answered. Its announcement that a person comes is no answer, and not told of here.
    pub fn bot_answered(&mut self, at: Timestamp, text: &str) {
        let words = Words::of(text);
        let is_same = self.answer.as_ref().is_some_and(|before| before.same(&words));
        self.bot_loop = if is_same { self.bot_loop.saturating_add(1) } else { 0 };
        self.answer = Some(words);
        self.answered(at);
    }

    /// A person of ours spoke: whatever the bot kept saying is over.
    pub fn staff_answered(&mut self, at: Timestamp) {
        self.answer = None;
        self.bot_loop = 0;
        self.answered(at);
    }

    /// Nobody waits any more: the conversation ended.
    pub fn ended(&mut self) {
        self.unanswered = 0;
        self.waits = Waits::default();
    }

    /// Belief has moved at this moment: waits that ended before it lead to nothing more.
    pub fn settled(&mut self, at: Timestamp) {
        self.waits.forget_until(at);
    }

    /// How often the visitor's latest words had been said before.
    #[must_use]
    pub const fn repeats(&self) -> u32 {
        self.repeats
    }

    /// The times that the visitor waited for us.
    #[must_use]
    pub const fn waits(&self) -> &Waits {
        &self.waits
    }

    /// The language that the visitor has mostly written so far.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.script.language()
    }

    fn answered(&mut self, at: Timestamp) {
        self.unanswered = 0;
        self.waits.end(at);
    }

    /// A curt reply is not remembered: the same "ok" twice answers two questions, and repeats nothing.
    fn take_in(&mut self, text: &str) {
        if shape::is_bare(text) {
            let follows_more = self.curt > 0 || self.said.iter().any(|(words, _)| words.length() >= LONG);
            self.curt = if follows_more { self.curt.saturating_add(1) } else { 0 };
            self.repeats = 0;
            return;
        }
        self.curt = 0;
        let words = Words::of(text);
        let before = self.said.iter().filter(|(said, _)| said.same(&words)).map(|(_, times)| *times).max();
        self.repeats = before.map_or(0, |times| times.saturating_add(1));
        if self.said.len() == REMEMBERED {
            self.said.remove(0);
        }
        self.said.push((words, self.repeats));
    }
}

#[cfg(test)]
#[path = "behaviour_test.rs"]
mod tests;
