//! The mailbox of an awake conversation: what may lie in it, and the handle that others hold.
//! Bounded: a conversation that cannot keep up makes its senders wait, then answers `Busy`.

use super::registry::{Done, Failure};
use crate::domain::Command;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Most mails that wait for one conversation.
pub(super) const MAILBOX: usize = 32;

/// One mail: a pointer, since a mailbox has room for many from the beginning and mostly holds none.
pub(super) struct Mail(pub(super) Box<Letter>);

/// What a mail says.
#[expect(clippy::large_enum_variant, reason = "nearly all are commands, and whatever it is lies in a box")]
pub(super) enum Letter {
    /// A wish.
    Command(Job),
    /// Wake up and take up unfinished work; answered once that is done.
    Rouse(oneshot::Sender<()>),
    /// Erase the conversation, if it has ended; answered with whether there was one.
    Erase(oneshot::Sender<Result<bool, Failure>>),
}

/// A wish and who waits for its outcome.
pub(super) struct Job {
    pub(super) command: Command,
    /// Nobody waits for posted commands: their outcome is visible in the log.
    pub(super) reply: Option<oneshot::Sender<Result<Done, Failure>>>,
    pub(super) since: Instant,
}

impl Mail {
    /// A mail that says this.
    pub(super) fn of(letter: Letter) -> Self {
        Self(Box::new(letter))
    }

    /// A command whose outcome nobody waits for.
    pub(super) fn posted(command: Command) -> Self {
        Self::of(Letter::Command(Job { command, reply: None, since: Instant::now() }))
    }

    /// A command and the place where its outcome will be.
    pub(super) fn asked(command: Command) -> (Self, oneshot::Receiver<Result<Done, Failure>>) {
        let (reply, outcome) = oneshot::channel();
        let job = Job { command, reply: Some(reply), since: Instant::now() };
        (Self::of(Letter::Command(job)), outcome)
    }
}

/// The way to an awake conversation.
#[derive(Clone)]
pub(super) struct Handle {
    pub(super) mail: mpsc::Sender<Mail>,
    /// Cancelled once the conversation sleeps and is out of the registry: only then may the next one wake.
    pub(super) gone: CancellationToken,
}

/// A handle and the mailbox behind it.
pub(super) fn mailbox() -> (Handle, mpsc::Receiver<Mail>) {
    let (mail, inbox) = mpsc::channel(MAILBOX);
    (Handle { mail, gone: CancellationToken::new() }, inbox)
}
