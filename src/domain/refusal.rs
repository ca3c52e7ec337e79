//! The expected no. Owns the closed list of refusals; each has a stable code on the wire and no prose.

use super::Seq;
use thiserror::Error;

/// A command that is understood and not done. Never logged above debug; the client puts it into words.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The conversation is closed; only reopening, judging and settling promises are possible.
    #[error("the conversation is closed")]
    Closed,
    /// The same message id was used before with another body.
    #[error("message id was used before with another body")]
    IdReused,
    /// The same message was logged before: not an error, the answer is its place.
    #[error("already logged at {0}")]
    Duplicate(Seq),
    /// The message is not the visitor's: only those are scored.
    #[error("not a message of the visitor")]
    NotFromVisitor,
    /// The message has no score.
    #[error("not scored")]
    NotScored,
    /// Not allowed for this actor.
    #[error("not allowed")]
    Forbidden,
    /// No such conversation, message or alert, or none of yours.
    #[error("not found")]
    NotFound,
    /// Somebody else was faster: claimed, acknowledged or closed already.
    #[error("somebody else was faster")]
    Conflict,
    /// The floor has moved since: a bot's or agent's words come too late.
    #[error("the floor has moved")]
    FloorMoved,
    /// Makes no sense in the current phase (for example, an offer for a conversation that nobody waits in).
    #[error("not possible in this phase")]
    WrongPhase,
    /// The conversation has as many tags as there may be.
    #[error("no more tags")]
    TooManyTags,
    /// A colleague has been asked already and has not answered.
    #[error("a transfer is open already")]
    TransferPending,
    /// Everybody who could be asked is asked, or reads along, already.
    #[error("an expert already")]
    AlreadyInvited,
    /// There is no such invitation, or it is over.
    #[error("not invited")]
    NotInvited,
    /// As many experts are asked, or read along, as there may be.
    #[error("no more experts")]
    TooManyExperts,
    /// A file of the message is not there, not of this sender, or beside another message already.
    #[error("a file cannot be sent")]
    FileNotYours,
    /// The agent has no free capacity.
    #[error("the agent is at capacity")]
    AtCapacity,
}
