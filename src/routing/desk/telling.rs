//! What the desk tells people: visitors their place with the time it will take, supervisors the counts. Owns how often.

use super::{PLACES, QUIET, Task};
use crate::domain::{ConversationId, Timestamp};
use crate::fanout::{Follow, Frame};
use crate::protocol::ServerFrame;
use crate::protocol::board::Board;
use crate::routing::board::board;
use crate::routing::notices::{Notices, Waiter};
use crate::routing::queue::Ticket;
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::Instant;

impl Task {
    /// Shows what changed, at most once a beat.
    pub(super) fn look_up(&mut self) {
        if !self.changed && self.shown_at.elapsed() < QUIET {
            return;
        }
        let now = self.parts.clock.now();
        let is_anybody_there = self.roster.is_anybody_there();
        let mut waiters = self.waiting(is_anybody_there);
        self.tell_places(&waiters);
        waiters.extend(self.offered());
        let due = self.notices.due(now, &waiters, is_anybody_there);
        self.post(due);
        let board = self.board();
        metrics::gauge!("queue_waiting").set(f64::from(board.waiting));
        metrics::gauge!("queue_longest_wait_seconds").set(board.longest_wait_ms as f64 / 1_000.0);
        metrics::gauge!("queue_unanswered").set(f64::from(board.unanswered.waiting));
        self.parts.fanout.push(Follow::Board, &Frame::of(&ServerFrame::Board(board)), None);
        (self.changed, self.alerted, self.shown_at) = (false, false, Instant::now());
    }

    /// Everybody who waits; first is next. Without anybody to take them, no time can be told.
    fn waiting(&self, is_anybody_there: bool) -> Vec<Waiter> {
        let waiter = |(ticket, wait): (Ticket, Option<Duration>)| Waiter {
            conv: ticket.conv,
            since: ticket.since,
            wait: wait.filter(|_| is_anybody_there),
            is_offered: self.roster.is_offered(ticket.conv),
            in_distress: ticket.in_distress,
            kept_until: self.roster.kept_until(ticket.conv),
        };
        self.roster.waits(&self.pace, self.now()).into_iter().map(waiter).collect()
    }

    /// Those whose conversation lies before an agent.
    fn offered(&self) -> impl Iterator<Item = Waiter> {
        let (wait, kept_until) = (None::<Duration>, None::<Timestamp>);
        let waiter =
            move |(conv, since, in_distress)| Waiter { conv, since, wait, is_offered: true, in_distress, kept_until };
        self.roster.handing_off().map(waiter)
    }

    /// Tells the first visitors their place when it changed, and everybody now and then.
    fn tell_places(&mut self, waiting: &[Waiter]) {
        let tell_all = self.all_told_at.elapsed() >= QUIET;
        if tell_all {
            self.all_told_at = Instant::now();
        }
        let told = |(waiter, position): (&Waiter, u32)| (waiter.conv, (position, waiter.wait.map(Notices::minutes)));
        let told: HashMap<ConversationId, (u32, Option<u32>)> =
            waiting.iter().take(PLACES).zip(1..).map(told).collect();
        for (conv, (position, minutes)) in &told {
            if tell_all || self.places.get(conv) != Some(&(*position, *minutes)) {
                let frame = Frame::of(&ServerFrame::Queue { conv: *conv, position: *position, minutes: *minutes });
                self.parts.fanout.push(Follow::AsVisitor(*conv), &frame, None);
            }
        }
        self.places = told;
    }

    pub(super) fn board(&self) -> Board {
        let now = self.parts.clock.now();
        let (interventions, distress) = (self.interventions.report(now), self.first_replies.report(now));
        Board { distress, ..board(&self.roster, now, self.parts.scoring.clone(), interventions) }
    }
}
