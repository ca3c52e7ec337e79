//! A plan: everything that will happen in one run, as data. Owns the shapes that stand in `plans/*.json`.
//!
//! Together with its seed a plan determines a run: delays of the network, the store and the model, and what clients
//! decide by themselves, are drawn from the seed, each from a stream of its own, so that a plan with fewer steps still
//! plays the rest alike.

pub mod generate;
pub mod shrink;

use serde::{Deserialize, Serialize};

/// One run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Draws everything that the steps leave open.
    pub seed: u64,
    /// What is there from the start.
    pub cast: Cast,
    /// What happens, in order of time.
    pub steps: Vec<Step>,
}

/// Who and what takes part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cast {
    /// Browser tabs: the visitor that each belongs to.
    pub tabs: Vec<usize>,
    /// Agents: their capacity.
    pub agents: Vec<u32>,
    /// Supervisors.
    pub supervisors: usize,
    /// Bytes that a client's connection holds before the server has to wait.
    pub window: usize,
    /// Characters that each message of a visitor is filled up to.
    pub padding: usize,
    /// A one-way trip through the network takes from 1 to this many milliseconds.
    pub latency_ms: u64,
    /// A commit takes from 1 to this many milliseconds.
    pub commit_ms: u64,
    /// Messages that wait for the model before some are shed.
    pub backlog: usize,
    /// Business hours of every day, from and to, in minutes after midnight; absent: always open. Runs begin at 09:46:40.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<(u16, u16)>,
}

/// Something that happens at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Milliseconds from the start.
    pub at: u64,
    /// What.
    #[serde(flatten)]
    pub act: Act,
}

/// What can happen. `client` counts tabs first, then agents, then supervisors; `pick` chooses among what the client
/// knows at that moment (the first, the second, round again), so that a step has a meaning whatever came before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    Say {
        client: usize,
        heat: u8,
    },
    Human {
        client: usize,
    },
    Rate {
        client: usize,
        score: u8,
    },
    Move {
        client: usize,
    },
    End {
        client: usize,
    },
    Reply {
        client: usize,
        pick: usize,
    },
    Note {
        client: usize,
        pick: usize,
    },
    Claim {
        client: usize,
        pick: usize,
    },
    Release {
        client: usize,
        pick: usize,
    },
    Resolve {
        client: usize,
        pick: usize,
    },
    Reopen {
        client: usize,
        pick: usize,
    },
    AlertAck {
        client: usize,
        pick: usize,
    },
    AlertClose {
        client: usize,
        pick: usize,
    },
    AlertSnooze {
        client: usize,
        pick: usize,
    },
    /// Says that an alert was wrong, open or over, or takes that back.
    Judge {
        client: usize,
        pick: usize,
        wrong: bool,
    },
    Available {
        client: usize,
        on: bool,
    },
    /// Reads the newest pages of a conversation, many times over.
    Page {
        client: usize,
        pick: usize,
        times: u8,
    },
    /// Types and reads.
    Signal {
        client: usize,
        pick: usize,
    },
    /// The page is loaded anew: what was shown is gone, what was not acknowledged is kept.
    Reload {
        client: usize,
    },
    Cut {
        client: usize,
        how: Cut,
    },
    /// Stops reading for a while.
    Stall {
        client: usize,
        ms: u64,
    },
    Model {
        mood: Mood,
    },
    Store {
        fault: Fault,
        times: u8,
    },
    /// The process is killed when it next comes to a point, and comes back after a while.
    Crash {
        point: Point,
        down_ms: u64,
    },
    /// The process stops in order, and comes back at once.
    Restart,
}

/// How a connection is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// Both sides notice.
    Reset,
    /// The client notices; the server hears nothing any more.
    Unnoticed,
    /// Neither side notices; nothing arrives.
    Silent,
    /// What the client sends is lost, and nobody notices.
    Up,
    /// What the server sends is lost, and nobody notices.
    Down,
}

/// How the model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// Milliseconds a batch.
    Quick,
    /// Many seconds a batch.
    Slow,
    /// Every batch fails.
    Failing,
    /// A batch takes minutes.
    Hanging,
}

/// What the store does with an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Refuses it: the disk is full.
    Full,
    /// Refuses it: busy.
    Busy,
    /// Stores it and says that it failed.
    Torn,
    /// Takes a second.
    Slow,
}

/// Where a process can die.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "snake_case")]
pub enum Point {
    /// At once.
    Now,
    /// When an event of this kind is about to be committed: it is lost.
    BeforeCommit { kind: String },
    /// When it was committed, and nobody was told.
    AfterCommit { kind: String },
    /// When a frame of this type was put on the wire, and nothing after it.
    AfterFrame { frame: String },
    /// When a score was computed, and nobody was told.
    AfterScore,
}

impl Cast {
    /// How many clients there are.
    pub fn clients(&self) -> usize {
        self.tabs.len() + self.agents.len() + self.supervisors
    }
}
