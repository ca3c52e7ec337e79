//! Routing: the bot, the queue, the choice of an agent, and the handoff packet.
//!
//! Owns the desk (one task per workspace: queue tickets, presence, capacity) and the bot's answers.
//! Never writes a conversation's log: it sends commands to the conversation's own mailbox.

pub mod assign;
pub mod board;
pub mod bot;
pub mod calendar_book;
pub mod calendars;
pub mod colleagues;
mod courtesies;
pub mod desk;
pub mod earlier;
pub mod episodes;
mod experts;
mod extract;
pub mod facts;
pub mod first_replies;
pub mod flows;
mod forecast;
pub mod generator;
pub mod handoff;
pub mod helpline;
pub mod holds;
pub mod hours;
pub mod intent;
pub mod interventions;
pub mod ladder;
pub mod last_answer;
mod lexicon;
mod lexicon_elsewhere;
mod lexicon_zh;
mod likely_intent;
pub mod members;
pub mod moment;
pub mod moods;
mod notice_words;
pub mod notices;
pub mod offer_hours;
pub mod offers;
pub mod pace;
mod phrases;
pub mod promises;
pub mod questions;
pub mod queue;
mod retelling;
pub mod roster;
pub mod rules;
pub mod segments;
mod sentences;
pub mod topics;

#[cfg(test)]
#[path = "fixtures_test.rs"]
mod fixtures;

pub use bot::{Bot, BotQuestion, BotReply};
pub use desk::{Desk, DeskNews, DeskParts};
pub use handoff::build_packet;
pub use helpline::help_words;

use crate::domain::{Command, ConversationId};

/// The way back into conversations; implemented by the registry. Posting never waits.
pub trait Conversations: Send + Sync + 'static {
    /// Puts a command into the conversation's mailbox; its outcome is visible in the log.
    fn post(&self, conv: ConversationId, command: Command);
}
