//! Who acts. Owns roles and authors; never decides what a role may do (see `session::access`).

use super::{StaffId, VisitorId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody is allowed to be. Ordered: each staff role may do what the one before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A customer in the widget.
    Visitor,
    /// Answers conversations.
    Agent,
    /// Sees every conversation, receives alerts, may step in.
    Supervisor,
    /// Configures the workspace.
    Admin,
}

/// The author of an event, as it stands in the log for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "who", rename_all = "lowercase")]
pub enum Party {
    /// The visitor of this conversation.
    Visitor,
    /// The bot.
    Bot,
    /// A member of the staff, with the name shown at that time.
    Staff {
        /// Who.
        id: StaffId,
        /// Display name.
        name: String,
    },
    /// The server itself: scores, stages, clocks.
    System,
}

/// Who issues a command, proven by the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A visitor.
    Visitor(VisitorId),
    /// A member of the staff.
    Staff {
        /// Who.
        id: StaffId,
        /// Display name.
        name: String,
        /// Role at the time of the command.
        role: Role,
    },
    /// The bot, or the server itself.
    System,
}
