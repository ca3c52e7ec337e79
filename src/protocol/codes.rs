//! The closed list of codes: one table gives name, HTTP status, and whether the same request may be tried again.
//! No code is ever reused for another meaning.

use crate::domain::Refusal;
use schemars::JsonSchema;
use serde::Serialize;

/// Why a request was not done; the same names stand in `nack.code`, `bye.code` and REST problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Not a JSON object of the documented shape.
    BadFrame,
    /// `t` names no type that clients send.
    UnknownType,
    /// A field has a value outside its rule (see `field`, `rule`).
    InvalidField,
    /// No valid token, ticket or session.
    Unauthorized,
    /// Known, but not allowed.
    Forbidden,
    /// The Origin is not on the site's list.
    OriginRefused,
    /// No such thing, or none of yours.
    NotFound,
    /// Somebody else was faster.
    Conflict,
    /// The floor has moved.
    FloorMoved,
    /// The conversation is closed.
    Closed,
    /// Not possible in this phase.
    WrongPhase,
    /// A colleague has been asked to take it over and has not answered.
    TransferPending,
    /// The colleague is not there, or takes nothing new.
    AgentAway,
    /// The colleague is asked, or reads along, already.
    AlreadyInvited,
    /// There is no such invitation, or it is over.
    NotInvited,
    /// As many experts are asked, or read along, as there may be.
    TooManyExperts,
    /// The agent is at capacity.
    AtCapacity,
    /// The id was used before with another body.
    IdReused,
    /// Only the visitor's messages are scored.
    NotFromVisitor,
    /// There is no score.
    NotScored,
    /// The conversation has as many tags as there may be.
    TooManyTags,
    /// The visitor has as many open conversations as there may be.
    TooManyOpen,
    /// A policy is applied only after a replay of exactly its text, done within the last hour.
    ReplayRequired,
    /// Holds words that are banned (named in `rule`); `msg.anyway` sends them knowingly.
    BannedWords,
    /// Larger than allowed.
    TooLarge,
    /// Too many requests (see `retry_ms`).
    RateLimited,
    /// The server is full (see `retry_ms`).
    Overloaded,
    /// The database cannot write now; nothing was lost, send again.
    StorageUnavailable,
    /// `hello` did not come first or not in time.
    HelloExpected,
    /// The server is restarting (see `retry_ms`).
    Draining,
    /// The reader was too slow; resume.
    SlowConsumer,
    /// No heartbeat.
    NoHeartbeat,
    /// Replaced by a login elsewhere, or logged out.
    SessionEnded,
    /// The server failed; an operator finds the cause by the id in the log.
    Internal,
}

/// What a code stands for outside the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// The code.
    pub code: Code,
    /// Its name on the wire.
    pub name: &'static str,
    /// HTTP status in REST answers.
    pub status: u16,
    /// The same request may succeed later.
    pub retry: bool,
    /// One line for docs/protocol.md.
    pub doc: &'static str,
}

const fn row(code: Code, name: &'static str, status: u16, retry: bool, doc: &'static str) -> Meaning {
    Meaning { code, name, status, retry, doc }
}

/// The table; docs/protocol.md holds the same rows, checked by a test.
pub const CODES: &[Meaning] = &[
    row(Code::BadFrame, "bad_frame", 400, false, "not a JSON object of the documented shape"),
    row(Code::UnknownType, "unknown_type", 400, false, "`t` names no type that clients send"),
    row(Code::InvalidField, "invalid_field", 422, false, "a field breaks its rule; see `field` and `rule`"),
    row(Code::Unauthorized, "unauthorized", 401, false, "no valid token, ticket or session"),
    row(Code::Forbidden, "forbidden", 403, false, "known, but not allowed"),
    row(Code::OriginRefused, "origin_refused", 403, false, "the Origin is not on the site's list"),
    row(Code::NotFound, "not_found", 404, false, "no such thing, or none of yours"),
    row(Code::Conflict, "conflict", 409, false, "somebody else was faster"),
    row(Code::FloorMoved, "floor_moved", 409, false, "the floor has moved since"),
    row(Code::Closed, "closed", 409, false, "the conversation is closed"),
    row(Code::WrongPhase, "wrong_phase", 409, false, "not possible in this phase"),
    row(Code::TransferPending, "transfer_pending", 409, false, "a colleague has been asked and has not answered"),
    row(Code::AgentAway, "agent_away", 409, true, "the colleague is not there, or takes nothing new"),
    row(Code::AlreadyInvited, "already_invited", 409, false, "the colleague is asked, or reads along, already"),
    row(Code::NotInvited, "not_invited", 409, false, "there is no such invitation, or it is over"),
    row(Code::TooManyExperts, "too_many_experts", 409, false, "a conversation has at most 8 experts at once"),
    row(Code::AtCapacity, "at_capacity", 409, true, "the agent is at capacity"),
    row(Code::IdReused, "id_reused", 409, false, "the id was used before with another body"),
    row(Code::NotFromVisitor, "not_from_visitor", 409, false, "only the visitor's messages are scored"),
    row(Code::NotScored, "not_scored", 409, false, "the message has no score"),
    row(Code::TooManyTags, "too_many_tags", 409, false, "a conversation has at most 12 tags"),
    row(Code::TooManyOpen, "too_many_open", 409, false, "the visitor has as many open conversations as there may be"),
    row(Code::ReplayRequired, "replay_required", 409, false, "replay exactly this policy first; within the last hour"),
    row(Code::BannedWords, "banned_words", 422, false, "holds banned words, named in `rule`; see `msg.anyway`"),
    row(Code::TooLarge, "too_large", 413, false, "larger than allowed"),
    row(Code::RateLimited, "rate_limited", 429, true, "too many requests; see `retry_ms`"),
    row(Code::Overloaded, "overloaded", 503, true, "the server is full; see `retry_ms`"),
    row(Code::StorageUnavailable, "storage_unavailable", 503, true, "the database cannot write now; send again"),
    row(Code::HelloExpected, "hello_expected", 400, false, "`hello` did not come first or not in time"),
    row(Code::Draining, "draining", 503, true, "the server is restarting; see `retry_ms`"),
    row(Code::SlowConsumer, "slow_consumer", 503, true, "the reader was too slow; resume"),
    row(Code::NoHeartbeat, "no_heartbeat", 408, true, "no heartbeat arrived in time"),
    row(Code::SessionEnded, "session_ended", 401, false, "logged out or replaced by another login"),
    row(Code::Internal, "internal", 500, true, "the server failed; the log names the cause"),
];

impl Code {
    /// The row of this code.
    #[must_use]
    pub fn meaning(self) -> &'static Meaning {
        CODES.iter().find(|row| row.code == self).expect("a test holds every code to have a row")
    }
}

impl From<&Refusal> for Code {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::Closed => Self::Closed,
            Refusal::IdReused => Self::IdReused,
            Refusal::Forbidden => Self::Forbidden,
            Refusal::NotFound => Self::NotFound,
            Refusal::Conflict | Refusal::Duplicate(_) => Self::Conflict,
            Refusal::FloorMoved => Self::FloorMoved,
            Refusal::WrongPhase => Self::WrongPhase,
            Refusal::TransferPending => Self::TransferPending,
            Refusal::AlreadyInvited => Self::AlreadyInvited,
            Refusal::NotInvited => Self::NotInvited,
            Refusal::TooManyExperts => Self::TooManyExperts,
            Refusal::AtCapacity => Self::AtCapacity,
            Refusal::NotFromVisitor => Self::NotFromVisitor,
            Refusal::NotScored => Self::NotScored,
            Refusal::TooManyTags => Self::TooManyTags,
            Refusal::FileNotYours => Self::InvalidField,
        }
    }
}

/// WebSocket close codes. 4000-4399: come back and resume; 4400-4499: stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum CloseCode {
    /// Broken WebSocket framing.
    BrokenFraming = 1002,
    /// A text frame that is not UTF-8.
    NotUtf8 = 1007,
    /// No heartbeat.
    NoHeartbeat = 4000,
    /// Slow consumer.
    SlowConsumer = 4008,
    /// Draining.
    Draining = 4013,
    /// The server cannot serve this session now.
    Unavailable = 4014,
    /// Bad protocol: first frame was not `hello`, too many bad frames, binary or oversized frame.
    BadProtocol = 4400,
    /// Token or ticket: fetch a new one once, then stop.
    Unauthorized = 4401,
    /// Origin or site.
    Forbidden = 4403,
    /// Subprotocol or version.
    Version = 4406,
    /// Replaced or logged out.
    SessionEnded = 4409,
    /// Banned for abuse of the limits.
    Banned = 4429,
}

#[cfg(test)]
#[path = "codes_test.rs"]
mod tests;
