//! What the bot means by what it says. Owns the shapes, which stand in the log: fields and acts are only ever added.

use super::{AlertId, Timestamp, WaitCause};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the bot meant by a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum BotAct {
    /// The first words.
    Greeted,
    /// Said what a flow says (see `flow` beside it).
    Guided,
    /// Answered from the knowledge base.
    Answered {
        /// Which article.
        article: String,
    },
    /// Had no answer and asked for other words.
    Missed,
    /// Announced that a person takes over; logging it queues the conversation.
    HandedOver {
        /// What led here.
        cause: WaitCause,
    },
    /// Nobody could answer somebody in distress at once: said that a person has been called, and the operator's words
    /// about where help is. No answer, and beside notices nothing else is ever said by the bot while somebody waits for
    /// a person.
    HelpShown {
        /// The alert about them; at most one such message for each.
        alert: AlertId,
    },
    /// Told somebody who waits for a person what to expect. No answer.
    Informed {
        /// Of what; each at most once in a wait.
        notice: Notice,
    },
}

/// What somebody who waits for a person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Notice {
    /// Their agent's connection was lost for longer than the grace.
    AgentLost,
    /// Nobody is there at this hour.
    Closed {
        /// When people are back; absent where that is not known.
        #[cfg_attr(test, ts(optional))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        opens_at: Option<Timestamp>,
    },
    /// People are back, after they were told that nobody is there.
    Opened,
    /// It takes longer than they were told before.
    Delayed {
        /// Until then, most likely.
        until: Timestamp,
    },
}
