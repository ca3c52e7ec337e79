//! What leads to a wait and to an end. Owns the closed lists.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What made a conversation wait for a human.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum WaitCause {
    /// The visitor asked for a person.
    Asked,
    /// The bot missed twice.
    BotMissed,
    /// A flow of the bot came to where a person goes on.
    Flow,
    /// The visitor sent a file without words, which the bot cannot read.
    File,
    /// Anger rose, or a threat was voiced.
    Triage,
    /// The agent gave it back.
    Released,
    /// The agent passed it to a team.
    Transferred,
    /// The agent's connection was lost for longer than the grace.
    AgentLost,
    /// A member of the staff took it from the bot by hand; logged just before they accept.
    Claimed,
}

/// How a conversation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum CloseCause {
    /// The visitor ended it.
    Visitor,
    /// Staff resolved it.
    Resolved,
    /// Nobody spoke for long.
    Idle,
}
