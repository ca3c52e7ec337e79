//! Alerts and the reasons they carry. Owns the closed list of reason codes; prose is the client's (en/zh).

use super::episode::{ClosedAlert, Escalated, Holder, Intervened, Snoozed};
use super::{AlertId, Judgement, Party, Seq, Stage, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an alert is about. Distress is its own path and never mixed into anger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum AlertKind {
    /// Rising anger.
    Anger,
    /// Legal, regulatory or publicity threat.
    Threat,
    /// Personal distress.
    Distress,
}

impl AlertKind {
    /// As it is written everywhere: in frames, ids and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anger => "anger",
            Self::Threat => "threat",
            Self::Distress => "distress",
        }
    }
}

/// How bad personal distress is. Ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It was mentioned: worth a look, nobody is paged.
    Mention,
    /// There is a risk.
    Risk,
    /// It is about to happen.
    Imminent,
}

impl Severity {
    /// What raised an alert before there were severities.
    const fn before_severities() -> Self {
        Self::Risk
    }
}

/// Why a stage rose, an alert was raised, or a human was called. A closed list; every surface shows these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// Anger rose over this many visitor turns.
    Rising {
        /// Number of turns.
        turns: u32,
    },
    /// The last message alone is angry.
    Angry {
        /// P(anger >= 2).
        p: f32,
    },
    /// Insults aimed at us.
    Abuse,
    /// Asked for a person.
    AskedForPerson,
    /// Threatens with law or a regulator.
    LegalThreat,
    /// Threatens to make it public.
    PublicityThreat,
    /// Says they will leave.
    Churn,
    /// Personal distress.
    Distress {
        /// How bad.
        #[serde(default = "Severity::before_severities")]
        severity: Severity,
    },
    /// The bot had no answer this many times in a row.
    BotMissed {
        /// How often.
        times: u32,
    },
    /// The visitor said the same again.
    Repeated {
        /// How often it had been said before.
        times: u32,
    },
    /// The visitor waits, or had waited, without an answer.
    Waited {
        /// For how long.
        seconds: u32,
    },
    /// The bot gave the same answer again.
    BotLoop {
        /// How often in a row.
        times: u32,
    },
    /// Capitals, or runs of "!" and "?".
    Shouting,
    /// A member of the staff decided so.
    StaffDecision,
}

/// What speaks against a belief. A closed list; shown beside the reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The model is unsure of this message.
    Unsure,
    /// The visitor thanked us.
    Thanked,
    /// The latest words are pleasant.
    Pleasant,
    /// The latest message is calmer than those before it.
    Quieter,
    /// One message alone says so.
    OneMessage,
    /// Nothing was said: only waiting raised it.
    WaitingAlone,
}

/// An alert as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AlertState {
    /// Which.
    pub id: AlertId,
    /// What about.
    pub kind: AlertKind,
    /// Stage that raised it.
    pub stage: Stage,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What speaks against it.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub against: Option<Against>,
    /// The visitor message that raised it.
    pub message: Seq,
    /// When.
    pub raised_at: Timestamp,
    /// When somebody was last called to it: when it was raised, escalated, or came back.
    #[serde(default)]
    pub called_at: Timestamp,
    /// The agent who held the conversation when it was raised.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub holder: Option<Holder>,
    /// Who acknowledged it and when.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub acknowledged: Option<Acknowledged>,
    /// It is put off.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub snoozed: Option<Snoozed>,
    /// The latest supervisor called because nobody took notice.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub escalated: Option<Escalated>,
    /// The first thing a person did about it.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intervened: Option<Intervened>,
    /// Of distress: when the bot said where help is, since nobody could answer at once.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub told: Option<Timestamp>,
    /// Of distress: so long after it a person first wrote to the visitor, in milliseconds.
    #[cfg_attr(test, ts(optional, type = "number"))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub replied_after_ms: Option<u64>,
    /// How it ended; nothing more happens to it, but that somebody judges it.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub closed: Option<ClosedAlert>,
    /// The latest judgement of it that stands.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub judged: Option<JudgedAlert>,
}

impl AlertState {
    /// An alert that was just raised, and to which nothing has happened.
    #[must_use]
    pub const fn raised(
        id: AlertId,
        (kind, stage): (AlertKind, Stage),
        reasons: Vec<Reason>,
        message: Seq,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            kind,
            stage,
            reasons,
            against: None,
            message,
            raised_at: at,
            called_at: at,
            holder: None,
            acknowledged: None,
            snoozed: None,
            escalated: None,
            intervened: None,
            told: None,
            replied_after_ms: None,
            closed: None,
            judged: None,
        }
    }
}

/// What somebody says of an alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct JudgedAlert {
    /// Who.
    pub by: Party,
    /// When.
    pub at: Timestamp,
    /// Right or wrong.
    pub judgement: Judgement,
}

/// Who took notice of an alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Acknowledged {
    /// Who.
    pub by: Party,
    /// When.
    pub at: Timestamp,
}
