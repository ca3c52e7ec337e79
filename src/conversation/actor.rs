//! The one writer of an awake conversation: one mail at a time, in order.
//!
//! Owns waking (fold the log, take up unfinished work), the clocks of an open offer and of a wait, and falling asleep. Never holds
//! anything that the log does not, but for work in progress. The steps of one command are in `commit`, when to act
//! without one in `clock`.

mod clock;
mod commit;

use self::commit::{Committed, News};
use super::effects::{Brought, Started};
use super::mailbox::{Handle, Job, Letter, Mail};
use super::pending;
use super::registry::{Failure, Registry};
use super::state::{Phase, State};
use crate::domain::{Command, ConversationId, Refusal, Scoring, Seq, Timestamp};
use crate::store::StoreError;
use crate::triage::Policy;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, Sleep, sleep_until};
use tokio_util::sync::WaitForCancellationFutureOwned;

/// As exact as a timer is. The moment of a wait, told from the wall clock, wavers by less.
const TICK: Duration = Duration::from_millis(1);

/// The writer.
pub(super) struct Actor {
    pub(super) registry: Arc<Registry>,
    pub(super) conv: ConversationId,
    pub(super) state: State,
    /// Work in progress elsewhere.
    pub(super) started: Started,
    /// Scores that came before an earlier message's: applied in the order of the messages, so that belief does not
    /// depend on how triage mixes its batches.
    pub(super) early: BTreeMap<Seq, Scoring>,
    mailbox: mpsc::Receiver<Mail>,
    /// Rings at the deadline or before it, and is set again only then: most mails move the deadline on, and each would
    /// take the timer out and put it in again.
    bell: Pin<Box<Sleep>>,
    /// The registry takes no new work.
    stopped: Pin<Box<WaitForCancellationFutureOwned>>,
    last_work: Instant,
    not_before: Instant,
    /// When to start again what came to nothing in a failing store.
    again_at: Option<Instant>,
    restarts: u32,
    // Last, so that the entry goes after the mailbox.
    _entry: RegistryEntry,
}

/// Leaves the registry however the actor ends, so that senders never wait for a broken one.
struct RegistryEntry {
    registry: Arc<Registry>,
    conv: ConversationId,
    handle: Handle,
}

impl Drop for RegistryEntry {
    fn drop(&mut self) {
        self.registry.forget(self.conv, &self.handle);
    }
}

enum Turn {
    Mail(Mail),
    Clock,
    Stop,
}

impl Actor {
    pub(super) fn new(
        registry: Arc<Registry>,
        conv: ConversationId,
        handle: Handle,
        mailbox: mpsc::Receiver<Mail>,
    ) -> Box<Self> {
        let now = Instant::now();
        let stopped = Box::pin(registry.stopping.clone().cancelled_owned());
        Box::new(Self {
            _entry: RegistryEntry { registry: Arc::clone(&registry), conv, handle },
            registry,
            conv,
            state: State::default(),
            started: Started::default(),
            early: BTreeMap::new(),
            mailbox,
            bell: Box::pin(sleep_until(now)),
            stopped,
            last_work: now,
            not_before: now,
            again_at: None,
            restarts: 0,
        })
    }

    /// Lives until there is nothing to do. Boxed, as is what it does for a command or a moment of its clock: most of the
    /// conversations that are awake wait, and a future is as large as the largest step that it ever takes.
    pub(super) async fn run(mut self: Box<Self>) {
        match self.load().await {
            Ok(()) => self.live().await,
            Err(error) => self.refuse_all(&Arc::new(error)).await,
        }
    }

    async fn live(&mut self) {
        self.start(pending(&self.state));
        loop {
            match self.next_turn().await {
                Turn::Mail(mail) => {
                    self.take(mail).await;
                    self.last_work = Instant::now();
                    self.restarts = 0;
                    // Asked for a conversation that does not exist: leave no trace of the question.
                    if self.state.phase == Phase::New {
                        break;
                    }
                }
                Turn::Clock => {
                    if !Box::pin(self.tick()).await {
                        break;
                    }
                }
                Turn::Stop => break,
            }
        }
        self.mailbox.close();
        while let Some(mail) = self.mailbox.recv().await {
            self.take(mail).await;
        }
    }

    async fn next_turn(&mut self) -> Turn {
        let due = self.deadline();
        loop {
            if due + TICK < self.bell.deadline() {
                self.bell.as_mut().reset(due);
            }
            tokio::select! {
                biased;
                () = self.stopped.as_mut() => return Turn::Stop,
                () = self.bell.as_mut() => {}
                mail = self.mailbox.recv() => return mail.map_or(Turn::Stop, Turn::Mail),
            }
            if due <= Instant::now() {
                return Turn::Clock;
            }
            self.bell.as_mut().reset(due);
        }
    }

    async fn take(&mut self, mail: Mail) {
        match *mail.0 {
            Letter::Command(job) => Box::pin(self.serve(job)).await,
            Letter::Rouse(done) => {
                let _ = done.send(());
            }
            Letter::Erase(done) => {
                let _ = done.send(self.erase().await);
            }
        }
    }

    /// Erases what has ended. Afterwards the conversation is one that never was, and whatever still comes for it finds none.
    async fn erase(&mut self) -> Result<bool, Failure> {
        match self.state.phase {
            Phase::New => return Ok(false),
            Phase::Closed { .. } => {}
            _ => return Err(Refusal::WrongPhase.into()),
        }
        self.registry.parts.store.erase(self.conv).await.map_err(Arc::new)?;
        (self.state, self.started) = (State::default(), Started::default());
        self.early.clear();
        Ok(true)
    }

    /// The policy that decides at a moment, with the lines in force on the conversation's site.
    fn policy(&self, now: Timestamp) -> Arc<Policy> {
        let parts = &self.registry.parts;
        let base = parts.policies.at(now);
        match &self.state.origin {
            Some(origin) => parts.lines.policy(base, &origin.site),
            None => base,
        }
    }

    async fn serve(&mut self, job: Job) {
        let Job { command, reply, since } = job;
        let is_message = matches!(command, Command::Say { .. });
        let brought = Brought::by(&command);
        // What the visitor waited for until now comes before whatever ends it.
        self.note_waits().await;
        let (outcome, news) = match self.sort(command) {
            None => (Ok(self.standing()), None),
            Some(command) => match self.commit(command).await {
                Ok(Committed { done, news }) => (Ok(done), news),
                Err(failure) => {
                    self.ask_again(brought, &failure);
                    (Err(failure), None)
                }
            },
        };
        if is_message && outcome.is_ok() {
            metrics::histogram!("ack_latency_seconds").record(since.elapsed().as_secs_f64());
        }
        // Whoever is answered may go by what the desk knows, as with a transfer to somebody who has just let one go. A
        // message moves nobody's load, and its answer waits for nothing.
        if !is_message {
            self.tell(news.as_ref()).await;
        }
        match (reply, outcome) {
            // Whoever asked may have gone; what is logged stays logged.
            (Some(reply), outcome) => drop(reply.send(outcome)),
            (None, Err(Failure::Store(error))) => tracing::warn!(conv = %self.conv, %error, "a posted command failed"),
            (None, _) => {}
        }
        if is_message {
            self.tell(news.as_ref()).await;
        }
        self.follow(news);
        self.apply_early().await;
    }

    /// Keeps back a score that came before an earlier message's.
    fn sort(&mut self, command: Command) -> Option<Command> {
        match command {
            Command::Scored { message, scoring }
                if self.state.first_unscored().is_some_and(|first| first < message) && self.awaits_score(message) =>
            {
                self.early.insert(message, scoring);
                None
            }
            command => Some(command),
        }
    }

    async fn apply_early(&mut self) {
        while let Some(first) = self.state.first_unscored() {
            self.note_waits().await;
            let Some(scoring) = self.early.remove(&first) else { return };
            match self.commit(Command::Scored { message: first, scoring }).await {
                Ok(Committed { news, .. }) => self.follow_up(news).await,
                Err(failure) => return self.ask_again(Some(Brought::Score(first)), &failure),
            }
        }
        self.early.clear();
    }

    /// A score or an answer that the store could not take is lost; those after it wait for it. It is asked for again
    /// soon, however busy the conversation is.
    fn ask_again(&mut self, brought: Option<Brought>, failure: &Failure) {
        let (Some(brought), Failure::Store(_) | Failure::Busy) = (brought, failure) else { return };
        self.started.forget(brought);
        self.again_at = Some(Instant::now() + clock::PAUSE);
    }

    /// After a commit that nobody waits for.
    async fn follow_up(&mut self, news: Option<News>) {
        self.tell(news.as_ref()).await;
        self.follow(news);
    }

    /// After the commit: the desk first.
    async fn tell(&self, news: Option<&News>) {
        if let Some(news) = news {
            self.registry.tell_desk(Arc::clone(&news.summary)).await;
        }
    }

    /// After the commit and the answer: work for others.
    fn follow(&mut self, news: Option<News>) {
        if let Some(news) = news {
            self.start(news.effects);
        }
    }

    async fn refuse_all(&mut self, error: &Arc<StoreError>) {
        tracing::debug!(conv = %self.conv, %error, "a conversation could not be read");
        self.mailbox.close();
        while let Some(mail) = self.mailbox.recv().await {
            let failed = Failure::Store(Arc::clone(error));
            match *mail.0 {
                Letter::Command(job) => drop(job.reply.map(|reply| reply.send(Err(failed)))),
                Letter::Erase(done) => drop(done.send(Err(failed))),
                Letter::Rouse(_) => {}
            }
        }
    }
}

#[cfg(test)]
#[path = "actor_test.rs"]
mod tests;
