//! What a report says, as it stands in JSON. Owns the shapes; computes nothing.

use crate::domain::{AlertKind, ConversationId, Stage, Timestamp};
use serde::Serialize;

/// Alerts of one kind and stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Count {
    /// What about.
    pub kind: AlertKind,
    /// Stage.
    pub stage: Stage,
    /// How many.
    pub alerts: u32,
}

/// How much comes to each supervisor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Load {
    /// Over how many the alerts are divided.
    pub supervisors: u32,
    /// Hours from the first conversation to the last event, one at least.
    pub hours: f32,
    /// Alerts per supervisor and hour.
    pub per_hour: f32,
    /// The same in the busiest hour.
    pub busiest: f32,
    /// When that hour began.
    pub busiest_hour: Option<Timestamp>,
}

/// What alerts are measured against in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The visitor's angriest message.
    Worst,
    /// A person's first words.
    Human,
    /// The first bad rating.
    BadRating,
}

/// How much earlier than something the first alert of a conversation comes; below 0 it comes later.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Lead {
    /// Than what.
    pub against: Target,
    /// Conversations that have both.
    pub conversations: u32,
    /// Median, in messages of the visitor.
    pub turns: Option<f32>,
    /// Median, in seconds.
    pub seconds: Option<f32>,
}

/// A policy over a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Conversations.
    pub conversations: u32,
    /// Alerts.
    pub alerts: u32,
    /// Alerts for each hundred conversations.
    pub per_100: f32,
    /// By kind and stage.
    pub by: Vec<Count>,
    /// How much comes to each supervisor.
    pub load: Load,
    /// How early.
    pub lead: Vec<Lead>,
    /// Conversations that ended badly or were judged so.
    pub bad: u32,
    /// Those among them that never alerted.
    pub missed: u32,
    /// Alerts that were closed as false alarms, or whose visitor left calm.
    pub false_alarms: u32,
}

/// What became of an alert between two policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Only the new policy raises it.
    Gained,
    /// Only the old one did.
    Lost,
    /// It comes earlier.
    Earlier,
    /// It comes later.
    Later,
}

/// An alert that differs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Changed {
    /// Where.
    pub conv: ConversationId,
    /// What became of it.
    pub change: Change,
    /// What about.
    pub kind: AlertKind,
    /// Stage.
    pub stage: Stage,
    /// When, under the new policy; under the old one where it was lost.
    pub at: Timestamp,
    /// By how many messages of the visitor it moved; below 0 it comes earlier.
    pub turns: i64,
    /// By how many seconds.
    pub seconds: i64,
}

/// Two policies over one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// What is, or was.
    pub old: Report,
    /// What would be.
    pub new: Report,
    /// Alerts that only the new policy raises.
    pub gained: u32,
    /// Alerts that only the old one raised.
    pub lost: u32,
    /// Alerts that come earlier.
    pub earlier: u32,
    /// Alerts that come later.
    pub later: u32,
    /// The differences, in the order of the conversations.
    pub changes: Vec<Changed>,
    /// Differences beyond the list's end.
    pub left_out: u32,
}
