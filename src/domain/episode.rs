//! What becomes of an alert: an episode that is open, acknowledged or snoozed, and closed in the end. Owns the shapes
//! and where an alert stands; `conversation::decide` owns what may follow what.

use super::{AlertKind, AlertState, Party, StaffId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// An intervention counts as in time within this long after its alert.
pub const IN_TIME: Duration = Duration::from_mins(1);

/// Where an alert stands; derived from what happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Waits for somebody.
    Open,
    /// Somebody took notice.
    Acknowledged,
    /// Comes back later.
    Snoozed,
    /// Over; nothing more happens to it.
    Closed,
}

/// How long an alert can be put off: 5, 15 or 60 minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "5 | 15 | 60"))]
#[schemars(with = "u8")]
#[serde(try_from = "u8", into = "u8")]
pub struct SnoozeMinutes(u8);

impl SnoozeMinutes {
    /// What can be chosen.
    pub const CHOICES: [u8; 3] = [5, 15, 60];

    /// As a duration.
    #[must_use]
    pub fn duration(self) -> Duration {
        Duration::from_mins(u64::from(self.0))
    }
}

impl TryFrom<u8> for SnoozeMinutes {
    type Error = &'static str;
    fn try_from(minutes: u8) -> Result<Self, Self::Error> {
        if Self::CHOICES.contains(&minutes) { Ok(Self(minutes)) } else { Err("5, 15 or 60") }
    }
}

impl From<SnoozeMinutes> for u8 {
    fn from(minutes: SnoozeMinutes) -> Self {
        minutes.0
    }
}

/// Why an alert can wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SnoozeReason {
    /// Somebody is dealing with it.
    BeingHandled,
    /// The next word is the customer's.
    AwaitingCustomer,
    /// A colleague or another team owes something first.
    AwaitingColleague,
    /// Others need help first.
    LessUrgent,
}

/// What somebody says who closes an alert by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was dealt with.
    Done,
    /// There was nothing to it.
    FalseAlarm,
}

/// What ended an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AlertEnd {
    /// The conversation ended.
    Ended,
    /// Somebody intervened, and the stage fell to watch or calm.
    Calmed,
    /// A member of the staff said that it was dealt with.
    Done,
    /// A member of the staff said that there was nothing to it.
    FalseAlarm,
}

impl From<Verdict> for AlertEnd {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Done => Self::Done,
            Verdict::FalseAlarm => Self::FalseAlarm,
        }
    }
}

/// What a person did about an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Intervention {
    /// A person replied to the visitor.
    Replied,
    /// A supervisor took a conversation that the bot had or that waited.
    Joined,
    /// A supervisor took the floor from an agent.
    TookOver,
    /// A supervisor wrote the agent a note.
    Whispered,
}

/// The agent who held the conversation when the alert was raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Holder {
    /// Who.
    pub staff: StaffId,
    /// Display name.
    pub name: String,
}

/// An alert is put off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Snoozed {
    /// By whom.
    pub by: Party,
    /// When.
    pub at: Timestamp,
    /// Comes back then.
    pub until: Timestamp,
    /// Why.
    pub reason: SnoozeReason,
}

/// The latest call to a supervisor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Escalated {
    /// 1 is the first.
    pub step: u32,
    /// To whom.
    pub to: StaffId,
    /// Their name.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// The first thing a person did about an alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Intervened {
    /// Who.
    pub by: Party,
    /// What.
    pub how: Intervention,
    /// This long after the alert, in milliseconds.
    #[cfg_attr(test, ts(type = "number"))]
    pub after_ms: u64,
}

/// The end of an alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ClosedAlert {
    /// Whose doing.
    pub by: Party,
    /// When.
    pub at: Timestamp,
    /// What ended it.
    pub how: AlertEnd,
}

impl AlertState {
    /// Where it stands.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        if self.closed.is_some() {
            Standing::Closed
        } else if self.snoozed.is_some() {
            Standing::Snoozed
        } else if self.acknowledged.is_some() {
            Standing::Acknowledged
        } else {
            Standing::Open
        }
    }

    /// The number of the call to a supervisor that would come next.
    #[must_use]
    pub fn next_step(&self) -> u32 {
        self.escalated.as_ref().map_or(1, |last| last.step.saturating_add(1))
    }

    /// When the next supervisor is called if nobody takes notice; `None` unless it is open.
    #[must_use]
    pub fn escalates_at(&self, after: Duration) -> Option<Timestamp> {
        (self.standing() == Standing::Open).then(|| self.called_at.plus(after))
    }

    /// Whether it is about distress that is not over.
    #[must_use]
    pub fn is_lasting_distress(&self) -> bool {
        self.kind == AlertKind::Distress && self.closed.is_none()
    }

    /// Whether the visitor is to be told where help is, should nobody be able to answer at once: it is about distress,
    /// it is not over, no person has done anything about it, and they were not told yet.
    #[must_use]
    pub fn wants_help_shown(&self) -> bool {
        self.is_lasting_distress() && self.intervened.is_none() && self.told.is_none()
    }

    /// When it comes back; `None` unless it is snoozed.
    #[must_use]
    pub fn returns_at(&self) -> Option<Timestamp> {
        let snoozed = self.snoozed.as_ref().filter(|_| self.standing() == Standing::Snoozed)?;
        Some(snoozed.until)
    }
}
