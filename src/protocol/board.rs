//! Live counts for supervisors, as one frame of the board. Owns their shapes; `routing` counts.

use super::server::ScoringStatus;
use crate::domain::{ConversationId, SiteId, StaffId, Stage, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

/// Live counts for supervisors.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Board {
    /// Server time of the counts.
    pub now: Timestamp,
    /// Open conversations held by the bot.
    pub with_bot: u32,
    /// Waiting for a human (queue tickets).
    pub waiting: u32,
    /// Wait of the longest, in milliseconds.
    #[cfg_attr(test, ts(type = "number"))]
    pub longest_wait_ms: u64,
    /// It is outside the business hours, and only personal distress is offered to agents until then.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offers_resume_at: Option<Timestamp>,
    /// Teams that are closed and that conversations are kept for until they open.
    pub kept: Vec<KeptForTeam>,
    /// Who has waited so long that no rule calls for anybody more.
    pub unanswered: Unanswered,
    /// Held by agents.
    pub with_agent: u32,
    /// Open conversations by stage.
    pub stages: StageCounts,
    /// Agents.
    pub agents: Vec<AgentLoad>,
    /// Whether messages are being scored.
    pub scoring: ScoringStatus,
    /// How often somebody intervened in time, over the last 24 hours.
    pub interventions: Interventions,
    /// How soon a person wrote after an alert about personal distress.
    pub distress: DistressReplies,
}

/// How soon a person wrote to the visitor after an alert about personal distress, over the last 24 hours, and who waits
/// for that now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DistressReplies {
    /// To be kept, in milliseconds.
    pub target_ms: u32,
    /// Half of the alerts with a reply had it within this, in milliseconds; absent while there is none.
    #[cfg_attr(test, ts(optional, type = "number"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_ms: Option<u64>,
    /// Alerts after which a person wrote.
    pub answered: u32,
    /// Alerts that ended before a person wrote, but for false alarms.
    pub missed: u32,
    /// Conversations that wait for the first reply now.
    pub waiting: u32,
    /// Those of them that have waited longest, longest first; at most 20.
    pub open: Vec<AwaitedReply>,
}

/// Who has climbed the whole ladder, or waited until they go before every limit, and is held by nobody all the same:
/// what is left is that a person sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Unanswered {
    /// Conversations.
    pub waiting: u32,
    /// Those of them that have waited longest, longest first; at most 20.
    pub open: Vec<AwaitedReply>,
}

/// Conversations that were passed to a team and are kept for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct KeptForTeam {
    /// Its name.
    pub team: String,
    /// Until then.
    pub opens_at: Timestamp,
    /// Conversations.
    pub waiting: u32,
}

/// Somebody waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AwaitedReply {
    /// Where.
    pub conv: ConversationId,
    /// Since they have waited, or their first alert about distress.
    pub since: Timestamp,
}

/// How often a person intervened in time after an alert, over the last 24 hours. An alert counts once somebody
/// intervened, or once the time to do so is over.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Interventions {
    /// In time means within this long after the alert, in milliseconds.
    pub within_ms: u32,
    /// The share to reach, 0 to 1.
    pub target: f32,
    /// Of all alerts.
    pub all: InTime,
    /// By queue: the conversations of one site wait in one.
    pub queues: Vec<QueueInTime>,
    /// By the agent who held the conversation when the alert was raised.
    pub agents: Vec<AgentInTime>,
}

/// A numerator and its denominator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct InTime {
    /// Alerts that somebody intervened after in time.
    pub in_time: u32,
    /// Alerts.
    pub alerts: u32,
}

/// The share of one queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct QueueInTime {
    /// Which site's.
    pub site: SiteId,
    /// Alerts that somebody intervened after in time.
    pub in_time: u32,
    /// Alerts.
    pub alerts: u32,
}

/// The share of one agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AgentInTime {
    /// Who.
    pub staff: StaffId,
    /// Display name.
    pub name: String,
    /// Alerts that somebody intervened after in time.
    pub in_time: u32,
    /// Alerts.
    pub alerts: u32,
}

/// Open conversations by stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[expect(missing_docs, reason = "each field is the stage it names")]
pub struct StageCounts {
    pub calm: u32,
    pub watch: u32,
    pub concern: u32,
    pub critical: u32,
}

impl StageCounts {
    /// Counts one more at this stage.
    pub const fn add(&mut self, stage: Stage) {
        match stage {
            Stage::Calm => self.calm += 1,
            Stage::Watch => self.watch += 1,
            Stage::Concern => self.concern += 1,
            Stage::Critical => self.critical += 1,
        }
    }
}

/// One agent's load.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AgentLoad {
    /// Who.
    pub staff: StaffId,
    /// Display name.
    pub name: String,
    /// Connected.
    pub online: bool,
    /// Takes new conversations.
    pub available: bool,
    /// Their hours are over: they are offered personal distress alone.
    pub off_hours: bool,
    /// Conversations held or offered.
    pub load: u32,
    /// At most.
    pub capacity: u32,
    /// Of those, at concern or above.
    pub hot: u32,
    /// Highest stage among them.
    pub hottest: Stage,
}
