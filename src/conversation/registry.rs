//! The registry of awake conversations: finds or wakes the one writer of each. `dashmap` may be named only here,
//! and no guard of it is ever held over an await.
//!
//! Owns the promise of one writer per conversation within this process: a conversation falls asleep by closing its
//! mailbox, emptying it, and only then leaving the registry; senders that were too late wait for that and wake it
//! anew. Across processes the store's expected seq is the guard.

use super::actor::Actor;
use super::mailbox::{Handle, Letter, Mail, mailbox};
use crate::clock::SharedClock;
use crate::domain::{Command, ConversationId, Expert, ExpertStanding, PhaseName, Refusal, Seq, Summary, Timestamp};
use crate::fanout::Fanout;
use crate::routing::calendar_book::CalendarBook;
use crate::routing::interventions::WINDOW;
use crate::routing::{Bot, Conversations, Desk, DeskNews};
use crate::store::{OpenPages, Store, StoreError};
use crate::triage::budget::LinesInForce;
use crate::triage::feedback::Sampling;
use crate::triage::{Policies, Triage};
use dashmap::{DashMap, mapref::entry::Entry};
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;
use tokio::sync::mpsc::error::{SendTimeoutError, TrySendError};
use tokio::sync::{Semaphore, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a sender waits for room in a mailbox.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often a sender that found a conversation falling asleep wakes it anew.
const WAKES: usize = 8;
/// Most posted commands that wait beside full mailboxes.
const POSTS: usize = 4_096;

/// Outcome of a command that was done: durable by the time anybody sees this (invariant D2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Place of the event it led to: of the first that the visitor may see, else of the first; the last event's
    /// when it led to none.
    pub seq: Seq,
    /// The same in the visitor's numbering, when the event is public.
    pub public: Option<Seq>,
    /// Server time of that event.
    pub at: Timestamp,
    /// It had been done before: the same message id was logged earlier.
    pub dup: bool,
}

/// Why a command was not done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// The expected no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed; nothing was logged.
    #[error(transparent)]
    Store(#[from] Arc<StoreError>),
    /// Too much is waiting for this conversation, or the server is stopping.
    #[error("the conversation is busy")]
    Busy,
}

/// What conversations work with.
pub struct Parts {
    /// Truth.
    pub store: Arc<dyn Store>,
    /// Delivery.
    pub fanout: Arc<Fanout>,
    /// Scores.
    pub triage: Triage,
    /// Replies.
    pub bot: Arc<Bot>,
    /// Time.
    pub clock: SharedClock,
    /// Trajectory policies, by time.
    pub policies: Arc<Policies>,
    /// Lines that budgets have put in force over them.
    pub lines: Arc<LinesInForce>,
    /// How long an offer stands.
    pub offer_time: Duration,
    /// How long an invitation of an expert stands.
    pub invite_time: Duration,
    /// How long an alert may wait for somebody before the next supervisor is called.
    pub escalate_after: Duration,
    /// Which messages staff are asked about.
    pub sampling: Sampling,
    /// When people work, and where.
    pub hours: Arc<CalendarBook>,
    /// An actor sleeps after this long without work.
    pub idle_after: Duration,
    /// Where actors run.
    pub tasks: TaskTracker,
}

/// Finds or wakes the one writer of each conversation.
pub struct Registry {
    pub(super) parts: Parts,
    pub(super) stopping: CancellationToken,
    desk: RwLock<Option<Desk>>,
    awake: DashMap<ConversationId, Handle>,
    actors: TaskTracker,
    posts: Arc<Semaphore>,
    runtime: tokio::runtime::Handle,
    me: Weak<Self>,
}

impl Registry {
    /// A registry with nobody awake.
    ///
    /// # Panics
    /// Outside of a tokio runtime: answers of triage threads have to find their way back onto it.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        Arc::new_cyclic(|me| Self {
            parts,
            stopping: CancellationToken::new(),
            desk: RwLock::new(None),
            awake: DashMap::new(),
            actors: TaskTracker::new(),
            posts: Arc::new(Semaphore::new(POSTS)),
            runtime: tokio::runtime::Handle::current(),
            me: Weak::clone(me),
        })
    }

    /// Introduces the desk, which needs the registry itself to exist first.
    pub fn set_desk(&self, desk: Desk) {
        *self.desk.write().unwrap_or_else(PoisonError::into_inner) = Some(desk);
    }

    /// Puts a command to a conversation and waits for its outcome.
    ///
    /// # Errors
    /// `Failure` as its variants say; nothing was logged then.
    pub async fn send(&self, conv: ConversationId, command: Command) -> Result<Done, Failure> {
        let (mail, outcome) = Mail::asked(command);
        self.deliver(conv, mail).await?;
        // Dropped without an answer only when the writer itself broke; the sender may try again.
        outcome.await.unwrap_or(Err(Failure::Busy))
    }

    /// Tells the desk of all open conversations, and of those that ended within the time it looks back on, and has every
    /// open one woken that has unfinished work: unscored messages, unanswered visitors, expired offers (invariant T3).
    /// Called once after start. Answers with the number of those to be woken, which goes on beside the live work: each
    /// reads its log, and a start must not wait for that.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn rescue(self: &Arc<Self>) -> Result<usize, StoreError> {
        let mut unfinished = Vec::new();
        let since = self.parts.clock.now().minus(WINDOW);
        for summary in self.parts.store.closed_with_alerts(since).await? {
            self.tell_desk(Arc::new(summary)).await;
        }
        let mut pages = OpenPages::new(self.parts.store.as_ref());
        while let Some(page) = pages.next().await? {
            for summary in page {
                if is_unfinished(&summary) {
                    unfinished.push(summary.conv);
                }
                self.tell_desk(Arc::new(summary)).await;
            }
        }
        let (found, me) = (unfinished.len(), Arc::clone(self));
        self.parts.tasks.spawn_on(async move { me.rouse(unfinished).await }, &self.runtime);
        Ok(found)
    }

    /// Has a conversation erased by its one writer, if it has ended. `false`: there is none.
    ///
    /// # Errors
    /// `WrongPhase` while it goes on, or what the store says; nothing was erased then.
    pub async fn erase(&self, conv: ConversationId) -> Result<bool, Failure> {
        let (done, erased) = oneshot::channel();
        self.deliver(conv, Mail::of(Letter::Erase(done))).await?;
        erased.await.unwrap_or(Err(Failure::Busy))
    }

    /// One after the other: a start must not flood the store's readers.
    async fn rouse(&self, conversations: Vec<ConversationId>) {
        for conv in conversations {
            if self.stopping.is_cancelled() {
                return;
            }
            let (done, roused) = oneshot::channel();
            if self.deliver(conv, Mail::of(Letter::Rouse(done))).await.is_ok() {
                // An error says that its log could not be read, which is logged where it was tried.
                let _ = roused.await;
            }
        }
    }

    /// Takes no new work, waits until every conversation has done what it had accepted, and lets go of the desk.
    pub async fn shutdown(&self) {
        self.stopping.cancel();
        self.actors.close();
        self.actors.wait().await;
        *self.desk.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// How many conversations are awake.
    #[must_use]
    pub fn awake(&self) -> usize {
        self.awake.len()
    }

    /// Tells the desk of a change. The desk never waits for conversations, so waiting for it cannot lock both.
    pub(super) async fn tell_desk(&self, summary: Arc<Summary>) {
        let desk = self.desk.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(desk) = desk {
            desk.tell(DeskNews::Conversation(summary)).await;
        }
    }

    /// A reference that keeps nothing alive, for answers that come from elsewhere.
    pub(super) fn weak(&self) -> Weak<Self> {
        Weak::clone(&self.me)
    }

    /// Takes a sleeping conversation off the list, if the entry is still its own, and lets waiting senders on.
    pub(super) fn forget(&self, conv: ConversationId, handle: &Handle) {
        self.awake.remove_if(&conv, |_, entry| entry.mail.same_channel(&handle.mail));
        handle.gone.cancel();
        metrics::gauge!("conversations_awake").decrement(1.0);
    }

    async fn deliver(&self, conv: ConversationId, mut mail: Mail) -> Result<(), Failure> {
        for _ in 0..WAKES {
            let handle = self.wake(conv).ok_or(Failure::Busy)?;
            match handle.mail.send_timeout(mail, PATIENCE).await {
                Ok(()) => return Ok(()),
                Err(SendTimeoutError::Timeout(_)) => return Err(Failure::Busy),
                Err(SendTimeoutError::Closed(back)) => mail = back,
            }
            handle.gone.cancelled().await;
        }
        Err(Failure::Busy)
    }

    fn wake(&self, conv: ConversationId) -> Option<Handle> {
        if let Some(found) = self.awake.get(&conv) {
            return Some(found.value().clone());
        }
        if self.stopping.is_cancelled() {
            return None;
        }
        match self.awake.entry(conv) {
            Entry::Occupied(found) => Some(found.get().clone()),
            Entry::Vacant(place) => {
                let (handle, inbox) = mailbox();
                let actor = Actor::new(self.me.upgrade()?, conv, handle.clone(), inbox);
                place.insert(handle.clone());
                metrics::gauge!("conversations_awake").increment(1.0);
                self.parts.tasks.spawn_on(self.actors.track_future(actor.run()), &self.runtime);
                Some(handle)
            }
        }
    }
}

impl Conversations for Registry {
    /// Never waits: what finds no room in the mailbox waits in a task beside it. Those tasks are bounded; beyond the
    /// bound a post is dropped and counted. Nothing is lost for good then: conversations ask again for scores and
    /// answers that do not come, and the desk for offers.
    fn post(&self, conv: ConversationId, command: Command) {
        let handle = self.wake(conv);
        let sent = handle.map(|handle| handle.mail.try_send(Mail::posted(command)));
        let mail = match sent {
            Some(Ok(())) => return,
            Some(Err(TrySendError::Full(mail) | TrySendError::Closed(mail))) => mail,
            None => return dropped(),
        };
        let (Ok(permit), Some(me)) = (Arc::clone(&self.posts).try_acquire_owned(), self.me.upgrade()) else {
            return dropped();
        };
        let waiting = async move {
            if me.deliver(conv, mail).await.is_err() {
                dropped();
            }
            drop(permit);
        };
        self.parts.tasks.spawn_on(waiting, &self.runtime);
    }
}

fn dropped() {
    metrics::counter!("posts_dropped_total").increment(1);
}

/// Whether work may have been cut off: a score, an answer of the bot, the end of an offer or of an invitation, or a
/// moment of waiting.
fn is_unfinished(summary: &Summary) -> bool {
    let bot_owes = match summary.phase {
        PhaseName::WithBot => summary.unanswered_since.is_some() || summary.last_seq == Seq(1),
        PhaseName::HandingOff => true,
        PhaseName::WithAgent => {
            let is_asked = |expert: &Expert| expert.standing == ExpertStanding::Asked;
            summary.passing.is_some() || summary.experts.iter().any(is_asked)
        }
        PhaseName::Waiting | PhaseName::Closed => false,
    };
    // Waiting that would have counted meanwhile.
    let waits = summary.unanswered_since.is_some() && summary.belief.is_some();
    bot_owes || waits || summary.unscored > 0
}
