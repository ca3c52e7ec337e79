//! The clock of an awake conversation: what it does although nobody asked.
//!
//! Owns when the writer looks up: an offer or an invitation whose time is up, a moment of waiting, work that came to
//! nothing, forgotten work, sleep. What follows from a moment is decided like any other command; the log holds whether
//! it was, so that a restart asks again.

use super::Actor;
use super::commit::Committed;
use crate::conversation::effects::Started;
use crate::conversation::{next_wait, pending};
use crate::domain::{Command, StaffId, Timestamp};
use crate::triage::Mark;
use std::time::Duration;
use tokio::time::Instant;

/// How often work that brings no answer is started again before the conversation sleeps over it.
const RESTARTS: u32 = 3;
/// Pause after the store failed under the actor's own clock.
pub(super) const PAUSE: Duration = Duration::from_secs(1);

impl Actor {
    /// When to look up although nothing came.
    pub(super) fn deadline(&self) -> Instant {
        let now = Instant::now();
        let own = match self.state.next_end() {
            Some(ends) => self.timer(ends),
            None => self.last_work + self.registry.parts.idle_after,
        };
        let own = match self.next_wait() {
            None => own,
            // Idle, but for the wait.
            Some(mark) if own <= now => self.timer(mark.at),
            Some(mark) => own.min(self.timer(mark.at)),
        };
        self.again_at.map_or(own, |again| own.min(again))
    }

    fn timer(&self, at: Timestamp) -> Instant {
        // At least a tick of the timer: wall time and the timer's may disagree by one.
        let left = at.since(self.registry.parts.clock.now()).max(Duration::from_millis(1));
        (Instant::now() + left).max(self.not_before)
    }

    /// Notes waits, ends an offer or invitation whose time is up, or starts forgotten work again; `false` to fall asleep.
    pub(super) async fn tick(&mut self) -> bool {
        if self.note_waits().await {
            return true;
        }
        if self.again_at.take_if(|again| *again <= Instant::now()).is_some() {
            self.start(pending(&self.state));
            return true;
        }
        if let Some(ends) = self.state.next_end() {
            if ends <= self.registry.parts.clock.now() {
                self.end_unanswered().await;
            }
            return true;
        }
        let unfinished = pending(&self.state);
        if unfinished.is_empty() || self.restarts == RESTARTS {
            return self.next_wait().is_some();
        }
        self.restarts += 1;
        self.last_work = Instant::now();
        metrics::counter!("work_restarted_total").increment(1);
        self.started = Started::default();
        self.start(unfinished);
        true
    }

    /// Logs every moment of waiting that has come; `true` when there was one.
    pub(super) async fn note_waits(&mut self) -> bool {
        let mut noted = false;
        while let Some(mark) = self.next_wait() {
            if mark.at > self.registry.parts.clock.now() || Instant::now() < self.not_before {
                break;
            }
            noted = true;
            match self.commit(Command::NoteWaiting).await {
                Ok(Committed { news, .. }) => self.follow_up(news).await,
                Err(failure) => {
                    tracing::warn!(conv = %self.conv, %failure, "a wait could not be noted and will be again");
                    self.not_before = Instant::now() + PAUSE;
                }
            }
        }
        noted
    }

    fn next_wait(&self) -> Option<Mark> {
        next_wait(&self.state, &self.policy(self.registry.parts.clock.now()))
    }

    /// Ends the offer or else the invitation whose time is up.
    async fn end_unanswered(&mut self) {
        let now = self.registry.parts.clock.now();
        let is_over = |(_, ends): &(StaffId, Timestamp)| *ends <= now;
        let offer = self.state.open_offer().filter(is_over).map(|(agent, _)| Command::EndOffer { agent });
        let invitation = self.state.experts.next_end().filter(is_over);
        let invitation = invitation.map(|(expert, _)| Command::LapseInvitation { expert });
        let Some(command) = offer.or(invitation) else { return };
        match self.commit(command).await {
            Ok(Committed { news, .. }) => self.follow_up(news).await,
            Err(failure) => {
                tracing::warn!(conv = %self.conv, %failure, "an offer or invitation could not be ended and will be again");
                self.not_before = Instant::now() + PAUSE;
            }
        }
    }
}
